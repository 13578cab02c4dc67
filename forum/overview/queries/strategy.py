"""What a forum has done about a strategy: counted for each commitment, and followed along its thread."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, func, select

from forum.actions.models import LIVE_STATES, Action, ActionCommitment, ActionState, Outcome
from forum.actions.queries import actions_of_commitment
from forum.actions.queries import visible_to as actions_visible_to
from forum.agendas.models import Agenda, AgendaItem, ItemCommitment, Visibility
from forum.agendas.policy import may_see_item, sight_of
from forum.agendas.queries import items_as_published, items_of_commitment
from forum.agendas.rules import ItemAsPublished, seen_items
from forum.decisions.models import Decision, DecisionCommitment, DecisionState, Recommendation
from forum.decisions.queries import actions_of, decisions_of_commitment
from forum.decisions.queries import visible_to as decisions_visible_to
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum
from forum.membership.policy import is_officer, takes_part
from forum.overview.queries.recommended import recommended_about
from forum.people.models import Anyone
from forum.strategy.models import Commitment

STANDING_DECISIONS = (DecisionState.CONFIRMED, DecisionState.IMPLEMENTED)
"""Decisions that still hold."""


@dataclass
class Tally:
    """What was done about one commitment: how often, when last, and what came of it."""

    meetings: int = 0
    last_on: date | None = None
    next_on: date | None = None
    decisions: int = 0
    open_actions: int = 0
    outcomes: int = 0


def _published_items(person: Anyone, forum: Forum) -> Select[int, date]:
    """Pairs of commitment and day, for each item that a person may see on a published agenda, not called off."""
    query = (
        select(ItemCommitment.commitment_id, Meeting.on)
        .join(ItemCommitment.item)
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .where(
            Meeting.forum_id == forum.id,
            AgendaItem.number.is_not(None),
            AgendaItem.withdrawn_at.is_(None),
            Meeting.published_at.is_not(None),
            Meeting.state != MeetingState.CANCELLED,
        )
        .distinct()
    )
    if is_officer(person, forum):
        return query
    seen = [Visibility.PUBLIC, Visibility.MEMBERS] if takes_part(person, forum) else [Visibility.PUBLIC]
    return query.where(AgendaItem.visibility.in_(seen))


def tallies(
    commitments: Collection[Commitment], person: Anyone, forum: Forum, today: date
) -> dict[int, Tally]:
    """What a forum did about each of these commitments, as a person may know it: four questions for all."""
    wanted = [commitment.id for commitment in commitments]
    found: dict[int, Tally] = defaultdict(Tally)
    days = (
        _published_items(person, forum).where(ItemCommitment.commitment_id.in_(wanted)).order_by(Meeting.on)
    )
    for commitment_id, on in db.session.execute(days):
        tally = found[commitment_id]
        if on <= today:
            tally.meetings += 1
            tally.last_on = on
        else:
            tally.next_on = tally.next_on or on
    of_decision, of_action = DecisionCommitment.commitment_id, ActionCommitment.commitment_id
    decisions = (
        select(of_decision, func.count(Decision.id))
        .join(DecisionCommitment.decision)
        .where(decisions_visible_to(person, forum), Decision.state.in_(STANDING_DECISIONS))
    )
    actions = (
        select(of_action, func.count(Action.id))
        .join(ActionCommitment.action)
        .where(actions_visible_to(person, forum), Action.state.in_(LIVE_STATES))
    )
    outcomes = (
        select(of_action, func.count(Outcome.id))
        .join(ActionCommitment.action)
        .join(Outcome, Outcome.action_id == Action.id)
        .where(actions_visible_to(person, forum))
    )
    for name, of, counted in (
        ("decisions", of_decision, decisions),
        ("open_actions", of_action, actions),
        ("outcomes", of_action, outcomes),
    ):
        for commitment_id, count in db.session.execute(counted.where(of.in_(wanted)).group_by(of)):
            setattr(found[commitment_id], name, count)
    return found


# ---- One commitment, meeting by meeting ---------------------------------------------------------------------


@dataclass
class Strand:
    """What one meeting did about a commitment: its items, decisions, recommendations, actions and what came of them."""

    meeting: Meeting
    items: list[AgendaItem | ItemAsPublished] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


@dataclass(frozen=True)
class ThreadOfCommitment:
    """The strands of a commitment, newest meeting first, and what hangs between decisions, actions and outcomes."""

    strands: list[Strand]
    actions_of: dict[int, list[Action]]  # by the decision that they carry out
    outcomes_of: dict[int, list[Outcome]]  # by action

    def loose_actions(self, strand: Strand) -> list[Action]:
        """The actions of a strand that carry out none of its decisions."""
        tied = {action.id for decision in strand.decisions for action in self.actions_of.get(decision.id, [])}
        return [action for action in strand.actions if action.id not in tied]

    def decisions_without_action(self) -> list[Decision]:
        """The decisions that hold and that nobody was asked to carry out: what is missing."""
        return [
            decision
            for strand in self.strands
            for decision in strand.decisions
            if decision.state is DecisionState.CONFIRMED and not self.actions_of.get(decision.id)
        ]


def thread_of(commitment: Commitment, person: Anyone, forum: Forum) -> ThreadOfCommitment:
    """All that a forum did about a commitment, as a person may see it: a fixed number of questions."""
    strands: dict[int, Strand] = {}

    def strand_of(meeting: Meeting) -> Strand:
        return strands.setdefault(meeting.id, Strand(meeting))

    items = [
        item
        for item in items_of_commitment(commitment)
        if item.agenda.meeting.forum_id == forum.id and may_see_item(person, item)
    ]
    as_published = items_as_published(items)  # what an item is to become shows once it is published again
    for item in items:
        out = as_published.get(item.reference)
        seen = seen_items((out,), sight_of(person, forum))[0] if out else item
        strand_of(item.agenda.meeting).items.append(seen)
    decisions = [
        decision
        for decision in reversed(decisions_of_commitment(commitment, person, forum))
        if decision.state is not DecisionState.WITHDRAWN
    ]
    for decision in decisions:
        strand_of(decision.meeting).decisions.append(decision)
    for recommendation in recommended_about(commitment, person, forum):
        strand_of(recommendation.meeting).recommendations.append(recommendation)
    actions = [
        action
        for action in reversed(actions_of_commitment(commitment, person, forum))
        if action.state is not ActionState.WITHDRAWN
    ]
    for action in actions:
        strand_of(action.meeting).actions.append(action)
    return ThreadOfCommitment(
        sorted(strands.values(), key=lambda strand: (strand.meeting.on, strand.meeting.id), reverse=True),
        actions_of(decisions, person, forum),
        outcomes_of_actions(actions),
    )


def outcomes_of_actions(actions: Iterable[Action]) -> dict[int, list[Outcome]]:
    """What came of these actions, by the action's number."""
    found: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in db.session.scalars(
        select(Outcome).where(Outcome.action_id.in_([action.id for action in actions])).order_by(Outcome.id)
    ):
        found[outcome.action_id].append(outcome)
    return found
