"""The registers as files: the same cells for CSV and for JSON, of what everyone can read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from forum.actions.models import Action
from forum.decisions.models import Decision, Recommendation
from forum.decisions.rules.recommendations import is_overdue
from forum.decisions.rules.register import is_worded

Value = str | date | bool | None | list[str]

DECISION_COLUMNS = (
    "number", "decided_on", "meeting", "item", "text", "method", "state", "state_since", "reason", "ended_by",
    "look_again_on", "commitments", "actions",
)  # fmt: skip
RECOMMENDATION_COLUMNS = (
    "number", "recommended_on", "meeting", "item", "organisation", "text", "answer_by", "overdue", "answer",
    "answer_text", "answered_on", "commitments",
)  # fmt: skip


def decision_in_file(
    decision: Decision, actions: Mapping[int, Sequence[Action]], seen: Iterable[int]
) -> tuple[Value, ...]:
    """One decision, in the order of the columns; of one that was taken back the number and the state alone.

    `seen` are the numbers in the database of later decisions that everyone can see: others are not named.
    """
    meeting, later = decision.meeting, decision.ended_by
    if not is_worded(decision):
        nothing: list[Value] = [None] * (len(DECISION_COLUMNS) - 4)
        return (decision.reference, meeting.on, meeting.reference, *nothing[:3], "taken back", *nothing[3:])
    return (
        decision.reference,
        meeting.on,
        meeting.reference,
        decision.item.number if decision.item is not None else None,
        decision.text,
        decision.method,
        decision.state.value,
        decision.state_on,
        decision.state_because,
        later.reference if later is not None and later.id in seen else None,
        decision.review_on,
        [serves.commitment.code for serves in decision.commitments],
        [action.reference for action in actions.get(decision.id, ())],
    )


def recommendation_in_file(recommendation: Recommendation, today: date) -> tuple[Value, ...]:
    """One recommendation, in the order of the columns."""
    one = recommendation
    return (
        one.reference,
        one.meeting.on,
        one.meeting.reference,
        one.item.number if one.item is not None else None,
        one.organisation.known_as,
        one.text,
        one.due_on,
        is_overdue(one, today),
        one.answer.value if one.answer is not None else None,
        one.answer_text,
        one.answered_on,
        [serves.commitment.code for serves in one.commitments],
    )
