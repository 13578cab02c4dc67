"""Word that somebody cannot come, and who comes instead. Each operation is one transaction."""

from dataclasses import dataclass
from datetime import datetime

from forum.booking import letters, queries, rules
from forum.booking.models import Apologies, Booking, BookingState
from forum.booking.operations.after_all import withdraw_apologies
from forum.booking.operations.places import book_place, end_booking, give_free_places
from forum.booking.rules import SomebodyElse
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.foundation.references import new_link_secret, new_reference
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.membership.operations import know_person
from forum.organisations.models import Organisation
from forum.people.models import Person


@operation
def send_apologies(
    meeting: Meeting,
    person: Person,
    representative: Representative | None,
    *,
    substitute: Representative | SomebodyElse | None = None,
    by: Person | None,
    now: datetime,
) -> Apologies:
    """Say that a person cannot come, with a booking or without one, and who comes instead, where somebody does.

    Their booking ends. A substitute takes the place over, past the waiting list: they speak for the same
    organisation, so nothing that is counted changes. Without a substitute the place goes to whoever has waited
    longest. Of somebody without a place, a substitute books as anybody does. Both get a letter.
    Raises `MeetingIsCancelled`, `TooLateForApologies`, `ApologiesAreSent`; with a substitute `NobodyCanStandIn`,
    `NobodyActsForThem`, `IsThePersonThemself`, `HasOwnBooking`, `NameIsMissing`, and without a place what
    `book_place` raises.
    """
    hold(meeting)
    rules.check_can_send_apologies(meeting, now)
    booking = queries.find_live_booking(meeting, person)
    apologies = queries.find_apologies(meeting, person)
    if booking is None and apologies and (substitute is None or apologies.substitute_id is not None):
        raise rules.ApologiesAreSent
    speaks = booking.representative if booking else representative
    instead = _who_comes_instead(meeting, person, speaks, substitute, by=by, now=now)
    if apologies is None:
        organisation = speaks.organisation if speaks else None
        apologies = Apologies(
            reference=new_reference(), meeting=meeting, person=person, organisation=organisation, sent_at=now
        )
        db.session.add(apologies)
    apologies.substitute = instead.person if instead else None
    if booking is not None:
        had_place = booking.state is BookingState.CONFIRMED
        end_booking(booking, instead=instead.person if instead else None, now=now)
        note(by, "sent apologies", booking, now=now)
    else:
        had_place = False
    note(by, "sent apologies", apologies, now=now)
    post(letters.apologies_received(apologies, booking, by=by))
    if instead is not None and booking is not None and had_place:
        _hand_on(booking, instead, by=by, now=now)
    elif instead is not None:
        joining = booking.joining if booking else rules.ways_to_join(meeting)[0]
        book_place(
            meeting, instead.person, instead.representative, joining=joining, substitute_for=person, by=by, now=now
        )  # fmt: skip
    else:
        give_free_places(meeting, by=by, now=now)
    return apologies


@operation
def send_apologies_of(
    organisation: Organisation, meeting: Meeting, *, by: Person, now: datetime
) -> Apologies:
    """Say that nobody of an organisation will come, with no person named.

    Raises `MeetingIsCancelled`, `TooLateForApologies`, `ApologiesAreSent`, and `SomebodyOfThemComes` while
    somebody has a booking for it.
    """
    hold(meeting)
    rules.check_can_send_apologies(meeting, now)
    if queries.find_apologies_of(organisation, meeting) is not None:
        raise rules.ApologiesAreSent
    if booked := queries.live_bookings_for(organisation, meeting):
        name = booked[0].person.shown_name
        raise rules.SomebodyOfThemComes(name=name, organisation=organisation.known_as)
    apologies = Apologies(reference=new_reference(), meeting=meeting, organisation=organisation, sent_at=now)
    db.session.add(apologies)
    note(by, "sent an organisation’s apologies", apologies, now=now)
    return apologies


@operation
def keep_place(booking: Booking, *, by: Person | None, now: datetime) -> None:
    """Say, after the meeting moved, that one still comes. Said twice it is the same.

    Raises `AlreadyCancelled`, `MeetingHasBegun`, `NothingWasAsked`.
    """
    hold(booking.meeting)
    hold(booking)
    rules.check_can_keep(booking, now)
    if booking.kept_at is not None:
        return
    booking.kept_at = now
    booking.changed_at = now
    booking.sequence += 1
    post(letters.place_kept(booking))
    note(by, "kept a place after the meeting moved", booking, now=now)


@dataclass(frozen=True)
class _Instead:
    person: Person
    representative: Representative  # for whom they speak


def _who_comes_instead(
    meeting: Meeting,
    person: Person,
    speaks: Representative | None,
    substitute: Representative | SomebodyElse | None,
    *,
    by: Person | None,
    now: datetime,
) -> _Instead | None:
    """Who comes instead, and for whom they speak: as their own representative, or as the one who cannot come."""
    if substitute is None:
        return None
    speaks = rules.check_can_be_replaced(speaks)
    if isinstance(substitute, Representative):
        if substitute.organisation_id != speaks.organisation_id:
            raise rules.NobodyActsForThem
        found = substitute.person
    else:
        found = know_person(substitute.name, substitute.email, by=by, now=now)
    if found is person:
        raise rules.IsThePersonThemself(name=person.shown_name)
    if queries.find_live_booking(meeting, found) is not None:
        raise rules.HasOwnBooking(name=found.shown_name)
    own = queries.representation_of(found, speaks.organisation_id, day_in_london(now))
    return _Instead(found, own or speaks)


def _hand_on(booking: Booking, instead: _Instead, *, by: Person | None, now: datetime) -> None:
    """Let a place that was just given up be the substitute's."""
    meeting = booking.meeting
    theirs = Booking(
        reference=new_reference(),
        link_secret=new_link_secret(),
        meeting=meeting,
        person=instead.person,
        representative=instead.representative,
        joining=booking.joining,
        state=BookingState.CONFIRMED,
        sequence=queries.next_sequence(meeting, instead.person),
        made_at=now,
        changed_at=now,
        called_off=False,
        guest_from="",
        substitute_for=booking.person,
    )
    db.session.add(theirs)
    db.session.flush()
    withdraw_apologies(meeting, instead.person, instead.representative, by=by, now=now)
    post(letters.comes_instead(theirs, by=by))
    note(by, "handed a place on to a substitute", theirs, now=now)
