"""Finding proposals, agendas, their items, and agendas as they were published."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.agendas import rules
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaVersion,
    ItemCommitment,
    Presenter,
    Proposal,
    ProposalState,
    Visibility,
)  # fmt: skip
from forum.foundation.database import db
from forum.foundation.keeping import Kept
from forum.foundation.paging import A_PAGE, ListPage
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum, Representative
from forum.people.models import NAME_ERASED, Person
from forum.strategy.models import Commitment

_WITH_EVERYTHING = (
    selectinload(AgendaItem.commitments).joinedload(ItemCommitment.commitment).options(
        joinedload(Commitment.theme), joinedload(Commitment.strategy)
    ),
    selectinload(AgendaItem.presenters).options(joinedload(Presenter.person), joinedload(Presenter.organisation)),
)  # fmt: skip


def find_agenda(meeting: Meeting) -> Agenda | None:
    """The agenda that is being put together for a meeting, with its items in order and all that hangs on them."""
    return db.session.scalar(
        select(Agenda)
        .where(Agenda.meeting_id == meeting.id)
        .options(selectinload(Agenda.items).options(*_WITH_EVERYTHING))
    )


def get_agenda(meeting: Meeting) -> Agenda:
    """The agenda of a meeting. Raises `NoResultFound` before one was begun."""
    agenda = find_agenda(meeting)
    if agenda is None:
        raise NoResultFound("This meeting has no agenda yet.")
    return agenda


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting in the order in which they are taken, without those that were withdrawn."""
    return list(
        db.session.scalars(
            select(AgendaItem)
            .join(AgendaItem.agenda)
            .where(Agenda.meeting_id == meeting.id, AgendaItem.withdrawn_at.is_(None))
            .options(*_WITH_EVERYTHING)
            .order_by(AgendaItem.position, AgendaItem.id)
        )
    )


def get_item(agenda: Agenda, reference: str) -> AgendaItem:
    """One item of an agenda. Raises `NoResultFound`."""
    return db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.agenda_id == agenda.id, AgendaItem.reference == reference)
        .options(*_WITH_EVERYTHING)
    ).one()


def find_item_of(agenda: Agenda, commitment: Commitment) -> AgendaItem | None:
    """The item of an agenda that takes up a commitment, if one does."""
    return db.session.scalar(
        select(AgendaItem)
        .join(AgendaItem.commitments)
        .where(
            AgendaItem.agenda_id == agenda.id,
            AgendaItem.withdrawn_at.is_(None),
            ItemCommitment.commitment_id == commitment.id,
        )
        .order_by(AgendaItem.position, AgendaItem.id)
        .limit(1)
    )


def every_presenter_of(item: AgendaItem) -> list[Presenter]:
    """Everyone who was ever to present an item, those withdrawn too."""
    return list(
        db.session.scalars(select(Presenter).where(Presenter.item_id == item.id).order_by(Presenter.id))
    )


# ---- Published ----------------------------------------------------------------------------------------------


def find_version(meeting: Meeting, number: int | None = None) -> AgendaVersion | None:
    """A published agenda of a meeting: the newest, or the one with this number."""
    query = select(AgendaVersion).join(AgendaVersion.agenda).where(Agenda.meeting_id == meeting.id)
    if number is not None:
        query = query.where(AgendaVersion.number == number)
    return db.session.scalar(query.order_by(AgendaVersion.number.desc()).limit(1))


def get_version(meeting: Meeting, number: int | None = None) -> AgendaVersion:
    """A published agenda of a meeting. Raises `NoResultFound`."""
    version = find_version(meeting, number)
    if version is None:
        raise NoResultFound("This agenda has not been published.")
    return version


_published: Kept[rules.Published] = Kept()


def published(version_id: int, digest: str) -> rules.Published:
    """A version by its number in the database and its digest, ready to be shown.

    Read once in the life of the process, since a version never changes.
    """
    return _published.get((version_id, digest), lambda: _read(version_id))


def _read(version_id: int) -> rules.Published:
    version = db.session.get_one(AgendaVersion, version_id)
    return rules.Published(
        number=version.number,
        published_at=version.published_at,
        digest=version.digest,
        changes=tuple(version.changes),
        items=rules.published_items(version),
    )


def versions_of(meeting: Meeting) -> list[tuple[int, object]]:
    """The numbers of a meeting's published agendas and when each came out, newest first."""
    return [
        (number, published_at)
        for number, published_at in db.session.execute(
            select(AgendaVersion.number, AgendaVersion.published_at)
            .join(AgendaVersion.agenda)
            .where(Agenda.meeting_id == meeting.id)
            .order_by(AgendaVersion.number.desc())
        )
    ]


# Made once: putting a statement together takes longer than asking it, and every page of a meeting asks this one.
_names = (
    select(Presenter.reference, Presenter.name, Person.name.label("known_as"), Person.erased_at)
    .outerjoin(Presenter.person)
    .where(Presenter.reference.in_(bindparam("references", expanding=True)))
)


def presenter_names(references: Iterable[str]) -> dict[str, str]:
    """The names behind the presenters of a published agenda, as they may be shown today."""
    wanted = list(references)
    if not wanted:
        return {}
    rows = db.session.connection().execute(_names, {"references": wanted})
    return {
        reference: (given if name is None else name) if erased_at is None else NAME_ERASED
        for reference, given, name, erased_at in rows
    }


