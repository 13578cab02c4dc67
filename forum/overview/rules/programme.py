"""How a meeting stands in a list: its marks and its places, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from forum.booking import rules as booking
from forum.booking.models import Booking, BookingState, Joining
from forum.booking.rules import Taken
from forum.meetings.models import Meeting
from forum.meetings.rules import what_is_missing

Mark = tuple[str, str | None]


@dataclass(frozen=True)
class Line:
    """One meeting in a list."""

    meeting: Meeting
    marks: list[Mark] = field(default_factory=list)
    places: str = ""
    missing: list[str] = field(default_factory=list)
    may_be_booked: bool = False
    is_full: bool = False
    is_over: bool = False


def programme(
    meetings: Iterable[Meeting], taken: dict[int, Taken], own: dict[int, Booking], now: datetime
) -> list[Line]:
    """Lines for everybody: `taken` and `own` by the meeting's number."""
    return [_line(meeting, taken.get(meeting.id, Taken()), own.get(meeting.id), now) for meeting in meetings]


def _line(meeting: Meeting, taken: Taken, own: Booking | None, now: datetime) -> Line:
    is_over = meeting.is_over(now)
    is_open = booking.is_open(meeting, now)
    marks = _state_marks(meeting)
    if own is not None and not meeting.is_cancelled:
        has_place = own.state is BookingState.CONFIRMED
        had = "You had a place" if is_over else "You have a place"
        if has_place or not is_over:
            marks.append((had, "green") if has_place else ("You are waiting for a place", "amber"))
    places = booking.left_in_words(meeting, taken, now) if is_open else ""
    if not is_over and not is_open and meeting.is_confirmed and not meeting.is_cancelled:
        places = booking.why_closed(meeting, now) or ""
    return Line(
        meeting,
        marks,
        places,
        may_be_booked=is_open and own is None,
        is_full=is_open and booking.is_full(meeting, taken),
        is_over=is_over,
    )


def to_run(meetings: Iterable[Meeting], taken: dict[int, Taken], now: datetime) -> list[Line]:
    """Lines for the organiser: also what is not out yet, and what is missing."""
    lines = []
    for meeting in meetings:
        marks = _state_marks(meeting)
        if not meeting.is_cancelled:
            marks.insert(0, ("Published", "green") if meeting.is_published else ("Not published", "none"))
        is_over = meeting.is_over(now)
        missing = [] if is_over else what_is_missing(meeting)
        count = taken.get(meeting.id, Taken())
        places = "" if meeting.is_cancelled else _how_full(meeting, count)
        lines.append(Line(meeting, marks, places, missing, is_over=is_over))
    return lines


def _state_marks(meeting: Meeting) -> list[Mark]:
    if meeting.is_cancelled:
        return [("Called off", "amber")]
    return [] if meeting.is_confirmed else [("Provisional date", "tint")]


def _how_full(meeting: Meeting, taken: Taken) -> str:
    room, online = (booking.total_of(meeting, way) for way in Joining)
    parts = [f"{taken.room.confirmed} of {room} in the room"] if room else []
    if online:
        parts.append(f"{taken.online} of {online} online")
    if taken.waiting:
        parts.append(f"{taken.waiting} waiting")
    return ", ".join(parts)


def by_year(lines: Iterable[Line]) -> list[tuple[int, list[Line]]]:
    """Lines in order of their days, apart for each year."""
    return [(year, list(group)) for year, group in groupby(lines, lambda line: line.meeting.on.year)]
