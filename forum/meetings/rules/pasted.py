"""A pasted list of dates, one a line, in the ways in which people write them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time

from forum.foundation.fields import MONTHS, WEEKDAYS, read_time
from forum.foundation.words import HARD, date_of, listed
from forum.meetings.rules.pattern import MOST_DATES, Sitting

_WEEKDAY = r"(?P<weekday>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\.?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"

_FIGURES = re.compile(
    r"(?P<one>\d{1,2})\s?(?P<mark>[/.\-])\s?(?P<two>\d{1,2})(?:\s?(?P=mark)\s?(?P<year>\d{4}|\d{2})(?![\d:]))?"
)
_WRITTEN = (
    re.compile(r"(?P<year>\d{4})[\-/.](?P<number>\d{1,2})[\-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?P<day>\d{1,2})-(?P<month>[a-z]{3,9})-(?P<year>\d{4}|\d{2})(?!\d)"),
    re.compile(rf"{_DAY}(?:\s+of)?[\s\-]+{_MONTH}(?:[\s,\-]+{_YEAR})?"),
    re.compile(rf"{_MONTH}\s+{_DAY}(?!\d)(?:[\s,]+{_YEAR})?"),
)
_BEFORE = re.compile(rf"{_WEEKDAY}(?:\s*[,:\-]\s*|\s+)(?:the\s+)?")
_AFTER = re.compile(rf"[\s,]*\(?{_WEEKDAY}\)?(?![a-z])")
_MARK = re.compile(r"(?:[-*•–—·]\s*|\(?\d{1,3}[.)]\s+)(?=\S)")  # of a list: a bullet, or its number
_LINK = re.compile(r"^(?:[\s,;:|@\-–—]|at\b|from\b|t(?=\d))+")

_CLOCK = r"(?:\d{1,2}(?:[:.h]\d{2})?(?::00)?\s?(?:[ap]\.?m\b\.?)?|\d{4}(?:\s?hrs?)?|noon|midday|12\s?noon)"
_RANGE = re.compile(rf"(?P<starts>{_CLOCK})(?:\s*(?:-|–|—|to|until|till|,|;|\|)\s*|\s+)(?P<ends>{_CLOCK})")
_ONE = re.compile(_CLOCK)
_HALF = re.compile(r"([ap])\.?m\.?$")

HOW_TO_WRITE = f"Write the date, then the times if they are known: 17{HARD}December{HARD}2026 10:00 to 12:00."


@dataclass(frozen=True)
class Line:
    """One line of the list, or what is wrong with it: a sentence."""

    number: int
    sitting: Sitting | None = None
    problem: str = ""


@dataclass(frozen=True)
class Pasted:
    """What a list says: its days in the order in which they stand, what cannot be read, how the rest was read."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def sittings(self) -> list[Sitting]:
        """The days that could be read."""
        return [line.sitting for line in self.lines if line.sitting is not None]

    @property
    def problems(self) -> list[str]:
        """What could not be read, a sentence each: "Line 3: 31 June 2027 does not exist."."""
        return [f"Line {line.number}: {line.problem}" for line in self.lines if line.problem]


@dataclass(frozen=True)
class _Figures:
    """A date in two figures and a year, which may be read two ways."""

    one: int
    two: int
    year: int
    written: str

    @property
    def is_month_first(self) -> bool:
        """Whether only the month can stand first: 12/17/2026."""
        return self.one <= 12 < self.two

    @property
    def is_unclear(self) -> bool:
        """Whether either figure may be the month."""
        return self.one <= 12 and self.two <= 12 and self.one != self.two


@dataclass(frozen=True)
class _Read:
    """What stands in one line, before it is known how the list writes its figures."""

    number: int
    day: date | _Figures
    weekday: int | None
    rest: str


class _Unreadable(ValueError):
    """A line that cannot be read; its message is the sentence for whoever pasted it."""


