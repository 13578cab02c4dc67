"""What lies on an officer's desk, found in a fixed number of questions."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from forum.actions.models import LIVE_STATES, Action, ActionOwner, ActionState
from forum.actions.queries import actions_not_mine, silent_without_contact
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaVersion,
    Call,
    Proposal,
    ProposalState,
    Review,
    ReviewComment,
)
from forum.agendas.rules import Stage, stage_of
from forum.booking.queries.replies import count_replies_to_see
from forum.decisions.models import Decision, DecisionAction, DecisionState
from forum.decisions.queries import never_asked
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.foundation.post import Letter, LetterState
from forum.foundation.words import whole_minutes
from forum.meetings.models import Meeting, MeetingState
from forum.meetings.queries import coming_meetings
from forum.membership.models import Forum, Membership
from forum.minutes.models import Minutes, MinutesState
from forum.minutes.queries import meetings_with_corrections
from forum.overview.queries.attendance_over_time import who_has_missed
from forum.overview.queries.replies import count_addresses_refused
from forum.overview.rules.attendance_over_time import who_is_flagged
from forum.overview.rules.desk import SOON, Desk, HeldMeeting, NextMeeting
from forum.strategy.models import Strategy

MINUTES_LOOKED_FOR = timedelta(days=180)
SETTING_UP = timedelta(hours=1)  # before a meeting begins, its minutes can be opened
"""How far back a meeting without minutes is still asked about: a forum that moves here brings none."""

LOOSE_AFTER = timedelta(days=14)
"""How long a decision may be without an action before the desk asks who does it."""

FEW = 6
MANY = 50


def desk_of(forum: Forum, now: datetime, *, runs: bool, takes_minutes: bool, organises: bool = False) -> Desk:
    """The desk of an officer who runs the forum, takes its minutes, or both; an organiser's says who stays away."""
    today = day_in_london(now)
    states = _letters(forum) if runs else {}
    coming, without_meeting = _coming(forum, now, today)
    members_of_forum = select(func.count()).where(Membership.forum_id == forum.id).scalar_subquery()
    has_strategy, members = db.session.execute(select(exists().select_from(Strategy), members_of_forum)).one()
    waiting = _waiting_actions(forum, today)
    return Desk(
        forum=forum,
        today=today,
        runs=runs,
        takes_minutes=takes_minutes,
        coming=coming,
        without_meeting=without_meeting if runs else (),
        held=_held(forum, now, today),
        corrected=meetings_with_corrections(forum),
        overdue=[action for action in waiting if action.state is not ActionState.SAID_TO_BE_DONE],
        said_done=[action for action in waiting if action.state is ActionState.SAID_TO_BE_DONE],
        disowned=actions_not_mine(forum),
        silent=silent_without_contact(forum),
        loose=_loose(forum, today),
        not_asked=never_asked(forum, MANY) if runs else (),
        unpublished=_unpublished(forum, today),
        letters_in_doubt=states.get(LetterState.UNCERTAIN, 0),
        addresses_refused=count_addresses_refused(forum) if runs else 0,
        replies=count_replies_to_see(forum) if runs else 0,
        has_strategy=has_strategy,
        has_members=members > 1,
        missed=who_is_flagged(who_has_missed(forum, now)) if organises else (),
    )


def _coming(forum: Forum, now: datetime, today: date) -> tuple[list[NextMeeting], list[Proposal]]:
    """The published meetings to come that need an agenda soon, and the next one however far it is.

    With them the proposals that wait for no meeting: none asked for items when they were made.
    """
    meetings = coming_meetings(forum, now, most=FEW)
    wanted = [meeting.id for meeting in meetings]
    stands = _how_agendas_stand(wanted)
    # What was put off to a meeting is asked about again from the day on which its call opens.
    asking = [meeting.id for meeting in meetings if stage_of(meeting, today) is not Stage.NOT_YET]
    put_off = and_(Proposal.state == ProposalState.DEFERRED, Proposal.meeting_id.in_(asking))
    waits = or_(Proposal.state == ProposalState.SUBMITTED, put_off)
    waiting: dict[int | None, list[Proposal]] = defaultdict(list)
    for proposal in db.session.scalars(
        select(Proposal)
        .where(
            Proposal.forum_id == forum.id,
            waits,
            or_(Proposal.meeting_id.in_(wanted), Proposal.meeting_id.is_(None)),
        )
        .order_by(Proposal.made_at, Proposal.id)
        .limit(MANY)
    ):
        waiting[proposal.meeting_id].append(proposal)
    coming = [
        NextMeeting(
            meeting,
            agenda_minutes=whole_minutes(stands[meeting.id].length or timedelta()),
            agenda_items=stands[meeting.id].items,
            versions=stands[meeting.id].version or 0,
            proposals=waiting[meeting.id],
            remarks=stands[meeting.id].remarks,
            call=stands[meeting.id].Call,
        )
        for number, meeting in enumerate(meetings)
        if number == 0 or meeting.on - today <= SOON
    ]
    return coming, waiting[None]


