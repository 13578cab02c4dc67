"""Finding what somebody missed since they last came: a fixed number of questions."""

from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.actions.models import Action, ActionState, Outcome
from forum.actions.queries import WHOLE, visible_to
from forum.attendance.models import Attendance, Presence
from forum.decisions.models import Decision, DecisionState
from forum.decisions.queries import visible_to as decisions_visible_to
from forum.foundation.clock import london_moment
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum, Representative
from forum.membership.policy import represents
from forum.minutes.models import Minutes, MinutesVersion
from forum.overview.queries.recommended import recommended_at
from forum.overview.rules.since_last_here import MOST_MEETINGS, Missed, SinceLastHere, begins
from forum.people.models import Person

MOST_DONE = 8


def since_last_here(person: Person, forum: Forum, today: date) -> SinceLastHere | None:
    """What a person missed in a forum: None where they missed nothing, or act for nobody there."""
    if not represents(person, forum):
        return None
    last = _last_attended(person, forum, today)
    after = begins(last, _acts_since(person, today))
    if after is None:
        return None
    missed = _held_after(forum, after, today)
    if not missed:
        return None
    meetings = missed[:MOST_MEETINGS]
    numbers = [meeting.id for meeting in meetings]
    decisions = _decisions(numbers, person, forum)
    actions = _actions(numbers, person, forum)
    recommended = recommended_at(numbers, person, forum)
    out = _with_minutes(numbers)
    return SinceLastHere(
        last=last,
        missed=[
            Missed(
                meeting,
                meeting.id in out,
                [one for one in decisions if one.meeting_id == meeting.id],
                [one for one in recommended if one.meeting_id == meeting.id],
                [one for one in actions if one.meeting_id == meeting.id],
            )
            for meeting in meetings
        ],
        missed_in_all=len(missed),
        done=_done_since(after, person, forum),
    )


def _last_attended(person: Person, forum: Forum, today: date) -> Meeting | None:
    return db.session.scalar(
        select(Meeting)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            Meeting.forum_id == forum.id,
            Meeting.on <= today,
            Attendance.person_id == person.id,
            Attendance.presence == Presence.PRESENT,
        )
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(1)
    )


def _acts_since(person: Person, today: date) -> date | None:
    return db.session.scalar(
        select(func.min(Representative.from_on)).where(
            Representative.person_id == person.id,
            Representative.from_on <= today,
            (Representative.until_on.is_(None)) | (Representative.until_on >= today),
        )
    )


def _held_after(forum: Forum, after: date, today: date) -> Sequence[Meeting]:
    """The meetings at which minutes were begun, after a day and before today, the newest first."""
    return db.session.scalars(
        select(Meeting)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            Meeting.forum_id == forum.id,
            Meeting.on > after,
            Meeting.on < today,
            Meeting.state != MeetingState.CANCELLED,
            Meeting.published_at.is_not(None),
        )
        .order_by(Meeting.on.desc(), Meeting.id.desc())
    ).all()


def _with_minutes(numbers: list[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(Minutes.meeting_id)
            .join(MinutesVersion, MinutesVersion.minutes_id == Minutes.id)
            .where(Minutes.meeting_id.in_(numbers), MinutesVersion.withheld_at.is_(None))
        )
    )


def _decisions(numbers: list[int], person: Person, forum: Forum) -> list[Decision]:
    return list(
        db.session.scalars(
            select(Decision)
            .where(
                Decision.meeting_id.in_(numbers),
                Decision.state != DecisionState.WITHDRAWN,
                Decision.published_at.is_not(None),
                decisions_visible_to(person, forum),
            )
            .order_by(Decision.id)
        )
    )


def _actions(numbers: list[int], person: Person, forum: Forum) -> list[Action]:
    return list(
        db.session.scalars(
            select(Action)
            .where(
                Action.meeting_id.in_(numbers),
                Action.state != ActionState.WITHDRAWN,
                Action.published_at.is_not(None),
                visible_to(person, forum),
            )
            .order_by(Action.id)
            .options(*WHOLE)
        )
    )


def _done_since(after: date, person: Person, forum: Forum) -> list[tuple[Action, Outcome]]:
    rows = db.session.execute(
        select(Action, Outcome)
        .join(Outcome, Outcome.action_id == Action.id)
        .where(
            visible_to(person, forum),
            Action.state == ActionState.CLOSED,
            Outcome.recorded_at > london_moment(after, time.max),
        )
        .order_by(Outcome.recorded_at.desc(), Outcome.id.desc())
        .limit(MOST_DONE)
        .options(joinedload(Action.meeting))
    )
    return [(row[0], row[1]) for row in rows]