def read_list(text: str, starts: time | None = None, ends: time | None = None) -> Pasted:
    """Read a list of dates, one a line. Lines without times take those given; empty lines are passed over.

    A line with nothing but a year gives it to the lines below. Figures are read as in Britain, the day first;
    the notes say so where it could be otherwise.
    """
    found: list[_Read | Line] = []
    year: int | None = None
    for number, line in _lines_of(text):
        if re.fullmatch(r"(?:19|20|21)\d\d:?", line):
            year = int(line[:4])
            continue
        try:
            found.append(_read_line(number, line, year))
        except _Unreadable as problem:
            found.append(Line(number, problem=str(problem)))
    others = {one.number for one in found if isinstance(one, _Read) and _says_month_first(one)}
    read = [one if isinstance(one, Line) else _settle(one, others, starts, ends) for one in found]
    if sum(line.sitting is not None for line in read) > MOST_DATES:
        over = [line for line in read if line.sitting is not None][MOST_DATES]
        read.append(Line(over.number, problem=f"That is more than {MOST_DATES} dates. Plan fewer at a time."))
    return Pasted(read, _notes([one for one in found if isinstance(one, _Read)], read))


def _lines_of(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        plain = " ".join(line.split()).lower().strip(" ,;|")
        if plain:
            yield number, plain


def _read_line(number: int, line: str, year: int | None) -> _Read:
    """Take the date off the front of a line; what is left should be its times. Raises `_Unreadable`."""
    marks = [line, line[found.end() :]] if (found := _MARK.match(line)) else [line]
    problem: _Unreadable | None = None
    for text in marks:
        try:
            return _read_date(number, text, year)
        except _Unreadable as refused:
            problem = problem or refused
    raise problem or _Unreadable(HOW_TO_WRITE)


def _read_date(number: int, text: str, year: int | None) -> _Read:
    named = None
    if before := _BEFORE.match(text):
        named, text = before["weekday"], text[before.end() :]
    day, end = _date_in_front(text, year)
    if named is None and (after := _AFTER.match(text, end)):
        named, end = after["weekday"], after.end()
    rest = _LINK.sub("", text[end:])
    return _Read(number, day, _weekday(named), rest)


def _date_in_front(text: str, year: int | None) -> tuple[date | _Figures, int]:
    for way in _WRITTEN:
        if found := way.match(text):
            parts = found.groupdict()
            month_of_year = int(parts["number"]) if parts.get("number") else _month(str(parts["month"]))
            if month_of_year is None:
                continue
            _check_ever(month_of_year, int(parts["day"]))
            return _day(_year(parts["year"], year), month_of_year, int(parts["day"])), found.end()
    if found := _FIGURES.match(text):
        one, two = int(found["one"]), int(found["two"])
        given = _year(found["year"], year)
        written = f"{found['one']}/{found['two']}/{given}"
        return _Figures(one, two, given, written), found.end()
    raise _Unreadable(f"No date stands at the front. {HOW_TO_WRITE}")


def _check_ever(month_of_year: int, day: int) -> None:
    """Refuse a day that no year has: 31 June."""
    if not 1 <= month_of_year <= 12:
        raise _Unreadable(f"There is no month {month_of_year}.")
    if not 1 <= day <= monthrange(2024, month_of_year)[1]:  # a leap year
        raise _Unreadable(f"{day}{HARD}{MONTHS[month_of_year - 1].capitalize()} does not exist.")


def _year(written: str | None, above: int | None) -> int:
    if written is None:
        if above is None:
            raise _Unreadable("Write the year too, or put it on a line of its own above.")
        return above
    year = int(written) + (2000 if len(written) == 2 else 0)
    if not 1900 <= year <= 2200:
        raise _Unreadable("Check the year.")
    return year


def _month(name: str) -> int | None:
    """The number of a month, named whole or shortened to three letters or more."""
    short = "september" if name == "sept" else name
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(short)), None)


def _weekday(name: str | None) -> int | None:
    if name is None:
        return None
    short = {"tues": "tuesday", "thur": "thursday", "thurs": "thursday", "weds": "wednesday"}.get(name, name)
    for number, weekday in enumerate(WEEKDAYS):
        if weekday.startswith(short):
            return number
    raise _Unreadable(f"“{name}” is no day of the week.")


def _day(year: int, month_of_year: int, day: int) -> date:
    _check_ever(month_of_year, day)
    try:
        return date(year, month_of_year, day)
    except ValueError:
        name = MONTHS[month_of_year - 1].capitalize()
        raise _Unreadable(f"{day}{HARD}{name}{HARD}{year} does not exist.") from None


# ---- Figures that may be read two ways ------------------------------------------------------------------------


def _says_month_first(read: _Read) -> bool:
    """Whether a line can only mean the month first: by its figures, or by the weekday that stands with them."""
    figures = read.day
    if not isinstance(figures, _Figures):
        return False
    if figures.is_month_first:
        return True
    return figures.is_unclear and _fits(figures, read.weekday) == [False, True]


