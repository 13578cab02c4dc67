"""Lines on which two people wrote: both texts, until one of them is chosen."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.foundation.database import db
from forum.minutes.models import Entry, Minutes, RivalText


def open_rivals(minutes: Minutes) -> dict[int, list[RivalText]]:
    """The second texts of these minutes between which and their lines nobody has chosen yet, by the line's id."""
    found = db.session.scalars(
        select(RivalText)
        .join(RivalText.entry)
        .where(Entry.minutes_id == minutes.id, RivalText.settled_at.is_(None))
        .options(joinedload(RivalText.by))
        .order_by(RivalText.id)
    )
    rivals: dict[int, list[RivalText]] = {}
    for rival in found:
        rivals.setdefault(rival.entry_id, []).append(rival)
    return rivals


def rivals_of(entry: Entry) -> list[RivalText]:
    """The second texts of a line that wait for a choice, the oldest first."""
    return list(
        db.session.scalars(
            select(RivalText)
            .where(RivalText.entry_id == entry.id, RivalText.settled_at.is_(None))
            .options(joinedload(RivalText.by))
            .order_by(RivalText.id)
        )
    )


def get_rival(entry: Entry, reference: str) -> RivalText:
    """The second text of a line with this reference. Raises `NoResultFound`."""
    return db.session.scalars(
        select(RivalText).where(RivalText.entry_id == entry.id, RivalText.reference == reference)
    ).one()


def find_rival_sent_as(entry: Entry, sent_key: str) -> RivalText | None:
    """The second text that a form carried under this key."""
    return db.session.scalar(
        select(RivalText).where(RivalText.entry_id == entry.id, RivalText.sent_key == sent_key)
    )
