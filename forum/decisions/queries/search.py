"""The register of decisions: narrowed, searched, counted, in pages."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import joinedload

from forum.actions.models import Action, ActionState
from forum.decisions.models import Decision, DecisionAction, DecisionCommitment, DecisionState
from forum.decisions.queries.register import WHOLE, visible_to
from forum.decisions.queries.words import has_words
from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.people.models import Anyone
from forum.strategy.models import Commitment, Theme


class Which(StrEnum):
    """Which decisions a list holds; the value stands in addresses."""

    ALL = "all"
    CONFIRMED = "confirmed"
    IMPLEMENTED = "implemented"
    SUPERSEDED = "superseded"
    RESCINDED = "rescinded"
    WITHDRAWN = "taken-back"
    REVIEW = "review"
    NO_ACTION = "no-action"


@dataclass(frozen=True)
class WantedDecisions:
    """What somebody asked of the register; `meeting` is the reference of one, `commitment` a `strategy/code`."""

    which: Which = Which.ALL
    theme: str = ""
    commitment: str = ""
    meeting: str = ""
    year: int | None = None
    words: str = ""


IN_FORCE = Decision.state.in_([DecisionState.CONFIRMED, DecisionState.IMPLEMENTED])
"""Whether a decision holds."""

HAS_ACTION = (
    exists()
    .where(
        DecisionAction.decision_id == Decision.id,
        DecisionAction.action_id == Action.id,
        Action.state != ActionState.WITHDRAWN,
    )
    .correlate(Decision)
)
"""Whether an action carries it out, or did."""


def _chosen(which: Which, today: date) -> ColumnElement[bool]:
    if which is Which.REVIEW:
        return and_(IN_FORCE, Decision.review_on <= today)
    if which is Which.NO_ACTION:
        return and_(Decision.state == DecisionState.CONFIRMED, not_(HAS_ACTION))
    return (
        Decision.state
        == {
            Which.CONFIRMED: DecisionState.CONFIRMED,
            Which.IMPLEMENTED: DecisionState.IMPLEMENTED,
            Which.SUPERSEDED: DecisionState.SUPERSEDED,
            Which.RESCINDED: DecisionState.RESCINDED,
            Which.WITHDRAWN: DecisionState.WITHDRAWN,
        }[which]
    )


def _wanted(person: Anyone, forum: Forum, wanted: WantedDecisions, today: date | None) -> Select[Decision]:
    found = select(Decision).join(Decision.meeting).where(visible_to(person, forum))
    if wanted.which is not Which.ALL:
        assert today is not None  # noqa: S101 - every page knows the day
        found = found.where(_chosen(wanted.which, today))
    if wanted.theme:
        found = found.where(_serves(Commitment.theme_id == Theme.id, Theme.slug == wanted.theme))
    if wanted.commitment:
        slug, _, code = wanted.commitment.partition("/")
        found = found.where(_serves(Commitment.code == code, Commitment.strategy.has(slug=slug)))
    if wanted.meeting:
        found = found.where(Meeting.reference == wanted.meeting)
    if wanted.year is not None:
        found = found.where(Meeting.on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    if wanted.words:
        found = found.where(has_words(Decision, wanted.words))
    return found


def _serves(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            DecisionCommitment.decision_id == Decision.id,
            DecisionCommitment.commitment_id == Commitment.id,
            *which,
        )
        .correlate(Decision)
    )


def page_of_decisions(
    person: Anyone,
    forum: Forum,
    wanted: WantedDecisions = WantedDecisions(),
    *,
    today: date | None = None,
    number: int = 1,
    size: int = A_PAGE,
) -> ListPage[Decision]:
    """One page of the register as a person may see it, the newest first.

    `today` tells whose review is due, where that is asked for.
    """
    found = _wanted(person, forum, wanted, today)
    total = db.session.scalar(found.with_only_columns(func.count(Decision.id))) or 0
    rows = db.session.scalars(
        found.order_by(Meeting.on.desc(), Decision.id.desc())
        .offset((number - 1) * size)
        .limit(size)
        .options(*WHOLE)
    )
    return ListPage(list(rows), number, total, size)


def count_decisions(person: Anyone, forum: Forum) -> dict[DecisionState, int]:
    """How many of the decisions that a person may see stand in each state."""
    rows = db.session.execute(
        select(Decision.state, func.count()).where(visible_to(person, forum)).group_by(Decision.state)
    )
    return {row[0]: row[1] for row in rows}


# ---- What the register can be narrowed by ---------------------------------------------------------------------


def commitments_of_decisions(person: Anyone, forum: Forum) -> list[Commitment]:
    """The commitments which a decision serves that a person may see, with their themes, in the strategy's order."""
    return list(
        db.session.scalars(
            select(Commitment)
            .join(Commitment.theme)
            .where(
                Commitment.id.in_(
                    select(DecisionCommitment.commitment_id)
                    .join(Decision, Decision.id == DecisionCommitment.decision_id)
                    .where(visible_to(person, forum))
                )
            )
            .order_by(Theme.strategy_id, Theme.position, Commitment.position, Commitment.id)
            .options(joinedload(Commitment.theme), joinedload(Commitment.strategy))
        )
    )


def meetings_of_decisions(person: Anyone, forum: Forum) -> list[Meeting]:
    """The meetings that took a decision which a person may see, the newest first."""
    return list(
        db.session.scalars(
            select(Meeting)
            .where(Meeting.id.in_(select(Decision.meeting_id).where(visible_to(person, forum))))
            .order_by(Meeting.on.desc(), Meeting.id.desc())
        )
    )


# ---- One that ends another ------------------------------------------------------------------------------------

MOST_LATER = 50
"""How many later decisions a form offers; where there are more, words find them."""


def later_decisions(decision: Decision, words: str = "") -> ListPage[Decision]:
    """The decisions in circulated minutes that were taken after one, and could have ended it: the newest first."""
    found = (
        select(Decision)
        .join(Decision.meeting)
        .where(
            Decision.forum_id == decision.forum_id,
            Decision.published_at.is_not(None),
            Decision.state != DecisionState.WITHDRAWN,
            or_(
                Meeting.on > decision.meeting.on,
                and_(Meeting.on == decision.meeting.on, Decision.id > decision.id),
            ),
        )
    )
    if words:
        found = found.where(has_words(Decision, words))
    total = db.session.scalar(found.with_only_columns(func.count(Decision.id))) or 0
    rows = db.session.scalars(
        found.order_by(Meeting.on.desc(), Decision.id.desc())
        .limit(MOST_LATER)
        .options(joinedload(Decision.meeting))
    )
    return ListPage(list(rows), 1, total, MOST_LATER)


def find_later(decision: Decision, reference: str) -> Decision | None:
    """A decision of the same forum by its number."""
    return db.session.scalar(
        select(Decision)
        .where(Decision.reference == reference, Decision.forum_id == decision.forum_id)
        .options(joinedload(Decision.meeting))
    )


def chain_from(decision: Decision) -> list[Decision]:
    """The decisions that ended this one, each by the next; one that comes twice ends the list."""
    found: list[Decision] = []
    at = decision.ended_by
    while at is not None and at not in found:
        found.append(at)
        at = at.ended_by
    return found


def ended_by_this(decision: Decision, person: Anyone) -> list[Decision]:
    """The earlier decisions that this one superseded or rescinded, as a person may see them, the oldest first."""
    return list(
        db.session.scalars(
            select(Decision)
            .where(Decision.ended_by_id == decision.id, visible_to(person, decision.forum))
            .order_by(Decision.taken_at, Decision.id)
        )
    )
