"""Reading the journal."""

from sqlalchemy import select, text

from forum.foundation.database import db, look
from forum.journal.models import JournalEntry

# With the name of its operation: numbers come again where a database was put back from a backup.
_NEWEST = select(JournalEntry.id, JournalEntry.operation).order_by(JournalEntry.id.desc()).limit(1)
# A transaction that began earlier may still be writing under a lower number: while it does, the oldest transaction
# under way is part of the version, so that its end changes it.
_NEWEST_ON_POSTGRESQL = text(
    "SELECT max(id), (SELECT operation FROM journal_entry ORDER BY id DESC LIMIT 1), "
    "pg_snapshot_xmin(pg_current_snapshot())::text FROM journal_entry"
)


def version_of_everything() -> tuple[object, ...]:
    """What differs whenever anything that the journal speaks of has changed: one small question. Empty: nothing has."""
    found = look(_NEWEST_ON_POSTGRESQL if db.engine.dialect.name == "postgresql" else _NEWEST)
    return tuple(found[0]) if found and found[0][0] is not None else ()
