"""Finding bookings, and counting places."""

from forum.booking.queries.bookings import (
    booked_among,
    bookings_at,
    every_needs_at,
    find_live_booking,
    find_needs,
    get_booking,
    has_confirmed_place,
    live_bookings,
    live_bookings_of,
    meetings_with_waiting,
    needs_at,
    needs_overdue,
    next_sequence,
)
from forum.booking.queries.places import (
    Standing,
    counted_at,
    places_held,
    places_taken,
    places_taken_at,
    position_of,
    standing_of,
    waiting_at,
)
from forum.booking.queries.speakers import speakers_beside, speakers_of

__all__ = [
    "Standing",
    "booked_among",
    "bookings_at",
    "counted_at",
    "every_needs_at",
    "find_live_booking",
    "find_needs",
    "get_booking",
    "has_confirmed_place",
    "live_bookings",
    "live_bookings_of",
    "meetings_with_waiting",
    "needs_at",
    "needs_overdue",
    "next_sequence",
    "places_held",
    "places_taken",
    "places_taken_at",
    "position_of",
    "speakers_beside",
    "speakers_of",
    "standing_of",
    "waiting_at",
]
