"""Finding what has links in letters: bookings and invitations of meetings to come."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.booking.models import Booking, Invitation
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.people.models import Person


def bookings_to_come(person: Person, on: date) -> list[Booking]:
    """The bookings of a person for meetings of this day and later, cancelled ones too, by the meeting's number."""
    return list(
        db.session.scalars(
            select(Booking)
            .join(Meeting, Meeting.id == Booking.meeting_id)
            .where(Booking.person_id == person.id, Meeting.on >= on)
            .options(joinedload(Booking.meeting), joinedload(Booking.person))
            .order_by(Booking.meeting_id, Booking.id)
        )
    )


def invitations_to_come(person: Person, on: date) -> list[Invitation]:
    """The invitations of a person to meetings of this day and later, by the meeting's number."""
    return list(
        db.session.scalars(
            select(Invitation)
            .join(Meeting, Meeting.id == Invitation.meeting_id)
            .where(Invitation.person_id == person.id, Meeting.on >= on)
            .order_by(Invitation.meeting_id, Invitation.id)
        )
    )


def find_booking(reference: str) -> Booking | None:
    """The booking with this reference, however it is capitalised, with its meeting; None where there is none."""
    return db.session.scalar(
        select(Booking)
        .where(Booking.reference == reference.upper())
        .options(
            joinedload(Booking.meeting).joinedload(Meeting.forum),
            joinedload(Booking.meeting).joinedload(Meeting.venue),
            joinedload(Booking.person),
            joinedload(Booking.representative).joinedload(Representative.organisation),
        )
    )
