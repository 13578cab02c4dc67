"""Finding the list of a meeting: whole for the record, and as little as can be for the sign-in page."""

from collections.abc import Sequence

from sqlalchemy import Row, bindparam, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload

from forum.agendas.models import AgendaItem
from forum.agendas.queries import find_agenda
from forum.agendas.rules import draft_numbers
from forum.attendance.models import Attendance, AttendanceList, Presence, SteppedOut
from forum.attendance.rules import Line, Listed, body_in_words, list_of
from forum.booking.models import Apologies, Booking, BookingState, Joining
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.organisations.models import Organisation, side_of
from forum.people.models import NAME_ERASED, Person


def find_list(meeting: Meeting) -> AttendanceList | None:
    """What holds for the list of a meeting as a whole, once there is something to say of it."""
    return db.session.scalar(select(AttendanceList).where(AttendanceList.meeting_id == meeting.id))


def find_mark(meeting: Meeting, person: Person) -> Attendance | None:
    """How somebody was marked at a meeting."""
    return db.session.scalar(
        select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.person_id == person.id)
    )


def find_sent_as(meeting: Meeting, sent_key: str) -> Attendance | None:
    """Whoever was put on the list of a meeting by a form that carried this key."""
    return db.session.scalar(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id, Attendance.sent_key == sent_key)
        .options(joinedload(Attendance.person))
    )


def attendance_of(meeting: Meeting) -> list[Listed]:
    """Who was, or is to be, at a meeting, by name: as marked, with apologies, or with a place and not marked yet."""
    rows = db.session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id)
        .options(
            joinedload(Attendance.person),
            joinedload(Attendance.organisation),
            joinedload(Attendance.substitute_for),
        )
        .order_by(Attendance.id)
    )
    bookings = db.session.scalars(
        select(Booking)
        .where(Booking.meeting_id == meeting.id, Booking.state == BookingState.CONFIRMED)
        .options(
            joinedload(Booking.person),
            joinedload(Booking.representative).joinedload(Representative.organisation),
            joinedload(Booking.substitute_for),
        )
        .order_by(Booking.id)
    )
    apologies = db.session.scalars(
        select(Apologies)
        .where(Apologies.meeting_id == meeting.id, Apologies.withdrawn_at.is_(None))
        .options(joinedload(Apologies.person), joinedload(Apologies.organisation))
        .order_by(Apologies.id)
    ).all()
    return list_of(bookings, apologies, rows, _lay_among(apologies))


def _lay_among(apologies: Sequence[Apologies]) -> set[int]:
    """The numbers of those who answer for themselves among people who sent apologies for no organisation."""
    people = [one.person_id for one in apologies if one.organisation_id is None]
    if not people:
        return set()
    return set(
        db.session.scalars(
            select(Representative.person_id).where(
                Representative.person_id.in_(people), Representative.organisation_id.is_(None)
            )
        )
    )


def present_at(meeting: Meeting) -> list[Listed]:
    """Who was at a meeting, by name."""
    return [one for one in attendance_of(meeting) if one.presence is Presence.PRESENT]


def unmarked_at(meeting: Meeting) -> list[Listed]:
    """Who has a place at a meeting and was not marked, by name."""
    return [one for one in attendance_of(meeting) if one.presence is Presence.EXPECTED]


def get_listed(meeting: Meeting, reference: str) -> Listed:
    """The person with this reference on the list of a meeting. Raises `NoResultFound`."""
    for one in attendance_of(meeting):
        if one.person is not None and one.person.reference == reference:
            return one
    raise NoResultFound("This person is not on the list.")


def stepped_out_of(row: Attendance) -> list[SteppedOut]:
    """When somebody stepped out of a meeting, the first time first."""
    return list(
        db.session.scalars(
            select(SteppedOut)
            .where(SteppedOut.attendance_id == row.id, SteppedOut.withdrawn_at.is_(None))
            .options(joinedload(SteppedOut.item))
            .order_by(SteppedOut.id)
        )
    )


def stepped_out_at(meeting: Meeting) -> dict[int, list[SteppedOut]]:
    """Who stepped out of a meeting and when, the first time first, by the number of their mark."""
    found: dict[int, list[SteppedOut]] = {}
    for one in db.session.scalars(
        select(SteppedOut)
        .join(SteppedOut.attendance)
        .where(Attendance.meeting_id == meeting.id, SteppedOut.withdrawn_at.is_(None))
        .order_by(SteppedOut.id)
    ):
        found.setdefault(one.attendance_id, []).append(one)
    return found


def items_of(meeting: Meeting) -> list[tuple[str, AgendaItem]]:
    """The items during which somebody may come or leave, each with its number."""
    agenda = find_agenda(meeting)
    if agenda is None:
        return []
    numbered = zip(draft_numbers(agenda.items), agenda.items, strict=True)
    return [(number, item) for number, item in numbered if item.withdrawn_at is None]


# ---- The sign-in page ---------------------------------------------------------------------------------------

_has_place = (Booking.meeting_id == bindparam("meeting_id"), Booking.state == BookingState.CONFIRMED)
_who = (Person.reference, Person.name, Person.erased_at, Organisation.known_as, Organisation.sector)
_marked = (Attendance.presence, Attendance.is_online, Attendance.arrived_at, Attendance.left_at)
# Made once: putting a statement together takes longer than asking it.
_with_place = (
    select(
        *_who, Representative.id.label("speaks"), Booking.guest, Booking.guest_from, Booking.joining,
        Booking.reference.label("code"), *_marked,
    )
    .join(Person, Person.id == Booking.person_id)
    .outerjoin(Representative, Representative.id == Booking.representative_id)
    .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
    .outerjoin(
        Attendance,
        (Attendance.meeting_id == Booking.meeting_id) & (Attendance.person_id == Booking.person_id),
    )
    .where(*_has_place)
    .order_by(Booking.id)
)  # fmt: skip
_without_place = (
    select(*_who, Attendance.is_lay, Attendance.guest_from, *_marked)
    .join(Person, Person.id == Attendance.person_id)
    .outerjoin(Organisation, Organisation.id == Attendance.organisation_id)
    .where(
        Attendance.meeting_id == bindparam("meeting_id"),
        Attendance.presence != Presence.EXPECTED,
        Attendance.person_id.not_in(select(Booking.person_id).where(*_has_place)),
    )
    .order_by(Attendance.id)
)


def lines_of(meeting: Meeting) -> list[Line]:
    """Who is looked for, or was marked, on the sign-in page of a meeting: names and organisations, no more."""
    values = {"meeting_id": meeting.id}
    found = [_line_of_place(row) for row in db.session.execute(_with_place, values)]
    found += [_line_of_mark(row) for row in db.session.execute(_without_place, values)]
    return found


def _line_of_place(row: Row) -> Line:
    (who, name, erased_at, body, sector, speaks, guest, guest_from, joining, code,
     presence, is_online, arrived_at, left_at) = row  # fmt: skip
    return Line(
        who,
        NAME_ERASED if erased_at else name,
        body or body_in_words(None, speaks is not None, guest_from or (guest.value if guest else "")),
        side_of(sector),
        presence or Presence.EXPECTED,
        joining is Joining.ONLINE if is_online is None else is_online,
        arrived_at,
        left_at,
        code,
    )


def _line_of_mark(row: Row) -> Line:
    who, name, erased_at, body, sector, is_lay, guest_from, presence, is_online, arrived_at, left_at = row
    return Line(
        who,
        NAME_ERASED if erased_at else name,
        body or body_in_words(None, is_lay, guest_from),
        side_of(sector),
        presence,
        is_online,
        arrived_at,
        left_at,
        "",
    )
