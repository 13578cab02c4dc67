"""When people are reminded of a meeting: by the calendar of London, in the morning, each time once."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from forum.booking.models import Booking
from forum.foundation.clock import day_in_london, in_london
from forum.foundation.words import HARD
from forum.meetings.models import Meeting

FROM, UNTIL = time(8), time(20)
"""The hours, on London's clocks, in which reminders are written: nobody's telephone rings in the night."""


@dataclass(frozen=True)
class Due:
    """A reminder that falls due: which of the two, the day on which it did, and how far off the meeting is."""

    which: str
    since: date
    days_left: int


def due(meeting: Meeting, now: datetime) -> Due | None:
    """The reminder of a meeting that is to be written now, if any.

    After a day without a worker it is the one that matters by now: the first where the second is still to come,
    else the second alone.
    """
    at = in_london(now)
    if meeting.is_cancelled or not meeting.is_published or not meeting.is_confirmed:
        return None
    if meeting.starts_at is None or now >= meeting.starts_at or not FROM <= at.time() < UNTIL:
        return None
    left = (meeting.on - at.date()).days
    forum = meeting.forum
    days = {forum.first_reminder_days: "first", forum.second_reminder_days: "second"}
    reached = [number for number in days if number > 0 and left <= number]
    if not reached:
        return None
    nearest = min(reached)
    return Due(days[nearest], meeting.on - timedelta(days=nearest), left)


def is_reminded(booking: Booking, found: Due) -> bool:
    """Whether a reminder is for this booking: not where a letter told of it on that day or since."""
    return booking.is_live and day_in_london(booking.changed_at) < found.since


def key_of(booking: Booking, found: Due) -> str:
    """What there is one letter of: a meeting that moves to another day is reminded of anew."""
    return f"reminder:{found.which}:{booking.reference}:{booking.meeting.on.isoformat()}"


def far_off(days: int) -> str:
    """How far off a meeting is: `today`, `tomorrow`, `in 7 days`."""
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days}{HARD}days"
