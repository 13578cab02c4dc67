"""Finding items that may lead to a contract, and what stands on their public page."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload, selectinload

from forum.agendas import queries as agendas
from forum.agendas.models import Agenda, AgendaItem, AgendaVersion, Presenter
from forum.agendas.rules import EVERYONE, ItemAsPublished, seen_items
from forum.engagement.models import Engagement, Question, Release
from forum.engagement.rules import CameOut
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.organisations.models import Organisation

_WITH_MEETING = (
    joinedload(AgendaItem.agenda)
    .joinedload(Agenda.meeting)
    .options(joinedload(Meeting.forum), joinedload(Meeting.venue)),
    selectinload(AgendaItem.presenters).joinedload(Presenter.person),
)


def get_marked_item(reference: str) -> AgendaItem:
    """An item that may lead to a contract, published or not; also one that lost its mark after something came out.

    Raises `NoResultFound` for any other: nothing of this shows for it.
    """
    return db.session.scalars(
        select(AgendaItem)
        .where(
            AgendaItem.reference == reference.upper(),
            or_(
                AgendaItem.regime.is_not(None),
                select(Release.id).where(Release.item_id == AgendaItem.id).exists(),
                select(Question.id).where(Question.item_id == AgendaItem.id).exists(),
            ),
        )
        .options(*_WITH_MEETING)
    ).one()


def find_engagement(item: AgendaItem) -> Engagement | None:
    """The facts about an item, with the commissioner."""
    return db.session.scalar(
        select(Engagement)
        .where(Engagement.item_id == item.id)
        .options(joinedload(Engagement.organisation).selectinload(Organisation.identifiers))
    )


@dataclass(frozen=True)
class Published:
    """An item as everybody sees it, with every version of a paper that some published agenda has of it."""

    item: ItemAsPublished
    came: tuple[CameOut, ...]  # in the order of the newest agenda that has them

    @property
    def versions(self) -> frozenset[tuple[str, int]]:
        """The versions of papers that came out, by the paper's reference and the version's number."""
        return frozenset(
            (paper.reference, paper.version)
            for one in self.came
            for paper in (one.paper, *one.paper.alternatives)
        )


def find_published(item: AgendaItem) -> Published | None:
    """An item as its agendas were published, without those withheld; None where nobody sees it yet."""
    versions = db.session.execute(
        select(AgendaVersion.id, AgendaVersion.digest)
        .where(AgendaVersion.agenda_id == item.agenda_id, AgendaVersion.withheld_at.is_(None))
        .order_by(AgendaVersion.number.desc())
    ).all()
    newest: ItemAsPublished | None = None
    found: dict[tuple[str, int], CameOut] = {}
    for place, row in enumerate(versions):
        out = agendas.published(row.id, row.digest)
        one = next((each for each in out.items if each.reference == item.reference), None)
        if one is None:
            continue
        seen = seen_items((one,), EVERYONE)[0]
        if place == 0:
            newest = seen
        for paper in seen.papers:
            key = (paper.reference, paper.version)
            paper_as_last_said = found[key].paper if key in found else paper
            found[key] = CameOut(paper_as_last_said, out.published_at)
    if newest is None or newest.is_masked:
        return None
    return Published(newest, tuple(found.values()))


def get_published(item: AgendaItem) -> Published:
    """The same. Raises `NoResultFound` where nobody sees the item, or it was published without the mark."""
    out = find_published(item)
    if out is None or (out.item.regime is None and not releases_of(item)):
        raise NoResultFound("There is no such page.")
    return out


def is_published(item: AgendaItem) -> bool:
    """Whether everybody has a page about an item."""
    try:
        get_published(item)
    except NoResultFound:
        return False
    return True


def releases_of(item: AgendaItem) -> list[Release]:
    """The releases of an item, the newest moment first."""
    return list(
        db.session.scalars(
            select(Release)
            .where(Release.item_id == item.id)
            .options(joinedload(Release.by))
            .order_by(Release.release_at.desc(), Release.id.desc())
        )
    )
