"""The time: what it is now, how it reads in London, and which days are working days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_stopped_at: datetime | None = None


def now() -> datetime:
    """This moment, in UTC. Only views and commands ask; everything below is handed the time."""
    return _stopped_at or datetime.now(UTC)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand still, so that a page can be tried on a day of our choosing."""
    global _stopped_at
    before, _stopped_at = _stopped_at, moment.astimezone(UTC)
    try:
        yield
    finally:
        _stopped_at = before


def in_london(moment: datetime) -> datetime:
    """The same moment as people in London read it."""
    return moment.astimezone(LONDON)


def day_in_london(moment: datetime) -> date:
    """The day that it is in London at a moment."""
    return in_london(moment).date()


class NoSuchTime(ValueError):
    """A clock time that the change to summer time leaves out, or that the change back has twice."""


def london_moment(day: date, at: time) -> datetime:
    """The moment, in UTC, at which London's clocks show `at` on `day`.

    Raises `NoSuchTime` in the hour of a clock change: it would be missing or come twice.
    """
    early = datetime.combine(day, at, LONDON)
    late = early.replace(fold=1)
    if early.utcoffset() != late.utcoffset():
        raise NoSuchTime(f"{at:%H:%M} on {day:%d %B %Y} is missing or comes twice: the clocks change.")
    return early.astimezone(UTC)


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> dict[date, str]:
    # Imported here: the library takes a tenth of a second, and most requests need no bank holiday.
    from holidays.countries import UnitedKingdom

    return dict(UnitedKingdom(subdiv="ENG", years=year).items())


def bank_holiday(day: date) -> str | None:
    """The name of the bank holiday in England and Wales on a day, or None."""
    return _bank_holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """Whether a day is neither at the weekend nor a bank holiday in England and Wales."""
    return day.weekday() < 5 and bank_holiday(day) is None


def working_days_after(day: date, count: int) -> date:
    """The day by which `count` working days have passed, the day itself not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def clear_working_days_before(day: date, count: int) -> date:
    """The last day with `count` clear working days between it and `day`; neither end is counted.

    "Clear days" leave out both the day of notice and the day of the meeting, as the courts read the phrase
    in local government law (Local Government Act 1972, section 100B).
    """
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=256)
def working_days_before(day: date, count: int) -> date:
    """The day that lies `count` working days before `day`."""
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day
