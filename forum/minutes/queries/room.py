"""Finding who was in the room when, and what a forum's quorum makes of it."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, or_, select

from forum.agendas.models import Agenda, AgendaItem
from forum.agendas.rules import order_as_taken
from forum.attendance.queries import attendance_of, stepped_out_at
from forum.attendance.rules import Listed
from forum.decisions.models import Decision
from forum.decisions.rules import Quorum, asks_for_quorum, quorum_of
from forum.foundation.database import db
from forum.interests.queries import declarations_at
from forum.interests.rules import those_that_count
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Membership, Representative, Term
from forum.minutes.models import Entry, Minutes
from forum.minutes.rules.quorum import Body, Room, deciding_at


def room_of(minutes: Minutes, listed: list[Listed] | None = None) -> Room:
    """Who was in the room of a meeting when; `listed` is its list, where it is at hand."""
    meeting = minutes.meeting
    listed = attendance_of(meeting) if listed is None else listed
    items = order_as_taken(_items_alone(meeting))
    return Room(
        listed=listed,
        stepped=stepped_out_at(meeting),
        declarations=those_that_count(declarations_at(meeting)),
        members=_members_on(meeting.forum, meeting.on),
        speaks_for=_speaks_for([one.substitute_for.id for one in listed if one.substitute_for], meeting.on),
        places={item.id: place for place, item in enumerate(items)},
        ended_at=minutes.ended_at,
        last_lines=_last_lines(minutes),
    )


def _items_alone(meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting without what hangs on them, as they are printed."""
    return list(
        db.session.scalars(
            select(AgendaItem)
            .join(Agenda, Agenda.id == AgendaItem.agenda_id)
            .where(Agenda.meeting_id == meeting.id)
            .order_by(AgendaItem.position, AgendaItem.id)
        )
    )


def quorum_in(room: Room, forum: Forum, item_id: int | None, at: datetime) -> Quorum | None:
    """The quorum of a decision on an item at a moment; None where the forum asks for none."""
    return quorum_of(forum, len(room.members), deciding_at(room, item_id, at))


def quorum_at(
    minutes: Minutes, item: AgendaItem | None, at: datetime, listed: list[Listed] | None = None
) -> Quorum | None:
    """The same from the minutes. Asks nothing where the forum has no quorum."""
    forum = minutes.meeting.forum
    if not asks_for_quorum(forum):
        return None
    return quorum_in(room_of(minutes, listed), forum, item.id if item else None, at)


def item_taken_at(minutes: Minutes, at: datetime) -> int | None:
    """The number of the item under which the last line was written before a moment: the one that was being taken."""
    return db.session.scalar(
        select(Entry.item_id)
        .where(Entry.minutes_id == minutes.id, Entry.withdrawn_at.is_(None), Entry.written_at <= at)
        .order_by(Entry.written_at.desc(), Entry.id.desc())
        .limit(1)
    )


def when_written(decisions: Collection[Decision]) -> dict[int, datetime]:
    """When the line of each of these decisions was written, by the decision's number."""
    rows = db.session.execute(
        select(Entry.decision_id, Entry.written_at).where(
            Entry.decision_id.in_([one.id for one in decisions])
        )
    )
    return {number: at for number, at in rows if number is not None}


def _last_lines(minutes: Minutes) -> dict[int, datetime]:
    if minutes.ended_at is None:
        return {}
    rows = db.session.execute(
        select(Entry.item_id, func.max(Entry.written_at))
        .where(Entry.minutes_id == minutes.id, Entry.written_at <= minutes.ended_at)
        .group_by(Entry.item_id)
    )
    return {row[0]: row[1] for row in rows}


def _members_on(forum: Forum, on: date) -> set[Body]:
    """The members of a forum on a day."""
    rows = db.session.execute(
        select(Membership.organisation_id, Membership.person_id)
        .join(Term, Term.membership_id == Membership.id)
        .where(
            Membership.forum_id == forum.id,
            Term.from_on <= on,
            or_(Term.until_on.is_(None), Term.until_on >= on),
        )
    )
    return {(organisation_id, person_id) for organisation_id, person_id in rows}


def _speaks_for(people: Collection[int], on: date) -> dict[int, list[Body]]:
    """For whom these people act on a day; somebody who acts for themself is a body of their own."""
    found: dict[int, list[Body]] = {}
    if not people:
        return found
    for organisation_id, person_id in db.session.execute(
        select(Representative.organisation_id, Representative.person_id)
        .where(
            Representative.person_id.in_(people),
            Representative.from_on <= on,
            or_(Representative.until_on.is_(None), Representative.until_on >= on),
        )
        .order_by(Representative.id)
    ):
        body: Body = (organisation_id, None) if organisation_id is not None else (None, person_id)
        found.setdefault(person_id, []).append(body)
    return found
