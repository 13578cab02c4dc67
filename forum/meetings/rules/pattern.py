"""A pattern of dates: the third Thursday of March, June, September and December."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of, listed, month

MOST_DATES = 60
"""How many dates are planned at a time: five years of one a month."""


class TooManyDates(Refusal):
    message = "That makes more than {most}. Plan fewer at a time."


class NoDateFits(Refusal):
    message = "No date of this pattern is still to come in these years. Choose later years or other months."


class YearsUpsideDown(Refusal):
    about = "to_year"
    message = "The last year lies before the first. Check the two years."


class NoEndIsGiven(Refusal):
    about = "to_year"
    message = "Say up to which year, or how many meetings."


class Which(StrEnum):
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"


@dataclass(frozen=True)
class Sitting:
    """A day on which to meet, with its times if they are known."""

    on: date
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True)
class Pattern:
    """Which weekday of which months, from one year on, to another or so many of them. Monday is 0."""

    which: Which
    weekday: int
    months: frozenset[int]
    from_year: int
    to_year: int | None = None
    most: int | None = None

    def in_words(self) -> str:
        """`The third Thursday of March and June`."""
        name = f"{date(2024, 1, 1) + timedelta(days=self.weekday):%A}"  # 1 January 2024 was a Monday
        months = listed(month(date(2024, number, 1)) for number in sorted(self.months))
        return f"The {self.which.value} {name} of {months if len(self.months) < 12 else 'each month'}"


def day_in_month(year: int, month_of_year: int, which: Which, weekday: int) -> date:
    """The first, second, third, fourth or last of a weekday in a month; each month has them all."""
    if which is Which.LAST:
        following = date(year + month_of_year // 12, month_of_year % 12 + 1, 1)
        end = following - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year, month_of_year, 1)
    weeks = list(Which).index(which)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * weeks)


def days_of(pattern: Pattern, today: date) -> list[date]:
    """The days of a pattern that are still to come, in order.

    Raises `YearsUpsideDown`, `NoEndIsGiven`, `NoDateFits`, `TooManyDates`.
    """
    if pattern.to_year is None and pattern.most is None:
        raise NoEndIsGiven
    if pattern.to_year is not None and pattern.to_year < pattern.from_year:
        raise YearsUpsideDown
    found: list[date] = []
    for on in _every_day_of(pattern):
        if on < today:
            continue
        found.append(on)
        if len(found) > MOST_DATES:
            raise TooManyDates(most=count_of(MOST_DATES, "date"))
        if len(found) == pattern.most:
            break
    if not found:
        raise NoDateFits
    return found


def _every_day_of(pattern: Pattern) -> Iterator[date]:
    """Without a last year the days go on for as long as years are written with four figures."""
    for year in range(pattern.from_year, (pattern.to_year or 9998) + 1):
        for number in sorted(pattern.months):
            yield day_in_month(year, number, pattern.which, pattern.weekday)
