"""Finding papers, and how those that were published stand today."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from forum.agendas import rules
from forum.agendas.models import Agenda, AgendaItem, Paper, PaperVersion
from forum.foundation.database import db


def papers_of(agenda: Agenda) -> dict[int, list[Paper]]:
    """The papers of each item of an agenda with their versions, by the item's number in the database.

    Withdrawn ones are in it, and other forms beside the paper itself.
    """
    found: dict[int, list[Paper]] = defaultdict(list)
    for paper in db.session.scalars(
        select(Paper)
        .join(Paper.item)
        .where(AgendaItem.agenda_id == agenda.id)
        .options(selectinload(Paper.versions))
        .order_by(Paper.position, Paper.id)
    ):
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
            withheld_because=row.withheld_because,
            release_at=row.release_at,
            waits_for_release=row.regime is not None and row.release_at is None,
        )
        for row in rows
    }
