"""What is done with bookings. Each operation is one transaction: kept whole, or not at all."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.exc import IntegrityError

from forum.booking import letters, queries, rules
from forum.booking.models import Booking, BookingState, Joining, Needs
from forum.booking.rules import Claim, Places
from forum.foundation.clock import london_moment
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post
from forum.foundation.references import new_reference
from forum.journal.operations import note
from forum.meetings import operations as meetings
from forum.meetings.models import Meeting
from forum.meetings.rules import Plan, plan_of
from forum.membership.models import Representative
from forum.people.models import Person


@operation
def book_place(
    meeting: Meeting,
    person: Person,
    representative: Representative | None,
    *,
    joining: Joining,
    needs: str = "",
    by: Person,
    now: datetime,
) -> Booking:
    """Give a person a place, or a turn on the waiting list where none is free for them.

    `representative` says for whom the person speaks; None: for nobody, as an officer may. `needs` (access,
    diet) go to the organisers alone. Raises `MeetingIsCancelled`, `BookingIsNotOpen`, `MeetingHasBegun`,
    `BookingIsClosed`, `CannotJoinThatWay`, `AlreadyBooked`.
    """
    hold(meeting)
    claims = queries.claims_on(meeting)
    rules.check_can_book(meeting, joining, rules.claim_of(person.id, claims), now)
    places, given = _give(meeting, claims, by=by, now=now)  # nobody passes those who wait
    organisation_id = representative.organisation_id if representative else None
    booking = Booking(
        reference=new_reference(),
        meeting=meeting,
        person=person,
        representative=representative,
        joining=joining,
        state=places.state_for(joining, organisation_id),
        sequence=queries.next_sequence(meeting, person),
        made_at=now,
        changed_at=now,
    )
    db.session.add(booking)
    try:
        db.session.flush()
    except IntegrityError:  # the database's own promise of one live booking; the hold makes this rare
        raise rules.AlreadyBooked from None
    if needs:
        db.session.add(Needs(booking=booking, text=needs, delete_at=_when_needs_go(meeting)))
    if booking.state is BookingState.CONFIRMED:
        post(letters.booked(booking, by=by))
        note(by, "booked a place", booking, now=now)
    else:
        post(letters.waiting(booking, rules.end_of_line(claims, given, joining), by=by))
        note(by, "joined the waiting list", booking, now=now)
    return booking


@operation
def cancel_booking(booking: Booking, *, by: Person, now: datetime) -> None:
    """Give a place back, or leave the waiting list; what comes free goes to whoever has waited longest.

    Raises `AlreadyCancelled`, `MeetingHasBegun`.
    """
    hold(booking.meeting)
    hold(booking)
    rules.check_can_cancel(booking, now)
    _cancel(booking, now=now)
    post(letters.cancelled(booking, by=by))
    note(by, "cancelled a booking", booking, now=now)
    give_free_places(booking.meeting, by=by, now=now)


@operation
def give_free_places(meeting: Meeting, *, by: Person | None, now: datetime) -> int:
    """Confirm those who wait, longest first, for as long as there is a place that they may have.

    Nothing moves once the meeting has begun or was called off. Returns how many got a place.
    """
    hold(meeting)
    if not rules.places_can_move(meeting, now):
        return 0
    _, given = _give(meeting, queries.claims_on(meeting), by=by, now=now)
    return len(given)


@operation
def change_meeting(
    meeting: Meeting, plan: Plan, *, for_the_record: bool = False, by: Person, now: datetime
) -> bool:
    """Change a meeting, write to those who booked or wait, and give the places that this frees.

    Returns whether anything changed. Raises what `meetings.operations.change_meeting` raises, and
    `MorePlacesAreTaken`, `PeopleComeThatWay`, `PeopleHaveBooked` where somebody would lose what they booked.
    """
    hold(meeting)
    before = plan_of(meeting)
    rules.check_leaves_room(plan, queries.places_taken(meeting))
    if not meetings.change_meeting(meeting, plan, for_the_record=for_the_record, by=by, now=now):
        return False
    for needs in queries.every_needs_at(meeting):
        needs.delete_at = _when_needs_go(meeting)
    if rules.tells_people(before, plan) and not meeting.is_over(now):
        for booking in queries.live_bookings(meeting):
            booking.sequence += 1
            booking.changed_at = now
            post(letters.meeting_changed(booking, before))
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
        _cancel(booking, now=now)
        booking.called_off = True
        post(letters.meeting_called_off(booking))
        note(by, "cancelled a booking, since the meeting was called off", booking, now=now)


@falls_due
@operation
def give_places_everywhere(now: datetime) -> int:
    """Give what came free without anybody booking or cancelling: a raised setting, an organisation that moved.

    Looks at each meeting to come where somebody waits. Returns how many got a place.
    """
    return sum(give_free_places(meeting, by=None, now=now) for meeting in queries.meetings_with_waiting(now))


@falls_due
@operation
def delete_old_needs(now: datetime) -> int:
    """Delete what people needed at meetings long enough ago. Returns how many were deleted."""
    overdue = queries.needs_overdue(now)
    for needs in overdue:
        db.session.delete(needs)
    return len(overdue)


def _give(
    meeting: Meeting, claims: Sequence[Claim], *, by: Person | None, now: datetime
) -> tuple[Places, list[Claim]]:
    """Give every free place among the claims; returns the places as they are then, and who got one."""
    places, given = rules.give_places(claims, rules.limits_of(meeting))
    if given:
        for booking in queries.live_bookings(meeting, only=[claim.booking_id for claim in given]):
            booking.state = BookingState.CONFIRMED
            booking.changed_at = now
            booking.sequence += 1
            post(letters.place_given(booking))
            note(by, "gave a place from the waiting list", booking, now=now)
    return places, given


def _cancel(booking: Booking, *, now: datetime) -> None:
    booking.state = BookingState.CANCELLED
    booking.changed_at = now
    booking.sequence += 1
    needs = queries.find_needs(booking)
    if needs is not None:  # nobody has to arrange anything any more
        db.session.delete(needs)


def _when_needs_go(meeting: Meeting) -> datetime:
    last = meeting.ends_at or london_moment(meeting.on, time(23, 59))
    return last + timedelta(days=meeting.forum.needs_kept_days)
