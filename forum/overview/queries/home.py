"""What stands on the home page: the next meeting, what came of the last one, and a commitment in focus."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.actions.models import Action, ActionCommitment, ActionState, Outcome
from forum.actions.queries import visible_to as actions_visible_to
from forum.decisions.models import Decision, DecisionCommitment, DecisionState
from forum.decisions.queries import actions_of
from forum.decisions.queries import visible_to as decisions_visible_to
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Membership, Term
from forum.overview.queries.strategy import outcomes_of_actions
from forum.people.models import Anyone
from forum.strategy.models import Commitment


@dataclass(frozen=True)
class WhatCame:
    """What came of one meeting: its decisions and actions, and what hangs on them."""

    meeting: Meeting
    decisions: Sequence[Decision]
    actions: Sequence[Action]  # those that carry out no decision
    actions_of: dict[int, list[Action]]  # by the decision that they carry out
    outcomes_of: dict[int, list[Outcome]]  # by action


def what_came(forum: Forum, person: Anyone) -> WhatCame | None:
    """What came of the last meeting whose minutes went out, as a person may see it; None before there was one."""
    see_decisions, see_actions = decisions_visible_to(person, forum), actions_visible_to(person, forum)
    went_out = (
        select(Decision.meeting_id)
        .where(see_decisions, Decision.published_at.is_not(None))
        .union(select(Action.meeting_id).where(see_actions, Action.published_at.is_not(None)))
    )
    meeting = db.session.scalar(
        select(Meeting)
        .where(Meeting.id.in_(went_out))
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(1)
    )
    if meeting is None:
        return None
    with_commitments = selectinload(Decision.commitments).joinedload(DecisionCommitment.commitment)
    decisions = db.session.scalars(
        select(Decision)
        .where(Decision.meeting_id == meeting.id, see_decisions, Decision.state != DecisionState.WITHDRAWN)
        .options(with_commitments.joinedload(Commitment.strategy))
        .order_by(Decision.id)
    ).all()
    with_commitments = selectinload(Action.commitments).joinedload(ActionCommitment.commitment)
    actions = db.session.scalars(
        select(Action)
        .where(Action.meeting_id == meeting.id, see_actions, Action.state != ActionState.WITHDRAWN)
        .options(with_commitments.joinedload(Commitment.strategy))
        .order_by(Action.id)
    ).all()
    carried_out = actions_of(decisions, person, forum)
    tied = {action.id: action for some in carried_out.values() for action in some}
    loose = [action for action in actions if action.id not in tied]
    return WhatCame(meeting, decisions, loose, carried_out, outcomes_of_actions([*loose, *tied.values()]))


def commitment_in_focus(forum: Forum, person: Anyone) -> Commitment | None:
    """The commitment that a forum decided on last, as a person may know it."""
    return db.session.scalar(
        select(Commitment)
        .join(DecisionCommitment, DecisionCommitment.commitment_id == Commitment.id)
        .join(DecisionCommitment.decision)
        .where(decisions_visible_to(person, forum), Commitment.is_withdrawn.is_(False))
        .options(joinedload(Commitment.strategy), joinedload(Commitment.theme))
        .order_by(Decision.taken_at.desc(), Decision.id.desc(), Commitment.id)
        .limit(1)
    )


def count_member_organisations(forum: Forum, on: date) -> int:
    """How many organisations are members of a forum on a day. A membership has one term at a time."""
    return db.session.scalar(_count_of_members, {"forum_id": forum.id, "on": on}) or 0


_count_of_members = (
    select(func.count())
    .select_from(Membership)
    .join(Term, Term.membership_id == Membership.id)
    .where(
        Membership.forum_id == bindparam("forum_id"),
        Membership.organisation_id.is_not(None),
        Term.from_on <= bindparam("on", type_=Date),
        Term.until_on.is_(None) | (Term.until_on >= bindparam("on", type_=Date)),
    )
)
