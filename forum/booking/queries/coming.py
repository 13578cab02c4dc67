"""Finding who comes to a meeting, a page at a time, and for whom an organiser may book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager, joinedload

from forum.booking.models import Booking, BookingState, Guest, Joining, Needs
from forum.booking.queries.speakers import speaks_on
from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Membership, Officer, Representative, Term
from forum.organisations.models import Organisation, Sector, Side, side_of
from forum.people.models import Person

MOST_FOUND = 20
"""How many are shown of those who are called what was typed: who has more to choose from types more."""

_is_live = Booking.state != BookingState.CANCELLED
_SIDES = case(
    *(
        (Organisation.sector.in_([sector for sector in Sector if side_of(sector) is side]), rank)
        for rank, side in enumerate((Side.VOLUNTARY, Side.COMMISSIONERS))
    ),
    else_=2,
)


@dataclass(frozen=True)
class Row:
    """One booking in the list of a meeting, and where it stands in line if it waits."""

    booking: Booking
    line: int | None

    @property
    def group(self) -> tuple[bool, bool]:
        """Online, and waiting: those who join the same way and stand the same stand together."""
        return self.booking.joining is Joining.ONLINE, self.line is not None


def who_comes(meeting: Meeting, words: str = "", number: int = 1) -> ListPage[Row]:
    """The live bookings of a meeting: the room before online, those with a place before those who wait.

    Those with a place come by side and name, those who wait in their order. With `words` only those who are
    called so, or come for an organisation that is.
    """
    ahead = aliased(Booking)
    line = (
        select(func.count())
        .where(
            ahead.meeting_id == Booking.meeting_id,
            ahead.joining == Booking.joining,
            ahead.state == BookingState.WAITING,
            ahead.id <= Booking.id,
        )
        .correlate(Booking)
        .scalar_subquery()
    )
    waits = Booking.state == BookingState.WAITING
    found = (
        select(Booking, case((waits, line), else_=None))
        .join(Person, Person.id == Booking.person_id)
        .outerjoin(Representative, Representative.id == Booking.representative_id)
        .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
        .where(Booking.meeting_id == meeting.id, _is_live)
    )
    for word in words.split():
        found = found.where(
            or_(
                _called(Person.name, word),
                _called(Organisation.known_as, word),
                _called(Booking.guest_from, word),
            )
        )
    total = db.session.scalar(found.with_only_columns(func.count()).order_by(None)) or 0
    rows = db.session.execute(
        found.options(
            contains_eager(Booking.person),
            contains_eager(Booking.representative).contains_eager(Representative.organisation),
            joinedload(Booking.substitute_for),
        )
        .order_by(
            Booking.joining == Joining.ONLINE,
            waits,
            case((waits, Booking.id), else_=0),
            _SIDES,
            func.lower(Person.name),
            Booking.id,
        )
        .limit(A_PAGE)
        .offset((number - 1) * A_PAGE)
    )
    return ListPage([Row(booking, place) for booking, place in rows], number, total)


def needs_of(bookings: Sequence[Booking]) -> dict[int, Needs]:
    """What is needed by those who made these bookings, by the number of the booking."""
    if not bookings:
        return {}
    rows = db.session.scalars(select(Needs).where(Needs.booking_id.in_([one.id for one in bookings])))
    return {needs.booking_id: needs for needs in rows}


def find_guest_without_address(meeting: Meeting, name: str, guest_from: str) -> Booking | None:
    """The live booking of a guest of this name, from the same place, of whom no address is known."""
    return db.session.scalar(
        select(Booking)
        .join(Person, Person.id == Booking.person_id)
        .where(
            Booking.meeting_id == meeting.id,
            _is_live,
            Booking.guest.is_not(None),
            Booking.guest != Guest.PUBLIC,
            Booking.guest_from == guest_from,
            Person.name == name,
            Person.email.is_(None),
        )
        .order_by(Booking.id)
        .limit(1)
    )


# ---- For whom an organiser may book -------------------------------------------------------------------------


def find_speakers(forum: Forum, words: str, on: date, most: int = MOST_FOUND) -> list[Representative]:
    """Who speaks in a forum on a day and is called so, or acts for an organisation that is; by name."""
    found = speaks_on(forum, on).outerjoin(Organisation, Organisation.id == Representative.organisation_id)
    for word in words.split():
        found = found.where(
            or_(
                _called(Person.name, word),
                _called(Organisation.known_as, word),
                _called(Organisation.legal_name, word),
                Person.email == word.lower(),
            )
        )
    return list(
        db.session.scalars(
            found.options(contains_eager(Representative.organisation))
            .order_by(func.lower(Person.name), Representative.id)
            .limit(most)
        )
    )


def find_officers(forum: Forum, words: str, on: date, but: Sequence[int] = ()) -> list[Person]:
    """Who holds an office of a forum on a day and is called so, leaving out some by their numbers."""
    found = (
        select(Person)
        .join(Officer, Officer.person_id == Person.id)
        .where(
            Officer.forum_id == forum.id,
            Officer.from_on <= on,
            or_(Officer.until_on.is_(None), Officer.until_on >= on),
            Person.erased_at.is_(None),
            Person.id.not_in(but),
        )
    )
    for word in words.split():
        found = found.where(or_(_called(Person.name, word), Person.email == word.lower()))
    return list(db.session.scalars(found.distinct().order_by(Person.name, Person.id).limit(MOST_FOUND)))


def find_members_called(forum: Forum, words: str, on: date, most: int = 5) -> list[Organisation]:
    """The organisations that are members of a forum on a day and are called so, by name."""
    found = _members(forum, on)
    for word in words.split():
        found = found.where(or_(_called(Organisation.known_as, word), _called(Organisation.legal_name, word)))
    return list(db.session.scalars(found.order_by(Organisation.known_as, Organisation.id).limit(most)))


def get_member(forum: Forum, reference: str, on: date) -> Organisation:
    """The organisation with this reference that is a member of a forum on a day. Raises `NoResultFound`."""
    return db.session.scalars(_members(forum, on).where(Organisation.reference == reference)).one()


def get_speaker(forum: Forum, reference: str, on: date) -> Representative:
    """Who speaks in a forum on a day, by the reference of their acting. Raises `NoResultFound`."""
    return db.session.scalars(
        speaks_on(forum, on)
        .where(Representative.reference == reference)
        .options(joinedload(Representative.organisation))
    ).one()


def get_officer_person(forum: Forum, reference: str, on: date) -> Person:
    """A person who holds an office of a forum on a day, by their reference. Raises `NoResultFound`."""
    holds = select(Officer.id).where(
        Officer.person_id == Person.id,
        Officer.forum_id == forum.id,
        Officer.from_on <= on,
        or_(Officer.until_on.is_(None), Officer.until_on >= on),
    )
    return db.session.scalars(select(Person).where(Person.reference == reference, holds.exists())).one()


def _members(forum: Forum, on: date) -> Select[Organisation]:
    alive = (
        select(Membership.id)
        .join(Term, Term.membership_id == Membership.id)
        .where(
            Membership.forum_id == forum.id,
            Membership.organisation_id == Organisation.id,
            Term.from_on <= on,
            or_(Term.until_on.is_(None), Term.until_on >= on),
        )
    )
    return select(Organisation).where(alive.exists())


def _called(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    return column.icontains(word, autoescape=True)
