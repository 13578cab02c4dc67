"""The letter that goes out with circulated minutes: to those who were there, and to whoever has an action."""

from collections.abc import Sequence

from forum.actions.models import Action
from forum.foundation.post import Letter, write_letter
from forum.foundation.words import day
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
    """That the minutes are out, with the actions that are the person's own and those of all members."""
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
        was_there=was_there,
        own=[(action, due_words(action)) for action in own],
        for_all=[(action, due_words(action)) for action in for_all],
    )
