"""Finding the actions of the grid before a meeting, what was closed since the last one, and what has gone adrift."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from forum.actions.models import LIVE_STATES, Action, ActionOwner, ActionState, Outcome, Report
from forum.actions.queries.lists import actions_not_mine
from forum.actions.queries.seeing import WHOLE, outcomes_of
from forum.actions.rules.grid import Adrift, Sign, adrift
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum, Membership, Representative, Term


@dataclass(frozen=True)
class Grid:
    """The actions before a meeting: those that are open, and those that ended since the meeting before."""

    before: Meeting | None  # the last one that is over
    live: Sequence[Action]  # the first due first
    ended: Sequence[Action]  # in the order in which they ended
    outcomes: dict[int, Outcome]  # the last of each that ended
    last_words: dict[int, Report]  # what was said last of each that is open


def grid_of(meeting: Meeting, now: datetime) -> Grid:
    """The grid of a meeting: what was agreed at earlier ones, and is open or ended since the last one.

    What ended shows at one meeting: the first that comes after. Six questions, however many actions there are.
    """
    before = db.session.scalar(
        select(Meeting)
        .where(
            Meeting.forum_id == meeting.forum_id,
            Meeting.on < meeting.on,
            Meeting.state != MeetingState.CANCELLED,
            Meeting.ends_at <= now,
        )
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(1)
    )
    earlier = (Action.forum_id == meeting.forum_id, _agreed_before(meeting))
    live = list(
        db.session.scalars(
            select(Action)
            .where(*earlier, Action.state.in_(LIVE_STATES))
            .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
            .options(*WHOLE)
        )
    )
    ended: list[Action] = []
    if before is not None:
        until = meeting.ends_at if meeting.ends_at is not None and meeting.ends_at < now else now
        ended = list(
            db.session.scalars(
                select(Action)
                .where(
                    *earlier,
                    Action.state.in_([ActionState.CLOSED, ActionState.DROPPED]),
                    Action.ended_at > before.ends_at,
                    Action.ended_at <= until,
                )
                .order_by(Action.ended_at, Action.id)
                .options(*WHOLE)
            )
        )
    return Grid(before, live, ended, outcomes_of(ended), last_words(live))


def _agreed_before(meeting: Meeting) -> ColumnElement[bool]:
    return Action.meeting_id.in_(
        select(Meeting.id).where(Meeting.forum_id == meeting.forum_id, Meeting.on < meeting.on)
    )


def last_words(actions: Collection[Action]) -> dict[int, Report]:
    """What was said last of each of these actions, by the action's number."""
    newest = (
        select(func.max(Report.id))
        .where(Report.action_id.in_([action.id for action in actions]))
        .group_by(Report.action_id)
    )
    found = db.session.scalars(
        select(Report)
        .where(Report.id.in_(newest))
        .options(joinedload(Report.by), joinedload(Report.organisation))
    )
    return {report.action_id: report for report in found}


# ---- What has gone adrift -----------------------------------------------------------------------------------


def adrift_actions(forum: Forum, today: date) -> list[tuple[Action, list[Adrift]]]:
    """The live actions that may be nobody's, each with why, the oldest first: a fixed number of questions."""
    live = list(
        db.session.scalars(
            select(Action)
            .where(Action.forum_id == forum.id, Action.state.in_(LIVE_STATES))
            .order_by(Action.raised_at, Action.id)
            .options(*WHOLE)
        )
    )
    if not live:
        return []
    numbers = [action.id for action in live]
    acting = _with_owner_who_acts(numbers, today)
    members = _with_owner_who_is_member(numbers, forum, today)
    words = last_words(live)
    begins = _before_last(forum, today)
    disowned = {action.id for action in actions_not_mine(forum)}
    found = []
    for action in live:
        last = words.get(action.id)
        sign = Sign(
            has_live_owner=action.id in acting,
            has_member_owner=action.id in members,
            is_disowned=action.id in disowned,
            last_word_at=last.at if last is not None else action.raised_at,
        )
        why = adrift(action, sign, begins)
        if why:
            found.append((action, why))
    return found


def _with_owner_who_acts(numbers: list[int], today: date) -> set[int]:
    """Those with an owner who can be asked: an organisation, all members, or a person who acts for theirs today."""
    acts = exists().where(
        Representative.person_id == ActionOwner.person_id,
        or_(
            Representative.organisation_id == ActionOwner.organisation_id,
            and_(Representative.organisation_id.is_(None), ActionOwner.is_lay),
        ),
        Representative.from_on <= today,
        or_(Representative.until_on.is_(None), Representative.until_on >= today),
    )
    nobody_in_particular = or_(ActionOwner.is_all_members, ActionOwner.person_id.is_(None))
    speaks_for_nobody = and_(ActionOwner.organisation_id.is_(None), ActionOwner.is_lay.is_(False))
    return set(
        db.session.scalars(
            select(ActionOwner.action_id).where(
                ActionOwner.action_id.in_(numbers),
                ActionOwner.team == "",
                or_(nobody_in_particular, speaks_for_nobody, acts),
            )
        )
    )


def _with_owner_who_is_member(numbers: list[int], forum: Forum, today: date) -> set[int]:
    """Those with an owner that belongs to the forum today: its host, a member, a lay member, or all members."""
    is_member = exists().where(
        Membership.forum_id == forum.id,
        or_(
            Membership.organisation_id == ActionOwner.organisation_id,
            and_(ActionOwner.is_lay, Membership.person_id == ActionOwner.person_id),
        ),
        Term.membership_id == Membership.id,
        Term.from_on <= today,
        or_(Term.until_on.is_(None), Term.until_on >= today),
    )
    speaks_for_nobody = and_(ActionOwner.organisation_id.is_(None), ActionOwner.is_lay.is_(False))
    return set(
        db.session.scalars(
            select(ActionOwner.action_id).where(
                ActionOwner.action_id.in_(numbers),
                ActionOwner.team == "",
                or_(
                    ActionOwner.is_all_members,
                    ActionOwner.organisation_id == forum.host_id,
                    speaks_for_nobody,
                    is_member,
                ),
            )
        )
    )


def _before_last(forum: Forum, today: date) -> datetime | None:
    """When the meeting before the last one began; None where there were not two yet."""
    began = db.session.scalars(
        select(Meeting.starts_at)
        .where(
            Meeting.forum_id == forum.id,
            Meeting.on <= today,
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at.is_not(None),
            Meeting.published_at.is_not(None),
        )
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(2)
    ).all()
    return began[1] if len(began) == 2 else None
