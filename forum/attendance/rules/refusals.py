"""What marking refuses, each in a sentence, and when; and what makes a mark the same when it comes twice."""

import hashlib
import unicodedata
from datetime import datetime, time
from enum import StrEnum

from forum.attendance.models import Attendance, AttendanceList, Presence
from forum.attendance.rules.lists import Mark
from forum.foundation.clock import day_in_london, london_moment
from forum.foundation.refusals import Refusal
from forum.foundation.words import day
from forum.meetings.models import Meeting

LONGEST = 200
"""Characters of a name, or of an organisation, that somebody who walks in may have."""


class MeetingWasCalledOff(Refusal):
    message = "This meeting was called off, so there is nobody to mark."


class TooEarlyToMark(Refusal):
    message = "Who is here can be marked on the day of the meeting: {day}."


class DayIsOver(Refusal):
    message = (
        "The day of this meeting is over. Who was there is put right on the desk, in the list of attendance."
    )


class ListIsCirculated(Refusal):
    message = "The minutes of this meeting are out. Put the list right on the desk, with a reason."


class ListIsApproved(Refusal):
    message = (
        "A meeting approved these minutes, so the list stays as it is. Say at the next meeting what is wrong: "
        "its minutes then record it."
    )


class NotOnTheList(Refusal):
    message = (
        "This person is not on the list of this meeting. Write down their name and organisation instead."
    )


class ReasonIsMissing(Refusal):
    message = "Say why the list is changed: it was marked before, and the meeting is over."


class MarkedMeanwhile(Refusal):
    message = "Somebody marked {name} while you wrote. What stands now is shown below: change it if need be."


class LeftBeforeArriving(Refusal):
    message = "Nobody leaves before they arrive. Check the two times."


class SubstituteForThemself(Refusal):
    message = "Nobody comes instead of themself. Choose somebody else, or nobody."


class NameIsMissing(Refusal):
    message = "Write down the name of whoever came."


class NameIsTooLong(Refusal):
    message = "Keep it under 200 characters."


class AlreadyListed(Refusal):
    message = "{name} is on the list already."


class CodeOfAnotherMeeting(Refusal):
    message = "This code is for another meeting: {title}, on {day}. Nobody was marked."


class NobodyForBadges(Refusal):
    message = "Nobody has a place in the room yet, so there are no badges to print."


class DoorLinkDoesNotHold(Refusal):
    message = "This link does not hold. It may have been cut on its way, or the organiser has made a new one: ask them."


class DoorIsClosed(Refusal):
    message = "The day of this meeting is over. So this link has ended."


class DoorOpensLater(Refusal):
    message = "This link opens on the day of the meeting: {day}."


class Tick(StrEnum):
    """What is tapped at the door."""

    HERE = "here"
    UNDO = "undo"
    LEFT = "left"
    BACK = "back"  # they have not left after all


# ---- When ---------------------------------------------------------------------------------------------------


def check_can_tick(meeting: Meeting, firm: AttendanceList | None, now: datetime) -> None:
    """Refuse marks at the door but on the day of the meeting, while its minutes are not out."""
    _check_is_held(meeting, now)
    _check_is_open(firm)
    if firm is not None and firm.circulated_at is not None:
        raise ListIsCirculated
    if day_in_london(now) > meeting.on:
        raise DayIsOver


def why_no_ticks(meeting: Meeting, firm: AttendanceList | None, now: datetime) -> str | None:
    """Why nobody can be marked at the door now, in a sentence; None on the day."""
    try:
        check_can_tick(meeting, firm, now)
    except Refusal as refusal:
        return str(refusal)
    return None


def check_can_mark(
    meeting: Meeting, firm: AttendanceList | None, row: Attendance | None, because: str, now: datetime
) -> None:
    """Refuse marks before the day, marks that were approved, and corrections without a reason."""
    check_can_add(meeting, firm, because, now)
    if needs_reason(meeting, firm, row, now) and not because.strip():
        raise ReasonIsMissing


