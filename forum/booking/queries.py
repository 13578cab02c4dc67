"""Finding bookings, and counting places."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.booking.models import Booking, BookingState, Joining, Needs
from forum.booking.rules import Claim, Taken, count_claims
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Membership, Representative, Term
from forum.organisations.models import Organisation, Side, side_of
from forum.people.models import Anyone, Person

_is_live = Booking.state != BookingState.CANCELLED
_SPEAKER = joinedload(Booking.representative).joinedload(Representative.organisation)
_MEETING = joinedload(Booking.meeting)


# ---- One booking --------------------------------------------------------------------------------------------


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


def next_sequence(meeting: Meeting, person: Person) -> int:
    """The number of letters from which a new booking counts on: calendars forget what counts from nought again."""
    last = db.session.scalar(_last_sequence, {"meeting_id": meeting.id, "person_id": person.id})
    return 0 if last is None else last + 1


def has_confirmed_place(meeting: Meeting, person: Anyone) -> bool:
    """Whether a person has a place at a meeting."""
    booking = find_live_booking(meeting, person)
    return booking is not None and booking.state is BookingState.CONFIRMED


def find_needs(booking: Booking) -> Needs | None:
    """What somebody needs on the day, while it is kept."""
    return db.session.scalar(_needs, {"booking_id": booking.id})


def speakers_beside(person: Person, own: Sequence[Representative], on: date) -> list[Representative]:
    """The others who act on a day for the organisations that a person acts for, by name."""
    organisations = [one.organisation_id for one in own if one.organisation_id is not None]
    if not organisations:
        return []
    return list(
        db.session.scalars(
            select(Representative)
            .join(Person, Person.id == Representative.person_id)
            .where(
                Representative.organisation_id.in_(organisations),
                Representative.person_id != person.id,
                Person.erased_at.is_(None),
                *_acts_on(on),
            )
            .options(contains_eager(Representative.person), joinedload(Representative.organisation))
            .order_by(Person.name, Representative.id)
        )
    )


def speakers_of(forum: Forum, on: date) -> list[Representative]:
    """Everybody who acts on a day for a live member of a forum, lay members too, by name."""
    lay = Representative.organisation_id.is_(None) & (Membership.person_id == Representative.person_id)
    return list(
        db.session.scalars(
            select(Representative)
            .join(Person, Person.id == Representative.person_id)
            .where(
                select(Membership.id)
                .join(Term, Term.membership_id == Membership.id)
                .where(
                    Membership.forum_id == forum.id,
                    or_(Membership.organisation_id == Representative.organisation_id, lay),
                    Term.from_on <= on,
                    or_(Term.until_on.is_(None), Term.until_on >= on),
                )
                .exists(),
                Person.erased_at.is_(None),
                *_acts_on(on),
            )
            .options(contains_eager(Representative.person), joinedload(Representative.organisation))
            .order_by(Person.name, Representative.id)
        )
    )


def _acts_on(on: date) -> tuple[ColumnElement[bool], ...]:
    return Representative.from_on <= on, or_(Representative.until_on.is_(None), Representative.until_on >= on)


# ---- Lists --------------------------------------------------------------------------------------------------


_claims = (
    select(
        Booking.id, Booking.person_id, Booking.joining, Booking.state,
        Representative.organisation_id, Organisation.sector,
    )
    .outerjoin(Representative, Representative.id == Booking.representative_id)
    .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
    .where(Booking.meeting_id == bindparam("meeting_id"), _is_live)
    .order_by(Booking.id)
)  # fmt: skip


def claims_on(meeting: Meeting) -> list[Claim]:
    """Every live booking of a meeting as the rules see it, in the order in which they were made: one question."""
    rows = db.session.execute(_claims, {"meeting_id": meeting.id})
    return [
        Claim(number, person_id, joining, state is BookingState.CONFIRMED, organisation_id, side_of(sector))
        for number, person_id, joining, state, organisation_id, sector in rows
    ]


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


def needs_at(meeting: Meeting) -> dict[int, str]:
    """What people need at a meeting, by the number of their booking."""
    rows = db.session.execute(
        select(Needs.booking_id, Needs.text)
        .join(Booking, Booking.id == Needs.booking_id)
        .where(Booking.meeting_id == meeting.id, _is_live)
    )
    return {row.booking_id: row.text for row in rows}


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


# ---- Counting -----------------------------------------------------------------------------------------------


# Made once: putting a statement together takes longer than asking it, and every page of a meeting asks this one.
_taken = (
    select(Booking.meeting_id, Booking.joining, Booking.state, Organisation.sector, func.count())
    .outerjoin(Representative, Representative.id == Booking.representative_id)
    .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
    .where(Booking.meeting_id.in_(bindparam("meetings", expanding=True)), _is_live)
    .group_by(Booking.meeting_id, Booking.joining, Booking.state, Organisation.sector)
)


def places_taken(meeting: Meeting) -> Taken:
    """Which places of a meeting are taken, by side, and how many wait: one question."""
    return places_taken_at([meeting])[meeting.id]


def places_taken_at(meetings: Sequence[Meeting]) -> dict[int, Taken]:
    """Which places are taken at each of these meetings, by the meeting's number: one question for all."""
    if not meetings:
        return {}
    rows = db.session.execute(_taken, {"meetings": [meeting.id for meeting in meetings]})
    found: dict[int, list[tuple[Joining, bool, Side, int]]] = defaultdict(list)
    for meeting_id, joining, state, sector, count in rows:
        found[meeting_id].append((joining, state is BookingState.CONFIRMED, side_of(sector), count))
    return {meeting.id: count_claims(found[meeting.id]) for meeting in meetings}


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
