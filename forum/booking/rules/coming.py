"""As what somebody comes, in words: for whom they speak, as which guest, instead of whom."""

from forum.booking.models import Booking, Guest
from forum.foundation.words import capital

GUESTS_OF_THE_ORGANISER = (Guest.SPEAKER, Guest.JOINING, Guest.OTHER)
"""As what an organiser brings somebody along. Members of the public ask for themselves."""


def as_what(booking: Booking) -> str:
    """`Black Fen Community Transport`, `Lay member`, `Speaker, Anglia Ruskin University`; and instead of whom."""
    said = _as_what(booking)
    if booking.substitute_for is not None:
        said += f", for {booking.substitute_for.shown_name}"
    return said


def _as_what(booking: Booking) -> str:
    if booking.guest is not None:
        return ", ".join(part for part in (capital(booking.guest.value), booking.guest_from) if part)
    if booking.representative is None:
        return "Officer of the forum"
    organisation = booking.representative.organisation
    return organisation.known_as if organisation else "Lay member"
