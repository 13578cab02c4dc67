"""How a line came to be what it is: its records of the journal, and what they speak of."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.actions.models import Action
from forum.agendas.models import AgendaItem
from forum.decisions.models import Decision, Recommendation
from forum.foundation.database import db
from forum.journal.models import JournalEntry
from forum.minutes.models import Entry, RivalText
from forum.minutes.rules import Step, history_of

_HOLDS: dict[str, type[Decision] | type[Action] | type[Recommendation]] = {
    "decision_id": Decision,
    "action_id": Action,
    "recommendation_id": Recommendation,
}


def steps_of(entry: Entry) -> list[Step]:
    """What was done to a line, the oldest first, in a fixed number of questions."""
    records = db.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.thing == "Entry", JournalEntry.reference == entry.reference)
        .options(joinedload(JournalEntry.by))
        .order_by(JournalEntry.id)
    ).all()
    numbers: dict[tuple[str, int], str] = {}
    for column, model in _HOLDS.items():
        ids = _spoken_of(records, column)
        if ids:
            rows = db.session.execute(select(model.id, model.reference).where(model.id.in_(ids)))
            numbers |= {(column, row.id): row.reference for row in rows}
    items = {}
    ids = _spoken_of(records, "item_id")
    if ids:
        rows = db.session.execute(select(AgendaItem.id, AgendaItem.title).where(AgendaItem.id.in_(ids)))
        items = {row.id: row.title for row in rows}
    rivals = db.session.scalars(
        select(RivalText)
        .where(RivalText.entry_id == entry.id)
        .options(joinedload(RivalText.by))
        .order_by(RivalText.id)
    )
    return history_of(records, numbers, items, rivals.all())


def _spoken_of(records: Collection[JournalEntry], column: str) -> set[int]:
    """The numbers that stand in a column before or after any of these."""
    values = {said.get(column) for record in records for said in (record.before, record.after)}
    return {value for value in values if isinstance(value, int)}
