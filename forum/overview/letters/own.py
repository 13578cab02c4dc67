"""A letter in an organiser's own words."""

from typing import Any

from forum.booking.letters import facts_of
from forum.booking.links import ways_on
from forum.booking.models import Booking
from forum.foundation.post import Letter, link, write_letter
from forum.foundation.words import near_date
from forum.membership.models import Forum
from forum.people.models import Person

KIND = "organiser’s letter"


def own_letter(
    forum: Forum,
    to: Person,
    subject: str,
    words: str,
    *,
    key: str | None = None,
    booking: Booking | None = None,
) -> Letter:
    """One person's copy; with their booking it says which meeting it is about, and how to change what they booked."""
    facts: dict[str, Any] = {"meeting": None}
    if booking is not None:
        meeting = booking.meeting
        subject = f"{subject}: {meeting.title}, {near_date(meeting.on, booking.changed_at)}"
        facts = {**facts_of(booking), "booking": booking, "links": ways_on(booking, link)}
    return write_letter(
        "overview/own",
        to=to,
        subject=subject,
        kind=KIND,
        sender=forum,
        about=booking.meeting if booking else None,
        key=key,
        words=words,
        **facts,
    )
