"""Booking, giving and giving back places. Each operation is one transaction: kept whole, or not at all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from forum.booking import letters, queries, rules
from forum.booking.models import Booking, BookingState, Guest, Joining
from forum.booking.operations.after_all import withdraw_apologies
from forum.booking.operations.needs import WhatIsNeeded, forget_needs, keep_needs
from forum.booking.rules import Places
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post
from forum.foundation.references import new_link_secret, new_reference
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.people.models import Person


@dataclass(frozen=True)
class ComesAs:
    """As what somebody comes who represents no member: a speaker from the university, one of the public."""

    guest: Guest
    guest_from: str = ""


@operation
def book_place(
    meeting: Meeting,
    person: Person,
    representative: Representative | None,
    *,
    joining: Joining,
    needs: WhatIsNeeded | None = None,
    comes_as: ComesAs | None = None,
    substitute_for: Person | None = None,
    by: Person | None,
    now: datetime,
) -> Booking:
    """Give a person a place, or a turn on the waiting list where none is free for them.

    `representative` says for whom the person speaks; None: for nobody, as an officer or a guest may. `needs` go
    to the organisers alone. Raises `MeetingIsCancelled`, `BookingIsNotOpen`, `BookingOpensLater`,
    `MeetingHasBegun`, `BookingIsClosed`, `CannotJoinThatWay`, `AlreadyBooked`.
    """
    hold(meeting)
    has_booking = queries.find_live_booking(meeting, person) is not None
    rules.check_can_book(meeting, joining, now, has_booking=has_booking)
    places, _ = _give(meeting, by=by, now=now)  # nobody passes those who wait
    booking = Booking(
        reference=new_reference(),
        link_secret=new_link_secret(),
        meeting=meeting,
        person=person,
        representative=representative,
        joining=joining,
        state=places.state_for(joining, rules.speaker_of(representative)),
        sequence=queries.next_sequence(meeting, person),
        made_at=now,
        changed_at=now,
        called_off=False,
        guest=comes_as.guest if comes_as else None,
        guest_from=comes_as.guest_from if comes_as else "",
        substitute_for=substitute_for,
    )
    db.session.add(booking)
    try:
        db.session.flush()
    except IntegrityError:  # the database's own promise of one live booking; the hold makes this rare
        raise rules.AlreadyBooked from None
    keep_needs(booking, needs, now=now)
    withdraw_apologies(meeting, person, representative, by=by, now=now)
    if booking.state is BookingState.CONFIRMED:
        post(letters.booked(booking, by=by))
        note(by, "booked a place", booking, now=now)
    else:
        post(letters.waiting(booking, queries.position_of(booking), by=by))
        note(by, "joined the waiting list", booking, now=now)
    return booking


@operation
def cancel_booking(booking: Booking, *, by: Person | None, now: datetime) -> None:
    """Give a place back, or leave the waiting list; what comes free goes to whoever has waited longest.

    Raises `AlreadyCancelled`, `MeetingHasBegun`.
    """
    hold(booking.meeting)
    hold(booking)
    rules.check_can_cancel(booking, now)
    end_booking(booking, now=now)
    post(letters.cancelled(booking, by=by))
    note(by, "cancelled a booking", booking, now=now)
    _give_if_places_move(booking.meeting, by=by, now=now)


@operation
def give_free_places(meeting: Meeting, *, by: Person | None, now: datetime) -> int:
    """Confirm those who wait, longest first, for as long as there is a place that they may have.

    Nothing moves once the meeting has begun or was called off. Returns how many got a place.
    """
    hold(meeting)
    return _give_if_places_move(meeting, by=by, now=now)


@falls_due
@operation
def give_places_everywhere(now: datetime) -> int:
    """Give what came free without anybody booking or cancelling: kept places on their day, a raised setting.

    Looks at each meeting to come where somebody waits. Returns how many got a place.
    """
    return sum(give_free_places(meeting, by=None, now=now) for meeting in queries.meetings_with_waiting(now))


@operation
def end_booking(booking: Booking, *, instead: Person | None = None, now: datetime) -> None:
    """Let a booking be cancelled: within an operation that holds the meeting, writes the letter and the note.

    `instead` is who takes it over. Whoever had named this person as their substitute reads that from then on, or
    that nobody comes instead any more.
    """
    booking.state = BookingState.CANCELLED
    booking.changed_at = now
    booking.sequence += 1
    forget_needs(booking, now=now)
    if booking.substitute_for is not None and not booking.meeting.is_cancelled:
        apologies = queries.find_apologies(booking.meeting, booking.substitute_for)
        if apologies is not None and apologies.substitute_id == booking.person_id:
            apologies.substitute = instead


def _give_if_places_move(meeting: Meeting, *, by: Person | None, now: datetime) -> int:
    """Give free places at a meeting that is held already. Returns how many got one."""
    return _give(meeting, by=by, now=now)[1] if rules.places_can_move(meeting, now) else 0


def _give(meeting: Meeting, *, by: Person | None, now: datetime) -> tuple[Places, int]:
    """Give every free place among those who wait, with letters; returns the places as they are then, and how many."""
    places = Places(queries.places_held(meeting), rules.limits_of(meeting, now))
    given = rules.give_places(places, queries.waiting_at(meeting, places))
    if given:
        for booking in queries.live_bookings(meeting, only=[claim.booking_id for claim in given]):
            booking.state = BookingState.CONFIRMED
            booking.changed_at = now
            booking.sequence += 1
            post(letters.place_given(booking))
            note(by, "gave a place from the waiting list", booking, now=now)
    return places, len(given)
