"""What a forum has done about a strategy: counted for each commitment, and followed along its thread."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.actions.models import LIVE_STATES, Action, ActionCommitment, ActionOwner, ActionState, Outcome
from forum.agendas.models import Agenda, AgendaItem, ItemCommitment
from forum.agendas.policy import shown_title
from forum.agendas.queries import items_of_commitment
from forum.decisions.models import Decision, DecisionAction, DecisionCommitment, DecisionState
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
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


def _published_items() -> Select[int, date]:
    """Pairs of commitment and day, for each item on a published agenda of a meeting that was not called off."""
    return (
        select(ItemCommitment.commitment_id, Meeting.on)
        .join(ItemCommitment.item)
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .where(
            AgendaItem.number.is_not(None),
            AgendaItem.withdrawn_at.is_(None),
            Meeting.published_at.is_not(None),
            Meeting.state != MeetingState.CANCELLED,
        )
        .distinct()
    )


def tallies(commitments: Collection[Commitment], today: date) -> dict[int, Tally]:
    """What was done about each of these commitments, as everyone may know it: four questions for all."""
    wanted = [commitment.id for commitment in commitments]
    found: dict[int, Tally] = defaultdict(Tally)
    for commitment_id, on in db.session.execute(
        _published_items().where(ItemCommitment.commitment_id.in_(wanted)).order_by(Meeting.on)
    ):
        tally = found[commitment_id]
        if on <= today:
            tally.meetings += 1
            tally.last_on = on
        else:
            tally.next_on = tally.next_on or on
    counts = (
        ("decisions", DecisionCommitment.commitment_id, select(func.count(Decision.id)).join(
            DecisionCommitment, DecisionCommitment.decision_id == Decision.id
        ).where(Decision.published_at.is_not(None), Decision.state.in_(STANDING_DECISIONS))),
        ("open_actions", ActionCommitment.commitment_id, select(func.count(Action.id)).join(
            ActionCommitment, ActionCommitment.action_id == Action.id
        ).where(Action.published_at.is_not(None), Action.state.in_(LIVE_STATES))),
        ("outcomes", ActionCommitment.commitment_id, select(func.count(Outcome.id)).join(Outcome.action).join(
            ActionCommitment, ActionCommitment.action_id == Action.id
        ).where(Action.published_at.is_not(None))),
    )  # fmt: skip
    for name, of, counted in counts:
        rows = db.session.execute(counted.where(of.in_(wanted)).add_columns(of).group_by(of))
        for count, commitment_id in rows:
            setattr(found[commitment_id], name, count)
    return found


# ---- One commitment, meeting by meeting ---------------------------------------------------------------------


@dataclass
class Strand:
    """What one meeting did about a commitment: its items, its decisions, its actions and what came of them."""

    meeting: Meeting
    items: list[tuple[AgendaItem, str]] = field(default_factory=list)  # each with the title that may be shown
    decisions: list[Decision] = field(default_factory=list)
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


def thread_of(commitment: Commitment, person: Anyone) -> ThreadOfCommitment:
    """All that the forum did about a commitment, as a person may see it: a fixed number of questions."""
    strands: dict[int, Strand] = {}

    def strand_of(meeting: Meeting) -> Strand:
        return strands.setdefault(meeting.id, Strand(meeting))

    for item in items_of_commitment(commitment):
        strand_of(item.agenda.meeting).items.append((item, shown_title(person, item)))
    decisions = db.session.scalars(
        select(Decision)
        .join(DecisionCommitment, DecisionCommitment.decision_id == Decision.id)
        .where(
            DecisionCommitment.commitment_id == commitment.id,
            Decision.published_at.is_not(None),
            Decision.state != DecisionState.WITHDRAWN,
        )
        .options(joinedload(Decision.meeting))
        .order_by(Decision.id)
    ).all()
    for decision in decisions:
        strand_of(decision.meeting).decisions.append(decision)
    actions = db.session.scalars(
        select(Action)
        .join(ActionCommitment, ActionCommitment.action_id == Action.id)
        .where(
            ActionCommitment.commitment_id == commitment.id,
            Action.published_at.is_not(None),
            Action.state != ActionState.WITHDRAWN,
        )
        .options(joinedload(Action.meeting), _with_owners())
        .order_by(Action.id)
    ).all()
    for action in actions:
        strand_of(action.meeting).actions.append(action)
    return ThreadOfCommitment(
        sorted(strands.values(), key=lambda strand: (strand.meeting.on, strand.meeting.id), reverse=True),
        actions_carrying_out(decisions),
        outcomes_of_actions(actions),
    )


def _with_owners():
    return selectinload(Action.owners).options(
        joinedload(ActionOwner.person), joinedload(ActionOwner.organisation)
    )


def actions_carrying_out(decisions: Iterable[Decision]) -> dict[int, list[Action]]:
    """The published actions that carry out these decisions, by the decision's number."""
    found: dict[int, list[Action]] = defaultdict(list)
    for link in db.session.scalars(
        select(DecisionAction)
        .join(DecisionAction.action)
        .where(
            DecisionAction.decision_id.in_([decision.id for decision in decisions]),
            Action.published_at.is_not(None),
            Action.state != ActionState.WITHDRAWN,
        )
        .options(joinedload(DecisionAction.action).options(_with_owners()))
        .order_by(DecisionAction.id)
    ):
        found[link.decision_id].append(link.action)
    return found


def outcomes_of_actions(actions: Iterable[Action]) -> dict[int, list[Outcome]]:
    """What came of these actions, by the action's number."""
    found: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in db.session.scalars(
        select(Outcome).where(Outcome.action_id.in_([action.id for action in actions])).order_by(Outcome.id)
    ):
        found[outcome.action_id].append(outcome)
    return found
