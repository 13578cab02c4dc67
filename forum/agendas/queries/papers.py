"""Finding papers, and how those that were published stand today."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload, selectinload

from forum.agendas import rules
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaVersion,
    DocumentCopy,
    Paper,
    PaperOpened,
    PaperVersion,
    Presenter,
    Proposal,
)
from forum.agendas.queries.versions import published
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.people.models import Person

# Made once, as below: the page on which an agenda is built asks this each time.
_papers_of = (
    select(Paper)
    .join(Paper.item)
    .where(AgendaItem.agenda_id == bindparam("agenda"))
    .options(selectinload(Paper.versions))
    .order_by(Paper.position, Paper.id)
)


def papers_of(agenda: Agenda) -> dict[int, list[Paper]]:
    """The papers of each item of an agenda with their versions, by the item's number in the database.

    Withdrawn ones are in it, and other forms beside the paper itself.
    """
    found: dict[int, list[Paper]] = defaultdict(list)
    for paper in db.session.scalars(_papers_of, {"agenda": agenda.id}):
        if paper.item_id is not None:
            found[paper.item_id].append(paper)
    return found


# Made once: putting a statement together takes longer than asking it, and every page of a meeting asks this one.
_today = (
    select(
        Paper.reference,
        PaperVersion.number,
        Paper.withdrawn_at,
        Paper.withdrawn_because,
        PaperVersion.withheld_at,
        PaperVersion.withheld_because,
        PaperVersion.release_at,
        AgendaItem.regime,
    )
    .join(Paper.versions)
    .outerjoin(Paper.item)
    .where(Paper.reference.in_(bindparam("references", expanding=True)))
)


def papers_now(papers: Iterable[rules.PaperAsPublished]) -> dict[tuple[str, int], rules.PaperNow]:
    """How versions of papers stand today, by the paper's reference and the version's number."""
    wanted = {one.reference for paper in papers for one in (paper, *paper.alternatives)}
    if not wanted:
        return {}
    rows = db.session.connection().execute(_today, {"references": sorted(wanted)})
    return {
        (row.reference, row.number): rules.PaperNow(
            withdrawn_because=row.withdrawn_because if row.withdrawn_at else None,
            withdrawn_at=row.withdrawn_at,
            withheld_because=(row.withheld_because or "") if row.withheld_at else None,
            release_at=row.release_at,
            waits_for_release=row.regime is not None and row.release_at is None,
        )
        for row in rows
    }


# ---- One paper ----------------------------------------------------------------------------------------------

WHOLE = (
    selectinload(Paper.versions).joinedload(PaperVersion.received_from),
    joinedload(Paper.presenter).options(joinedload(Presenter.person), joinedload(Presenter.organisation)),
    joinedload(Paper.item).options(
        joinedload(AgendaItem.agenda).joinedload(Agenda.meeting).joinedload(Meeting.forum),
        selectinload(AgendaItem.presenters).options(
            joinedload(Presenter.person), joinedload(Presenter.organisation)
        ),
    ),
    joinedload(Paper.proposal).options(joinedload(Proposal.forum), joinedload(Proposal.meeting)),
)


def find_paper(reference: str) -> Paper | None:
    """The paper with this reference, however it is capitalised, with its versions and what it belongs to."""
    return db.session.scalar(select(Paper).where(Paper.reference == reference.upper()).options(*WHOLE))


def get_paper(reference: str) -> Paper:
    """The paper with this reference. Raises `NoResultFound`."""
    paper = find_paper(reference)
    if paper is None:
        raise NoResultFound("There is no such paper.")
    return paper


def published_numbers(paper: Paper, sight: rules.Sight | None = None) -> set[int]:
    """The versions of a paper that stand in a published agenda which is not withheld.

    With `sight`, where that shows the paper: a closed item that was opened in the draft is closed until it comes out.
    """
    if paper.item is None:
        return set()
    versions = db.session.execute(
        select(AgendaVersion.id, AgendaVersion.digest).where(
            AgendaVersion.agenda_id == paper.item.agenda_id, AgendaVersion.withheld_at.is_(None)
        )
    )
    return {
        one.version
        for id_, digest in versions
        for item in _seen(published(id_, digest).items, sight)
        for each in item.papers
        for one in (each, *each.alternatives)
        if one.reference == paper.reference
    }


def _seen(
    items: tuple[rules.ItemAsPublished, ...], sight: rules.Sight | None
) -> tuple[rules.ItemAsPublished, ...]:
    return items if sight is None else rules.seen_items(items, sight)


def forms_of(paper: Paper) -> list[Paper]:
    """The other forms of a paper, in their order, the withdrawn ones too."""
    return list(
        db.session.scalars(
            select(Paper)
            .where(Paper.alternative_of_id == paper.id)
            .options(selectinload(Paper.versions))
            .order_by(Paper.position, Paper.id)
        )
    )


def papers_of_item(item: AgendaItem) -> list[Paper]:
    """The papers of one item with their versions, the withdrawn ones too, and other forms beside the paper itself."""
    return list(
        db.session.scalars(
            select(Paper)
            .where(Paper.item_id == item.id)
            .options(selectinload(Paper.versions))
            .order_by(Paper.position, Paper.id)
        )
    )


def papers_of_proposal(proposal: Proposal) -> list[Paper]:
    """The papers that came with a proposal, in their order, without those that were taken off."""
    return list(
        db.session.scalars(
            select(Paper)
            .where(Paper.proposal_id == proposal.id, Paper.withdrawn_at.is_(None))
            .options(
                selectinload(Paper.versions),
                joinedload(Paper.item).joinedload(AgendaItem.agenda).joinedload(Agenda.meeting),
            )
            .order_by(Paper.position, Paper.id)
        )
    )


def has_opened(version: PaperVersion, person: Person) -> bool:
    """Whether somebody has opened a version before."""
    return (
        db.session.scalar(
            select(PaperOpened.id).where(
                PaperOpened.version_id == version.id, PaperOpened.person_id == person.id
            )
        )
        is not None
    )


def readers_of(paper: Paper) -> list[Person]:
    """Everybody who opened any version of a paper while signed in, by their number; nobody whose name was erased."""
    opened = (
        select(PaperOpened.person_id)
        .join(PaperOpened.version)
        .where(PaperVersion.paper_id == paper.id)
    )  # fmt: skip
    return list(
        db.session.scalars(
            select(Person).where(Person.id.in_(opened), Person.erased_at.is_(None)).order_by(Person.id)
        )
    )


def next_position(item: AgendaItem | None, proposal: Proposal | None) -> int:
    """The place of the next paper of an item, or of a proposal."""
    whose = Paper.item_id == item.id if item else Paper.proposal_id == (proposal.id if proposal else None)
    return (db.session.scalar(select(func.max(Paper.position)).where(whose)) or 0) + 1


def digests_in_use() -> set[str]:
    """The digest of every file that a version of a paper or a document names."""
    papers = select(PaperVersion.digest).where(PaperVersion.digest.is_not(None))
    copies = select(DocumentCopy.digest).where(DocumentCopy.digest.is_not(None))
    return {one for one in db.session.scalars(papers.union(copies)) if one}


def find_person(reference: str) -> Person | None:
    """The person with this reference, however it is capitalised; nobody whose name was erased."""
    return db.session.scalar(
        select(Person).where(Person.reference == reference.upper(), Person.erased_at.is_(None))
    )
