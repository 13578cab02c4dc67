"""Lists of actions for other pages: of a commitment, a meeting, a person, the desk."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select

from forum.actions.models import (
    Action,
    ActionCommitment,
    ActionState,
    Report,
)
from forum.actions.queries.log import IS_LIVE, Which, chosen
from forum.actions.queries.seeing import WHOLE, owned_by, visible_to
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.people.models import Anyone, Person
from forum.strategy.models import Commitment, Theme


def actions_of_commitment(commitment: Commitment, person: Anyone, forum: Forum) -> list[Action]:
    """The actions that serve a commitment, as a person may see them, the newest first."""
    serves = exists().where(
        ActionCommitment.action_id == Action.id, ActionCommitment.commitment_id == commitment.id
    )
    return _listed(serves, person, forum, Action.raised_at.desc(), Action.id.desc())


def actions_of_theme(theme: Theme, person: Anyone, forum: Forum) -> list[Action]:
    """The actions that serve a commitment of a theme, as a person may see them, the newest first."""
    serves = (
        exists()
        .where(ActionCommitment.action_id == Action.id, ActionCommitment.commitment_id == Commitment.id)
        .where(Commitment.theme_id == theme.id)
    )
    return _listed(serves, person, forum, Action.raised_at.desc(), Action.id.desc())


def actions_of_meeting(meeting: Meeting, person: Anyone) -> list[Action]:
    """The actions agreed at a meeting, as a person may see them, in the order of their numbers."""
    return _listed(Action.meeting_id == meeting.id, person, meeting.forum, Action.id)


def live_actions_of(person: Person, forum: Forum) -> list[Action]:
    """What a person, or an organisation that they act for, still has to do in a forum, the first due first."""
    return _listed(
        and_(IS_LIVE, owned_by(person, forum)),
        person,
        forum,
        Action.due_on.is_(None),
        Action.due_on,
        Action.id,
    )


def actions_to_confirm(forum: Forum) -> list[Action]:
    """The actions that their owners say are done and nobody has confirmed, the first due first."""
    return _of_forum(forum, Action.state == ActionState.SAID_TO_BE_DONE)


def overdue_actions(forum: Forum, *, today: date) -> list[Action]:
    """The actions whose date has passed, the most overdue first."""
    return _of_forum(forum, chosen(Which.OVERDUE, today))


def actions_not_mine(forum: Forum) -> list[Action]:
    """The live actions of which an owner said that they are not theirs, and that still have that owner."""
    disowned = exists().where(
        Report.action_id == Action.id, Report.said == "not mine", Report.id == _LAST_REPORT
    )
    return _of_forum(forum, and_(IS_LIVE, disowned))


_LAST_REPORT = (
    select(func.max(Report.id)).where(Report.action_id == Action.id).correlate(Action).scalar_subquery()
)


def _listed(which: ColumnElement[bool], person: Anyone, forum: Forum, *order: Any) -> list[Action]:
    return list(
        db.session.scalars(
            select(Action).where(which, visible_to(person, forum)).order_by(*order).options(*WHOLE)
        )
    )


def _of_forum(forum: Forum, which: ColumnElement[bool]) -> list[Action]:
    return list(
        db.session.scalars(
            select(Action)
            .where(Action.forum_id == forum.id, which)
            .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
            .options(*WHOLE)
        )
    )


def unpublished_actions(meeting: Meeting) -> list[Action]:
    """The actions of a meeting that no circulated minutes hold yet."""
    return list(
        db.session.scalars(
            select(Action)
            .where(Action.meeting_id == meeting.id, Action.published_at.is_(None))
            .order_by(Action.id)
            .options(*WHOLE)
        )
    )
