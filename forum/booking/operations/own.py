"""Booking for oneself: what one needs is filled in from last time, and remembered for the next while one agrees."""

from datetime import datetime

from forum.booking import queries, rules
from forum.booking.models import Booking, Guest, Joining
from forum.booking.operations.needs import WhatIsNeeded, remember_needs
from forum.booking.operations.places import ComesAs, book_place
from forum.foundation.clock import day_in_london
from forum.foundation.database import operation
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.people.models import Person


@operation
def book_own_place(
    meeting: Meeting,
    representative: Representative | None,
    *,
    joining: Joining,
    needs: WhatIsNeeded,
    remember: bool,
    guest_from: str = "",
    by: Person,
    now: datetime,
) -> Booking:
    """Book a place for oneself, or a turn in line; what is needed is remembered, or forgotten, as one says.

    Who has no part in the forum comes as a member of the public, `guest_from` somewhere. Raises what
    `book_place` does, and `NotOpenToPublic`.
    """
    comes_as = None
    if representative is None and not queries.runs_forum(meeting, by, day_in_london(now)):
        comes_as = ComesAs(Guest.PUBLIC, guest_from)
    if comes_as is not None and not meeting.is_open_to_public:
        raise rules.NotOpenToPublic
    booking = book_place(
        meeting, by, representative, joining=joining, needs=needs, comes_as=comes_as, by=by, now=now
    )
    remember_needs(by, needs if remember else WhatIsNeeded(), now=now)
    return booking
