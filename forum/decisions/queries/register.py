"""Finding decisions, who sees them, and the actions that carry them out."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from forum.actions.models import Action
from forum.actions.queries import WHOLE as WHOLE_ACTION
from forum.actions.queries import visible_to as actions_visible_to
from forum.agendas.models import AgendaItem, Presenter, Visibility
from forum.decisions.models import (
    Decision,
    DecisionAction,
    DecisionCommitment,
    Recommendation,
)
from forum.foundation.database import db
from forum.journal.models import JournalEntry
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.policy import is_officer, takes_part
from forum.people.models import Anyone, Person
from forum.strategy.models import Commitment

WHOLE: tuple[ORMOption, ...] = (
    joinedload(Decision.meeting).joinedload(Meeting.forum),
    joinedload(Decision.item),
    joinedload(Decision.ended_by).options(
        joinedload(Decision.meeting).joinedload(Meeting.forum), joinedload(Decision.item)
    ),
    selectinload(Decision.commitments)
    .joinedload(DecisionCommitment.commitment)
    .options(joinedload(Commitment.theme), joinedload(Commitment.strategy)),
)
"""What a list or a page of decisions shows of each, in a fixed number of questions."""


_PRESENTERS = tuple(
    way.selectinload(AgendaItem.presenters).joinedload(Presenter.person)
    for way in (joinedload(Decision.item), joinedload(Decision.ended_by).joinedload(Decision.item))
)
"""Who presents the item of a decision, and of the one that ended it: they see it where it is closed to others."""


def visible_to(person: Anyone, forum: Forum) -> ColumnElement[bool]:
    """Which decisions of a forum a person may see: the same answer as `may_see_decision`, for a list.

    Officers see all; everyone those in circulated minutes, unless the item was not public.
    """
    return seen_by(person, forum, Decision)


def seen_by(person: Anyone, forum: Forum, kind: type[Decision] | type[Recommendation]) -> ColumnElement[bool]:
    """Which decisions or recommendations of a forum a person may see, by when they came out and by their item."""
    of_forum = kind.forum_id == forum.id
    if is_officer(person, forum):
        return of_forum
    seen = [Visibility.PUBLIC, Visibility.MEMBERS] if takes_part(person, forum) else [Visibility.PUBLIC]
    ways: list[ColumnElement[bool]] = [
        kind.item_id.is_(None),
        exists().where(AgendaItem.id == kind.item_id, AgendaItem.visibility.in_(seen)),
    ]
    if isinstance(person, Person):
        ways.append(
            exists().where(
                Presenter.item_id == kind.item_id,
                Presenter.person_id == person.id,
                Presenter.withdrawn_at.is_(None),
            )
        )
    return and_(of_forum, kind.published_at.is_not(None), or_(*ways))


def get_decision(reference: str) -> Decision:
    """The decision with this number, with all that its page shows. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Decision).where(Decision.reference == reference).options(*WHOLE, *_PRESENTERS)
    ).one()


RECORDED = "recorded a decision"
REVIEW_SET = "said when a decision is looked at again"
STATE_CHANGED = "changed the state of a decision"
"""What the journal says of these."""


def changes_of(decision: Decision) -> list[JournalEntry]:
    """What the journal keeps of how a decision stood and when it was to be looked at again, in order, with by whom."""
    return list(
        db.session.scalars(
            select(JournalEntry)
            .where(
                JournalEntry.thing == Decision.__name__,
                JournalEntry.reference == decision.reference,
                JournalEntry.act.in_([REVIEW_SET, STATE_CHANGED, RECORDED]),
            )
            .options(joinedload(JournalEntry.by))
            .order_by(JournalEntry.id)
        )
    )


# ---- Decisions and actions ----------------------------------------------------------------------------------


def actions_of(decisions: Collection[Decision], person: Anyone, forum: Forum) -> dict[int, list[Action]]:
    """The actions that carry out each of these decisions and that a person may see, by the decision's number."""
    if not decisions:
        return {}
    rows = db.session.execute(
        select(DecisionAction.decision_id, Action)
        .join(DecisionAction.action)
        .where(
            DecisionAction.decision_id.in_([decision.id for decision in decisions]),
            actions_visible_to(person, forum),
        )
        .order_by(Action.id)
        .options(*WHOLE_ACTION)
    )
    found: dict[int, list[Action]] = {}
    for decision_id, action in rows:
        found.setdefault(decision_id, []).append(action)
    return found


def decisions_carried_out_by(actions: Iterable[Action], person: Anyone, forum: Forum) -> dict[int, Decision]:
    """The decision that each of these actions carries out, where a person may see it, by the action's number."""
    ids = [action.id for action in actions]
    if not ids:
        return {}
    rows = db.session.execute(
        select(DecisionAction.action_id, Decision)
        .join(DecisionAction.decision)
        .where(DecisionAction.action_id.in_(ids), visible_to(person, forum))
    )
    return {row.action_id: row.Decision for row in rows}


def find_link(action: Action) -> DecisionAction | None:
    """That an action carries out a decision."""
    return db.session.scalar(
        select(DecisionAction)
        .where(DecisionAction.action_id == action.id)
        .options(joinedload(DecisionAction.decision))
    )


# ---- Lists for other pages ----------------------------------------------------------------------------------


def decisions_of_commitment(commitment: Commitment, person: Anyone, forum: Forum) -> list[Decision]:
    """The decisions that serve a commitment, as a person may see them, the newest first."""
    serves = exists().where(
        DecisionCommitment.decision_id == Decision.id, DecisionCommitment.commitment_id == commitment.id
    )
    return _listed(serves, person, forum, Decision.taken_at.desc(), Decision.id.desc())


def unpublished_decisions(meeting: Meeting) -> list[Decision]:
    """The decisions of a meeting that no circulated minutes hold yet."""
    return list(
        db.session.scalars(
            select(Decision)
            .where(Decision.meeting_id == meeting.id, Decision.published_at.is_(None))
            .order_by(Decision.id)
        )
    )


def _listed(which: ColumnElement[bool], person: Anyone, forum: Forum, *order: Any) -> list[Decision]:
    return list(
        db.session.scalars(
            select(Decision).where(which, visible_to(person, forum)).order_by(*order).options(*WHOLE)
        )
    )
