"""What is open from before: actions to be done, and recommendations that wait for an answer.

What a series of meetings began stands on the next agenda of that series. Where a series has no meeting to come, the
next one of the forum takes it up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from forum.actions.models import LIVE_STATES, Action, ActionOwner, ActionState
from forum.actions.queries import visible_to as actions_visible_to
from forum.decisions.models import Recommendation
from forum.decisions.queries.recommendations import WAITS, recommendations_visible_to
from forum.foundation.database import db
from forum.foundation.paging import ListPage
from forum.meetings.models import Meeting
from forum.meetings.queries import coming_meetings
from forum.membership.models import Forum
from forum.people.models import Anyone

FEW = 8
"""How many of each are named; the registers have all of them."""
MANY = 24
"""How many meetings to come are looked at: more than a year of them."""


@dataclass(frozen=True)
class Ahead:
    """A published meeting that comes or is under way, by its numbers in the database."""

    meeting: int
    series: int
    ends_at: datetime | None


@dataclass(frozen=True)
class OpenMatters:
    """What is open for one meeting, as somebody may see it."""

    actions: ListPage[Action]
    overdue: int  # of the actions
    recommendations: ListPage[Recommendation]


def meetings_ahead(forum: Forum, now: datetime) -> Sequence[Ahead]:
    """The published meetings that come next or are under way, the nearest first."""
    return [Ahead(one.id, one.series_id, one.ends_at) for one in coming_meetings(forum, now, most=MANY)]


def open_matters_of(
    forum: Forum, person: Anyone, today: date, *, series: int, or_not_of: Sequence[int] | None
) -> OpenMatters:
    """What is open of a series: the most overdue actions, and what waits longest for an answer.

    `or_not_of`: what other series began is there too, but for these; None: it is not.
    """
    of_series = Meeting.series_id == series
    if or_not_of is not None:
        of_series = or_(of_series, Meeting.series_id.not_in(or_not_of))
    began = select(Meeting.id).where(Meeting.forum_id == forum.id, of_series)
    is_open = (
        actions_visible_to(person, forum),
        Action.state.in_(LIVE_STATES),
        Action.published_at.is_not(None),
        Action.meeting_id.in_(began),
    )
    waits = (
        recommendations_visible_to(person, forum),
        Recommendation.published_at.is_not(None),
        WAITS,
        Recommendation.meeting_id.in_(began),
    )
    is_late: ColumnElement[bool] = Action.due_on < today
    total, overdue = db.session.execute(
        select(
            func.count(Action.id),
            func.count(Action.id).filter(is_late, Action.state != ActionState.SAID_TO_BE_DONE),
        ).where(*is_open)
    ).one()
    actions = db.session.scalars(
        select(Action)
        .where(*is_open)
        .order_by(Action.due_on.asc().nulls_last(), Action.id)
        .limit(FEW)
        .options(
            selectinload(Action.owners).options(
                joinedload(ActionOwner.person), joinedload(ActionOwner.organisation)
            )
        )
    )
    waiting = db.session.execute(
        select(Recommendation, func.count().over().label("total"))
        .where(*waits)
        .order_by(Recommendation.due_on.asc().nulls_last(), Recommendation.id)
        .limit(FEW)
        .options(joinedload(Recommendation.organisation))
    ).all()
    return OpenMatters(
        actions=ListPage(list(actions), 1, total, FEW),
        overdue=overdue,
        recommendations=ListPage(
            [row.Recommendation for row in waiting], 1, waiting[0].total if waiting else 0, FEW
        ),
    )
