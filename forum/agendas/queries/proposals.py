"""Finding proposals, and the meetings and items that they are for."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from forum.agendas import rules
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    Paper,
    Presenter,
    Proposal,
    ProposalAnswer,
    ProposalCommitment,
    ProposalState,
    Visibility,
)
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum, Representative
from forum.people.models import Person
from forum.strategy.models import Commitment

_WITH_PROPOSER = (
    joinedload(Proposal.person),
    joinedload(Proposal.representative).joinedload(Representative.organisation),
    joinedload(Proposal.theme),
    selectinload(Proposal.commitments)
    .joinedload(ProposalCommitment.commitment)
    .options(joinedload(Commitment.theme), joinedload(Commitment.strategy)),
    joinedload(Proposal.meeting),
    joinedload(Proposal.forum),
)


def get_proposal(reference: str) -> Proposal:
    """A proposal with all that its page shows. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Proposal).where(Proposal.reference == reference).options(*_WITH_PROPOSER)
    ).one()  # fmt: skip


def get_proposal_to(forum: Forum, reference: str) -> Proposal:
    """The same, made to this forum and no other, and sent. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.reference == reference,
            Proposal.forum_id == forum.id,
            Proposal.state != ProposalState.DRAFT,
        )
        .options(*_WITH_PROPOSER)
    ).one()


def find_proposal(forum: Forum, reference: str) -> Proposal | None:
    """A proposal made to a forum, and sent."""
    return db.session.scalar(
        select(Proposal).where(
            Proposal.reference == reference,
            Proposal.forum_id == forum.id,
            Proposal.state != ProposalState.DRAFT,
        )
    )


def find_same_proposal(
    forum: Forum, person: Person, title: str, why: str, state: ProposalState
) -> Proposal | None:
    """The same words of the same person in the same state: what a second click would make once more."""
    return db.session.scalar(
        select(Proposal)
        .where(
            Proposal.forum_id == forum.id,
            Proposal.person_id == person.id,
            Proposal.state == state,
            Proposal.title == title,
            Proposal.why == why,
        )
        .order_by(Proposal.id)
        .limit(1)
    )


_hidden_item = (
    exists()
    .where(
        or_(AgendaItem.proposal_id == Proposal.id, AgendaItem.proposal_id == Proposal.merged_into_id),
        AgendaItem.visibility != Visibility.PUBLIC,
    )
    .correlate(Proposal)
)
"""An item that not everybody may see was made of a proposal, or of the one that it goes together with."""


_closed_item = (
    exists()
    .where(
        or_(AgendaItem.proposal_id == Proposal.id, AgendaItem.proposal_id == Proposal.merged_into_id),
        AgendaItem.visibility == Visibility.CLOSED,
    )
    .correlate(Proposal)
)
"""A closed item was made of a proposal, or of the one that it goes together with."""


def _is_open_to(person: Person) -> ColumnElement[bool]:
    """Which proposals behind closed items a person sees who is no officer: their own, and what they present."""
    presents = (
        exists()
        .where(
            AgendaItem.proposal_id == Proposal.id,
            Presenter.item_id == AgendaItem.id,
            Presenter.person_id == person.id,
            Presenter.withdrawn_at.is_(None),
        )
        .correlate(Proposal)
    )
    return or_(~_closed_item, Proposal.person_id == person.id, presents)


def is_open_to(proposal: Proposal, person: Person) -> bool:
    """Whether a person who is no officer sees a proposal, where a closed item may have been made of it."""
    return bool(
        db.session.scalar(select(_is_open_to(person)).where(Proposal.id == proposal.id).select_from(Proposal))
    )


def those_open_to(proposals: Collection[Proposal], person: Person | None) -> list[Proposal]:
    """Those of some proposals that a member who is no officer sees; None: that everybody sees."""
    if not proposals:
        return []
    which = _is_open_to(person) if person else and_(Proposal.state.in_(rules.PUBLIC_STATES), ~_hidden_item)
    found = set(
        db.session.scalars(select(Proposal.id).where(Proposal.id.in_([one.id for one in proposals]), which))
    )
    return [one for one in proposals if one.id in found]


def is_behind_hidden_item(proposal: Proposal) -> bool:
    """Whether an item was made of a proposal that not everybody may see."""
    return bool(
        db.session.scalar(select(_hidden_item).where(Proposal.id == proposal.id).select_from(Proposal))
    )


def proposals_of(
    forum: Forum, *, unanswered_too: bool, seen_by: Person | None = None, page: int = 1
) -> ListPage[Proposal]:
    """A forum's proposals, newest first, drafts in no case.

    For everyone: those that were answered, without those behind hidden items. For a member (`seen_by`): without
    those behind closed items, but for their own and what they present; None: an officer, who sees all.
    """
    where = [Proposal.forum_id == forum.id, Proposal.state != ProposalState.DRAFT]
    if seen_by is not None:
        where.append(_is_open_to(seen_by))
    if not unanswered_too:
        where += [Proposal.state.in_(rules.PUBLIC_STATES), ~_hidden_item]
    total = db.session.scalar(select(func.count(Proposal.id)).where(*where)) or 0
    found = db.session.scalars(
        select(Proposal)
        .where(*where)
        .options(*_WITH_PROPOSER)
        .order_by(Proposal.made_at.desc(), Proposal.id.desc())
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    return ListPage(list(found), page, total)


def drafts_of(forum: Forum, person: Person) -> list[Proposal]:
    """What a person began to suggest to a forum and has not sent, the newest first."""
    return list(
        db.session.scalars(
            select(Proposal)
            .where(
                Proposal.forum_id == forum.id,
                Proposal.person_id == person.id,
                Proposal.state == ProposalState.DRAFT,
            )
            .order_by(Proposal.made_at.desc(), Proposal.id.desc())
            .limit(A_PAGE)
        )
    )


def _is_on_an_agenda() -> ColumnElement[bool]:
    return (
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


def proposals_for(meeting: Meeting) -> list[Proposal]:
    """The proposals that wait for this meeting: unanswered, or deferred to it and not on an agenda; oldest first."""
    return list(
        db.session.scalars(
            select(Proposal)
            .where(
                Proposal.meeting_id == meeting.id,
                Proposal.state.in_(rules.OPEN_STATES),
                ~_is_on_an_agenda(),
            )
            .options(*_WITH_PROPOSER)
            .order_by(Proposal.made_at, Proposal.id)
        )
    )


_its = aliased(Meeting)


def _without_meeting(now: datetime) -> ColumnElement[bool]:
    """Open, and its meeting is missing, called off or over; or on the agenda of one that was called off."""
    today = day_in_london(now)
    is_over = or_(_its.on < today, and_(_its.on == today, _its.ends_at <= now))
    is_off = _its.state == MeetingState.CANCELLED
    return or_(
        and_(Proposal.state.in_(rules.OPEN_STATES), or_(_its.id.is_(None), is_off, is_over)),
        and_(Proposal.state == ProposalState.ACCEPTED, is_off, _its.on >= today, ~_is_on_an_agenda()),
    )


def proposals_without_meeting(now: datetime, most: int) -> list[Proposal]:
    """The proposals of every forum that no meeting takes up as it stands, the longest waiting first."""
    return list(
        db.session.scalars(
            select(Proposal)
            .outerjoin(_its, _its.id == Proposal.meeting_id)
            .where(_without_meeting(now))
            .options(joinedload(Proposal.forum), joinedload(Proposal.meeting), joinedload(Proposal.person))
            .order_by(Proposal.made_at, Proposal.id)
            .limit(most)
        )
    )


def is_without_meeting(proposal: Proposal, now: datetime) -> bool:
    """Whether no meeting takes up a proposal as it stands."""
    found = (
        select(Proposal.id)
        .outerjoin(_its, _its.id == Proposal.meeting_id)
        .where(Proposal.id == proposal.id, _without_meeting(now))
    )
    return db.session.scalar(found) is not None


def unanswered_in_time(meeting: Meeting) -> list[Proposal]:
    """The proposals made for a meeting before its call closed that have no answer: its agenda waits for them."""
    return [
        proposal for proposal in proposals_for(meeting) if rules.must_be_answered_first(proposal, meeting)
    ]


def merged_into(proposal: Proposal) -> Proposal | None:
    """The proposal together with which this one was taken up."""
    if proposal.merged_into_id is None:
        return None
    return db.session.get(Proposal, proposal.merged_into_id)


def meeting_after(proposal: Proposal) -> Meeting | None:
    """The meeting to which a proposal is put off: the next one of its forum after the one it was meant for."""
    if proposal.meeting is None:
        return None
    return next(iter(coming_meetings(proposal.forum, proposal.meeting.on)), None)


def merged_with(proposal: Proposal) -> list[Proposal]:
    """The proposals that were taken up together with this one, oldest first, with their proposers."""
    return list(
        db.session.scalars(
            select(Proposal)
            .where(Proposal.merged_into_id == proposal.id, Proposal.state == ProposalState.MERGED)
            .options(*_WITH_PROPOSER)
            .order_by(Proposal.made_at, Proposal.id)
        )
    )


def answers_to(proposal: Proposal) -> list[ProposalAnswer]:
    """Every answer that a proposal got, the first one first, with the meetings and proposals that they name."""
    return list(
        db.session.scalars(
            select(ProposalAnswer)
            .where(ProposalAnswer.proposal_id == proposal.id)
            .options(
                joinedload(ProposalAnswer.meeting),
                joinedload(ProposalAnswer.into).joinedload(Proposal.forum),
            )
            .order_by(ProposalAnswer.answered_at, ProposalAnswer.id)
        )
    )


def every_paper_with(proposal: Proposal) -> list[Paper]:
    """Every paper that came with a proposal, those taken off too; other forms before what they are forms of."""
    return list(
        db.session.scalars(
            select(Paper)
            .where(Paper.proposal_id == proposal.id)
            .options(selectinload(Paper.versions))
            .order_by(Paper.alternative_of_id.is_(None), Paper.id)
        )
    )


def others_to_merge_into(proposal: Proposal) -> list[Proposal]:
    """The proposals of the same forum into which this one could go: waiting, deferred or accepted, newest first."""
    return list(
        db.session.scalars(
            select(Proposal)
            .where(
                Proposal.forum_id == proposal.forum_id,
                Proposal.id != proposal.id,
                Proposal.state.in_([*rules.OPEN_STATES, ProposalState.ACCEPTED]),
            )
            .order_by(Proposal.made_at.desc(), Proposal.id.desc())
            .limit(A_PAGE)
        )
    )


def coming_meetings(forum: Forum, after: date) -> list[Meeting]:
    """The published meetings of a forum after a day, soonest first, without those called off."""
    return list(
        db.session.scalars(
            select(Meeting)
            .where(
                Meeting.forum_id == forum.id,
                Meeting.on > after,
                Meeting.published_at.is_not(None),
                Meeting.state != MeetingState.CANCELLED,
            )
            .order_by(Meeting.on, Meeting.id)
            .limit(12)
        )
    )


def items_from(proposal: Proposal) -> list[AgendaItem]:
    """The items that were made of a proposal, with their meetings."""
    return list(
        db.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.proposal_id == proposal.id, AgendaItem.withdrawn_at.is_(None))
            .options(
                joinedload(AgendaItem.agenda).joinedload(Agenda.meeting),
                selectinload(AgendaItem.presenters).joinedload(Presenter.person),
            )
            .order_by(AgendaItem.id)
        )
    )
