"""Reminding people of the meetings at which they have a place, or for which they wait."""

from datetime import datetime

from forum.agendas.policy import sight_of
from forum.agendas.queries import find_version
from forum.agendas.rules import ItemAsPublished, published_items, seen_items
from forum.booking.models import Booking, BookingState
from forum.foundation.clock import day_in_london
from forum.foundation.database import hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post
from forum.meetings.models import Meeting
from forum.overview import letters
from forum.overview.letters.reminders import AgendaNow
from forum.overview.queries import reminders as queries
from forum.overview.rules import reminders as rules
from forum.overview.rules.meeting import agenda_due_on

MOST_AT_ONCE = 100
"""How many letters one transaction writes, so that nobody waits long for their turn to write. The rest go next."""


@falls_due
@operation
def remind_of_meetings(now: datetime) -> int:
    """Write the reminders that have fallen due: once to each booking, however often and by whomever this is called.

    Returns how many were written; of very many the rest are written the next time.
    """
    written = 0
    for meeting in queries.meetings_near(now):
        if rules.due(meeting, now) is None:
            continue
        hold(meeting)  # two workers at once: the second sees what the first has written
        found = rules.due(meeting, now)
        if found is not None and written < MOST_AT_ONCE:
            written += _remind(meeting, found, MOST_AT_ONCE - written, now)
    return written


def _remind(meeting: Meeting, found: rules.Due, most: int, now: datetime) -> int:
    bookings = queries.bookings_to_remind(meeting, found, most)
    if not bookings:
        return 0
    lines = queries.lines_at(meeting) if any(one.state is BookingState.WAITING for one in bookings) else {}
    version = find_version(meeting)
    items = published_items(version) if version else ()
    for booking in bookings:
        if booking.state is BookingState.WAITING:
            post(letters.reminder_of_line(booking, found, lines[booking.id], now=now))
        else:
            post(letters.reminder(booking, found, _agenda_for(booking, items, now), now=now))
    return len(bookings)


def _agenda_for(booking: Booking, items: tuple[ItemAsPublished, ...], now: datetime) -> AgendaNow:
    """The agenda as whoever has this booking may see it."""
    meeting = booking.meeting
    if not items:
        due_on = agenda_due_on(meeting)
        return AgendaNow(comes_out_on=due_on if due_on >= day_in_london(now) else None)
    seen = seen_items(items, sight_of(booking.person, meeting.forum))
    return AgendaNow(tuple(item for item in seen if not item.is_withdrawn))
