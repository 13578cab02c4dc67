"""Reading the journal."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.journal.models import JournalEntry


def entries(thing: str = "", reference: str = "", page: int = 1) -> ListPage[JournalEntry]:
    """The journal, newest first; of one kind of thing, or of one thing, where asked."""
    where = []
    if thing:
        where.append(JournalEntry.thing == thing)
    if reference:
        where.append(JournalEntry.reference == reference)
    total = db.session.scalar(select(func.count(JournalEntry.id)).where(*where)) or 0
    found = db.session.scalars(
        select(JournalEntry)
        .where(*where)
        .options(joinedload(JournalEntry.by))
        .order_by(JournalEntry.id.desc())
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    return ListPage(list(found), page, total)


def kinds_of_things() -> list[str]:
    """The kinds of things that the journal speaks of."""
    return list(db.session.scalars(select(JournalEntry.thing).distinct().order_by(JournalEntry.thing)))
