"""The secret addresses of personal calendars, and the editions of every feed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.people.models import Person


class CalendarKey(db.Model):
    """The key to a person's own calendar. It lies in the address that a program fetches; here only its digest."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True, info={"secret": True})
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


is_open = CalendarKey.revoked_at.is_(None)
Index("one_open_key", CalendarKey.person_id, unique=True, sqlite_where=is_open, postgresql_where=is_open)


class Edition(db.Model):
    """What a feed held when it was last fetched, and since when: its ETag and its Last-Modified.

    Much of what changes a feed is no change of any row that it shows: a place given up, an action that went to
    somebody else, a meeting that left the window of time. So a feed is compared with its last edition at each
    fetch, and a new edition is always dated later than the one before.
    """

    __journalled__ = False  # reading keeps no journal

    id: Mapped[int] = mapped_column(primary_key=True)
    feed: Mapped[str] = mapped_column(
        unique=True
    )  # "meetings", "series/fen-quarterly-meeting", "own/7K4Q-92XM"
    digest: Mapped[str]
    since: Mapped[datetime]
