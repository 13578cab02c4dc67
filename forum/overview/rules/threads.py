"""The thread in words: strategy, theme, commitment, item, decision, action, outcome. Steps for `parts/thread.html`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from forum.actions.models import Action, Outcome
from forum.actions.rules import moved_words, owners_words, rag
from forum.agendas.models import AgendaItem
from forum.agendas.rules import ItemAsPublished
from forum.decisions.models import Decision, DecisionState, Recommendation
from forum.decisions.rules import answer_mark, is_overdue, quorum_words
from forum.foundation.words import capital, count_of, date_of, how_many_months, month_and_year, near_date
from forum.meetings.models import Meeting
from forum.strategy.models import Commitment

Step = dict[str, Any]


class StrandLike(Protocol):
    """What one meeting did about a commitment."""

    meeting: Meeting
    items: list[AgendaItem | ItemAsPublished]
    decisions: list[Decision]
    recommendations: list[Recommendation]


class ThreadLike(Protocol):
    """All that was done about a commitment."""

    @property
    def strands(self) -> Sequence[StrandLike]: ...
    @property
    def actions_of(self) -> Mapping[int, list[Action]]: ...
    @property
    def outcomes_of(self) -> Mapping[int, list[Outcome]]: ...
    def loose_actions(self, strand: Any) -> list[Action]: ...
    def decisions_without_action(self) -> list[Decision]: ...


def address_of(commitment: Commitment) -> str:
    """The address of a commitment's page."""
    return f"/strategies/{commitment.strategy.slug}/commitments/{commitment.code}"


def strategy_steps(commitment: Commitment) -> list[Step]:
    """The first three steps of every thread that hangs on a commitment, without the last being where one is."""
    strategy, theme = commitment.strategy, commitment.theme
    return [
        {"stage": "Strategy", "what": strategy.short_title, "href": f"/strategies/{strategy.slug}"},
        {"stage": "Theme", "what": theme.title, "href": f"/strategies/{strategy.slug}/{theme.slug}"},
        {
            "stage": "Gap" if commitment.is_gap else "Commitment",
            "what": f"{commitment.code} {commitment.title}",
            "href": address_of(commitment),
        },
    ]


def long_thread(
    commitment: Commitment, thread: ThreadLike, today: date, most_strands: int, *, may_suggest: bool = True
) -> list[Step]:
    """The thread down the page of a commitment: each meeting a strand, newest first.

    Whoever may suggest an item is shown how, where the commitment was on no agenda yet.
    """
    steps = strategy_steps(commitment)
    steps[0]["text"] = f"{commitment.strategy.publisher}, {date_of(commitment.strategy.published_on)}"
    strands = thread.strands[:most_strands]
    steps[2].update(state="here", head=bool(strands), text=_since(thread.strands, today))
    steps[2].pop("href")
    if not strands:
        steps[2]["open"] = True
        steps.append({"stage": "Item", "what": "Not yet", "state": "next", "end": True})
        if may_suggest:
            about = f"{commitment.strategy.slug}/{commitment.code}"
            steps[-1]["mend"] = ("Suggest an item", f"/proposals/new?commitment={about}")
    for strand in strands:
        steps += strand_steps(strand, thread, today)
    return steps


def _since(strands: Sequence[StrandLike], today: date) -> str:
    held = [strand.meeting.on for strand in strands if strand.meeting.on <= today]
    ahead = [strand.meeting.on for strand in strands if strand.meeting.on > today]
    if not strands:
        return "It has been on no agenda yet."
    if not held:
        return f"It comes to a meeting for the first time on {date_of(min(ahead))}."
    return f"Discussed at {count_of(len(held), 'meeting')} since {month_and_year(min(held))}."


def strand_steps(strand: StrandLike, thread: ThreadLike, today: date) -> list[Step]:
    """One meeting: its items, each decision with its actions, recommendations with answers, then other actions."""
    meeting = strand.meeting
    ahead = meeting.on > today
    steps: list[Step] = []
    for item in strand.items:
        steps.append({
            "stage": f"Item · {date_of(meeting.on)}", "strand": True, "state": "next" if ahead else "reached",
            "what": f"Item {item.number}: {item.title}", "href": f"/meetings/{meeting.reference}",
        })  # fmt: skip
    if not steps:
        steps.append({"stage": f"Meeting · {date_of(meeting.on)}", "strand": True, "what": meeting.title,
                      "href": f"/meetings/{meeting.reference}"})  # fmt: skip
    if ahead:
        steps[-1]["text"] = "Decisions will show here after the meeting."
        steps[-1]["end"] = True
        return steps
    for decision in strand.decisions:
        steps.append({"stage": "Decision", "what": decision.reference, "href": f"/decisions/{decision.reference}",
                      "text": decision.text, "marks": _decision_marks(decision),
                      "note": quorum_words(decision.quorum)})  # fmt: skip
        actions = thread.actions_of.get(decision.id, [])
        steps += _actions(actions, thread, today)
        if not actions and decision.state is DecisionState.CONFIRMED:
            steps.append({"stage": "Action", "state": "hole", "what": "No action was recorded for this decision.",
                          "note": how_many_months(meeting.on, today)})  # fmt: skip
    for recommendation in strand.recommendations:
        steps += _recommended(recommendation, today)
    loose = thread.loose_actions(strand)
    steps += _actions(loose, thread, today)
    if not strand.decisions and not strand.recommendations and not loose:
        steps[-1]["text"] = "Talked about; no decision and no action came of it."
    steps[-1]["end"] = True
    return steps


