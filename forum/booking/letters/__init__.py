"""The letters of booking. What a person needs on the day stands in none of them."""

from forum.booking.letters.bookings import (
    apologies_received,
    booked,
    cancelled,
    comes_instead,
    facts_of,
    joining_changed,
    links_renewed,
    meeting_called_off,
    meeting_changed,
    meeting_moved,
    place_given,
    place_kept,
    waiting,
)
from forum.booking.letters.invitations import (
    invitation_shown,
    invited,
    is_key_to_answer,
    key_to_answer,
    reminded,
)
from forum.booking.letters.requests import (
    place_asked_for,
)

__all__ = [
    "apologies_received",
    "booked",
    "cancelled",
    "comes_instead",
    "facts_of",
    "invitation_shown",
    "invited",
    "is_key_to_answer",
    "joining_changed",
    "key_to_answer",
    "links_renewed",
    "meeting_called_off",
    "meeting_changed",
    "meeting_moved",
    "place_asked_for",
    "place_given",
    "place_kept",
    "reminded",
    "waiting",
]
