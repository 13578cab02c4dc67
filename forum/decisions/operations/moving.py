"""A decision, recommendation or vote that was written under the wrong item. Each operation is one transaction."""

from datetime import datetime

from forum.actions.rules import check_can_move
from forum.agendas.models import AgendaItem
from forum.decisions.models import (
    Decision,
    DecisionCommitment,
    Recommendation,
    RecommendationCommitment,
    Vote,
)
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.people.models import Person
from forum.strategy.models import Commitment


@operation
def move_decision_to_item(decision: Decision, item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Put a decision under the item to which it belongs; it serves that item's commitments, unless others were chosen.

    Raises `StaysUnderItsItem` once the minutes are circulated.
    """
    hold(decision)
    check_can_move(decision)
    for one in _served_anew(decision, item):
        db.session.add(DecisionCommitment(decision=decision, commitment=one))
    decision.item = item
    decision.changed_at = now
    note(by, "moved a decision to another item", decision, now=now)


@operation
def move_recommendation_to_item(
    recommendation: Recommendation, item: AgendaItem, *, by: Person, now: datetime
) -> None:
    """The same for a recommendation. Raises `StaysUnderItsItem`."""
    hold(recommendation)
    check_can_move(recommendation)
    for one in _served_anew(recommendation, item):
        db.session.add(RecommendationCommitment(recommendation=recommendation, commitment=one))
    recommendation.item = item
    recommendation.changed_at = now
    note(by, "moved a recommendation to another item", recommendation, now=now)


@operation
def move_vote_to_item(vote: Vote, item: AgendaItem, *, by: Person, now: datetime) -> None:
    """The same for a vote; the decision that it made is moved by itself."""
    hold(vote)
    vote.item = item
    note(by, "moved a vote to another item", vote, now=now)


def _served_anew(thing: Decision | Recommendation, item: AgendaItem) -> list[Commitment]:
    """What it serves under its new item and did not before; what only the old one serves is taken off.

    Nothing changes where somebody chose by hand what it serves.
    """
    served = {one.commitment_id: one for one in thing.commitments}
    if served.keys() != {one.commitment_id for one in (thing.item.commitments if thing.item else ())}:
        return []
    there = {one.commitment_id: one.commitment for one in item.commitments}
    for number in served.keys() - there.keys():
        db.session.delete(served[number])
    return [there[number] for number in sorted(there.keys() - served.keys())]