def check_can_add(meeting: Meeting, firm: AttendanceList | None, because: str, now: datetime) -> None:
    """Refuse another name on the list before the day, once approved, and in circulated minutes without a reason."""
    _check_is_held(meeting, now)
    _check_is_open(firm)
    if needs_reason(meeting, firm, None, now) and not because.strip():
        raise ReasonIsMissing


def why_no_marks(meeting: Meeting, firm: AttendanceList | None, now: datetime) -> str | None:
    """Why nothing of a list can be changed now, in a sentence; None where it can, if need be with a reason."""
    try:
        _check_is_held(meeting, now)
        _check_is_open(firm)
    except Refusal as refusal:
        return str(refusal)
    return None


def needs_reason(
    meeting: Meeting, firm: AttendanceList | None, row: Attendance | None, now: datetime
) -> bool:
    """Whether a change needs a reason: any once the minutes are out, and after the day of what was marked before.

    Who types the signed sheet in the next morning corrects nothing.
    """
    if firm is not None and firm.circulated_at is not None:
        return True
    was_marked = row is not None and row.presence is not Presence.EXPECTED
    return was_marked and day_in_london(now) > meeting.on


def _check_is_held(meeting: Meeting, now: datetime) -> None:
    if meeting.is_cancelled:
        raise MeetingWasCalledOff
    if day_in_london(now) < meeting.on:
        raise TooEarlyToMark(day=day(meeting.on))


def _check_is_open(firm: AttendanceList | None) -> None:
    if firm is not None and firm.approved_at is not None:
        raise ListIsApproved


def check_can_open_door(meeting: Meeting, now: datetime) -> None:
    """Refuse a link for the door of a meeting that was called off, or whose day is over."""
    if meeting.is_cancelled:
        raise MeetingWasCalledOff
    if day_in_london(now) > meeting.on:
        raise DayIsOver


def check_door_is_open(meeting: Meeting, now: datetime) -> None:
    """Refuse the link for the door but on the day of the meeting."""
    if meeting.is_cancelled:
        raise MeetingWasCalledOff
    if day_in_london(now) > meeting.on:
        raise DoorIsClosed
    if day_in_london(now) < meeting.on:
        raise DoorOpensLater(day=day(meeting.on))


# ---- What ---------------------------------------------------------------------------------------------------


def check_mark(mark: Mark) -> None:
    """Refuse a mark that cannot be: gone before they came, or there instead of themself."""
    if mark.arrived_at is not None and mark.left_at is not None and mark.left_at < mark.arrived_at:
        raise LeftBeforeArriving
    if mark.substitute_for is not None and mark.substitute_for == mark.person:
        raise SubstituteForThemself


def check_walk_in(name: str, organisation: str) -> None:
    """Refuse somebody without a name, and a name or organisation too long to be one."""
    if not name.strip():
        raise NameIsMissing
    if len(name) > LONGEST or len(organisation) > LONGEST:
        raise NameIsTooLong


# ---- The same, sent twice -----------------------------------------------------------------------------------


def moment_of(tapped_at: datetime | None, meeting: Meeting, now: datetime) -> datetime:
    """When a mark was made. One that waited for the connection says so itself; its day is the meeting's."""
    if tapped_at is None:
        return now
    return min(max(tapped_at, london_moment(meeting.on, time(0))), now)


def edition_of(row: Attendance | None) -> str:
    """What tells one mark of a person from the next, for a form that is sent back after others may have marked."""
    return row.marked_at.isoformat() if row is not None and row.marked_at is not None else ""


def key_of(sent_key: str, name: str, organisation: str) -> str:
    """What makes somebody who walked in the same when they are sent twice: the form's key, and what it says."""
    said = f"{_plain(name)}:{_plain(organisation)}"
    return f"{sent_key}:{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are the same, however they are capitalised, spaced and accented."""
    return _plain(one) == _plain(other)


def _plain(words: str) -> str:
    bare = unicodedata.normalize("NFKD", words.replace("’", "'"))
    return " ".join(
        "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold().split()
    )
