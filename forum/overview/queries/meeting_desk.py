"""Finding all about one meeting for its officers, in a number of questions that does not grow with its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from forum.agendas.models import Agenda, AgendaItem, AgendaVersion
from forum.attendance.models import Attendance, Presence
from forum.booking.models import Apologies, Booking, BookingState, Joining, Needs
from forum.feedback.models import Feedback, FeedbackRequest
from forum.foundation.database import db
from forum.foundation.paging import ListPage
from forum.foundation.post import Letter, LetterState
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.minutes.models import Minutes
from forum.people.models import Person

A_PAGE = 50
FEW = 6
"""How many of each list the desk itself shows; the rest stands behind one link."""

_PEOPLE = (
    joinedload(Booking.person),
    joinedload(Booking.substitute_for),
    joinedload(Booking.representative).joinedload(Representative.organisation),
)
_is_live = Booking.state != BookingState.CANCELLED


@dataclass(frozen=True)
class Claims:
    """The live bookings of a meeting, counted."""

    coming: dict[Joining, int]
    waiting: dict[Joining, int]

    @property
    def all_coming(self) -> int:
        """How many have a place."""
        return sum(self.coming.values())

    @property
    def all_waiting(self) -> int:
        """How many wait for one."""
        return sum(self.waiting.values())


def claims_on(meeting: Meeting) -> Claims:
    """How many have a place and how many wait, for each way to join: one question."""
    rows = db.session.execute(
        select(Booking.state, Booking.joining, func.count())
        .where(Booking.meeting_id == meeting.id, _is_live)
        .group_by(Booking.state, Booking.joining)
    )
    counted: dict[BookingState, dict[Joining, int]] = {state: {} for state in BookingState}
    for state, joining, number in rows:
        counted[state][joining] = number
    return Claims(counted[BookingState.CONFIRMED], counted[BookingState.WAITING])


@dataclass(frozen=True)
class Papers:
    """How far the agenda, the minutes, the attendance and the feedback of a meeting are."""

    agenda_versions: int
    agenda_items: int
    minutes: Any
    marked: int
    asked_for_feedback: int
    feedback: int


def papers_of(meeting: Meeting) -> Papers:
    """How far the papers of a meeting are: one question of many small ones."""

    def count(what: Select[Any]) -> Any:
        return what.scalar_subquery()

    versions = (
        select(func.count(AgendaVersion.id))
        .join(Agenda, Agenda.id == AgendaVersion.agenda_id)
        .where(AgendaVersion.withheld_at.is_(None))
    )
    items = select(func.count(AgendaItem.id)).join(Agenda, Agenda.id == AgendaItem.agenda_id)
    known = Attendance.presence != Presence.EXPECTED
    row = db.session.execute(
        select(
            count(versions.where(Agenda.meeting_id == meeting.id)),
            count(items.where(Agenda.meeting_id == meeting.id, AgendaItem.withdrawn_at.is_(None))),
            count(select(Minutes.state).where(Minutes.meeting_id == meeting.id)),
            count(select(func.count(Attendance.id)).where(Attendance.meeting_id == meeting.id, known)),
            count(select(func.count(FeedbackRequest.id)).where(FeedbackRequest.meeting_id == meeting.id)),
            count(select(func.count(Feedback.id)).where(Feedback.meeting_id == meeting.id)),
        )
    ).one()
    return Papers(*row)


# ---- Who ----------------------------------------------------------------------------------------------------


def page_of_coming(meeting: Meeting, total: int, number: int = 1, size: int = A_PAGE) -> ListPage[Booking]:
    """Those with a place, by name."""
    return _page(_by_name(meeting, Booking.state == BookingState.CONFIRMED), total, number, size)


def page_of_waiting(meeting: Meeting, total: int, number: int = 1, size: int = A_PAGE) -> ListPage[Booking]:
    """Those who wait, the longest first; the room before those online, since each has its own line."""
    found = select(Booking).where(Booking.meeting_id == meeting.id, Booking.state == BookingState.WAITING)
    return _page(found.options(*_PEOPLE).order_by(Booking.joining, Booking.id), total, number, size)


def page_of_moved(meeting: Meeting, total: int, number: int = 1, size: int = A_PAGE) -> ListPage[Booking]:
    """Those who were asked again after a move and have not said yet whether they come, by name."""
    which = (_is_live, Booking.asked_again_at.is_not(None), Booking.kept_at.is_(None))
    return _page(_by_name(meeting, *which), total, number, size)


def page_of_some(
    meeting: Meeting, numbers: Sequence[int], number: int = 1, size: int = A_PAGE
) -> ListPage[Booking]:
    """The bookings of these numbers that are live, by name."""
    which = (_is_live, Booking.id.in_(numbers))
    total = db.session.scalar(select(func.count(Booking.id)).where(Booking.meeting_id == meeting.id, *which))
    return _page(_by_name(meeting, *which), total or 0, number, size)


def page_of_apologies(meeting: Meeting, number: int = 1, size: int = A_PAGE) -> ListPage[Apologies]:
    """Who sent apologies, as they came, with who comes instead."""
    which = (Apologies.meeting_id == meeting.id, Apologies.withdrawn_at.is_(None))
    total = db.session.scalar(select(func.count(Apologies.id)).where(*which)) or 0
    found = (
        select(Apologies)
        .where(*which)
        .options(
            joinedload(Apologies.person), joinedload(Apologies.organisation), joinedload(Apologies.substitute)
        )
        .order_by(Apologies.id)
    )
    return _page(found, total, number, size)


def everybody(meeting: Meeting) -> list[Booking]:
    """Every live booking of a meeting in the order in which it was made, with all that a list of people says."""
    found = select(Booking).where(Booking.meeting_id == meeting.id, _is_live).options(*_PEOPLE)
    return list(db.session.scalars(found.order_by(Booking.id)))


def needs_with_names(meeting: Meeting) -> list[tuple[Needs, Booking]]:
    """What those with a place need, each with their booking and person, by name."""
    rows = db.session.execute(
        select(Needs, Booking)
        .join(Booking, Booking.id == Needs.booking_id)
        .join(Person, Person.id == Booking.person_id)
        .where(Booking.meeting_id == meeting.id, Booking.state == BookingState.CONFIRMED)
        .options(joinedload(Booking.person))
        .order_by(Person.name, Booking.id)
    )
    return [(needs, booking) for needs, booking in rows]


@dataclass(frozen=True)
class LettersOfAKind:
    """How many letters of one kind were written about a meeting, how many wait or came back, and when the last was."""

    kind: str
    number: int
    waiting: int
    refused: int
    last_at: datetime


def letters_about(meeting: Meeting) -> list[LettersOfAKind]:
    """The letters about a meeting by kind, the newest first: one question."""
    rows = db.session.execute(
        select(
            Letter.kind,
            func.count(Letter.id),
            func.count().filter(Letter.state.in_([LetterState.WAITING, LetterState.BEING_SENT])),
            func.count().filter(Letter.state.in_([LetterState.REFUSED, LetterState.UNCERTAIN])),
            func.max(Letter.made_at),
        )
        .where(Letter.about == meeting.reference, Letter.state != LetterState.STOPPED)
        .group_by(Letter.kind)
        .order_by(func.max(Letter.id).desc())
    )
    return [LettersOfAKind(*row) for row in rows]


def lines_before(meeting: Meeting, bookings: ListPage[Booking]) -> dict[int, int]:
    """The number in line of each waiting booking of a page, by the booking's number: at most two questions."""
    lines: dict[int, int] = {}
    for joining in Joining:
        own = [booking for booking in bookings.things if booking.joining is joining]
        if own:
            before = db.session.scalar(
                select(func.count(Booking.id)).where(
                    Booking.meeting_id == meeting.id,
                    Booking.state == BookingState.WAITING,
                    Booking.joining == joining,
                    Booking.id < own[0].id,
                )
            )
            lines.update({booking.id: (before or 0) + place for place, booking in enumerate(own, 1)})
    return lines


def _by_name(meeting: Meeting, *which: ColumnElement[bool]) -> Select[Booking]:
    return (
        select(Booking)
        .join(Person, Person.id == Booking.person_id)
        .where(Booking.meeting_id == meeting.id, *which)
        .options(*_PEOPLE)
        .order_by(Person.name, Booking.id)
    )


def _page(found: Select[Any], total: int, number: int, size: int) -> ListPage[Any]:
    rows = db.session.scalars(found.offset((number - 1) * size).limit(size))
    return ListPage(list(rows), number, total, size)
