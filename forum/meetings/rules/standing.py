"""How a meeting stands: what it still needs, and what can be done with it."""

from datetime import datetime

from forum.foundation.refusals import Refusal
from forum.foundation.words import capital, count_of, day, listed
from forum.meetings.models import Form, Meeting
from forum.meetings.rules.refusals import (
    IsCalledOff,
    IsConfirmed,
    IsOver,
    IsPublished,
    ReasonIsMissing,
    ThatOneCannot,
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


def what_is_left(meeting: Meeting, *, confirm: bool, publish: bool) -> tuple[bool, bool]:
    """Whether a meeting is still to be confirmed, and to be published, of what is asked for many at once.

    Raises `ThatOneCannot` with its name where it can not.
    """
    to_confirm = confirm and not meeting.is_confirmed
    to_publish = publish and not meeting.is_published
    try:
        check_can_change(meeting)
        if to_confirm:
            check_can_confirm(meeting)
    except Refusal as refusal:
        raise ThatOneCannot(title=meeting.title, day=day(meeting.on), why=str(refusal)) from refusal
    return to_confirm, to_publish


def is_unsettled(meeting: Meeting) -> bool:
    """Whether a meeting is still to be confirmed or published."""
    return not meeting.is_cancelled and not (meeting.is_confirmed and meeting.is_published)


def done_in_words(number: int, *, confirm: bool, publish: bool) -> str:
    """What was done with many meetings at once, in a sentence."""
    if not number:
        return "Nothing was left to do: they were all done before."
    deeds = listed(["confirmed"] * confirm + ["published"] * publish)
    return f"{capital(count_of(number, 'meeting'))} {'is' if number == 1 else 'are'} {deeds}."


def check_can_call_off(meeting: Meeting, because: str, now: datetime) -> None:
    """Refuse to call off twice, after the meeting, or without a reason."""
    check_can_change(meeting)
    if meeting.is_over(now):
        raise IsOver
    if not because.strip():
        raise ReasonIsMissing
