"""What is done with bookings. Each operation is one transaction: kept whole, or not at all."""

from forum.booking.operations.meetings import call_off_meeting, change_meeting
from forum.booking.operations.needs import WhatIsNeeded, delete_old_needs
from forum.booking.operations.places import (
    ComesAs,
    book_place,
    cancel_booking,
    give_free_places,
    give_places_everywhere,
)

__all__ = [
    "ComesAs",
    "WhatIsNeeded",
    "book_place",
    "call_off_meeting",
    "cancel_booking",
    "change_meeting",
    "delete_old_needs",
    "give_free_places",
    "give_places_everywhere",
]
