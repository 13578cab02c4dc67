"""Finding bookings, and what people need on the day."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from forum.booking.models import Booking, BookingState, Joining, Needs
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.people.models import Anyone, Person

_is_live = Booking.state != BookingState.CANCELLED
_SPEAKER = joinedload(Booking.representative).joinedload(Representative.organisation)
_MEETING = joinedload(Booking.meeting)

# Statements that each booking asks are made once: putting one together takes longer than asking it.
_one_booking = (
    select(Booking)
    .where(Booking.reference == bindparam("reference"))
    .options(
        _MEETING.joinedload(Meeting.forum),
        _MEETING.joinedload(Meeting.venue),
        _MEETING.joinedload(Meeting.series),
        joinedload(Booking.person),
        _SPEAKER,
    )
)
_own = (Booking.meeting_id == bindparam("meeting_id"), Booking.person_id == bindparam("person_id"))
_live_booking = select(Booking).where(*_own, _is_live)
_last_sequence = select(func.max(Booking.sequence)).where(*_own)
_needs = select(Needs).where(Needs.booking_id == bindparam("booking_id"))


def get_booking(reference: str) -> Booking:
    """The booking with this reference, with its meeting and for whom it speaks. Raises `NoResultFound`."""
    return db.session.scalars(_one_booking, {"reference": reference}).one()


def find_live_booking(meeting: Meeting, person: Anyone) -> Booking | None:
    """The booking of a person at a meeting that is not cancelled."""
    if not person.is_known:
        return None
    return db.session.scalar(_live_booking, {"meeting_id": meeting.id, "person_id": person.id})


def booked_among(meeting: Meeting, people: Collection[int]) -> set[int]:
    """Who of these people, by their numbers, has a live booking at a meeting."""
    if not people:
        return set()
    found = select(Booking.person_id).where(
        Booking.meeting_id == meeting.id, Booking.person_id.in_(people), _is_live
    )
    return set(db.session.scalars(found))


def next_sequence(meeting: Meeting, person: Person) -> int:
    """The number of letters from which a new booking counts on: calendars forget what counts from nought again."""
    last = db.session.scalar(_last_sequence, {"meeting_id": meeting.id, "person_id": person.id})
    return 0 if last is None else last + 1


def has_online_place(meeting: Meeting, person: Anyone) -> bool:
    """Whether a person has a place at a meeting and joins it online."""
    booking = find_live_booking(meeting, person)
    return (
        booking is not None and booking.state is BookingState.CONFIRMED and booking.joining is Joining.ONLINE
    )


def find_needs(booking: Booking) -> Needs | None:
    """What somebody needs on the day, while it is kept."""
    return db.session.scalar(_needs, {"booking_id": booking.id})


# ---- Lists --------------------------------------------------------------------------------------------------


def live_bookings(meeting: Meeting, only: Sequence[int] | None = None) -> list[Booking]:
    """The live bookings of a meeting, first made first, with person and organisation; or those of these numbers."""
    found = select(Booking).where(Booking.meeting_id == meeting.id, _is_live)
    if only is not None:
        found = found.where(Booking.id.in_(only))
    return list(db.session.scalars(found.options(joinedload(Booking.person), _SPEAKER).order_by(Booking.id)))


def live_bookings_of(person: Person, from_on: datetime | None = None) -> list[Booking]:
    """The live bookings of a person, by the meeting's day; from a moment on, those of meetings not over then."""
    found = (
        select(Booking)
        .join(Meeting, Meeting.id == Booking.meeting_id)
        .where(Booking.person_id == person.id, _is_live)
    )
    if from_on is not None:
        found = found.where((Meeting.ends_at > from_on) | Meeting.ends_at.is_(None))
    return list(
        db.session.scalars(
            found.options(
                _MEETING.joinedload(Meeting.venue),
                _MEETING.joinedload(Meeting.series),
                _MEETING.joinedload(Meeting.forum),
                _SPEAKER,
            ).order_by(Meeting.on, Meeting.starts_at, Booking.id)
        )
    )


def needs_at(meeting: Meeting) -> dict[int, Needs]:
    """What people need at a meeting, by the number of their booking."""
    rows = db.session.scalars(
        select(Needs)
        .join(Booking, Booking.id == Needs.booking_id)
        .where(Booking.meeting_id == meeting.id, _is_live)
    )
    return {needs.booking_id: needs for needs in rows}


def meetings_with_waiting(now: datetime) -> list[Meeting]:
    """The meetings that have not begun and where somebody waits, in a fixed order."""
    waits = select(Booking.id).where(Booking.meeting_id == Meeting.id, Booking.state == BookingState.WAITING)
    return list(
        db.session.scalars(
            select(Meeting).where(Meeting.starts_at > now, waits.exists()).order_by(Meeting.id)
        )
    )


def needs_overdue(now: datetime) -> list[Needs]:
    """The needs whose time to be deleted has come."""
    return list(db.session.scalars(select(Needs).where(Needs.delete_at <= now).order_by(Needs.id)))


def every_needs_at(meeting: Meeting) -> list[Needs]:
    """The rows of what people need at a meeting."""
    return list(
        db.session.scalars(
            select(Needs).join(Booking).where(Booking.meeting_id == meeting.id).order_by(Needs.id)
        )
    )


def bookings_at(meetings: Sequence[Meeting], person: Anyone) -> dict[int, Booking]:
    """The live bookings of a person at these meetings, by the meeting's number: one question for all."""
    if not person.is_known or not meetings:
        return {}
    rows = db.session.scalars(
        select(Booking).where(
            Booking.person_id == person.id,
            Booking.meeting_id.in_([meeting.id for meeting in meetings]),
            _is_live,
        )
    )
    return {booking.meeting_id: booking for booking in rows}
