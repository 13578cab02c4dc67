"""Finding all about one meeting for its page, in as few questions as can be: it is the page most often opened."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, defer, joinedload, selectinload

from forum.actions.models import Action, ActionOwner, ActionState
from forum.actions.queries import visible_to as actions_visible_to
from forum.agendas.models import AgendaItem
from forum.agendas.queries import find_published, presenter_names
from forum.agendas.rules import ItemAsPublished, Published, Sight, seen_items
from forum.booking.models import Booking
from forum.booking.queries import find_live_booking, places_taken
from forum.booking.rules import Taken
from forum.decisions.models import Decision, DecisionAction, DecisionState
from forum.decisions.queries import visible_to as decisions_visible_to
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.minutes.models import Minutes, MinutesVersion
from forum.people.models import Anyone


@dataclass(frozen=True)
class Decided:
    """A decision of the meeting, and the item under which it was taken."""

    reference: str
    text: str
    state: DecisionState
    item: str | None
    has_action: bool


@dataclass(frozen=True)
class WhatCame:
    """What the meeting decided and who does what, as somebody may see it."""

    decisions: Sequence[Decided] = ()
    actions: Sequence[Action] = ()
    items: dict[int, str] = field(default_factory=dict)  # the reference of an item, by its row


@dataclass(frozen=True)
class Agenda:
    """The newest published agenda as somebody may see it, and the names of who presents."""

    published: Published
    items: Sequence[ItemAsPublished]
    names: dict[str, str]


def agenda_of(meeting: Meeting, sight: Sight) -> Agenda | None:
    """The newest published agenda of a meeting, seen through somebody's sight."""
    published = find_published(meeting)
    if published is None:
        return None
    items = seen_items(published.items, sight)
    names = presenter_names(who.reference for item in items for who in item.presenters)
    return Agenda(published, items, names)


def taken_at(meeting: Meeting) -> Taken:
    """Which places are taken."""
    return places_taken(meeting)


def own_booking(meeting: Meeting, person: Anyone) -> Booking | None:
    """The live booking of whoever asks."""
    return find_live_booking(meeting, person) if person.is_known else None


def minutes_of(meeting: Meeting) -> tuple[Minutes | None, MinutesVersion | None]:
    """The minutes of a meeting and their newest version, without what it holds."""
    newest = (
        select(func.max(MinutesVersion.number))
        .where(MinutesVersion.minutes_id == Minutes.id)
        .correlate(Minutes)
        .scalar_subquery()
    )
    row = db.session.execute(
        select(Minutes, MinutesVersion)
        .outerjoin(
            MinutesVersion, (MinutesVersion.minutes_id == Minutes.id) & (MinutesVersion.number == newest)
        )
        .where(Minutes.meeting_id == meeting.id)
        .options(defer(MinutesVersion.content))
    ).first()
    return (row[0], row[1]) if row else (None, None)


def what_came_of(meeting: Meeting, person: Anyone) -> WhatCame:
    """The decisions and actions of a meeting that somebody may see, in the order of their numbers."""
    carried_out = (
        select(func.count())
        .select_from(DecisionAction)
        .where(DecisionAction.decision_id == Decision.id)
        .correlate(Decision)
        .scalar_subquery()
    )
    item = aliased(AgendaItem)  # who may see what asks about the item too, in its own terms
    decisions = db.session.execute(
        select(Decision.reference, Decision.text, Decision.state, item.reference, carried_out)
        .outerjoin(item, item.id == Decision.item_id)
        .where(
            Decision.meeting_id == meeting.id,
            Decision.state != DecisionState.WITHDRAWN,
            decisions_visible_to(person, meeting.forum),
        )
        .order_by(Decision.id)
    )
    actions = db.session.execute(
        select(Action, item.reference)
        .outerjoin(item, item.id == Action.item_id)
        .where(
            Action.meeting_id == meeting.id,
            Action.state != ActionState.WITHDRAWN,
            actions_visible_to(person, meeting.forum),
        )
        .options(
            selectinload(Action.owners).options(
                joinedload(ActionOwner.person), joinedload(ActionOwner.organisation)
            )
        )
        .order_by(Action.id)
    ).all()
    return WhatCame(
        [
            Decided(reference, text, state, under, count > 0)
            for reference, text, state, under, count in decisions
        ],
        [action for action, _ in actions],
        {action.id: under for action, under in actions if under},
    )
