"""The letters that go out with minutes: circulated, put right after their approval, withheld."""

from collections.abc import Sequence

from forum.actions.models import Action
from forum.foundation.post import Letter, ToMany, link, write_letter
from forum.foundation.words import date_of, day
from forum.meetings.models import Meeting
from forum.minutes.letters.corrections import path_of_corrections
from forum.minutes.models import MinutesVersion
from forum.people.models import Person


def due_words(action: Action) -> str:
    """`due Monday 30 November 2026`; `due “when published”`; `no date was given`."""
    if action.due_on is not None:
        return f"due {day(action.due_on)}"
    return f"due “{action.due_as_said}”" if action.due_as_said else "no date was given"


def minutes_circulated(
    version: MinutesVersion, to: Person, *, own: Sequence[Action], for_all: Sequence[Action], was_there: bool
) -> Letter:
    """That the minutes are out, with the actions that are the person's own and those of all members.

    Whoever was there gets a link by which they suggest corrections without signing in.
    """
    meeting = version.minutes.meeting
    return write_letter(
        "minutes/circulated",
        to=to,
        subject=f"Minutes of {day(meeting.on)}" + (": an action for you" if own else ""),
        kind="minutes circulated",
        sender=meeting.forum,
        about=meeting,
        key=f"minutes circulated:{meeting.reference}:{version.number}:{to.reference}",
        meeting=meeting,
        number=version.number,
        correct_at=link(path_of_corrections(version, to)) if was_there else "",
        own=[(action, due_words(action)) for action in own],
        for_all=[(action, due_words(action)) for action in for_all],
    )


def minutes_circulated_preview(meeting: Meeting, to: Person) -> Letter:
    """The letter to somebody who was there, before there is a version: as `to` would read it, without actions."""
    return write_letter(
        "minutes/circulated",
        to=to,
        subject=f"Minutes of {day(meeting.on)}",
        kind="minutes circulated",
        sender=meeting.forum,
        about=meeting,
        meeting=meeting,
        number=0,
        correct_at="(a link of their own stands here)",
        own=[],
        for_all=[],
    )


def minutes_put_right(version: MinutesVersion, to: Person) -> Letter:
    """That something was put right after the approval, and why. Where it stands in them the page shows."""
    meeting = version.minutes.meeting
    return write_letter(
        "minutes/put_right",
        to=to,
        subject=f"The minutes of {date_of(meeting.on)} were put right",
        kind="minutes put right",
        sender=meeting.forum,
        about=meeting,
        key=f"minutes put right:{meeting.reference}:{version.number}:{to.reference}",
        meeting=meeting,
        number=version.number,
        because=version.because,
    )


def minutes_withheld(version: MinutesVersion, because: str, now_shown: int | None) -> ToMany:
    """A version was published by mistake: whoever got it is asked not to rely on it.

    `now_shown` is the number of the version that everybody sees instead, if there is one.
    """
    meeting = version.minutes.meeting
    return ToMany(
        "minutes/withheld",
        subject=f"Please set aside version {version.number} of the minutes of {date_of(meeting.on)}",
        kind="minutes withheld",
        sender=meeting.forum,
        about=meeting,
        words={"meeting": meeting, "number": version.number, "because": because, "now_shown": now_shown},
    )
