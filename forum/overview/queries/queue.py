"""Finding what waits for an agenda: each kind of it in one question, however much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from forum.agendas.models import Agenda, AgendaItem, ItemCommitment, Proposal
from forum.agendas.queries import (
    backed,
    find_last_version,
    find_version,
    papers_of,
    proposals_for,
    raised_on,
    reviews_of,
)
from forum.agendas.rules import Backed, Draft, must_be_answered_first
from forum.decisions.models import Decision, DecisionState, Recommendation
from forum.foundation.clock import london_moment
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
from forum.organisations.models import Organisation
from forum.strategy.models import Commitment, CommitmentKind, Strategy, Theme

A_FEW = 5
"""How many of one group the queue shows before somebody asks for all."""

MOST = 200
"""How many of one group it shows at most."""

LONG_UNANSWERED = timedelta(days=90)
"""After how long a recommendation without a date comes back."""

GROUPS = ("proposals", "carried", "recommendations", "reviews", "longest", "gaps")
"""The groups in the order in which they need the organiser."""

ALL = "all"


@dataclass(frozen=True)
class Some:
    """Some of a group, and how many there are in all."""

    rows: Sequence[Any] = ()
    total: int = 0


@dataclass(frozen=True)
class Found:
    """What waits for an agenda, by group."""

    every_proposal: Sequence[Proposal]  # also those that the words leave out: each waits for an answer
    proposals: Sequence[Proposal]
    backed: dict[int, Backed]  # how many say “us too”, by the proposal's number
    carried: Some
    history: Sequence[Row[Any]]  # of each carried item, the meetings that had it, newest first
    recommendations: Some
    reviews: Some
    longest: Some
    gaps: Some


def find_queue(meeting: Meeting, today: date, whole: str | None = None, words: str = "") -> Found:
    """What waits for the agenda of a meeting.

    `whole` names a group that is shown to its end, or `all`; `words` leaves only what has these in its title.
    """
    raised = raised_on(meeting.forum, meeting).subquery()
    is_gap = Commitment.kind == CommitmentKind.GAP
    never = raised.c.last_on.is_(None)

    def most(group: str) -> int:
        return MOST if words or whole in (group, ALL) else A_FEW

    every = proposals_for(meeting)
    proposals = [one for one in every if words.lower() in one.title.lower()]
    carried = _some(_carried(meeting, words), most("carried"))
    return Found(
        every_proposal=every,
        proposals=proposals[:MOST],
        backed=backed(proposals),
        carried=carried,
        history=_history([row.id for row in carried.rows]),
        recommendations=_some(_recommendations(meeting, today, words), most("recommendations")),
        reviews=_some(_reviews(meeting, words), most("reviews")),
        longest=_some(_commitments(meeting, raised, or_(~is_gap, ~never), words), most("longest")),
        gaps=_some(_commitments(meeting, raised, and_(is_gap, never), words), most("gaps")),
    )


def _some(question: Select[Any], most: int) -> Some:
    rows = db.session.execute(question.add_columns(func.count().over().label("total")).limit(most)).all()
    return Some(rows, rows[0].total if rows else 0)


def _has(words: str, *columns: Any) -> ColumnElement[bool]:
    if not words:
        return literal(True)
    return or_(*(func.lower(column).contains(words.lower(), autoescape=True) for column in columns))


# ---- What an earlier meeting did not reach ------------------------------------------------------------------


def is_carried() -> ColumnElement[bool]:
    """Whether an item waits to be carried on: not reached, not left, and continued by no other."""
    later, its_agenda, its_meeting = aliased(AgendaItem), aliased(Agenda), aliased(Meeting)
    goes_on = (
        exists()
        .where(
            later.continues_id == AgendaItem.id,
            later.withdrawn_at.is_(None),
            its_agenda.id == later.agenda_id,
            its_meeting.id == its_agenda.meeting_id,
            its_meeting.state != MeetingState.CANCELLED,
        )
        .correlate(AgendaItem)
    )
    return and_(
        AgendaItem.not_reached_because.is_not(None),
        AgendaItem.left_because.is_(None),
        AgendaItem.withdrawn_at.is_(None),
        ~goes_on,
    )


def _carried(meeting: Meeting, words: str) -> Select[Any]:
    return (
        select(AgendaItem.id, AgendaItem.reference, AgendaItem.title, AgendaItem.length, AgendaItem.purpose,
               Meeting.reference.label("meeting"))
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .where(
            Meeting.forum_id == meeting.forum_id,
            Meeting.on < meeting.on,
            Meeting.state != MeetingState.CANCELLED,
            is_carried(),
            _has(words, AgendaItem.title),
        )
        .order_by(Meeting.on, Meeting.id, AgendaItem.position, AgendaItem.id)
    )  # fmt: skip


def _history(items: Sequence[int]) -> Sequence[Row[Any]]:
    """The meetings that had an item, it and those with which it went on: one row each, the newest first."""
    if not items:
        return []
    walk = (
        select(AgendaItem.id.label("of"), AgendaItem.id.label("item"), AgendaItem.continues_id.label("before"),
               literal(0).label("depth"))
        .where(AgendaItem.id.in_(items))
        .cte("walk", recursive=True)
    )  # fmt: skip
    walk = walk.union_all(
        select(walk.c.of, AgendaItem.id, AgendaItem.continues_id, walk.c.depth + 1)
        .join(walk, walk.c.before == AgendaItem.id)
        .where(walk.c.depth < 20)
    )
    return db.session.execute(
        select(walk.c.of, AgendaItem.number, AgendaItem.not_reached_because, Meeting.on)
        .join(walk, walk.c.item == AgendaItem.id)
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .order_by(walk.c.of, walk.c.depth)
    ).all()


# ---- What was resolved and comes back -----------------------------------------------------------------------


def _is_taken_up(number: Any, meeting: Meeting, since: ColumnElement[Any] | date) -> ColumnElement[bool]:
    """Whether an item of this agenda, or of another one since a day, takes up what bears this number."""
    its_meeting = aliased(Meeting)
    return (
        exists()
        .where(
            AgendaItem.takes_up == number,
            AgendaItem.withdrawn_at.is_(None),
            AgendaItem.not_reached_because.is_(None) | AgendaItem.left_because.is_(None),
            Agenda.id == AgendaItem.agenda_id,
            its_meeting.id == Agenda.meeting_id,
            its_meeting.state != MeetingState.CANCELLED,
            or_(its_meeting.id == meeting.id, its_meeting.on >= since),
        )
        .correlate(Decision, Recommendation)
    )


def _recommendations(meeting: Meeting, today: date, words: str) -> Select[Any]:
    long_ago = london_moment(today - LONG_UNANSWERED, time())
    return (
        select(Recommendation.reference, Recommendation.text, Recommendation.due_on, Recommendation.published_at,
               Organisation.known_as)
        .join(Recommendation.organisation)
        .where(
            Recommendation.forum_id == meeting.forum_id,
            Recommendation.published_at.is_not(None),
            Recommendation.answer.is_(None),
            Recommendation.withdrawn_at.is_(None),
            or_(
                Recommendation.due_on < today,
                and_(Recommendation.due_on.is_(None), Recommendation.published_at <= long_ago),
            ),
            ~_is_taken_up(Recommendation.reference, meeting, today),
            _has(words, Recommendation.reference, Recommendation.text, Organisation.known_as),
        )
        .order_by(func.coalesce(Recommendation.due_on, func.date(Recommendation.published_at)), Recommendation.id)
    )  # fmt: skip


def _reviews(meeting: Meeting, words: str) -> Select[Any]:
    return (
        select(Decision.reference, Decision.text, Decision.review_on)
        .where(
            Decision.forum_id == meeting.forum_id,
            Decision.published_at.is_not(None),
            Decision.state.in_([DecisionState.CONFIRMED, DecisionState.IMPLEMENTED]),
            Decision.review_on <= meeting.on,
            ~_is_taken_up(Decision.reference, meeting, Decision.review_on),
            _has(words, Decision.reference, Decision.text),
        )
        .order_by(Decision.review_on, Decision.id)
    )


# ---- The strategy -------------------------------------------------------------------------------------------


def _commitments(meeting: Meeting, raised: Any, which: ColumnElement[bool], words: str) -> Select[Any]:
    on_already = (
        select(ItemCommitment.commitment_id)
        .join(ItemCommitment.item)
        .join(AgendaItem.agenda)
        .where(Agenda.meeting_id == meeting.id, AgendaItem.withdrawn_at.is_(None))
    )
    return (
        select(Commitment.code, Commitment.title, Commitment.kind, Commitment.target_value, Strategy.slug,
               raised.c.last_on)
        .join(Commitment.theme)
        .join(Commitment.strategy)
        .outerjoin(raised, raised.c.commitment_id == Commitment.id)
        .where(
            Commitment.is_withdrawn.is_(False),
            Commitment.id.not_in(on_already),
            which,
            _has(words, Commitment.code, Commitment.title, Commitment.text),
        )
        .order_by(raised.c.last_on.asc().nulls_first(), Strategy.published_on.desc(), Theme.position,
                  Commitment.position, Commitment.id)
    )  # fmt: skip


# ---- The agenda beside it -----------------------------------------------------------------------------------


def draft_of(agenda: Agenda, proposals: Sequence[Proposal]) -> Draft:
    """The agenda as it would be published now; `proposals` are those that wait for it."""
    meeting = agenda.meeting
    last = find_last_version(meeting)
    return Draft(
        agenda=agenda,
        papers=papers_of(agenda),
        unanswered=[one for one in proposals if must_be_answered_first(one, meeting)],
        reviews=reviews_of(agenda),
        before=find_version(meeting) if last is not None and last.is_withheld else last,
        last=last,
    )


# ---- One of them, to be put on ------------------------------------------------------------------------------


def get_carried(meeting: Meeting, reference: str) -> AgendaItem:
    """An item of an earlier meeting of the same forum that was not reached. Raises `NoResultFound`."""
    return db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .where(
            AgendaItem.reference == reference,
            AgendaItem.not_reached_because.is_not(None),
            Meeting.forum_id == meeting.forum_id,
            Meeting.on < meeting.on,
        )
    ).one()


def get_decision_of(meeting: Meeting, reference: str) -> Decision:
    """A decision of the meeting's forum that everybody can read. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Decision).where(
            Decision.reference == reference,
            Decision.forum_id == meeting.forum_id,
            Decision.published_at.is_not(None),
        )
    ).one()


def get_recommendation_of(meeting: Meeting, reference: str) -> Recommendation:
    """A recommendation of the meeting's forum that everybody can read. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Recommendation).where(
            Recommendation.reference == reference,
            Recommendation.forum_id == meeting.forum_id,
            Recommendation.published_at.is_not(None),
        )
    ).one()
