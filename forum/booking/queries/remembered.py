"""Finding what people want remembered, and what the public asked for."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from forum.booking.models import Booking, PlaceRequest, RememberedNeeds
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.people.models import Anyone

_remembered = select(RememberedNeeds).where(RememberedNeeds.person_id == bindparam("person_id"))


def find_remembered_needs(person: Anyone) -> RememberedNeeds | None:
    """What a person agreed to have remembered of what they need."""
    if not person.is_known:
        return None
    return db.session.scalar(_remembered, {"person_id": person.id})


def find_place_request(reference: str) -> PlaceRequest | None:
    """What somebody of the public asked for, with its meeting, and the booking that came of it."""
    meeting = joinedload(PlaceRequest.meeting)
    return db.session.scalar(
        select(PlaceRequest)
        .where(PlaceRequest.reference == reference)
        .options(
            meeting.joinedload(Meeting.forum),
            meeting.joinedload(Meeting.venue),
            meeting.joinedload(Meeting.series),
            joinedload(PlaceRequest.booking).joinedload(Booking.person),
        )
    )


def open_requests_of(meeting: Meeting, email: str) -> list[PlaceRequest]:
    """What was asked for from an address at a meeting and is not answered yet, the newest first."""
    return list(
        db.session.scalars(
            select(PlaceRequest)
            .where(
                PlaceRequest.meeting_id == meeting.id,
                PlaceRequest.email == email,
                PlaceRequest.booking_id.is_(None),
            )
            .order_by(PlaceRequest.id.desc())
        )
    )


def requests_overdue(now: datetime) -> list[PlaceRequest]:
    """The requests whose time to be deleted has come."""
    return list(
        db.session.scalars(
            select(PlaceRequest).where(PlaceRequest.delete_at <= now).order_by(PlaceRequest.id)
        )
    )
