"""Which items have been heard, as far as minutes say."""

from collections.abc import Collection

from sqlalchemy import select

from forum.foundation.database import db
from forum.minutes.models import Entry


def items_with_lines(items: Collection[int]) -> set[int]:
    """Those of these items, by their numbers in the database, under which a line of minutes stands."""
    if not items:
        return set()
    return set(
        db.session.scalars(
            select(Entry.item_id).where(Entry.item_id.in_(items), Entry.withdrawn_at.is_(None)).distinct()
        )
    )
