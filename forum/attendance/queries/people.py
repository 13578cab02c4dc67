"""Finding who somebody is that comes without a place, and for whom they speak."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.attendance.models import Attendance
from forum.attendance.rules import RANK
from forum.booking.models import Apologies, Booking, BookingState
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Membership, Office, Officer, Representative, Term
from forum.membership.queries import officers_of
from forum.organisations.models import Organisation
from forum.organisations.queries import find_organisation
from forum.people.models import Person

MOST_OFFERED = 200
"""How many names are offered while somebody types an organisation."""


@dataclass(frozen=True)
class Known:
    """What is known of whoever walked in: the organisation that they named, and who may be meant."""

    organisation: Organisation | None
    people: list[tuple[Person, bool]]
    """Each with whether they are a lay member; the likeliest first."""


def find_place(meeting: Meeting, person: Person) -> Booking | None:
    """The confirmed place of somebody at a meeting, with for whom they speak."""
    return db.session.scalar(
        select(Booking)
        .where(
            Booking.meeting_id == meeting.id,
            Booking.person_id == person.id,
            Booking.state == BookingState.CONFIRMED,
        )
        .options(
            joinedload(Booking.representative).joinedload(Representative.organisation),
            joinedload(Booking.substitute_for),
        )
    )


def find_known(forum: Forum, organisation: str, on: date) -> Known:
    """Whom a forum knows of the organisation that was typed; with none typed its lay members and officers.

    An organisation that is no member of any forum is known by nobody here: it stays as it was typed.
    """
    if organisation:
        body = find_organisation(organisation)
        if body is None:
            return Known(None, [])
        acting = db.session.scalars(
            select(Representative)
            .where(
                Representative.organisation_id == body.id,
                Representative.from_on <= on,
                Representative.until_on.is_(None) | (Representative.until_on >= on),
            )
            .options(joinedload(Representative.person))
            .order_by(Representative.id)
        )
        return Known(body, [(one.person, False) for one in acting])
    lay = db.session.scalars(
        select(Membership)
        .join(Term, Term.membership_id == Membership.id)
        .where(
            Membership.forum_id == forum.id,
            Membership.person_id.is_not(None),
            Term.from_on <= on,
            Term.until_on.is_(None) | (Term.until_on >= on),
        )
        .options(joinedload(Membership.person))
        .order_by(Membership.id)
    )
    officers = db.session.scalars(
        select(Officer)
        .where(
            Officer.forum_id == forum.id,
            Officer.from_on <= on,
            Officer.until_on.is_(None) | (Officer.until_on >= on),
        )
        .options(joinedload(Officer.person))
        .order_by(Officer.id)
    )
    people = [(one.person, True) for one in lay if one.person is not None]
    return Known(None, people + [(one.person, False) for one in officers])


def people_listed(meeting: Meeting, organisation: Organisation | None, guest_from: str) -> list[Person]:
    """Who was put on the list of a meeting as of this organisation; of none, as coming from where it says."""
    return list(
        db.session.scalars(
            select(Person)
            .join(Attendance, Attendance.person_id == Person.id)
            .where(
                Attendance.meeting_id == meeting.id,
                Attendance.organisation_id == (organisation.id if organisation else None),
                func.lower(Attendance.guest_from) == guest_from.lower(),
            )
            .order_by(Attendance.id)
        )
    )


def names_of_members(forum: Forum, on: date) -> list[str]:
    """The names of the organisations that are members of a forum on a day, in order; none where they are too many.

    They are offered while somebody types, on a page that must stay light; what is typed is found all the same.
    """
    # Only so many are read, and these put in order: to order thousands takes longer than the page around them.
    some = (
        select(Organisation.id, Organisation.known_as)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(Term, Term.membership_id == Membership.id)
        .where(
            Membership.forum_id == forum.id,
            Term.from_on <= on,
            Term.until_on.is_(None) | (Term.until_on >= on),
        )
        .limit(MOST_OFFERED + 1)
        .subquery()
    )
    found = list(db.session.scalars(select(some.c.known_as).order_by(func.lower(some.c.known_as), some.c.id)))
    return found if len(found) <= MOST_OFFERED else []


def stand_ins_for(meeting: Meeting, organisation: Organisation | None) -> list[Person]:
    """Instead of whom somebody of an organisation may come: who acts for it, and who of it sent apologies."""
    apologies = select(Apologies.person_id).where(
        Apologies.meeting_id == meeting.id, Apologies.withdrawn_at.is_(None), Apologies.person_id.is_not(None)
    )
    own = select(Representative.person_id).where(
        Representative.organisation_id == (organisation.id if organisation else None),
        Representative.from_on <= meeting.on,
        Representative.until_on.is_(None) | (Representative.until_on >= meeting.on),
    )
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.id.in_(own) | Person.id.in_(apologies), Person.erased_at.is_(None))
            .order_by(func.lower(Person.name), Person.id)
        )
    )


def offices_on(meeting: Meeting) -> dict[int, Office]:
    """The foremost office that each officer of a forum holds on the day of a meeting, by the person's number."""
    found: dict[int, Office] = {}
    for officer in officers_of(meeting.forum, meeting.on):
        held = found.setdefault(officer.person_id, officer.office)
        found[officer.person_id] = min(held, officer.office, key=RANK.index)
    return found
