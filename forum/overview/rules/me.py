"""How a person's own page says what it found. No database, no request, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.booking.models import Booking, BookingState
from forum.foundation.clock import day_in_london
from forum.foundation.words import count_of, near_day


@dataclass(frozen=True)
class Places:
    """A person's bookings to come: those with a place, those that wait, and those that ended with their meeting."""

    confirmed: Sequence[Booking]
    waiting: Sequence[Booking]
    called_off: Sequence[Booking]


def sorted_places(bookings: Sequence[Booking], now: datetime) -> Places:
    """Bookings by how they stand, without those of meetings that are over."""
    to_come = [booking for booking in bookings if not booking.meeting.is_over(now)]
    return Places(
        confirmed=[booking for booking in to_come if booking.state is BookingState.CONFIRMED],
        waiting=[booking for booking in to_come if booking.state is BookingState.WAITING],
        called_off=[booking for booking in to_come if booking.called_off],
    )


def lead(places: Places, overdue: int, now: datetime) -> str:
    """The page in a sentence or two: where the person goes next, and what is late."""
    today = day_in_london(now)
    if places.confirmed:
        said = f"You have a place on {near_day(places.confirmed[0].meeting.on, today)}."
    elif places.waiting:
        said = f"You are on the waiting list for {near_day(places.waiting[0].meeting.on, today)}."
    else:
        said = "You have no place at a meeting to come."
    if overdue:
        said += f" {count_of(overdue, 'action')} of yours {'is' if overdue == 1 else 'are'} overdue."
    return said
