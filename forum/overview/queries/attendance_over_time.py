"""Finding how members came to the meetings that are over, in a number of questions that does not grow."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from forum.attendance.queries import Past, how_bodies_stood
from forum.attendance.rules import Body
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.foundation.paging import ListPage
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum, Membership
from forum.overview.rules.attendance_over_time import may_be_flagged, missed_by

SHOWN = 8
"""How many meetings stand side by side."""

LOOKED_BACK = 16
"""At how many meetings a row of missed ones is looked for: some of them did not ask a member to come."""


def meetings_that_were_held(forum: Forum, now: datetime, number: int = 1) -> ListPage[Meeting]:
    """The meetings that are over and were not called off, newest first, so many at a time."""
    total = db.session.scalar(select(func.count(Meeting.id)).where(_was_held(forum, now))) or 0
    found = db.session.scalars(
        select(Meeting)
        .where(_was_held(forum, now))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .offset((number - 1) * SHOWN)
        .limit(SHOWN)
    )
    return ListPage(list(found), number, total, SHOWN)


def _last_meetings(forum: Forum, now: datetime) -> list[Meeting]:
    return list(
        db.session.scalars(
            select(Meeting)
            .where(_was_held(forum, now))
            .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
            .limit(LOOKED_BACK)
        )
    )


def _was_held(forum: Forum, now: datetime) -> ColumnElement[bool]:
    return and_(
        Meeting.forum_id == forum.id,
        Meeting.state == MeetingState.CONFIRMED,
        Meeting.published_at.is_not(None),
        Meeting.ends_at <= now,
    )


def memberships_of(forum: Forum, only: Collection[Body] | None = None) -> list[Membership]:
    """Every membership of a forum, whatever its standing, with its terms; or those of some bodies."""
    found = select(Membership).where(Membership.forum_id == forum.id)
    if only is not None:
        found = found.where(
            or_(
                Membership.organisation_id.in_(
                    [body.organisation_id for body in only if body.organisation_id]
                ),
                Membership.person_id.in_([body.person_id for body in only if body.person_id]),
            )
        )
    return list(
        db.session.scalars(
            found.options(
                joinedload(Membership.organisation),
                joinedload(Membership.person),
                selectinload(Membership.terms),
            ).order_by(Membership.id)
        )
    )


@dataclass(frozen=True)
class AllThatCame:
    """The members of a forum, how they stood at some meetings, and how many each has missed in a row."""

    memberships: list[Membership]
    past: Past
    missed: dict[Body, int]


def attendance_at(
    forum: Forum, meetings: Collection[Meeting], now: datetime, *, with_missed: bool
) -> AllThatCame:
    """How everybody stood at these meetings; with what they have missed up to now, or without looking for it."""
    last = _last_meetings(forum, now) if with_missed else []
    past = how_bodies_stood({meeting.id: meeting for meeting in (*meetings, *last)}.values())
    memberships = memberships_of(forum)
    missed = missed_by(memberships, last, past.stood, day_in_london(now)) if with_missed else {}
    return AllThatCame(memberships, past, missed)


def who_has_missed(forum: Forum, now: datetime) -> list[tuple[Membership, int]]:
    """Who has missed meetings in a row without a word, and how many, by number of membership: for the desk."""
    last = _last_meetings(forum, now)
    past = how_bodies_stood(last)
    bodies = may_be_flagged(last, past.stood)
    if not bodies:
        return []
    memberships = memberships_of(forum, bodies)
    missed = missed_by(memberships, last, past.stood, day_in_london(now))
    by_body = {Body(one.organisation_id, one.person_id): one for one in memberships}
    return [(by_body[body], count) for body, count in missed.items() if count]
