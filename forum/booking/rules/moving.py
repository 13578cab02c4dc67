"""Who is told that a meeting changes, and who is asked again whether they come."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.booking.models import Booking, BookingState, Joining
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of
from forum.meetings.models import MeetingState
from forum.meetings.rules import Plan

_FOR_ALL = ("title", "on", "starts", "ends", "form", "state")
_FOR_SOME = {
    Joining.IN_THE_ROOM: ("venue",),
    Joining.ONLINE: ("joining_link", "dial_in"),
}


class BookedTimeMustStayFixed(Refusal):
    about = "is_provisional"
    message = "People have booked, so the meeting cannot be provisional again. Move it, or call it off."


@dataclass(frozen=True)
class Told:
    """Who gets a letter about a change: those who are only told, and those who are asked to say that they come."""

    told: list[Booking] = field(default_factory=list)
    asked: list[Booking] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anybody gets a letter."""
        return bool(self.told or self.asked)

    @property
    def in_words(self) -> str:
        """What the change sets going, for whoever makes it; nothing where nobody is told."""
        everybody, asked = len(self.told) + len(self.asked), len(self.asked)
        if not everybody:
            return ""
        said = f"{count_of(everybody, 'person gets', 'people get')} a letter about the change."
        if not asked:
            return said
        if asked < everybody:
            who, keep = count_of(asked, "person is", "people are"), "keeps their place"
        else:
            who, keep = "They are all" if asked > 1 else "They are", "keep their place"
        keep = "keep their places" if asked > 1 else keep
        return f"{said} {who} asked to confirm with one click, and {keep} meanwhile."


def is_moved(before: Plan, after: Plan) -> bool:
    """Whether a meeting takes place at another time, so that people may not be able to come any more."""
    return (before.on, before.starts, before.ends) != (after.on, after.starts, after.ends)


def tells(before: Plan, after: Plan, joining: Joining) -> bool:
    """Whether a change matters to who comes this way: a new venue is nothing to those who join online."""
    names = (*_FOR_ALL, *_FOR_SOME[joining])
    return any(getattr(before, name) != getattr(after, name) for name in names)


def who_is_told(before: Plan, after: Plan, live: Sequence[Booking]) -> Told:
    """Who of the live bookings gets a letter about a change. After a move those with a place are asked again."""
    told = [booking for booking in live if tells(before, after, booking.joining)]
    if not is_moved(before, after):
        return Told(told)
    return Told(
        [booking for booking in told if booking.state is not BookingState.CONFIRMED],
        [booking for booking in told if booking.state is BookingState.CONFIRMED],
    )


def check_stays_fixed(before: Plan, after: Plan, live: Sequence[Booking]) -> None:
    """Refuse to make a meeting provisional again that people have booked: their calendars say that it is sure."""
    if live and before.state is MeetingState.CONFIRMED and after.state is MeetingState.PROVISIONAL:
        raise BookedTimeMustStayFixed
