"""The letters of booking. What a person needs on the day stands in none of them."""

from forum.booking.letters.bookings import (
    booked,
    cancelled,
    meeting_called_off,
    meeting_changed,
    place_given,
    waiting,
)

__all__ = ["booked", "cancelled", "meeting_called_off", "meeting_changed", "place_given", "waiting"]
