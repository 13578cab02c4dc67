"""How dates, times, lengths and counts are written for people in Britain."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from forum.foundation.clock import day_in_london, in_london

HARD = "\u00a0"
"""A space at which a line is never broken: it keeps a date or a number with its word together."""


def _date(day: date | datetime) -> date:
    return day_in_london(day) if isinstance(day, datetime) else day


def day(value: date | datetime) -> str:
    """`Thursday 17 December 2026`."""
    on = _date(value)
    return f"{on:%A} {on.day}{HARD}{on:%B}{HARD}{on.year}"


def date_of(value: date | datetime) -> str:
    """`17 December 2026`."""
    on = _date(value)
    return f"{on.day}{HARD}{on:%B}{HARD}{on.year}"


def day_and_month(value: date | datetime) -> str:
    """`17 December`."""
    on = _date(value)
    return f"{on.day}{HARD}{on:%B}"


def near_date(value: date | datetime, today: date | datetime) -> str:
    """`17 December`, with the year only when it is twelve months away or more."""
    on, by = _date(value), _date(today)
    months = abs((on.year - by.year) * 12 + on.month - by.month)
    return day_and_month(on) if months < 12 else date_of(on)


def near_day(value: date | datetime, today: date | datetime) -> str:
    """`Thursday 17 December`, with the year only when it is twelve months away or more."""
    return f"{_date(value):%A} {near_date(value, today)}"


def month(value: date | datetime) -> str:
    """`December`."""
    return f"{_date(value):%B}"


def month_and_year(value: date | datetime) -> str:
    """`December 2026`."""
    on = _date(value)
    return f"{on:%B}{HARD}{on.year}"


def short_weekday(value: date | datetime) -> str:
    """`Thu`."""
    return f"{_date(value):%a}"


def short_month(value: date | datetime) -> str:
    """`Dec`."""
    return f"{_date(value):%b}"


def clock_time(value: datetime | time) -> str:
    """`10:00`, in London."""
    return f"{in_london(value) if isinstance(value, datetime) else value:%H:%M}"


def to_the_second(value: datetime) -> str:
    """`10:44:02`, in London: when something was saved."""
    return f"{in_london(value):%H:%M:%S}"


def time_range(start: datetime, end: datetime) -> str:
    """`10:00 to 12:30`, in London."""
    return f"{clock_time(start)}{HARD}to{HARD}{clock_time(end)}"


def day_and_time(start: datetime, end: datetime | None = None) -> str:
    """`Thursday 19 November 2026, 10:00 to 12:30`, in London; without an end only the start."""
    if end is None:
        return f"{day(start)}, {clock_time(start)}"
    if day_in_london(start) == day_in_london(end):
        return f"{day(start)}, {time_range(start, end)}"
    return f"{day(start)}, {clock_time(start)} to {day(end)}, {clock_time(end)}"


def count_of(number: int, one: str, many: str | None = None) -> str:
    """`1 place`, `12 places`, `1,200 places`."""
    return f"{number:,}{HARD}{one if number == 1 else many or one + 's'}"


def how_long(value: timedelta) -> str:
    """`25 minutes`, `1 hour 5 minutes`, `2 hours`."""
    hours, minutes = divmod(round(value.total_seconds() / 60), 60)
    parts = [count_of(hours, "hour")] if hours else []
    if minutes or not hours:
        parts.append(count_of(minutes, "minute"))
    return " ".join(parts)


def whole_minutes(value: timedelta) -> int:
    """A length as a whole number of minutes."""
    return round(value.total_seconds() / 60)


def listed(things: Iterable[object], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    words = [str(thing) for thing in things]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def page_range(pairs: Iterable[Iterable[int]]) -> str:
    """`page 16`, `pages 105 to 107`, `pages 16, 43 to 45 and 77`; empty where no page is given."""
    spans = [tuple(pair) for pair in pairs]
    if not spans:
        return ""
    words = [str(first) if first == last else f"{first}{HARD}to{HARD}{last}" for first, last in spans]
    one = len(spans) == 1 and spans[0][0] == spans[0][1]
    return f"page{'' if one else 's'}{HARD}{listed(words)}"


def in_days(due: date | datetime, today: date | datetime) -> str:
    """`due today`, `due in 8 days`, `overdue by 22 days`."""
    left = (_date(due) - _date(today)).days
    if left == 0:
        return "due today"
    return f"due in {count_of(left, 'day')}" if left > 0 else f"overdue by {count_of(-left, 'day')}"


def how_many_months(since: date | datetime, today: date | datetime) -> str:
    """`Five months have passed.`, `A month has passed.`; empty within the first month."""
    on, by = _date(since), _date(today)
    months = (by.year - on.year) * 12 + by.month - on.month - (by.day < on.day)
    numbers = (
        "",
        "A",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "Eleven",
        "Twelve",
    )
    if months < 1:
        return ""
    number = numbers[months] if months < len(numbers) else str(months)
    return f"{number} month{' has' if months == 1 else 's have'} passed."


def capital(words: str) -> str:
    """The words with a capital at the front and the rest as it was."""
    return words[:1].upper() + words[1:]


def first_name(name: str) -> str:
    """The first word of a name: only for when we speak to the person."""
    return name.split(" ")[0]


# Control characters are nothing that a person typed on purpose; PostgreSQL refuses NUL, calendars refuse all.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def without_controls(text: str) -> str:
    """The text with control characters taken out; tabs and line breaks stay."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


FILTERS = (
    day, date_of, day_and_month, near_date, near_day, month, month_and_year, short_weekday, short_month,
    clock_time, to_the_second, time_range, day_and_time, count_of, how_long, whole_minutes, listed, page_range, in_days,
    capital, first_name,
)  # fmt: skip
"""What templates may call by these names."""
