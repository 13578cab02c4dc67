"""The signed links of bookings and of requests: what stands in letters, and what comes back held against it."""

from collections.abc import Callable

from forum.booking.models import Booking, BookingState, PlaceRequest
from forum.booking.rules import Purpose, other_way, purposes_of
from forum.foundation.signed_links import is_signed, sign


def key_for(booking: Booking, purpose: Purpose) -> str:
    """The key that opens one purpose of one booking."""
    return sign(f"booking: {purpose}", booking.reference, booking.link_secret)


def path_for(booking: Booking, purpose: Purpose) -> str:
    """The address of one purpose, as it stands in a letter, without its beginning."""
    return f"/bookings/{booking.reference}/by-letter/{purpose}/{key_for(booking, purpose)}"


def is_key_for(booking: Booking, purpose: Purpose, key: str) -> bool:
    """Whether a key opens this purpose of this booking."""
    return is_signed(f"booking: {purpose}", booking.reference, booking.link_secret, key)


def path_for_request(request: PlaceRequest) -> str:
    """The address that books what somebody of the public asked for, without its beginning."""
    key = sign("place request", request.reference, request.link_secret)
    return f"/place-requests/{request.reference}/{key}"


def is_key_for_request(request: PlaceRequest, key: str) -> bool:
    """Whether a key opens what was asked for."""
    return is_signed("place request", request.reference, request.link_secret, key)


def ways_on(booking: Booking, link: Callable[[str], str]) -> list[tuple[str, str]]:
    """What a letter offers: each way in words, and its whole address."""
    return [(_words(booking, purpose), link(path_for(booking, purpose))) for purpose in purposes_of(booking)]


def _words(booking: Booking, purpose: Purpose) -> str:
    is_waiting, other = booking.state is BookingState.WAITING, other_way(booking)
    return {
        Purpose.KEEP: "I still come, at the new time",
        Purpose.VIEW: "See your place in line" if is_waiting else "See your booking",
        Purpose.CANCEL: "Leave the waiting list" if is_waiting else "I cannot come: give my place up",
        Purpose.APOLOGIES: "I cannot come: send my apologies",
        Purpose.SUBSTITUTE: "Somebody else comes instead",
        Purpose.JOINING: f"Join {other.value} instead" if other else "Join another way",
    }[purpose]
