"""Changing how one joins: the old place is given up only for a new one, in one transaction."""

from datetime import datetime

from forum.booking import letters, queries, rules
from forum.booking.models import Booking, BookingState, Joining
from forum.booking.operations.places import give_free_places
from forum.foundation.database import hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.people.models import Person


@operation
def change_joining(booking: Booking, joining: Joining, *, by: Person | None, now: datetime) -> bool:
    """Let somebody join the other way, if a place is free there; what this frees goes to whoever waits.

    Returns whether anything changed: asked twice, nothing more happens. Raises `AlreadyCancelled`,
    `MeetingHasBegun`, `CannotJoinThatWay`, and `NoPlaceThatWay`, after which everything is as it was.
    """
    meeting = booking.meeting
    hold(meeting)
    hold(booking)
    rules.check_can_change_joining(booking, joining, now)
    if booking.joining is joining:
        return False
    give_free_places(meeting, by=by, now=now)  # nobody passes those who wait
    speaker = rules.speaker_of(booking.representative)
    places = rules.places_without(
        booking, speaker, queries.places_held(meeting), rules.limits_of(meeting, now)
    )
    organisation = booking.representative.organisation if booking.representative else None
    rules.check_is_free(joining, speaker, organisation.known_as if organisation else None, places)
    booking.joining, booking.state = joining, BookingState.CONFIRMED
    booking.changed_at = now
    booking.sequence += 1
    post(letters.joining_changed(booking, by=by))
    note(by, "changed how somebody joins", booking, now=now)
    give_free_places(meeting, by=by, now=now)
    return True
