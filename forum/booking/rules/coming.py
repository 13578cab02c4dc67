"""One booking in words: as what somebody comes, why they wait, and what can still be done about it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from forum.booking.models import Booking, BookingState, Guest, Joining
from forum.booking.rules.apologies import can_be_replaced
from forum.booking.rules.claims import Places, Speaker
from forum.booking.rules.joining import other_way
from forum.booking.rules.words import why_not
from forum.foundation.clock import london_moment
from forum.foundation.words import capital
from forum.meetings.models import Meeting
from forum.membership.models import Representative

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


def speaker_of(representative: Representative | None) -> Speaker:
    """For whom somebody comes, as places are counted."""
    organisation = representative.organisation if representative else None
    return Speaker(organisation.id, organisation.side) if organisation else Speaker()


def when_needs_go(meeting: Meeting) -> datetime:
    """When what people need at a meeting is deleted: so many days after it as the forum's settings say."""
    last = meeting.ends_at or london_moment(meeting.on, time(23, 59))
    return last + timedelta(days=meeting.forum.needs_kept_days)


# ---- One booking: how it waits, and what can still be done about it -----------------------------------------


@dataclass(frozen=True)
class Wait:
    """Where somebody stands in line, why they have no place yet, and when that changes."""

    line: int
    why: str
    until: str


def wait_of(booking: Booking, line: int, places: Places) -> Wait:
    """How a booking waits, by the places as they stand for whoever waits."""
    organisation = booking.representative.organisation if booking.representative else None
    speaker = speaker_of(booking.representative)
    bar = places.bar(booking.joining, speaker)
    if bar is None:
        return Wait(line, "", "")
    name = organisation.known_as if organisation else None
    return Wait(line, *why_not(bar, booking.joining, speaker, name, places))


def ways_on(booking: Booking, *, is_own: bool) -> list[tuple[str, str]]:
    """What can be done about a live booking, the likeliest first: each in words, and its address."""
    here = f"/bookings/{booking.reference}"
    waits = booking.state is BookingState.WAITING
    if waits:
        found = [("Leave the waiting list" if is_own else "Take them off the waiting list", f"{here}/cancel")]
    elif booking.guest is not None:
        found = [("I cannot come after all" if is_own else "Cancel this booking", f"{here}/cancel")]
    elif is_own:
        found = [("I cannot come after all", f"{here}/apologies")]
    else:
        found = [("Cancel this booking", f"{here}/cancel"), ("Note their apologies", f"{here}/apologies")]
    if not waits and can_be_replaced(booking.representative):
        found.append(("Somebody else comes instead", f"{here}/substitute"))
    if (other := other_way(booking)) is not None:
        found.append(
            (
                "Join online instead" if other is Joining.ONLINE else "Come to the room instead",
                f"{here}/joining",
            )
        )
    return found
