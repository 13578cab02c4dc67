"""The letters about one booking. What a person needs on the day stands in none of them."""

from typing import Any

from forum.booking.calendar import object_for_letter
from forum.booking.models import Booking, BookingState, Joining
from forum.foundation.post import Letter, link, own_address, write_letter
from forum.foundation.words import day, day_and_time, near_date
from forum.meetings.models import Meeting
from forum.meetings.rules import Plan
from forum.people.models import Person


def booked(booking: Booking, *, by: Person | None) -> Letter:
    """A place is booked; when somebody else did it, the letter says who."""
    return _write("booked", booking, "Your place is booked", by=by)


def waiting(booking: Booking, position: int, *, by: Person | None) -> Letter:
    """No place is free yet: where the person stands in line."""
    return _write("waiting", booking, "You are on the waiting list", by=by, position=position)


def place_given(booking: Booking) -> Letter:
    """A place has come free and is theirs."""
    return _write("place_given", booking, "A place is yours")


def cancelled(booking: Booking, *, by: Person | None) -> Letter:
    """The place was given up."""
    return _write("cancelled", booking, "Your booking is cancelled", by=by)


def meeting_called_off(booking: Booking) -> Letter:
    """The meeting does not take place; the reason is said."""
    return _write("meeting_called_off", booking, "Called off")


def meeting_changed(booking: Booking, before: Plan) -> Letter:
    """The meeting moved, or is held elsewhere; what it was before is said."""
    return _write(
        "meeting_changed", booking, "Changed", changes=_changes(booking.meeting, before, booking.joining)
    )


def _write(name: str, booking: Booking, says: str, by: Person | None = None, **words: Any) -> Letter:
    meeting = booking.meeting
    organisation = booking.representative.organisation if booking.representative else None
    return write_letter(
        f"booking/{name}",
        to=booking.person,
        subject=f"{says}: {meeting.title}, {near_date(meeting.on, booking.changed_at)}",
        kind=name.replace("_", " "),
        sender=meeting.forum,
        about=meeting,
        calendar=object_for_letter(booking, base=link(""), mail_from=own_address()),
        booking=booking,
        meeting=meeting,
        has_place=booking.state is BookingState.CONFIRMED,
        is_online=booking.joining is Joining.ONLINE,
        organisation=organisation.known_as if organisation else None,
        somebody_else=None if by is None or by is booking.person else by.shown_name,
        **words,
    )


def _changes(meeting: Meeting, before: Plan, joining: Joining) -> list[str]:
    """What is different for one who comes, each as a sentence with what it was."""
    said = []
    if meeting.starts_at and (before.starts_at, before.ends_at) != (meeting.starts_at, meeting.ends_at):
        was = day_and_time(before.starts_at, before.ends_at) if before.starts_at else day(before.on)
        said.append(f"The time: it was {was}.")
    if before.title != meeting.title:
        said.append(f"The title: it was “{before.title}”.")
    if before.venue is not meeting.venue and joining is Joining.IN_THE_ROOM:
        was = f"{before.venue.name}, {before.venue.town}" if before.venue else "not fixed"
        said.append(f"The place: it was {was}.")
    if before.joining_link != meeting.joining_link and joining is Joining.ONLINE:
        said.append("The joining link: please use the new one below.")
    if before.form is not meeting.form:
        said.append(f"How to join: it was {before.form.value}.")
    return said or ["Something about the place or the way to join."]
