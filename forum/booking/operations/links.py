"""Ending the links that stand in earlier letters."""

from datetime import datetime

from forum.booking import letters, queries
from forum.booking.models import Booking
from forum.foundation.clock import day_in_london
from forum.foundation.database import hold, operation
from forum.foundation.post import post
from forum.foundation.references import new_link_secret
from forum.journal.operations import note
from forum.people.models import Person


@operation
def renew_links(booking: Booking, *, by: Person, now: datetime) -> None:
    """Let every link in earlier letters about a booking stop working; a letter brings new ones.

    Who gave the place up, or whose meeting is over, needs no new ones and gets no letter.
    """
    hold(booking.meeting)
    hold(booking)
    booking.link_secret = new_link_secret()
    note(by, "ended the links of earlier letters", booking, now=now)
    if booking.is_live and not booking.meeting.is_over(now):
        booking.sequence += 1
        booking.changed_at = now
        post(letters.links_renewed(booking))


@operation
def renew_links_of(person: Person, *, by: Person | None, now: datetime) -> int:
    """Let every link in letters to a person's old address stop working, for all meetings to come.

    Each live booking gets a letter with new links, to the address that holds now. An invitation's link ends
    without one: a reminder brings the next. Returns how many were renewed.
    """
    bookings = queries.bookings_to_come(person, day_in_london(now))
    for booking in bookings:
        renew_links(booking, by=by or person, now=now)
    invitations = queries.invitations_to_come(person, day_in_london(now))
    for invitation in invitations:
        hold(invitation)
        invitation.link_secret = new_link_secret()
        note(by, "ended the link of an invitation", invitation, now=now)
    return len(bookings) + len(invitations)
