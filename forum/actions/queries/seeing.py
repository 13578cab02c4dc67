"""Which actions somebody may see, and one action with all that its page shows."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from forum.actions.models import (
    Action,
    ActionCommitment,
    ActionOwner,
    Outcome,
    Report,
)
from forum.agendas.models import Agenda, AgendaItem, Paper, Presenter, Visibility
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.policy import is_officer, organisations_of, takes_part
from forum.people.models import Anyone, Person
from forum.strategy.models import Commitment


def visible_to(person: Anyone, forum: Forum) -> ColumnElement[bool]:
    """Which actions of a forum a person may see: the same answer as `may_see_action`, for a list.

    Officers see all; owners their own; everyone those in circulated minutes, unless the item was not public.
    """
    of_forum = Action.forum_id == forum.id
    if is_officer(person, forum):
        return of_forum
    seen = [Visibility.PUBLIC, Visibility.MEMBERS] if takes_part(person, forum) else [Visibility.PUBLIC]
    item = exists().where(AgendaItem.id == Action.item_id, AgendaItem.visibility.in_(seen))
    ways = [and_(Action.published_at.is_not(None), or_(Action.item_id.is_(None), item))]
    if isinstance(person, Person):
        presents = exists().where(
            Presenter.item_id == Action.item_id,
            Presenter.person_id == person.id,
            Presenter.withdrawn_at.is_(None),
        )
        ways += [and_(Action.published_at.is_not(None), presents), owned_by(person, forum)]
    return and_(of_forum, or_(*ways))


def owned_by(person: Person, forum: Forum) -> ColumnElement[bool]:
    """Which actions are a person's own, or those of an organisation that they act for today."""
    organisations = organisations_of(person, forum)
    owns = ActionOwner.person_id == person.id
    if organisations:
        owns = or_(owns, ActionOwner.organisation_id.in_(organisations))
    # It stands also in questions that are about owners themselves: only the action is taken from outside.
    return exists().where(ActionOwner.action_id == Action.id, owns).correlate(Action)


# ---- One action -----------------------------------------------------------------------------------------------

WHOLE: tuple[ORMOption, ...] = (
    joinedload(Action.meeting).joinedload(Meeting.forum),
    joinedload(Action.item),
    selectinload(Action.owners).options(joinedload(ActionOwner.person), joinedload(ActionOwner.organisation)),
    selectinload(Action.commitments)
    .joinedload(ActionCommitment.commitment)
    .options(joinedload(Commitment.theme), joinedload(Commitment.strategy)),
)
"""What a list or a page of actions shows of each, in a fixed number of questions."""


def get_action(reference: str) -> Action:
    """The action with this number, with all that its page shows. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Action)
        .where(Action.reference == reference)
        .options(
            *WHOLE,
            joinedload(Action.item).selectinload(AgendaItem.presenters).joinedload(Presenter.person),
            joinedload(Action.waits_for_action),
            joinedload(Action.due_meeting),
            joinedload(Action.heard_at_item).joinedload(AgendaItem.agenda).joinedload(Agenda.meeting),
            joinedload(Action.done_by_paper).joinedload(Paper.item),
        )
    ).one()


def reports_of(action: Action) -> list[Report]:
    """What was said of an action, the latest first."""
    return list(
        db.session.scalars(
            select(Report)
            .where(Report.action_id == action.id)
            .options(joinedload(Report.by), joinedload(Report.organisation))
            .order_by(Report.at.desc(), Report.id.desc())
        )
    )


def outcomes_of(actions: Collection[Action]) -> dict[int, Outcome]:
    """The last outcome of each of these actions that has one, by the action's number."""
    if not actions:
        return {}
    found = db.session.scalars(
        select(Outcome).where(Outcome.action_id.in_([action.id for action in actions])).order_by(Outcome.id)
    )
    return {outcome.action_id: outcome for outcome in found}
