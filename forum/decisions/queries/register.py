"""Finding decisions, the actions that carry them out, and recommendations."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
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
    RecommendationCommitment,
)
from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.policy import is_officer, takes_part
from forum.organisations.models import Organisation
from forum.people.models import Anyone, Person
from forum.strategy.models import Commitment, Theme

WHOLE: tuple[ORMOption, ...] = (
    joinedload(Decision.meeting).joinedload(Meeting.forum),
    joinedload(Decision.item),
    selectinload(Decision.commitments)
    .joinedload(DecisionCommitment.commitment)
    .options(joinedload(Commitment.theme), joinedload(Commitment.strategy)),
)
"""What a list or a page of decisions shows of each, in a fixed number of questions."""


def visible_to(person: Anyone, forum: Forum) -> ColumnElement[bool]:
    """Which decisions of a forum a person may see: the same answer as `may_see_decision`, for a list.

    Officers see all; everyone those in circulated minutes, unless the item was not public.
    """
    return _seen_by(person, forum, Decision)


def recommendations_visible_to(person: Anyone, forum: Forum) -> ColumnElement[bool]:
    """The same for recommendations; one that was taken back is seen by officers alone."""
    seen = _seen_by(person, forum, Recommendation)
    return seen if is_officer(person, forum) else and_(seen, Recommendation.withdrawn_at.is_(None))


def _seen_by(
    person: Anyone, forum: Forum, kind: type[Decision] | type[Recommendation]
) -> ColumnElement[bool]:
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
        select(Decision)
        .where(Decision.reference == reference)
        .options(
            *WHOLE, joinedload(Decision.item).selectinload(AgendaItem.presenters).joinedload(Presenter.person)
        )
    ).one()


def page_of_decisions(
    person: Anyone, forum: Forum, *, theme: str = "", number: int = 1, size: int = A_PAGE
) -> ListPage[Decision]:
    """One page of the register as a person may see it, the newest first."""
    found = select(Decision).where(visible_to(person, forum))
    if theme:
        found = found.where(
            exists()
            .where(
                DecisionCommitment.decision_id == Decision.id,
                DecisionCommitment.commitment_id == Commitment.id,
            )
            .where(Commitment.theme_id == Theme.id, Theme.slug == theme)
        )
    total = db.session.scalar(found.with_only_columns(func.count(Decision.id))) or 0
    rows = db.session.scalars(
        found.join(Decision.meeting)
        .order_by(Meeting.on.desc(), Decision.id.desc())
        .offset((number - 1) * size)
        .limit(size)
        .options(*WHOLE)
    )
    return ListPage(list(rows), number, total, size)


def themes_of_decisions(person: Anyone, forum: Forum) -> list[Theme]:
    """The themes under which a person may see a decision, in the order of the strategy."""
    return list(
        db.session.scalars(
            select(Theme)
            .where(
                Theme.id.in_(
                    select(Commitment.theme_id)
                    .join(DecisionCommitment, DecisionCommitment.commitment_id == Commitment.id)
                    .join(Decision, Decision.id == DecisionCommitment.decision_id)
                    .where(visible_to(person, forum))
                )
            )
            .order_by(Theme.strategy_id, Theme.position, Theme.id)
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


# ---- Recommendations ----------------------------------------------------------------------------------------

_WHOLE_RECOMMENDATION: tuple[ORMOption, ...] = (
    joinedload(Recommendation.meeting),
    joinedload(Recommendation.forum),
    joinedload(Recommendation.organisation),
    joinedload(Recommendation.item).selectinload(AgendaItem.presenters).joinedload(Presenter.person),
    selectinload(Recommendation.commitments)
    .joinedload(RecommendationCommitment.commitment)
    .options(joinedload(Commitment.theme), joinedload(Commitment.strategy)),
)


def get_recommendation(reference: str) -> Recommendation:
    """The recommendation with this number. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Recommendation).where(Recommendation.reference == reference).options(*_WHOLE_RECOMMENDATION)
    ).one()


def page_of_recommendations(person: Anyone, forum: Forum, *, number: int = 1) -> ListPage[Recommendation]:
    """One page of the register as a person may see it: without an answer first, the longest due first of these."""
    found = select(Recommendation).where(recommendations_visible_to(person, forum))
    total = db.session.scalar(found.with_only_columns(func.count(Recommendation.id))) or 0
    waits = and_(Recommendation.answer.is_(None), Recommendation.withdrawn_at.is_(None))
    rows = db.session.scalars(
        found.order_by(
            waits.desc(),
            case((waits, Recommendation.due_on), else_=None).asc().nulls_last(),
            Recommendation.made_at.desc(),
            Recommendation.id.desc(),
        )
        .offset((number - 1) * A_PAGE)
        .limit(A_PAGE)
        .options(*_WHOLE_RECOMMENDATION)
    )
    return ListPage(list(rows), number, total)


def find_same_recommendation(meeting: Meeting, text: str, to: Organisation) -> Recommendation | None:
    """A recommendation of a meeting in the same words to the same organisation."""
    return db.session.scalar(
        select(Recommendation)
        .where(
            Recommendation.meeting_id == meeting.id,
            Recommendation.text == text,
            Recommendation.organisation_id == to.id,
            Recommendation.withdrawn_at.is_(None),
        )
        .order_by(Recommendation.id)
        .limit(1)
    )


def unpublished_recommendations(meeting: Meeting) -> list[Recommendation]:
    """The recommendations of a meeting that no circulated minutes brought out yet."""
    return list(
        db.session.scalars(
            select(Recommendation)
            .where(
                Recommendation.meeting_id == meeting.id,
                Recommendation.published_at.is_(None),
                Recommendation.withdrawn_at.is_(None),
            )
            .order_by(Recommendation.id)
        )
    )
