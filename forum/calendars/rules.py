"""The rules of feeds: what time they span, how they are told apart. No database, no request, no clock."""

import hashlib
from datetime import date, datetime, timedelta

WRITING = "1"
"""How feeds are written. Counted up with each change of the writing, so that programs fetch every feed anew."""

CANCELLED_STAYS = timedelta(days=30)
"""How long a meeting that was called off still stands in the feeds, from its day on."""


def past_begins(today: date) -> date:
    """The first day that feeds hold: at least twelve months back. It moves once a month, so feeds change seldom."""
    return date(today.year - 1, today.month, 1)


def cancelled_begins(today: date) -> date:
    """The first day of which feeds still hold what was called off."""
    return today - CANCELLED_STAYS


def digest_of_feed(feed: str, told: str, base: str) -> str:
    """What tells one edition of a feed from every other: which it is, all that it holds, where its links lead."""
    return hashlib.sha256("\n".join((WRITING, feed, base, told)).encode()).hexdigest()[:32]


def edition_begins(earlier: datetime | None, now: datetime) -> datetime:
    """From when a new edition dates, in whole seconds as HTTP writes them, always later than the one before."""
    moment = now.replace(microsecond=0)
    return moment if earlier is None else max(moment, earlier + timedelta(seconds=1))
