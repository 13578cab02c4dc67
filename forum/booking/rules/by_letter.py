"""What can be done with a booking from a letter, without signing in."""

from datetime import datetime
from enum import StrEnum

from forum.booking.models import Apologies, Booking, BookingState
from forum.booking.rules.apologies import can_be_replaced, has_begun
from forum.booking.rules.joining import other_way


class Purpose(StrEnum):
    """One thing that one link lets its holder do."""

    VIEW = "view"
    CANCEL = "cancel"
    APOLOGIES = "apologies"
    SUBSTITUTE = "substitute"
    JOINING = "joining"
    KEEP = "keep"


def purposes_of(booking: Booking) -> list[Purpose]:
    """For what a letter about a booking carries links, as it stands, the likeliest first."""
    if not booking.is_live:
        return []
    if booking.state is BookingState.WAITING:
        return [Purpose.VIEW, Purpose.CANCEL]
    found = [Purpose.KEEP] if booking.awaits_answer else []
    found += [Purpose.VIEW, Purpose.CANCEL if booking.guest else Purpose.APOLOGIES]
    if can_be_replaced(booking.representative):
        found.append(Purpose.SUBSTITUTE)
    if other_way(booking) is not None:
        found.append(Purpose.JOINING)
    return found


def can_act(
    booking: Booking,
    purpose: Purpose,
    apologies: Apologies | None,
    now: datetime,
    *,
    has_booked_again: bool = False,
) -> bool:
    """Whether there is anything left to do for a purpose; else how things stand is all that is to be said.

    `apologies` are the person's for this meeting. A link acts on its own booking alone: who has booked again
    since uses the links of the newer letter.
    """
    if purpose is Purpose.VIEW or booking.meeting.is_cancelled or has_begun(booking.meeting, now):
        return False
    if purpose in (Purpose.APOLOGIES, Purpose.SUBSTITUTE) and not booking.is_live and has_booked_again:
        return False
    return {
        Purpose.CANCEL: booking.is_live,
        Purpose.APOLOGIES: booking.is_live or apologies is None,
        Purpose.SUBSTITUTE: can_be_replaced(booking.representative)
        and (booking.is_live or apologies is None or apologies.substitute_id is None),
        Purpose.JOINING: booking.is_live and other_way(booking) is not None,
        Purpose.KEEP: booking.awaits_answer,
    }[purpose]