def _how_agendas_stand(wanted: Sequence[int]) -> dict[int, Row[Any]]:
    """How far the agendas and the calls of some meetings are, by the meeting's number."""
    of_it = and_(Agenda.meeting_id == Meeting.id, AgendaItem.withdrawn_at.is_(None))
    items = select(func.count(AgendaItem.id)).join(AgendaItem.agenda).where(of_it)
    length = select(func.sum(AgendaItem.length)).join(AgendaItem.agenda).where(of_it)
    version = (
        select(func.max(AgendaVersion.number))
        .join(AgendaVersion.agenda)
        .where(Agenda.meeting_id == Meeting.id, AgendaVersion.withheld_at.is_(None))
    )
    remarks = (
        select(func.count(ReviewComment.id))
        .join(ReviewComment.review)
        .join(Review.agenda)
        .where(Agenda.meeting_id == Meeting.id, ReviewComment.seen_to_at.is_(None))
    )
    rows = db.session.execute(
        select(
            Meeting.id.label("meeting_id"),
            items.correlate(Meeting).scalar_subquery().label("items"),
            length.correlate(Meeting).scalar_subquery().label("length"),
            version.correlate(Meeting).scalar_subquery().label("version"),
            remarks.correlate(Meeting).scalar_subquery().label("remarks"),
            Call,
        )
        .outerjoin(Call, Call.meeting_id == Meeting.id)
        .where(Meeting.id.in_(wanted))
    )
    return {row.meeting_id: row for row in rows}


def _held(forum: Forum, now: datetime, today: date) -> list[HeldMeeting]:
    """The meetings whose minutes are not with the members, the longest ago first; the one about to begin too."""
    rows = db.session.execute(
        select(Meeting, Minutes.state)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            Meeting.forum_id == forum.id,
            Meeting.state == MeetingState.CONFIRMED,
            Meeting.on >= today - MINUTES_LOOKED_FOR,
            Meeting.on <= today,
            Meeting.starts_at <= now + SETTING_UP,
            or_(Minutes.state.is_(None), Minutes.state.in_((MinutesState.DRAFTING, MinutesState.WITH_CHAIR))),
        )
        .options(joinedload(Meeting.forum))
        .order_by(Meeting.on, Meeting.id)
        .limit(MANY)
    )
    return [HeldMeeting(meeting, state) for meeting, state in rows]


def _waiting_actions(forum: Forum, today: date) -> list[Action]:
    """The live actions that are overdue, and those that are said to be done and wait for a word."""
    which = or_(Action.due_on < today, Action.state == ActionState.SAID_TO_BE_DONE)
    return list(
        db.session.scalars(
            select(Action)
            .where(Action.forum_id == forum.id, Action.state.in_(LIVE_STATES), which)
            .options(
                selectinload(Action.owners).options(
                    joinedload(ActionOwner.person), joinedload(ActionOwner.organisation)
                )
            )
            .order_by(Action.due_on, Action.id)
            .limit(2 * MANY)
        )
    )


def _loose(forum: Forum, today: date) -> list[Decision]:
    """The decisions that hold, that members have read, and that nobody was asked to carry out; oldest first."""
    return list(
        db.session.scalars(
            select(Decision)
            .join(Decision.meeting)
            .where(
                Decision.forum_id == forum.id,
                Decision.state == DecisionState.CONFIRMED,
                Decision.published_at.is_not(None),
                Meeting.on < today - LOOSE_AFTER,
                ~exists().where(DecisionAction.decision_id == Decision.id).correlate(Decision),
            )
            .options(joinedload(Decision.meeting))
            .order_by(Decision.taken_at, Decision.id)
            .limit(MANY)
        )
    )


def _unpublished(forum: Forum, today: date) -> list[Meeting]:
    return list(
        db.session.scalars(
            select(Meeting)
            .where(
                Meeting.forum_id == forum.id,
                Meeting.published_at.is_(None),
                Meeting.state != MeetingState.CANCELLED,
                Meeting.on >= today,
            )
            .order_by(Meeting.on, Meeting.id)
            .limit(MANY)
        )
    )


def _letters(forum: Forum) -> dict[LetterState, int]:
    """How many of the forum's letters stand in each state that somebody must look at."""
    rows = db.session.execute(
        select(Letter.state, func.count())
        .where(
            or_(Letter.forum_code == forum.code, Letter.forum_code.is_(None)),
            Letter.state.in_([LetterState.UNCERTAIN, LetterState.WAITING]),
        )
        .group_by(Letter.state)
    )
    return {row[0]: row[1] for row in rows}


def letters_of_the_week(forum: Forum, now: datetime) -> tuple[int, int]:
    """How many letters were sent in the last seven days, and how many wait now."""
    sent, waiting = db.session.execute(
        select(
            func.count().filter(Letter.state == LetterState.SENT, Letter.sent_at > now - timedelta(days=7)),
            func.count().filter(Letter.state.in_([LetterState.WAITING, LetterState.BEING_SENT])),
        ).where(or_(Letter.forum_code == forum.code, Letter.forum_code.is_(None)))
    ).one()
    return sent, waiting
