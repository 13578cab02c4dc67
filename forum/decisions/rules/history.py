"""What has happened to a decision, and the register in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forum.decisions.models import Decision, DecisionState
from forum.foundation.clock import day_in_london
from forum.foundation.words import capital, count_of, day, listed, near_date

STOOD = {
    DecisionState.CONFIRMED: "Stands again",
    DecisionState.IMPLEMENTED: "Implemented",
    DecisionState.SUPERSEDED: "Superseded",
    DecisionState.RESCINDED: "Rescinded",
    DecisionState.WITHDRAWN: "Taken back",
}
HEADINGS = {
    "all": ("decision", "decisions"),
    "confirmed": ("confirmed decision", "confirmed decisions"),
    "implemented": ("implemented decision", "implemented decisions"),
    "superseded": ("superseded decision", "superseded decisions"),
    "rescinded": ("rescinded decision", "rescinded decisions"),
    "taken-back": ("decision that was taken back", "decisions that were taken back"),
    "review": ("decision waiting for a review", "decisions waiting for a review"),
    "no-action": ("decision without an action", "decisions without an action"),
}


@dataclass(frozen=True)
class Happened:
    """One change of a decision: what was said, why, when, and by whom."""

    what: str
    because: str
    on: date
    by: str
    is_review: bool = False


def history_of(entries: Iterable[Any], decision: Decision) -> list[Happened]:
    """How a decision stood, and when it was to be looked at again, newest first, from what the journal keeps.

    That it was taken is no part of it, but a review that was set with it is.
    """
    found: list[Happened] = []
    because = ""
    for entry in entries:
        because = entry.after.get("state_because", because)
        by = entry.by.shown_name if entry.by else ""
        on = day_in_london(entry.at)
        if entry.before.get("state") and entry.after.get("state"):
            found.append(Happened(STOOD[DecisionState(entry.after["state"])], because, on, by))
        elif "ended_by_id" in entry.after:
            found.append(
                Happened(f"{STOOD[decision.state]}, by another decision than was said", because, on, by)
            )
        if "review_on" in entry.after:
            again = entry.after["review_on"]
            what = (
                f"To be looked at again on {day(date.fromisoformat(again))}"
                if again
                else "No review any more"
            )
            found.append(Happened(what, "", on, by, is_review=True))
    return found[::-1]


def was_said(decision: Decision, today: date) -> tuple[str, str] | None:
    """`("Superseded", "on 3 March")`: how a decision that is ended leads its page; None where it holds.

    Between the two stands the later decision, where the reader may see it.
    """
    if decision.state not in (DecisionState.SUPERSEDED, DecisionState.RESCINDED):
        return None
    return STOOD[decision.state], f"on {near_date(decision.state_on, today)}" if decision.state_on else ""


def counted_in_words(counts: Mapping[DecisionState, int]) -> str:
    """`42 decisions: 30 confirmed, 8 implemented and 4 superseded.` Empty where there are none."""
    every = sum(counts.values())
    if not every:
        return ""
    parts = [
        f"{counts[state]} {'taken back' if state is DecisionState.WITHDRAWN else state.value}"
        for state in DecisionState
        if counts.get(state)
    ]
    total = capital(count_of(every, "decision"))
    if len(parts) == 1:
        return f"{total}, {'all ' if every > 1 else ''}{parts[0].split(' ', 1)[1]}."
    return f"{total}: {listed(parts)}."


def listed_in_words(total: int, which: str, words: str) -> str:
    """`3 decisions without an action, with “grants”`: what a narrowed list holds."""
    return count_of(total, *HEADINGS[which]) + (f", with “{words}”" if words else "")
