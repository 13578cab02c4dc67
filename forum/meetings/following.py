"""What floors above do in the same transaction when a meeting moves or is called off."""

from collections.abc import Callable
from datetime import datetime

from forum.meetings.models import Meeting
from forum.people.models import Person

Follower = Callable[[Meeting, Person, datetime], None]

_after_a_move: list[Follower] = []
_after_the_end: list[Follower] = []


def when_a_meeting_moves(follow: Follower) -> Follower:
    """Name what is done in the same transaction when a meeting gets another day: by floors above, which know more.

    It is handed the meeting as it is now, who moved it, and the time.
    """
    _after_a_move.append(follow)
    return follow


def when_a_meeting_is_called_off(follow: Follower) -> Follower:
    """The same for a meeting that is called off."""
    _after_the_end.append(follow)
    return follow


def tell_of_move(meeting: Meeting, by: Person, now: datetime) -> None:
    """Let the floors above do what follows, within the operation that gave the meeting another day."""
    for follow in _after_a_move:
        follow(meeting, by, now)


def tell_of_end(meeting: Meeting, by: Person, now: datetime) -> None:
    """Let the floors above do what follows, within the operation that called the meeting off."""
    for follow in _after_the_end:
        follow(meeting, by, now)
