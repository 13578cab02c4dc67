"""How often something may be tried: counted in the database, for every process together."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from forum.foundation.database import db, operation
from forum.foundation.refusals import Refusal
from forum.foundation.words import how_long


class TooManyTries(Refusal):
    """Something was tried too often. Shown as 429, with the wait in words."""

    message = "That was tried too often. Wait {wait} and try again."

    def __init__(self, wait: timedelta) -> None:
        """`wait` is how long until the next try counts afresh."""
        self.wait = wait
        super().__init__(wait=how_long(max(wait, timedelta(minutes=1))))


class Tries(db.Model):
    """How often one thing was tried in one window of time."""

    __journalled__ = False

    key: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[datetime] = mapped_column(primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


class Try(NamedTuple):
    """One try of one thing: at most `most` of them are heard in each `every`."""

    key: str
    most: int
    every: timedelta


def count_try(key: str, *, most: int, every: timedelta, now: datetime) -> None:
    """Count one more try of `key`. Raises `TooManyTries` when more than `most` came in this window. See below."""
    count_tries([Try(key, most, every)], now=now)


@operation
def count_tries(tries: Sequence[Try], *, now: datetime) -> None:
    """Count one more try of each of several keys. Raises `TooManyTries` when one of them was tried too often.

    A transaction of its own, so that a refused sign-in still counts. Keys carry no address in the clear: the
    caller hands in digests. Must not be called inside another operation.
    """
    waits = [_count(one, now) for one in tries]
    db.session.execute(delete(Tries).where(Tries.ends_at < now - timedelta(days=1)))
    if any(waits):
        db.session.commit()  # the counts stay, although the refusal rolls the rest back
        raise TooManyTries(max(wait for wait in waits if wait))


def _count(one: Try, now: datetime) -> timedelta | None:
    """Count one try. Returns how long to wait when it was one too many."""
    seconds = one.every.total_seconds()
    start = datetime.fromtimestamp(now.timestamp() // seconds * seconds, now.tzinfo)
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = insert(Tries).values(key=one.key, window=start, ends_at=start + one.every, count=1)
    row = row.on_conflict_do_update(index_elements=["key", "window"], set_={"count": Tries.count + 1})
    count = db.session.scalar(row.returning(Tries.count))
    return start + one.every - now if count is not None and count > one.most else None
