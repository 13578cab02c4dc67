"""The letters about one booking. What a person needs on the day stands in none of them."""

from typing import Any

from forum.booking.calendar import object_for_letter
from forum.booking.links import ways_on
from forum.booking.models import Apologies, Booking, BookingState, Joining
from forum.foundation.post import Letter, link, own_address, write_letter
from forum.foundation.words import day, day_and_time, near_date
from forum.meetings.models import Meeting
from forum.meetings.rules import Plan, access_in_words
from forum.membership.models import Representative
from forum.people.models import Person


def booked(booking: Booking, *, by: Person | None) -> Letter:
    """A place is booked; when somebody else did it, the letter says who."""
    return _write("booked", booking, "Your place is booked: invitation to {}", by=by)


def waiting(booking: Booking, position: int, *, by: Person | None) -> Letter:
    """No place is free yet: where the person stands in line."""
    return _write("waiting", booking, "You are on the waiting list: {}", by=by, position=position)


def place_given(booking: Booking) -> Letter:
    """A place has come free and is theirs."""
    return _write("place_given", booking, "A place is yours: updated invitation to {}")


def cancelled(booking: Booking, *, by: Person | None) -> Letter:
    """The place was given up."""
    return _write("cancelled", booking, "Your booking is cancelled: {}", by=by)


def meeting_called_off(booking: Booking) -> Letter:
    """The meeting does not take place; the reason is said."""
    return _write("meeting_called_off", booking, "Called off, and your booking cancelled: {}")


def meeting_changed(booking: Booking, before: Plan) -> Letter:
    """The meeting is held elsewhere, or joined another way; what it was before is said."""
    changes = _changes(booking.meeting, before, booking.joining)
    return _write("meeting_changed", booking, "Updated: {}", changes=changes)


def meeting_moved(booking: Booking, before: Plan) -> Letter:
    """The meeting is at another time: whoever has a place keeps it, and is asked whether they still come."""
    changes = _changes(booking.meeting, before, booking.joining, but_time=True)
    return _write("meeting_moved", booking, "Moved, please confirm: {}", changes=changes, was=_time(before))


def place_kept(booking: Booking) -> Letter:
    """They said that they come at the new time."""
    return _write("place_kept", booking, "You keep your place: updated invitation to {}")


def joining_changed(booking: Booking, *, by: Person | None) -> Letter:
    """They join the other way from now on."""
    how = "you join online" if booking.joining is Joining.ONLINE else "you come to the room"
    return _write("joining_changed", booking, f"Updated, {how}: {{}}", by=by)


def comes_instead(booking: Booking, *, by: Person | None) -> Letter:
    """A place was handed on to them by somebody who cannot come."""
    return _write("comes_instead", booking, "A place is yours: invitation to {}", by=by)


def links_renewed(booking: Booking) -> Letter:
    """The links of earlier letters have ended; here are the new ones."""
    return _write("links_renewed", booking, "New links for your booking: updated invitation to {}")


def apologies_received(apologies: Apologies, booking: Booking | None, *, by: Person | None) -> Letter:
    """Their apologies are noted; with a booking that ends, and with who comes instead."""
    person, instead = apologies.person, apologies.substitute
    if person is None:
        raise ValueError("An organisation’s apologies name nobody to write to.")
    words: dict[str, Any] = {
        "instead": instead.shown_name if instead else None,
        "had_booking": booking is not None,
    }
    if booking is not None:
        return _write(
            "apologies_received", booking, "Apologies received, your booking is cancelled: {}", by=by, **words
        )
    meeting = apologies.meeting
    return write_letter(
        "booking/apologies_received",
        to=person,
        subject=f"Apologies received: {meeting.title}, {near_date(meeting.on, apologies.sent_at)}",
        kind="apologies received",
        sender=meeting.forum,
        about=meeting,
        **_facts(meeting, Joining.IN_THE_ROOM, has_place=False, may_come=False),
        organisation=apologies.organisation.known_as if apologies.organisation else None,
        somebody_else=_somebody_else(by, person),
        links=[],
        **words,
    )


def _write(name: str, booking: Booking, subject: str, by: Person | None = None, **words: Any) -> Letter:
    """Write a letter; `subject` has a gap for the meeting's title."""
    meeting = booking.meeting
    return write_letter(
        f"booking/{name}",
        to=booking.person,
        subject=f"{subject.format(meeting.title)}, {near_date(meeting.on, booking.changed_at)}",
        kind=name.replace("_", " "),
        sender=meeting.forum,
        about=meeting,
        calendar=object_for_letter(booking, base=link(""), mail_from=own_address()),
        booking=booking,
        **facts_of(booking),
        somebody_else=_somebody_else(by, booking.person),
        instead_of=booking.substitute_for.shown_name if booking.substitute_for else None,
        links=ways_on(booking, link),
        **words,
    )


def facts_of(booking: Booking) -> dict[str, Any]:
    """What `booking/facts.txt` says to whoever has this booking."""
    has_place = booking.state is BookingState.CONFIRMED
    return {
        **_facts(booking.meeting, booking.joining, has_place=has_place, may_come=booking.is_live),
        "organisation": _organisation(booking.representative),
    }


def _facts(meeting: Meeting, joining: Joining, *, has_place: bool, may_come: bool) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "is_online": joining is Joining.ONLINE,
        "has_place": has_place,
        "access": access_in_words(meeting.venue) if meeting.venue and may_come else [],
    }


def _organisation(representative: Representative | None) -> str | None:
    organisation = representative.organisation if representative else None
    return organisation.known_as if organisation else None


def _somebody_else(by: Person | None, person: Person) -> str | None:
    """Who did it, where it was not the person themself."""
    return None if by is None or by is person else by.shown_name


def _time(plan: Plan) -> str:
    if plan.starts_at is None:
        return day(plan.on)
    return f"{day_and_time(plan.starts_at, plan.ends_at)} (UK time)"


def _changes(meeting: Meeting, before: Plan, joining: Joining, *, but_time: bool = False) -> list[str]:
    """What is different for one who comes, each as a sentence with what it was."""
    said = []
    is_moved = (before.starts_at, before.ends_at) != (meeting.starts_at, meeting.ends_at)
    if is_moved and not but_time:
        said.append(f"The time: it was {_time(before)}.")
    if before.title != meeting.title:
        said.append(f"The title: it was “{before.title}”.")
    if before.venue is not meeting.venue and joining is Joining.IN_THE_ROOM:
        was = f"{before.venue.name}, {before.venue.town}" if before.venue else "not fixed"
        said.append(f"The place: it was {was}.")
    if before.joining_link != meeting.joining_link and joining is Joining.ONLINE:
        link_now = "please use the new one below" if meeting.joining_link else "a new one will come"
        said.append(f"The joining link: {link_now}.")
    if before.dial_in != meeting.dial_in and joining is Joining.ONLINE:
        said.append("The telephone number to join by.")
    if before.form is not meeting.form:
        said.append(f"How to join: it was {before.form.value}.")
    return said
