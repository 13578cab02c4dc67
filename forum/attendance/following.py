"""What floors above do in the same transaction when it changes who was there when, or who may decide."""

from collections.abc import Callable
from datetime import datetime

from forum.meetings.models import Meeting
from forum.people.models import Person

Follower = Callable[[Meeting, Person | None, datetime], None]

_followers: list[Follower] = []


def when_attendance_changes(follow: Follower) -> Follower:
    """Name what is done in the same transaction when it changes who was there when: by floors above, which know more.

    It is handed the meeting, who changed it, and the time.
    """
    _followers.append(follow)
    return follow


def tell_followers(meeting: Meeting, by: Person | None, now: datetime) -> None:
    """Let the floors above do what follows, within the operation that changed who was there."""
    for follow in _followers:
        follow(meeting, by, now)
