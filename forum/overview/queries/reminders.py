"""Finding the meetings and bookings of which somebody has still to be reminded."""

from datetime import datetime, time, timedelta

from sqlalchemy import func, literal, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.booking.models import Booking, BookingState
from forum.foundation.clock import day_in_london, london_moment
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum, Representative
from forum.overview.rules.reminders import Due
from forum.people.models import Person


def meetings_near(now: datetime) -> list[Meeting]:
    """The meetings to come that are near enough for a reminder in some forum, in a fixed order."""
    days = func.max(Forum.first_reminder_days), func.max(Forum.second_reminder_days)
    farthest = max((number or 0 for number in db.session.execute(select(*days)).one()), default=0)
    today = day_in_london(now)
    return list(
        db.session.scalars(
            select(Meeting)
            .where(
                Meeting.on >= today,
                Meeting.on <= today + timedelta(days=farthest),
                Meeting.starts_at > now,
                Meeting.state == MeetingState.CONFIRMED,
                Meeting.published_at.is_not(None),
            )
            .options(joinedload(Meeting.forum), joinedload(Meeting.venue))
            .order_by(Meeting.id)
        )
    )


def bookings_to_remind(meeting: Meeting, found: Due, most: int) -> list[Booking]:
    """The first so many live bookings that a reminder is for and that have had none, with person and organisation.

    What was booked, or told of in another letter, on the day of the reminder or since needs none; nor does who
    has no address.
    """
    key = literal(f"reminder:{found.which}:") + Booking.reference + literal(f":{meeting.on.isoformat()}")
    written = select(Letter.id).where(Letter.key == key)
    return list(
        db.session.scalars(
            select(Booking)
            .join(Booking.person)
            .where(
                Booking.meeting_id == meeting.id,
                Booking.state != BookingState.CANCELLED,
                Person.email.is_not(None),
                Booking.changed_at < london_moment(found.since, time(0)),
                ~written.exists(),
            )
            .options(
                contains_eager(Booking.person),
                joinedload(Booking.representative).joinedload(Representative.organisation),
            )
            .order_by(Booking.id)
            .limit(most)
        )
    )


def lines_at(meeting: Meeting) -> dict[int, int]:
    """The place in line of everybody who waits at a meeting, by the booking's number: one question for all."""
    rows = db.session.execute(
        select(Booking.id, Booking.joining)
        .where(Booking.meeting_id == meeting.id, Booking.state == BookingState.WAITING)
        .order_by(Booking.id)
    )
    count: dict[object, int] = {}
    lines = {}
    for number, joining in rows:
        count[joining] = lines[number] = count.get(joining, 0) + 1
    return lines
