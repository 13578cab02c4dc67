"""Finding what the chair's sheet of a meeting says, in a number of questions that does not grow with it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.agendas.queries import get_draft, papers_now
from forum.agendas.rules import items_in
from forum.booking.models import Apologies, Booking
from forum.foundation.database import db
from forum.foundation.documents import RunSheet
from forum.foundation.post import link
from forum.interests.queries import declarations_at
from forum.meetings.models import Meeting
from forum.overview.queries.meeting_desk import everybody
from forum.overview.rules import run_sheet as rules


def get_run_sheet(meeting: Meeting, now: datetime) -> RunSheet:
    """The sheet of a meeting as it stands. Raises `NoResultFound` before its agenda was begun."""
    draft = get_draft(meeting)
    items = items_in(draft.content, draft.digest)
    return rules.run_sheet(
        draft,
        now_of=papers_now(paper for item in items for paper in item.papers),
        declarations=declarations_at(meeting),
        bookings=by_name(everybody(meeting)),
        apologies=_apologies(meeting),
        address=link(f"/meetings/{meeting.reference}/agenda"),
        base=link(""),
        now=now,
    )


def by_name(bookings: list[Booking]) -> list[Booking]:
    """Bookings in the order of the alphabet."""
    return sorted(bookings, key=lambda one: (one.person.shown_name.casefold(), one.id))


def _apologies(meeting: Meeting) -> list[Apologies]:
    return list(
        db.session.scalars(
            select(Apologies)
            .where(Apologies.meeting_id == meeting.id, Apologies.withdrawn_at.is_(None))
            .options(
                joinedload(Apologies.person),
                joinedload(Apologies.organisation),
                joinedload(Apologies.substitute),
            )
            .order_by(Apologies.id)
        )
    )
