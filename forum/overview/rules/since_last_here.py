"""What somebody missed: which meetings they were not at since they last came, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forum.actions.models import Action, Outcome
from forum.decisions.models import Decision, Recommendation
from forum.foundation.words import count_of, date_of
from forum.meetings.models import Meeting

MOST_MEETINGS = 4
"""Of how many missed meetings the page tells: a year of quarterly ones."""


@dataclass(frozen=True)
class Missed:
    """One meeting that somebody was not at, with what everyone may read of it by now."""

    meeting: Meeting
    has_minutes: bool
    decisions: Sequence[Decision]
    recommendations: Sequence[Recommendation]
    actions: Sequence[Action]

    @property
    def in_words(self) -> str:
        """`2 decisions, 1 recommendation and 3 actions`; that its minutes are not out; that nothing was agreed."""
        if not self.has_minutes:
            return "Its minutes are not out yet."
        counted = [
            count_of(len(things), one)
            for things, one in (
                (self.decisions, "decision"),
                (self.recommendations, "recommendation"),
                (self.actions, "action"),
            )
            if things
        ]
        if not counted:
            return "No decision and no action came of it."
        return f"{', '.join(counted[:-1])}{' and ' if counted[:-1] else ''}{counted[-1]}."


@dataclass(frozen=True)
class SinceLastHere:
    """What happened in a forum since somebody last came to a meeting of it."""

    last: Meeting | None  # None: they have not come to one yet
    missed: Sequence[Missed]  # the newest first
    missed_in_all: int
    done: Sequence[tuple[Action, Outcome]]  # what was closed since, the newest first

    @property
    def lead(self) -> str:
        """When they were last here, and how much they missed, in a sentence or two."""
        missed = count_of(self.missed_in_all, "meeting")
        if self.last is None:
            return f"You have not been to a meeting yet. {missed.capitalize()} went by since you joined."
        return f"You were last here on {date_of(self.last.on)}. {missed.capitalize()} went by since."


def begins(last: Meeting | None, member_since: date | None) -> date | None:
    """After which day meetings count as missed: that of the last one attended, else the day before they joined."""
    if last is not None:
        return last.on
    return member_since
