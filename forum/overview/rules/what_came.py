"""What came of a meeting, in lines that anyone understands: done, doing, or not carried on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from forum.actions.models import Action, ActionState, Outcome
from forum.decisions.models import Decision, DecisionState
from forum.foundation.words import near_date
from forum.overview.rules.threads import address_of
from forum.strategy.models import Commitment


class WhatCameLike(Protocol):
    """The decisions and actions of one meeting, and what hangs on them."""

    @property
    def decisions(self) -> Sequence[Decision]: ...
    @property
    def actions(self) -> Sequence[Action]: ...
    @property
    def actions_of(self) -> Mapping[int, list[Action]]: ...
    @property
    def outcomes_of(self) -> Mapping[int, list[Outcome]]: ...


@dataclass(frozen=True)
class Line:
    """One thing that came of a meeting: a heading, its trail, a word, and what kind of mark that word is."""

    heading: str
    trail: list[dict[str, Any]]
    word: str
    kind: str
    rank: int


def lines(came: WhatCameLike, today: date) -> list[Line]:
    """What came of a meeting, outcomes first, then what is being done, then what nobody took up."""
    found = [_decided(decision, came, today) for decision in came.decisions]
    found += [_to_do(action, came, [], _commitments(action), today) for action in came.actions]
    return sorted(found, key=lambda line: line.rank)


def _commitments(thing: Decision | Action) -> list[dict[str, Any]]:
    linked: list[Commitment] = [link.commitment for link in thing.commitments[:2]]
    return [{"what": f"{one.code} {one.title}", "href": address_of(one)} for one in linked]


def _decided(decision: Decision, came: WhatCameLike, today: date) -> Line:
    before = _commitments(decision)
    step = {"what": decision.reference, "href": f"/decisions/{decision.reference}"}
    actions = came.actions_of.get(decision.id, [])
    done = next((action for action in actions if came.outcomes_of.get(action.id)), None)
    live = next((action for action in actions if action.is_live), None)
    if done or live:
        acting = done or live
        assert acting is not None  # noqa: S101 - one of the two
        line = _to_do(acting, came, [step], before, today)
        return line if done else Line(decision.text, line.trail, line.word, line.kind, line.rank)
    if decision.state is DecisionState.IMPLEMENTED or actions:
        return Line(decision.text, [*before, {**step, "here": True}], "Done", "green", 1)
    if decision.state is DecisionState.CONFIRMED:
        missing = {"what": "no action yet", "hole": True}
        return Line(decision.text, [*before, {**step, "here": True}, missing], "Decided", "tint", 3)
    return Line(decision.text, [*before, {**step, "here": True}], "No longer holds", "none", 4)


def _to_do(action: Action, came: WhatCameLike, decided: list[dict[str, Any]], before: list[dict[str, Any]],
           today: date) -> Line:  # fmt: skip
    step = {"what": action.reference, "href": f"/actions/{action.reference}"}
    outcomes = came.outcomes_of.get(action.id, [])
    if outcomes:
        return Line(
            outcomes[-1].text,
            [*before, *decided, step, {"what": "Outcome", "here": True}],
            "Done",
            "green",
            0,
        )
    trail = [*before, *decided, {**step, "here": True}]
    if action.state is ActionState.DROPPED:
        return Line(action.text, trail, "Not doing", "none", 4)
    if not action.is_live:
        return Line(action.text, trail, "Done", "green", 1)
    if action.due_on and action.due_on < today:
        return Line(action.text, trail, f"Overdue since {near_date(action.due_on, today)}", "red", 2)
    due = f"Doing, due {near_date(action.due_on, today)}" if action.due_on else "Doing"
    return Line(action.text, trail, due, "tint", 2)
