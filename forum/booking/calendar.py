"""A booking as its person's calendar shows it: in their own feed, and in the letters about it."""

from datetime import datetime

from forum.booking.models import Booking, BookingState, Joining
from forum.foundation.calendar import Mailbox
from forum.foundation.post import replies_are_read
from forum.meetings.calendar import OwnPlace, Standing, cancellation, invitation

_STANDING = {
    BookingState.CONFIRMED: Standing.HAS_PLACE,
    BookingState.WAITING: Standing.WAITS,
    BookingState.CANCELLED: Standing.ENDED,
}


def place_of(booking: Booking, base: str) -> OwnPlace:
    """What a booking adds to its meeting in the calendar of whoever made it. `base` begins every address."""
    return OwnPlace(
        standing=_STANDING[booking.state],
        is_online=booking.joining is Joining.ONLINE,
        sequence=booking.sequence,
        changed_at=booking.changed_at,
        page=f"{base}/bookings/{booking.reference}",
        is_asked=booking.awaits_answer,
    )


def object_for_letter(
    booking: Booking, *, base: str, mail_from: str, now: datetime | None = None
) -> tuple[str, str] | None:
    """What a letter about a booking carries: an object and its method; None for somebody without an address.

    The forum invites under the address that its letters come from. Each change of a booking has one letter, so
    the moment of the change is the moment of the letter; a letter about what did not change has its own, `now`.
    """
    person, meeting = booking.person, booking.meeting
    if not person.email:
        return None
    own, moment = place_of(booking, base), now or booking.changed_at
    organiser, to = Mailbox(meeting.forum.name, mail_from), Mailbox(person.shown_name, person.email)
    if not booking.is_live:
        return cancellation(meeting, base, own, organiser=organiser, to=to, now=moment)
    asks = replies_are_read()
    return invitation(meeting, base, own, organiser=organiser, to=to, asks_answer=asks, now=moment)
