"""What is done with bookings. Each operation is one transaction: kept whole, or not at all."""

from forum.booking.operations.after_all import (
    withdraw_apologies,
)
from forum.booking.operations.apologies import (
    keep_place,
    send_apologies,
    send_apologies_of,
)
from forum.booking.operations.guests import (
    book_guest,
    book_new_colleague,
)
from forum.booking.operations.invitations import (
    invite,
    remind_invited,
)
from forum.booking.operations.joining import (
    change_joining,
)
from forum.booking.operations.links import (
    renew_links,
    renew_links_of,
)
from forum.booking.operations.meetings import call_off_meeting, change_meeting
from forum.booking.operations.needs import (
    WhatIsNeeded,
    delete_old_needs,
    forget_remembered_needs,
    remember_needs,
)
from forum.booking.operations.own import (
    book_own_place,
)
from forum.booking.operations.places import (
    ComesAs,
    book_place,
    cancel_booking,
    give_free_places,
    give_places_everywhere,
)
from forum.booking.operations.requests import (
    WhatIsAsked,
    ask_for_place,
    confirm_request,
    delete_old_requests,
)

__all__ = [
    "ComesAs",
    "WhatIsAsked",
    "WhatIsNeeded",
    "ask_for_place",
    "book_guest",
    "book_new_colleague",
    "book_own_place",
    "book_place",
    "call_off_meeting",
    "cancel_booking",
    "change_joining",
    "change_meeting",
    "confirm_request",
    "delete_old_needs",
    "delete_old_requests",
    "forget_remembered_needs",
    "give_free_places",
    "give_places_everywhere",
    "invite",
    "keep_place",
    "remember_needs",
    "remind_invited",
    "renew_links",
    "renew_links_of",
    "send_apologies",
    "send_apologies_of",
    "withdraw_apologies",
]
