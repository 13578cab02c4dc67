"""Finding all about one meeting for its page, in as few questions as can be: it is the page most often opened."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from forum.actions.models import LIVE_STATES, Action, ActionOwner, ActionState
from forum.actions.queries import visible_to as actions_visible_to
from forum.agendas.models import Agenda, AgendaItem, AgendaVersion
from forum.agendas.queries import published
from forum.agendas.rules import Published
from forum.decisions.models import Decision, DecisionAction, DecisionState
from forum.decisions.queries import visible_to as decisions_visible_to
from forum.foundation.database import db
from forum.foundation.keeping import Kept
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.minutes.models import ApprovedAs, Minutes, MinutesState, MinutesVersion
from forum.people.models import Anyone


@dataclass(frozen=True)
class Decided:
    """A decision of the meeting, and the item under which it was taken."""

    reference: str
    text: str
    state: DecisionState
    item: str | None
    has_action: bool
    quorum: dict[str, Any] | None = None


@dataclass(frozen=True)
class ToDo:
    """An action of the meeting, the item under which it was agreed, and who does it."""

    reference: str
    text: str
    state: ActionState
    due_on: date | None
    item: str | None
    owners: Sequence[ActionOwner]

    @property
    def is_live(self) -> bool:
        """Whether it still has to be done."""
        return self.state in LIVE_STATES


@dataclass(frozen=True)
class WhatCame:
    """What the meeting decided and who does what, as somebody may see it."""

    decisions: Sequence[Decided] = ()
    actions: Sequence[ToDo] = ()


@dataclass(frozen=True)
class MinutesOut:
    """The minutes that were circulated last."""

    state: MinutesState
    published_at: datetime
    approved_as: ApprovedAs | None = None
    approved_at: str | None = None  # the reference of the meeting that approved them
    approved_on: date | None = None


@dataclass(frozen=True)
class Found:
    """A meeting with its newest published agenda and how its minutes stand."""

    meeting: Meeting
    published: Published | None
    has_minutes: bool  # whether they were begun
    minutes: MinutesOut | None
    approves: bool = False  # whether it approved the minutes of an earlier one


_newest_agenda = (
    select(func.max(AgendaVersion.number))
    .where(AgendaVersion.agenda_id == Agenda.id, AgendaVersion.withheld_at.is_(None))
    .correlate(Agenda)
    .scalar_subquery()
)
_approving = aliased(Meeting)
_newest_minutes = (
    select(func.max(MinutesVersion.number))
    .where(MinutesVersion.minutes_id == Minutes.id, MinutesVersion.withheld_at.is_(None))
    .correlate(Minutes)
    .scalar_subquery()
)
_approved = aliased(Minutes)
_approves = exists().where(_approved.approved_at_meeting_id == Meeting.id).correlate(Meeting)
# Made once: putting a statement together takes longer than asking it.
_meeting = (
    select(
        Meeting,
        AgendaVersion.id,
        AgendaVersion.digest,
        Minutes.id,
        MinutesVersion.state,
        MinutesVersion.published_at,
        Minutes.approved_as,
        _approving.reference,
        _approving.on,
        _approves,
    )
    .outerjoin(Agenda, Agenda.meeting_id == Meeting.id)
    .outerjoin(
        AgendaVersion, (AgendaVersion.agenda_id == Agenda.id) & (AgendaVersion.number == _newest_agenda)
    )
    .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
    .outerjoin(_approving, _approving.id == Minutes.approved_at_meeting_id)
    .outerjoin(
        MinutesVersion, (MinutesVersion.minutes_id == Minutes.id) & (MinutesVersion.number == _newest_minutes)
    )
    .where(Meeting.reference == bindparam("reference"))
    .options(joinedload(Meeting.series, innerjoin=True), joinedload(Meeting.venue))
)


def get_whole_meeting(reference: str) -> Found:
    """A meeting with its newest agenda and how its minutes stand, in one question. Raises `NoResultFound`."""
    meeting, version_id, digest, minutes_id, state, published_at, *approved, approves = db.session.execute(
        _meeting, {"reference": reference}
    ).one()
    return Found(
        meeting,
        published(version_id, digest) if version_id else None,
        minutes_id is not None,
        MinutesOut(state, published_at, *approved) if state else None,
        approves,
    )


Question = Select[*tuple[Any, ...]]
_for_everyone: Kept[tuple[Question, Question]] = Kept()
_owners = (
    select(ActionOwner)
    .where(ActionOwner.action_id.in_(bindparam("actions", expanding=True)))
    .options(joinedload(ActionOwner.person), joinedload(ActionOwner.organisation))
    .order_by(ActionOwner.id)
)


def what_came_of(meeting: Meeting, person: Anyone) -> WhatCame:
    """The decisions and actions of a meeting that somebody may see, in the order of their numbers."""
    forum = meeting.forum
    if person.is_known:
        decided, to_do = _questions(person, forum)
    else:  # the same for every visitor, so the statements are made once
        decided, to_do = _for_everyone.get(forum.id, lambda: _questions(person, forum))
    this = {"meeting_id": meeting.id}
    decisions = db.session.execute(decided, this)
    actions = db.session.execute(to_do, this).all()
    owners: dict[int, list[ActionOwner]] = defaultdict(list)
    if actions:
        for owner in db.session.scalars(_owners, {"actions": [row.id for row in actions]}):
            owners[owner.action_id].append(owner)
    return WhatCame(
        [
            Decided(row.reference, row.text, row.state, row.item, row.carried_out > 0, row.quorum)
            for row in decisions
        ],
        [ToDo(row.reference, row.text, row.state, row.due_on, row.item, owners[row.id]) for row in actions],
    )


def _questions(person: Anyone, forum: Forum) -> tuple[Question, Question]:
    """What asks for the decisions, and what asks for the actions, that somebody may see."""
    item = aliased(AgendaItem)  # who may see what asks about the item too, in its own terms
    this_meeting: BindParameter[int] = bindparam("meeting_id")
    carried_out = (
        select(func.count())
        .select_from(DecisionAction)
        .where(DecisionAction.decision_id == Decision.id)
        .correlate(Decision)
        .scalar_subquery()
    )
    decided = (
        select(
            Decision.reference,
            Decision.text,
            Decision.state,
            Decision.quorum,
            item.reference.label("item"),
            carried_out.label("carried_out"),
        )
        .outerjoin(item, item.id == Decision.item_id)
        .where(
            Decision.meeting_id == this_meeting,
            Decision.state != DecisionState.WITHDRAWN,
            decisions_visible_to(person, forum),
        )
        .order_by(Decision.id)
    )
    to_do = (
        select(
            Action.id,
            Action.reference,
            Action.text,
            Action.state,
            Action.due_on,
            item.reference.label("item"),
        )
        .outerjoin(item, item.id == Action.item_id)
        .where(
            Action.meeting_id == this_meeting,
            Action.state != ActionState.WITHDRAWN,
            actions_visible_to(person, forum),
        )
        .order_by(Action.id)
    )
    return decided, to_do
