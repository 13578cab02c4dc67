"""Letters about actions: that one is somebody's now, that one was closed, that one can go on."""

from datetime import date

from forum.actions.models import Action
from forum.actions.rules import freed_words, owners_words
from forum.foundation.post import Letter, write_letter
from forum.foundation.words import day, listed
from forum.people.models import Person


def due_words(due_on: date | None, as_said: str) -> str:
    """`due Monday 30 November 2026`; `no date was given`; `due “when published”`."""
    if due_on is not None:
        return f"due {day(due_on)}"
    return f"due “{as_said}”" if as_said else "no date was given"


def action_handed_over(action: Action, to: Person, reason: str) -> Letter:
    """That an action is somebody's now."""
    return write_letter(
        "actions/handed_over",
        to=to,
        subject=f"{action.reference}: now with you",
        kind="action handed over",
        sender=action.forum,
        action=action,
        due=due_words(action.due_on, action.due_as_said),
        owners=listed(owners_words(action)),
        reason=reason,
    )


def action_closed(action: Action, to: Person, outcome: str) -> Letter:
    """That an action is closed, and what came of it."""
    return write_letter(
        "actions/closed",
        to=to,
        subject=f"{action.reference} is closed",
        kind="action closed",
        sender=action.forum,
        action=action,
        outcome=outcome,
    )


def action_freed(action: Action, to: Person, other: Action) -> Letter:
    """That what an action waited for has ended, so that it can go on."""
    return write_letter(
        "actions/freed",
        to=to,
        subject=f"{action.reference} can go on",
        kind="action freed",
        sender=action.forum,
        action=action,
        freed=freed_words(other),
        due=due_words(action.due_on, action.due_as_said),
    )