def _decision_marks(decision: Decision) -> list[tuple[str, str]]:
    if decision.state is DecisionState.CONFIRMED:
        return []
    return [
        (capital(decision.state.value), "green" if decision.state is DecisionState.IMPLEMENTED else "none")
    ]


def _recommended(recommendation: Recommendation, today: date) -> list[Step]:
    """What was recommended and to whom, and the answer to it, or that it is missing."""
    stands = answer_mark(recommendation, today)
    step: Step = {
        "stage": "Recommendation", "what": recommendation.reference,
        "href": f"/recommendations/{recommendation.reference}", "text": recommendation.text,
        "note": f"To {recommendation.organisation.known_as}",
    }  # fmt: skip
    if recommendation.answer is not None:
        answer = {"stage": "Answer", "what": stands.words, "text": recommendation.answer_text}
        return [step, answer]
    state = "hole" if is_overdue(recommendation, today) else "next"
    return [{**step, "open": True}, {"stage": "Answer", "what": stands.words, "state": state}]


def _actions(actions: Sequence[Action], thread: ThreadLike, today: date) -> list[Step]:
    """Each action with its owner, its date and what came of it."""
    steps: list[Step] = []
    for action in actions:
        stands = rag(action, today)
        note = "; ".join(owners_words(action))
        if action.due_on:
            note += f" · due {date_of(action.due_on)}"
        if action.times_moved:
            note += f", {moved_words(action.times_moved)}"
        steps.append({"stage": "Action", "what": action.reference, "href": f"/actions/{action.reference}",
                      "text": action.text, "marks": [(stands.words, stands.kind)], "note": note})  # fmt: skip
        outcomes = thread.outcomes_of.get(action.id, [])
        for outcome in outcomes:
            steps.append({"stage": "Outcome", "what": outcome.text})
        if not outcomes and action.is_live:
            steps[-1]["open"] = True
            steps.append({"stage": "Outcome", "what": "None yet.", "state": "next"})
    return steps


def across(commitment: Commitment, thread: ThreadLike, today: date) -> list[Step]:
    """How far a commitment has come, in one line: for the home page."""
    steps = strategy_steps(commitment)
    held = [strand for strand in thread.strands if strand.meeting.on <= today]
    decisions = [decision for strand in thread.strands for decision in strand.decisions]
    actions = {action.id: action for strand in thread.strands for action in getattr(strand, "actions", [])}
    for carrying in thread.actions_of.values():
        actions.update({action.id: action for action in carrying})
    live = sorted(
        (action for action in actions.values() if action.is_live), key=lambda one: one.due_on or date.max
    )
    outcomes = [outcome for some in thread.outcomes_of.values() for outcome in some]
    loose = thread.decisions_without_action()

    steps.append(
        _reached("Items", bool(held), count_of(len(held), "meeting") if held else "On no agenda yet")
    )
    decided = count_of(len(decisions), "decision") if decisions else "None yet"
    steps.append(_reached("Decisions", bool(decisions), decided))
    if loose:
        steps[-1]["state"] = "hole"
        steps[-1]["what"] = f"{len(decisions)}, {'one' if len(loose) == 1 else len(loose)} with no action"
    if live:
        late = sum(action.due_on is not None and action.due_on < today for action in live)
        due = f", due {near_date(live[0].due_on, today)}" if live[0].due_on else ""
        steps.append(
            {"stage": "Actions", "what": f"{len(live)} open" + (f", {late} overdue" if late else due)}
        )
        if len(live) == 1:
            steps[-1]["href"] = f"/actions/{live[0].reference}"
    else:
        steps.append(_reached("Actions", bool(actions), "All closed" if actions else "None yet"))
    steps.append(_reached("Outcome", bool(outcomes), f"{len(outcomes)} so far" if outcomes else "None yet"))
    _mark_where_it_stands(steps)
    return steps


def _reached(stage: str, reached: bool, what: str) -> Step:
    return {"stage": stage, "what": what, "state": "reached" if reached else "next"}


def _mark_where_it_stands(steps: list[Step]) -> None:
    """The last step that was reached is where it stands; from there on the line is dashed."""
    last = max(number for number, step in enumerate(steps) if step.get("state", "reached") != "next")
    if steps[last].get("state", "reached") == "reached":
        steps[last]["state"] = "here"
    for step in steps[last:]:
        step["open"] = True