def items_of_commitment(commitment: Commitment) -> list[AgendaItem]:
    """The items that took up a commitment on published agendas of published meetings, newest meeting first.

    Ask `policy.shown_title` for the title of each: one of them may be closed to whoever looks.
    """
    return list(
        db.session.scalars(
            select(AgendaItem)
            .join(AgendaItem.commitments)
            .join(AgendaItem.agenda)
            .join(Agenda.meeting)
            .where(
                ItemCommitment.commitment_id == commitment.id,
                AgendaItem.number.is_not(None),
                AgendaItem.withdrawn_at.is_(None),
                Meeting.published_at.is_not(None),
            )
            .options(
                contains_eager(AgendaItem.agenda).contains_eager(Agenda.meeting).joinedload(Meeting.series),
                selectinload(AgendaItem.presenters).options(
                    joinedload(Presenter.person), joinedload(Presenter.organisation)
                ),
            )
            .order_by(Meeting.on.desc(), Meeting.id.desc(), AgendaItem.position, AgendaItem.id)
        )
    )


def raised_on(forum: Forum, besides: Meeting) -> Select[int, date]:
    """For each commitment that a forum has had on an agenda, the last day of it; `besides` one meeting."""
    return (
        select(ItemCommitment.commitment_id.label("commitment_id"), func.max(Meeting.on).label("last_on"))
        .join(ItemCommitment.item)
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .where(
            Meeting.forum_id == forum.id,
            Meeting.id != besides.id,
            Meeting.state != MeetingState.CANCELLED,
            AgendaItem.number.is_not(None),
            AgendaItem.withdrawn_at.is_(None),
        )
        .group_by(ItemCommitment.commitment_id)
    )


def last_raised_on(commitment: Commitment, meeting: Meeting) -> date | None:
    """The day of the last meeting before this one that had a commitment on its agenda."""
    every = raised_on(meeting.forum, meeting).where(
        ItemCommitment.commitment_id == commitment.id, Meeting.on < meeting.on
    )
    found = db.session.execute(every).first()
    return found.last_on if found else None


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The meeting of the same series that came before this one."""
    return db.session.scalar(
        select(Meeting)
        .where(
            Meeting.series_id == meeting.series_id,
            Meeting.on < meeting.on,
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(1)
    )


# ---- Proposals ----------------------------------------------------------------------------------------------

_WITH_PROPOSER = (
    joinedload(Proposal.person),
    joinedload(Proposal.representative).joinedload(Representative.organisation),
    joinedload(Proposal.commitment).options(joinedload(Commitment.theme), joinedload(Commitment.strategy)),
    joinedload(Proposal.meeting),
    joinedload(Proposal.forum),
)


def get_proposal(reference: str) -> Proposal:
    """A proposal with all that its page shows. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Proposal).where(Proposal.reference == reference).options(*_WITH_PROPOSER)
    ).one()  # fmt: skip


def find_proposal(forum: Forum, reference: str) -> Proposal | None:
    """A proposal made to a forum."""
    return db.session.scalar(
        select(Proposal).where(Proposal.reference == reference, Proposal.forum_id == forum.id)
    )  # fmt: skip


def find_waiting_proposal(forum: Forum, person: Person, title: str, why: str) -> Proposal | None:
    """The same words of the same person, if they wait for an answer already."""
    return db.session.scalar(
        select(Proposal)
        .where(
            Proposal.forum_id == forum.id,
            Proposal.person_id == person.id,
            Proposal.state == ProposalState.SUBMITTED,
            Proposal.title == title,
            Proposal.why == why,
        )
        .order_by(Proposal.id)
        .limit(1)
    )


_hidden_item = (
    exists()
    .where(AgendaItem.proposal_id == Proposal.id, AgendaItem.visibility != Visibility.PUBLIC)
    .correlate(Proposal)
)


def is_behind_hidden_item(proposal: Proposal) -> bool:
    """Whether an item was made of a proposal that not everybody may see."""
    return bool(
        db.session.scalar(select(_hidden_item).where(Proposal.id == proposal.id).select_from(Proposal))
    )


def proposals_of(forum: Forum, *, unanswered_too: bool, page: int = 1) -> ListPage[Proposal]:
    """A forum's proposals, newest first; without the unanswered ones, and those behind hidden items, for everyone."""
    where = [Proposal.forum_id == forum.id]
    if not unanswered_too:
        where += [Proposal.state != ProposalState.SUBMITTED, ~_hidden_item]
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


def proposals_for(meeting: Meeting) -> list[Proposal]:
    """The proposals that wait for this meeting: unanswered, or deferred to it and not on an agenda; oldest first."""
    is_on = (
        exists()
        .where(AgendaItem.proposal_id == Proposal.id, AgendaItem.withdrawn_at.is_(None))
        .correlate(Proposal)
    )
    return list(
        db.session.scalars(
            select(Proposal)
            .where(
                Proposal.meeting_id == meeting.id,
                Proposal.state.in_([ProposalState.SUBMITTED, ProposalState.DEFERRED]),
                ~is_on,
            )
            .options(*_WITH_PROPOSER)
            .order_by(Proposal.made_at, Proposal.id)
        )
    )


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


def others_to_merge_into(proposal: Proposal) -> list[Proposal]:
    """The proposals of the same forum into which this one could go: waiting, deferred or accepted, newest first."""
    open_states = [ProposalState.SUBMITTED, ProposalState.DEFERRED, ProposalState.ACCEPTED]
    return list(
        db.session.scalars(
            select(Proposal)
            .where(
                Proposal.forum_id == proposal.forum_id,
                Proposal.id != proposal.id,
                Proposal.state.in_(open_states),
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
