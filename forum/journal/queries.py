"""Reading the journal."""

from sqlalchemy import func, select, text

from forum.foundation.database import db, look
from forum.journal.models import JournalEntry

_NEWEST = select(func.max(JournalEntry.id))
# A transaction that began earlier may still be writing under a lower number: while it does, the oldest transaction
# under way is part of the version, so that its end changes it.
_NEWEST_ON_POSTGRESQL = text(
    "SELECT (SELECT max(id) FROM journal_entry), pg_snapshot_xmin(pg_current_snapshot())::text"
)


def version_of_everything() -> tuple[object, ...]:
    """What differs whenever anything that the journal speaks of has changed: one small question."""
    (newest,) = look(_NEWEST_ON_POSTGRESQL if db.engine.dialect.name == "postgresql" else _NEWEST)
    return tuple(newest)
