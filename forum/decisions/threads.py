"""The thread of a decision and of an action, in words: steps for the pages' parts. Pure, no database."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from forum.actions.models import Action, ActionState, Outcome
from forum.actions.rules import rag, state_words
from forum.agendas.models import AgendaItem
from forum.decisions.models import Decision, DecisionState, Recommendation
from forum.decisions.rules import answer_mark, is_overdue, is_worded
from forum.decisions.rules import state_words as decision_words
from forum.foundation.words import date_of, day_and_month, near_date
from forum.meetings.models import Meeting
from forum.strategy.models import Commitment

Step = dict[str, Any]


def _address(commitment: Commitment) -> str:
    return f"/strategies/{commitment.strategy.slug}/commitments/{commitment.code}"


def _strategy_steps(commitments: Sequence[Commitment]) -> list[Step]:
    """Strategy, theme and commitment; nothing for what serves none. The first commitment leads the way."""
    if not commitments:
        return []
    first = commitments[0]
    strategy, theme = first.strategy, first.theme
    steps: list[Step] = [
        {"stage": "Strategy", "what": strategy.short_title, "href": f"/strategies/{strategy.slug}"},
        {"stage": "Theme", "what": theme.title, "href": f"/strategies/{strategy.slug}/{theme.slug}"},
        {
            "stage": "Gap" if first.is_gap else "Commitment",
            "what": f"{first.code} {first.title}",
            "href": _address(first),
        },
    ]
    if len(commitments) > 1:
        steps[-1]["links"] = [(one.code, _address(one)) for one in commitments]
    return steps


def _item_step(meeting: Meeting, item: AgendaItem | None, is_out: bool) -> Step:
    """The item at which it was agreed; before the minutes are out it leads to the meeting."""
    number = f"Item {item.number}, " if item is not None and item.number else ""
    where = f"/meetings/{meeting.reference}"
    if is_out:
        where += "/minutes" + (f"#item-{item.reference}" if item is not None else "")
    return {"stage": "Item" if number else "Meeting", "what": f"{number}{date_of(meeting.on)}", "href": where}


def steps_of_action(
    action: Action, decision: Decision | None, outcome: Outcome | None, today: date
) -> list[Step]:
    """The thread across the page of an action: you are here at the action; the outcome comes next."""
    steps = _strategy_steps([serves.commitment for serves in action.commitments])
    steps.append(_item_step(action.meeting, action.item, action.published_at is not None))
    if decision is not None:
        steps.append(
            {"stage": "Decision", "what": decision.reference, "href": f"/decisions/{decision.reference}"}
        )
    here: Step = {
        "stage": "Action",
        "what": f"{action.reference}, {state_words(action, today)}",
        "state": "here",
        "open": outcome is None,
    }
    steps.append(here)
    if outcome is not None and not action.is_live:
        steps.append({"stage": "Outcome", "what": near_date(outcome.recorded_at, today), "href": "#outcome"})
    elif action.state in (ActionState.DROPPED, ActionState.WITHDRAWN):
        steps.append({"stage": "Outcome", "what": "None: it was not done", "state": "next"})
    elif rag(action, today).kind == "red":
        steps.append({"stage": "Outcome", "what": "None, and its date has passed", "state": "hole"})
    else:
        steps.append({"stage": "Outcome", "what": "None yet", "state": "next"})
    return steps


def trail_of_action(
    action: Action, decision: Decision | None, outcome: Outcome | None, today: date
) -> list[Step]:
    """The same in the row of a list."""
    steps: list[Step] = []
    codes = ", ".join(serves.commitment.code for serves in action.commitments)
    if codes:
        steps.append({"what": codes})
    if decision is not None:
        steps.append({"what": decision.reference})
    else:
        number = f", item {action.item.number}" if action.item is not None and action.item.number else ""
        steps.append({"what": f"{near_date(action.meeting.on, today)}{number}"})
    steps.append({"what": "Action", "here": True})
    if outcome is not None and not action.is_live:
        steps.append({"what": "outcome recorded"})
    elif action.is_live:
        is_late = rag(action, today).kind == "red"
        steps.append({"what": "no outcome" if is_late else "no outcome yet", "hole": is_late})
    return steps


def _needs_action(decision: Decision, actions: Collection[Action]) -> bool:
    live = [action for action in actions if action.state is not ActionState.WITHDRAWN]
    return decision.state is DecisionState.CONFIRMED and not live


def steps_of_decision(
    decision: Decision, actions: Sequence[Action], outcomes: Collection[Outcome], today: date
) -> list[Step]:
    """The thread across the page of a decision: what carries it out, and what came of it."""
    steps = _strategy_steps([serves.commitment for serves in decision.commitments])
    steps.append(_item_step(decision.meeting, decision.item, decision.published_at is not None))
    if not is_worded(decision):
        steps.append({"stage": "Decision", "what": f"{decision.reference}, taken back", "state": "here"})
        return steps
    words = decision_words(decision, today)
    here: Step = {
        "stage": "Decision",
        "what": f"{decision.reference}, {words[:1].lower()}{words[1:]}",
        "state": "here",
        "open": not actions,
    }
    steps.append(here)
    if actions:
        links = [(action.reference, f"/actions/{action.reference}") for action in actions]
        steps.append({"stage": "Action" if len(actions) == 1 else "Actions", "links": links})
        steps[-1]["open"] = not outcomes
    elif _needs_action(decision, actions):
        steps.append({"stage": "Action", "what": "Taken, with no action", "state": "hole", "open": True})
    else:
        steps.append({"stage": "Action", "what": "None needed", "state": "next", "open": True})
    if outcomes:
        steps.append({"stage": "Outcome", "what": f"{len(outcomes)} recorded"})
    else:
        steps.append({"stage": "Outcome", "what": "None yet", "state": "next"})
    return steps


def trail_of_decision(decision: Decision, actions: Sequence[Action], today: date) -> list[Step]:
    """The same in the row of the register."""
    steps: list[Step] = []
    codes = ", ".join(serves.commitment.code for serves in decision.commitments)
    if codes:
        steps.append({"what": codes})
    number = f", item {decision.item.number}" if decision.item is not None and decision.item.number else ""
    steps.append({"what": f"{day_and_month(decision.meeting.on)}{number}"})
    steps.append({"what": "Decision", "here": True})
    if actions:
        steps.append({"links": [(action.reference, f"/actions/{action.reference}") for action in actions]})
    elif is_worded(decision):
        is_missing = _needs_action(decision, actions)
        steps.append({"what": "with no action" if is_missing else "no action needed", "hole": is_missing})
    return steps


def steps_of_recommendation(recommendation: Recommendation, today: date) -> list[Step]:
    """The thread across the page of a recommendation: you are here; its answer comes next, or is missing."""
    steps = _strategy_steps([serves.commitment for serves in recommendation.commitments])
    steps.append(
        _item_step(recommendation.meeting, recommendation.item, recommendation.published_at is not None)
    )
    is_answered = recommendation.answer is not None
    steps.append(
        {
            "stage": "Recommendation",
            "what": f"To {recommendation.organisation.known_as}",
            "state": "here",
            "open": not is_answered,
        }
    )
    said = answer_mark(recommendation, today).words
    if is_answered:
        steps.append({"stage": "Answer", "what": said})
    else:
        steps.append(
            {
                "stage": "Answer",
                "what": said,
                "state": "hole" if is_overdue(recommendation, today) else "next",
            }
        )
    return steps
