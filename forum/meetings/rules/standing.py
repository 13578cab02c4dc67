"""How a meeting stands: what it still needs, and what can be done with it."""

from datetime import datetime

from forum.meetings.models import Form, Meeting
from forum.meetings.rules.refusals import (
    IsCalledOff,
    IsConfirmed,
    IsOver,
    IsPublished,
    ReasonIsMissing,
    TimeIsNotFixed,
)


def what_is_missing(meeting: Meeting) -> list[str]:
    """What a meeting still needs before people can come, in a few words each."""
    if meeting.is_cancelled:
        return []
    missing = []
    if meeting.starts_at is None:
        missing.append("its times")
    if meeting.form is not Form.ONLINE:
        missing += ["a venue"] if meeting.venue is None else []
        missing += ["places in the room"] if not meeting.places else []
    if meeting.form is not Form.IN_PERSON:
        missing += ["the joining link"] if not meeting.joining_link else []
        missing += ["online places"] if not meeting.places_online else []
    return missing


def check_can_change(meeting: Meeting) -> None:
    """Refuse to change what was called off."""
    if meeting.is_cancelled:
        raise IsCalledOff


def check_can_publish(meeting: Meeting) -> None:
    """Refuse to publish what was called off or is out already."""
    check_can_change(meeting)
    if meeting.is_published:
        raise IsPublished


def check_can_confirm(meeting: Meeting) -> None:
    """Refuse to confirm what was called off, is confirmed already, or has no times."""
    check_can_change(meeting)
    if meeting.is_confirmed:
        raise IsConfirmed
    if meeting.starts_at is None:
        raise TimeIsNotFixed


def check_can_call_off(meeting: Meeting, because: str, now: datetime) -> None:
    """Refuse to call off twice, after the meeting, or without a reason."""
    check_can_change(meeting)
    if meeting.is_over(now):
        raise IsOver
    if not because.strip():
        raise ReasonIsMissing
