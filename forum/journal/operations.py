"""Keeping the journal: each operation notes what it did, and what changed is found by itself."""

import enum
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, attributes

from forum.foundation.database import before_keeping, db
from forum.journal.models import JournalEntry, JournalPersonal
from forum.people.models import Person


class NothingNoted(RuntimeError):
    """An operation changed rows and wrote no word about it in the journal: a mistake of ours."""


@dataclass
class _Change:
    """What one operation did to one row: the first value before, the last value after, for each column."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Note:
    by: Person | None
    act: str
    thing: Any
    at: datetime


def note(by: Person | None, act: str, thing: Any, *, now: datetime) -> None:
    """Note in the journal that `by` did `act` ("booked a place") to `thing`; None: it happened by itself.

    What changed is added when the operation ends. Must be called inside an operation.
    """
    session = db.session()
    if not session.info.get("in_operation"):
        raise RuntimeError("The journal is written inside an operation.")
    session.info.setdefault("notes", []).append(_Note(by, act, thing, now))


@event.listens_for(Session, "after_flush")
def _see_changes(session: Session, _context: object) -> None:
    """Remember what a flush wrote, before SQLAlchemy forgets what was there."""
    if not session.info.get("in_operation"):
        return
    changes: dict[Any, _Change] = session.info.setdefault("changes", {})
    for row in [*session.new, *session.dirty, *session.deleted]:
        if not row.__journalled__ or (row in session.dirty and not session.is_modified(row)):
            continue
        change = changes.setdefault(row, _Change())
        state = inspect(row)
        for column in state.mapper.column_attrs:
            if row in session.deleted:
                change.before.setdefault(column.key, getattr(row, column.key))
                change.after[column.key] = None
                continue
            history = attributes.get_history(row, column.key, attributes.PASSIVE_NO_INITIALIZE)
            if history.added and (history.deleted or row in session.new or history.added[0] is not None):
                change.before.setdefault(column.key, history.deleted[0] if history.deleted else None)
                change.after[column.key] = history.added[0]


@before_keeping
def _write(session: Session) -> None:
    """Write the notes of an operation, with what changed, as the last thing in its transaction."""
    session.flush()
    changes: dict[Any, _Change] = session.info.pop("changes", {})
    notes: list[_Note] = session.info.pop("notes", [])
    if changes and not notes:
        raise NothingNoted(f"Nothing was noted of {[type(row).__name__ for row in changes]}.")
    operation = uuid.uuid4().hex
    noted = {id(entry.thing) for entry in notes}
    # What changed without a note of its own stands under the operation's first note.
    rest = [_Note(notes[0].by, notes[0].act, row, notes[0].at) for row in changes if id(row) not in noted]
    for entry in notes + rest:
        _write_one(session, operation, entry, changes.pop(entry.thing, _Change()))
    session.flush()


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("changes", None)
    session.info.pop("notes", None)


def _write_one(session: Session, operation: str, entry: _Note, change: _Change) -> None:
    columns = inspect(type(entry.thing)).columns
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    personal: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for key, value in change.after.items():
        was = change.before.get(key)
        if key == "id" or was == value:
            continue
        info = columns[key].info
        if info.get("secret"):  # needs, hashes, tokens: that it changed is enough
            before[key], after[key] = None, "changed"
        elif info.get("personal"):
            personal[0][key], personal[1][key] = _plain(was), _plain(value)
        else:
            before[key], after[key] = _plain(was), _plain(value)
    row = JournalEntry(
        operation=operation,
        at=entry.at,
        by_id=None if entry.by is None else entry.by.id,
        act=entry.act,
        thing=type(entry.thing).__name__,
        reference=str(getattr(entry.thing, "reference", None) or entry.thing.id),
        before=before,
        after=after,
    )
    session.add(row)
    if personal[1]:
        session.flush()
        whose = entry.thing.id if isinstance(entry.thing, Person) else getattr(entry.thing, "person_id", None)
        session.add(JournalPersonal(entry_id=row.id, person_id=whose, before=personal[0], after=personal[1]))


def _plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return value
