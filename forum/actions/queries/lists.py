"""Lists of actions for other pages: of a commitment, a meeting, a person, the desk."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from forum.actions.models import (
    Action,
    ActionCommitment,
    Report,
    Said,
)
from forum.actions.queries.log import IS_LIVE
from forum.actions.queries.seeing import WHOLE, visible_to
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.people.models import Anyone
from forum.strategy.models import Commitment


def actions_of_commitment(commitment: Commitment, person: Anyone, forum: Forum) -> list[Action]:
    """The actions that serve a commitment, as a person may see them, the newest first."""
    serves = exists().where(
        ActionCommitment.action_id == Action.id, ActionCommitment.commitment_id == commitment.id
    )
    return _listed(serves, person, forum, Action.raised_at.desc(), Action.id.desc())


def actions_not_mine(forum: Forum) -> list[Action]:
    """The live actions of which an owner said last that they are not theirs, and that nobody handed over since.

    What another owner says meanwhile is about their own share of it.
    """
    newer = aliased(Report)
    answered = or_(
        newer.said == Said.HANDED_OVER, and_(newer.by_id == Report.by_id, newer.said.in_(_OF_AN_OWNER))
    )
    disowned = exists().where(
        Report.action_id == Action.id,
        Report.said == Said.NOT_MINE,
        ~exists()
        .where(newer.action_id == Report.action_id, newer.id > Report.id, answered)
        .correlate(Report),
    )
    return _of_forum(forum, and_(IS_LIVE, disowned))


_OF_AN_OWNER = (Said.ON_TRACK, Said.HELD_UP, Said.DONE, Said.DATE_MOVED)


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
