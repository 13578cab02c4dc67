"""What stands on the home page: the next meeting, what came of the last one, and a commitment in focus."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.actions.models import Action, ActionCommitment, ActionState, Outcome
from forum.decisions.models import Decision, DecisionCommitment, DecisionState
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Membership, Term
from forum.overview.queries.strategy import actions_carrying_out, outcomes_of_actions
from forum.strategy.models import Commitment

FEW = 4
"""How many lines say what came of a meeting; the rest is one link away."""


@dataclass
class WhatCame:
    """What came of one meeting: its decisions and actions, and what hangs on them."""

    meeting: Meeting
    decisions: list[Decision] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)  # those that carry out no decision
    actions_of: dict[int, list[Action]] = field(default_factory=dict)  # by the decision that they carry out
    outcomes_of: dict[int, list[Outcome]] = field(default_factory=dict)  # by action


def what_came(forum: Forum) -> WhatCame | None:
    """What came of the last meeting whose minutes everyone may read; None before there was one."""
    meeting = db.session.scalar(
        select(Meeting)
        .where(
            Meeting.forum_id == forum.id,
            Meeting.id.in_(
                select(Decision.meeting_id).where(Decision.published_at.is_not(None)).union(
                    select(Action.meeting_id).where(Action.published_at.is_not(None))
                )
            ),
        )
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(1)
    )  # fmt: skip
    if meeting is None:
        return None
    decisions = list(
        db.session.scalars(
            select(Decision)
            .where(
                Decision.meeting_id == meeting.id,
                Decision.published_at.is_not(None),
                Decision.state != DecisionState.WITHDRAWN,
            )
            .options(
                selectinload(Decision.commitments)
                .joinedload(DecisionCommitment.commitment)
                .options(_to_its_page())
            )
            .order_by(Decision.id)
        )
    )
    actions = list(
        db.session.scalars(
            select(Action)
            .where(
                Action.meeting_id == meeting.id,
                Action.published_at.is_not(None),
                Action.state != ActionState.WITHDRAWN,
            )
            .options(
                selectinload(Action.commitments)
                .joinedload(ActionCommitment.commitment)
                .options(_to_its_page())
            )
            .order_by(Action.id)
        )
    )
    actions_of = actions_carrying_out(decisions)
    tied = {action.id for some in actions_of.values() for action in some}
    every = actions + [action for some in actions_of.values() for action in some]
    loose = [action for action in actions if action.id not in tied]
    return WhatCame(meeting, decisions, loose, actions_of, outcomes_of_actions(every))


def _to_its_page():
    return joinedload(Commitment.strategy)


def commitment_in_focus(forum: Forum) -> Commitment | None:
    """The commitment that a forum decided on last, as everyone may know it."""
    return db.session.scalar(
        select(Commitment)
        .join(DecisionCommitment, DecisionCommitment.commitment_id == Commitment.id)
        .join(DecisionCommitment.decision)
        .where(
            Decision.forum_id == forum.id,
            Decision.published_at.is_not(None),
            Commitment.is_withdrawn.is_(False),
        )
        .options(joinedload(Commitment.strategy), joinedload(Commitment.theme))
        .order_by(Decision.taken_at.desc(), Decision.id.desc(), Commitment.id)
        .limit(1)
    )


def count_member_organisations(forum: Forum, on: date) -> int:
    """How many organisations are members of a forum on a day."""
    return (
        db.session.scalar(
            select(func.count(Membership.id.distinct()))
            .join(Term, Term.membership_id == Membership.id)
            .where(
                Membership.forum_id == forum.id,
                Membership.organisation_id.is_not(None),
                Term.from_on <= on,
                Term.until_on.is_(None) | (Term.until_on >= on),
            )
        )
        or 0
    )
