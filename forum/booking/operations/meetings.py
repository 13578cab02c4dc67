"""Changing and calling off a meeting that people have booked: with the letters and the places in one transaction."""

from datetime import datetime

from forum.booking import letters, queries, rules
from forum.booking.operations.places import end_booking, give_free_places
from forum.foundation.database import hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings import operations as meetings
from forum.meetings.models import Meeting
from forum.meetings.rules import Plan, plan_of
from forum.people.models import Person


@operation
def change_meeting(
    meeting: Meeting, plan: Plan, *, for_the_record: bool = False, by: Person, now: datetime
) -> bool:
    """Change a meeting, write to those who booked or wait, and give the places that this frees.

    Whoever a change matters to gets a letter. When the meeting moves, those with a place keep it and are asked
    to confirm. Returns whether anything changed. Raises what `meetings.operations.change_meeting` raises, and
    `MorePlacesAreTaken`, `PeopleComeThatWay`, `PeopleHaveBooked`, `BookedTimeMustStayFixed` where somebody would
    lose what they booked.
    """
    hold(meeting)
    before = plan_of(meeting)
    live = queries.live_bookings(meeting)
    rules.check_leaves_room(before, plan, queries.places_taken(meeting), meeting.forum, now)
    rules.check_stays_fixed(before, plan, live)
    if not meetings.change_meeting(meeting, plan, for_the_record=for_the_record, by=by, now=now):
        return False
    for needs in queries.every_needs_at(meeting):
        needs.delete_at = rules.when_needs_go(meeting)
    if not meeting.is_over(now):
        told = rules.who_is_told(before, plan, live)
        for booking in [*told.told, *told.asked]:
            booking.sequence += 1
            booking.changed_at = now
        for booking in told.told:
            post(letters.meeting_changed(booking, before))
        for booking in told.asked:
            booking.asked_again_at, booking.kept_at = now, None
            post(letters.meeting_moved(booking, before))
            note(by, "asked again, since the meeting moved", booking, now=now)
    give_free_places(meeting, by=by, now=now)
    return True


@operation
def call_off_meeting(meeting: Meeting, *, because: str, by: Person, now: datetime) -> None:
    """Call a meeting off, and cancel each live booking with a letter.

    Raises `IsCalledOff`, `IsOver`, `ReasonIsMissing`.
    """
    hold(meeting)
    meetings.call_off_meeting(meeting, because=because, by=by, now=now)
    for booking in queries.live_bookings(meeting):
        end_booking(booking, now=now)
        booking.called_off = True
        post(letters.meeting_called_off(booking))
        note(by, "cancelled a booking, since the meeting was called off", booking, now=now)
