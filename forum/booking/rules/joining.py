"""Changing how one joins: whoever has a place keeps it, unless one is free the other way."""

from datetime import datetime

from forum.booking.models import Booking, BookingState, Joining
from forum.booking.rules.claims import Held, Limits, Places, Speaker, ways_to_join
from forum.booking.rules.refusals import can_cancel, check_can_cancel, check_can_join
from forum.booking.rules.words import why_not
from forum.foundation.refusals import Refusal


class NoPlaceThatWay(Refusal):
    message = "{why} So everything stays as it is."


def other_way(booking: Booking) -> Joining | None:
    """The way to join that was not booked; None where the meeting has one way only."""
    return next((way for way in ways_to_join(booking.meeting) if way is not booking.joining), None)


def can_change_joining(booking: Booking, now: datetime) -> bool:
    """Whether it can still be changed how somebody joins."""
    return can_cancel(booking, now) and other_way(booking) is not None


def check_can_change_joining(booking: Booking, joining: Joining, now: datetime) -> None:
    """Refuse to change what was given up, what has begun, and a way that the meeting does not have."""
    check_can_cancel(booking, now)
    check_can_join(booking.meeting, joining)


def places_without(booking: Booking, speaker: Speaker, held: list[Held], limits: Limits) -> Places:
    """The places as they would be if a booking gave up its own: it does not stand in its own way."""
    own = [Held(booking.joining, speaker, -1)] if booking.state is BookingState.CONFIRMED else []
    return Places([*held, *own], limits)


def check_is_free(joining: Joining, speaker: Speaker, organisation: str | None, places: Places) -> None:
    """Refuse where no place is free the other way, with why."""
    bar = places.bar(joining, speaker)
    if bar is not None:
        why, _until = why_not(bar, joining, speaker, organisation, places)
        raise NoPlaceThatWay(why=why)
