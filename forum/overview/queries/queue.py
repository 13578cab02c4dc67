"""Finding what waits for an agenda: each kind of it in one question, however much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from forum.agendas.models import Agenda, AgendaItem, Backing, ItemCommitment, Proposal
from forum.agendas.queries import find_last_version, find_version, papers_of, raised_in, reviews_of
from forum.agendas.rules import OPEN_STATES, Draft, must_be_answered_first
from forum.decisions.models import Decision, DecisionState, Recommendation
from forum.foundation.clock import london_moment
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Representative
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.strategy.models import Commitment, CommitmentKind, Strategy, Theme

LONGEST_HISTORY = 20
"""How many meetings back the history of a carried item is told."""

A_FEW = 5
"""How many of one group the queue shows before somebody asks for all."""

PROPOSALS = 10
"""How many proposals: each waits for an answer before the agenda can be published."""

MOST = 200
"""How many of one group it shows at most."""

LONG_UNANSWERED = timedelta(days=90)
"""After how long a recommendation without a date comes back."""

ALL = "all"


@dataclass(frozen=True)
class Some:
    """Some of a group, and how many there are in all."""

    rows: Sequence[Any] = ()
    total: int = 0


@dataclass(frozen=True)
class Found:
    """What waits for an agenda, by group."""

    proposals: Some
    every_proposal: Sequence[Any]  # also those that the words leave out: each waits for an answer
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
    values = {
        "forum": meeting.forum_id, "meeting": meeting.id, "on": meeting.on, "today": today,
        "long_ago": london_moment(today - LONG_UNANSWERED, time()), "like": f"%{_escaped(words.lower())}%",
    }  # fmt: skip

    ask = db.session.connection().execute
    has_words = bool(words)

    def most(group: str) -> int:
        return MOST if words or whole in (group, ALL) else A_FEW

    def some(group: str) -> Some:
        rows = ask(_STATEMENTS[group](has_words), {**values, "most": most(group)}).all()
        return Some(rows, rows[0].total if rows else 0)

    strategy = ask(_commitments(has_words), values).all()

    def of_strategy(group: str) -> Some:
        rows = [row for row in strategy if row.group == group]
        return Some(rows[: most(group)], len(rows))

    every = ask(_proposals(), values).all()
    proposals = [row for row in every if words.lower() in row.title.lower()]
    carried = some("carried")
    return Found(
        proposals=Some(proposals[: max(most("proposals"), PROPOSALS)], len(proposals)),
        every_proposal=every,
        carried=carried,
        history=_history_of([row.id for row in carried.rows]),
        recommendations=some("recommendations"),
        reviews=some("reviews"),
        longest=of_strategy("longest"),
        gaps=of_strategy("gaps"),
    )


def _escaped(words: str) -> str:
    return words.replace("/", "//").replace("%", "/%").replace("_", "/_")


# Statements are made once: putting one together takes longer than asking it.
_forum: BindParameter[int] = bindparam("forum", type_=Integer)
_meeting: BindParameter[int] = bindparam("meeting", type_=Integer)
_on: BindParameter[date] = bindparam("on", type_=Date)
_today: BindParameter[date] = bindparam("today", type_=Date)


def _has_words(has_words: bool, *columns: Any) -> ColumnElement[bool]:
    if not has_words:
        return true()
    return or_(*(func.lower(column).like(bindparam("like"), escape="/") for column in columns))


def _counted(question: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return question.add_columns(func.count().over().label("total")).limit(bindparam("most", type_=Integer))


# ---- What members ask for -----------------------------------------------------------------------------------


@cache
def _proposals() -> Select[*tuple[Any, ...]]:
    """Each with its proposer, and how many organisations and lay members back it; the oldest first."""
    is_on = (
        exists()
        .where(
            AgendaItem.proposal_id == Proposal.id,
            AgendaItem.withdrawn_at.is_(None),
            AgendaItem.agenda_id == Agenda.id,
            Agenda.meeting_id == Meeting.id,
            Meeting.state != MeetingState.CANCELLED,
        )
        .correlate(Proposal)
    )
    speaks = aliased(Representative)
    alone = case((speaks.organisation_id.is_(None), Backing.person_id))
    backers = (
        select(
            Backing.proposal_id,
            func.count(speaks.organisation_id.distinct()).label("organisations"),
            func.count(alone.distinct()).label("lay_members"),
        )
        .join(Proposal, Proposal.id == Backing.proposal_id)
        .outerjoin(speaks, speaks.id == Backing.representative_id)
        .where(Backing.withdrawn_at.is_(None), Proposal.meeting_id == _meeting)
        .group_by(Backing.proposal_id)
        .subquery()
    )
    return (
        select(Proposal.reference, Proposal.title, Proposal.state, Proposal.made_at, Proposal.meeting_id,
               Proposal.length, Proposal.purpose, Proposal.representative_id, Person.name, Person.erased_at,
               Organisation.known_as, backers.c.organisations, backers.c.lay_members)
        .join(Person, Person.id == Proposal.person_id)
        .outerjoin(Representative, Representative.id == Proposal.representative_id)
        .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
        .outerjoin(backers, backers.c.proposal_id == Proposal.id)
        .where(Proposal.meeting_id == _meeting, Proposal.state.in_(OPEN_STATES), ~is_on)
        .order_by(Proposal.made_at, Proposal.id)
    )  # fmt: skip


# ---- What an earlier meeting did not reach ------------------------------------------------------------------


@cache
def _carried(has_words: bool) -> Select[*tuple[Any, ...]]:
    """Not reached, not left, and continued by no other item; the longest waiting first."""
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
    return _counted(
        select(AgendaItem.id, AgendaItem.reference, AgendaItem.title, AgendaItem.length, AgendaItem.purpose)
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .where(
            Meeting.forum_id == _forum,
            Meeting.on < _on,
            Meeting.state != MeetingState.CANCELLED,
            AgendaItem.not_reached_because.is_not(None),
            AgendaItem.left_because.is_(None),
            AgendaItem.withdrawn_at.is_(None),
            ~goes_on,
            _has_words(has_words, AgendaItem.title),
        )
        .order_by(Meeting.on, Meeting.id, AgendaItem.position, AgendaItem.id)
    )


def _history_of(items: Sequence[int]) -> Sequence[Row[Any]]:
    """The meetings that had an item, it and those with which it went on: one row each, the newest first."""
    if not items:
        return []
    return db.session.connection().execute(_history(), {"items": items}).all()


@cache
def _history() -> Select[*tuple[Any, ...]]:
    walk = (
        select(AgendaItem.id.label("of"), AgendaItem.id.label("item"), AgendaItem.continues_id.label("before"),
               literal(0).label("depth"))
        .where(AgendaItem.id.in_(bindparam("items", expanding=True)))
        .cte("walk", recursive=True)
    )  # fmt: skip
    walk = walk.union_all(
        select(walk.c.of, AgendaItem.id, AgendaItem.continues_id, walk.c.depth + 1)
        .join(walk, walk.c.before == AgendaItem.id)
        .where(walk.c.depth < LONGEST_HISTORY)
    )
    return (
        select(walk.c.of, AgendaItem.number, AgendaItem.not_reached_because, Meeting.on)
        .join(walk, walk.c.item == AgendaItem.id)
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .order_by(walk.c.of, walk.c.depth)
    )


# ---- What was resolved and comes back -----------------------------------------------------------------------


def _is_taken_up(of: Any, since: Any) -> ColumnElement[bool]:
    """Whether an item of this agenda, or of another one since a day, takes up what bears the number."""
    its_meeting = aliased(Meeting)
    return (
        exists()
        .where(
            AgendaItem.takes_up == of.reference,
            AgendaItem.withdrawn_at.is_(None),
            AgendaItem.left_because.is_(None),
            Agenda.id == AgendaItem.agenda_id,
            its_meeting.id == Agenda.meeting_id,
            its_meeting.state != MeetingState.CANCELLED,
            or_(its_meeting.id == _meeting, its_meeting.on >= since),
        )
        .correlate(of)
    )


@cache
def _recommendations(has_words: bool) -> Select[*tuple[Any, ...]]:
    """Without an answer, and the day for it has passed, or it is long ago; the longest waiting first."""
    return _counted(
        select(Recommendation.reference, Recommendation.text, Recommendation.due_on, Recommendation.published_at,
               Organisation.known_as)
        .join(Recommendation.organisation)
        .where(
            Recommendation.forum_id == _forum,
            Recommendation.published_at.is_not(None),
            Recommendation.answer.is_(None),
            Recommendation.withdrawn_at.is_(None),
            or_(
                Recommendation.due_on < _today,
                and_(
                    Recommendation.due_on.is_(None),
                    Recommendation.published_at <= bindparam("long_ago", type_=Recommendation.published_at.type),
                ),
            ),
            ~_is_taken_up(Recommendation, _today),
            _has_words(has_words, Recommendation.reference, Recommendation.text, Organisation.known_as),
        )
        .order_by(Recommendation.due_on.asc().nulls_last(), Recommendation.published_at, Recommendation.id)
    )  # fmt: skip


@cache
def _reviews(has_words: bool) -> Select[*tuple[Any, ...]]:
    """In force, and to be looked at by the day of the meeting; the longest due first."""
    return _counted(
        select(Decision.reference, Decision.text, Decision.review_on)
        .where(
            Decision.forum_id == _forum,
            Decision.published_at.is_not(None),
            Decision.state.in_([DecisionState.CONFIRMED, DecisionState.IMPLEMENTED]),
            Decision.review_on <= _on,
            ~_is_taken_up(Decision, Decision.review_on),
            _has_words(has_words, Decision.reference, Decision.text),
        )
        .order_by(Decision.review_on, Decision.id)
    )


# ---- The strategy -------------------------------------------------------------------------------------------


@cache
def _commitments(has_words: bool) -> Select[*tuple[Any, ...]]:
    """Each with the last day on which it was raised, the longest waiting first; gaps never raised are told apart."""
    raised = raised_in(_forum, _meeting).subquery()
    is_new_gap = and_(Commitment.kind == CommitmentKind.GAP, raised.c.last_on.is_(None))
    group = case((is_new_gap, "gaps"), else_="longest")
    on_already = (
        select(ItemCommitment.commitment_id)
        .join(ItemCommitment.item)
        .join(AgendaItem.agenda)
        .where(Agenda.meeting_id == _meeting, AgendaItem.withdrawn_at.is_(None))
    )
    return (
        select(
            Commitment.code,
            Commitment.title,
            Commitment.kind,
            Commitment.target_value,
            Strategy.slug,
            raised.c.last_on,
            group.label("group"),
        )
        .join(Commitment.theme)
        .join(Commitment.strategy)
        .outerjoin(raised, raised.c.commitment_id == Commitment.id)
        .where(
            Commitment.is_withdrawn.is_(False),
            Commitment.id.not_in(on_already),
            _has_words(has_words, Commitment.code, Commitment.title, Commitment.text),
        )
        .order_by(
            raised.c.last_on.asc().nulls_first(),
            Strategy.published_on.desc(),
            Theme.position,
            Commitment.position,
            Commitment.id,
        )
    )


_STATEMENTS = {
    "carried": _carried,
    "recommendations": _recommendations,
    "reviews": _reviews,
}


# ---- The agenda beside it -----------------------------------------------------------------------------------


def draft_of(agenda: Agenda, proposals: Sequence[Any]) -> Draft:
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