def _fits(figures: _Figures, weekday: int | None) -> list[bool]:
    """Which of the two ways, day first and month first, fits the weekday; both where none is given."""
    days = date(figures.year, figures.two, figures.one), date(figures.year, figures.one, figures.two)
    return [weekday in (None, day.weekday()) for day in days]


def _settle(read: _Read, month_first: set[int], starts: time | None, ends: time | None) -> Line:
    """The sitting of a line, once the whole list is known."""
    try:
        on = _settled_day(read, month_first)
        if read.weekday is not None and on.weekday() != read.weekday:
            raise _Unreadable(f"{date_of(on)} is a {on:%A}. Check the date.")
        return Line(read.number, Sitting(on, *_times(read.rest, starts, ends)))
    except _Unreadable as problem:
        return Line(read.number, problem=str(problem))


def _settled_day(read: _Read, month_first: set[int]) -> date:
    figures = read.day
    if isinstance(figures, date):
        return figures
    if read.number in month_first:
        return _day(figures.year, figures.one, figures.two)
    if figures.is_unclear and month_first and _fits(figures, read.weekday) == [True, True]:
        day_first = date(figures.year, figures.two, figures.one)
        other = date(figures.year, figures.one, figures.two)
        lines = f"line{'s' if len(month_first) > 1 else ''} {listed(sorted(month_first)[:5])}"
        raise _Unreadable(
            f"{figures.written} may be {_short(day_first)} or {_short(other)}, since {lines} "
            f"{'put' if len(month_first) > 1 else 'puts'} the month first. Write the month as a word."
        )
    return _day(figures.year, figures.two, figures.one)


def _short(day: date) -> str:
    return f"{day.day}{HARD}{day:%B}"


def _notes(read: list[_Read], lines: list[Line]) -> list[str]:
    """How figures were read that somebody might read otherwise."""
    days = {line.number: line.sitting.on for line in lines if line.sitting is not None}
    said = []
    for way, shows in (("the day first, as in Britain", False), ("the month first", True)):
        ones = [
            (figures.written, days[one.number])
            for one in read
            if isinstance(figures := one.day, _Figures)
            and one.number in days
            and (figures.is_unclear or figures.is_month_first)
            and _says_month_first(one) is shows
        ]
        if ones:
            written, on = ones[0]
            more = (
                f" So are {len(ones) - 1} more." if len(ones) > 2 else " So is one more." if ones[1:] else ""
            )
            said.append(f"{written} is read as {date_of(on)}, with {way}.{more}")
    return said


# ---- Times ----------------------------------------------------------------------------------------------------


def _times(rest: str, starts: time | None, ends: time | None) -> tuple[time | None, time | None]:
    """The times that stand behind a date, or those given. Raises `_Unreadable`."""
    rest = re.sub(r"\s*(?:hrs?|hours?|o.?clock)?\.?$", "", rest)
    if not rest:
        return starts, ends
    if found := _RANGE.fullmatch(rest):
        first, last = found["starts"], found["ends"]
        begins, stops = _clock(first, last), _clock(last)
        if begins >= stops and not _HALF.search(first):
            begins = _clock(first, "am") if _HALF.search(last) else begins
        if begins >= stops:
            raise _Unreadable("The meeting ends before it starts. Check the two times.")
        return begins, stops
    if _ONE.fullmatch(rest):
        _clock(rest)
        raise _Unreadable("Give both times: when it starts and when it ends.")
    raise _Unreadable(f"“{_cut(rest)}” is no time of day. {HOW_TO_WRITE}")


def _clock(written: str, other: str = "") -> time:
    """A time of day; one without am or pm takes it from the other of the two. Raises `_Unreadable`."""
    text = re.sub(r"(:\d\d):00", r"\1", re.sub(r"\s?hrs?$", "", written))
    if re.fullmatch(r"\d{4}", text):
        text = f"{text[:2]}:{text[2:]}"
    half = _HALF.search(other)
    if half and not _HALF.search(text) and re.match(r"\d", text) and int(re.split(r"\D", text)[0]) <= 12:
        text = f"{text} {half[1]}m"
    try:
        return read_time(text)
    except ValueError as problem:
        raise _Unreadable(str(problem)) from None


def _cut(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"
