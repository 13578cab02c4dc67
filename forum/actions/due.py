"""Dates as people say them at a meeting, and as they are understood. Pure: it is handed every date it needs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forum.foundation.refusals import Refusal
from forum.foundation.words import day


class NoSuchDate(Refusal):
    message = "“{said}” is no date in the calendar. Check the day and the month."


class NextMeetingIsNotFixed(Refusal):
    message = "The date of the next meeting is not fixed yet. Give a date, or leave it open."


@dataclass(frozen=True)
class Due:
    """A date as it was said, and the day that it means; None where it names no day."""

    as_said: str
    on: date | None
    is_next_meeting: bool = False  # the day moves when that meeting moves


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday weds wed", "thursday thurs thur thu", "friday fri",
         "saturday sat", "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "a two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"an": 1, "one": 1}

_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WEEKDAY = "(?P<weekday>" + "|".join(sorted(_DAYS, key=len, reverse=True)) + r")\.?"
_COUNT = "(?P<count>" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r"|\d{1,3})"

ONGOING = ("ongoing", "on-going", "on going", "continuing", "continuous", "standing")
"""What people write where there is to be no date: it never ends."""

_OPEN = {
    "", "-", *ONGOING, "open", "none", "no date", "tbc", "tba", "tbd",
    "to be confirmed", "to be agreed", "n/a", "asap", "as soon as possible", "when published", "when possible",
}  # fmt: skip
"""What people write where there is no date."""


def understand(said: str, *, said_on: date, next_meeting_on: date | None = None) -> Due:
    """What a date means that was said on a day: "end of August", "30 november", "next meeting", "ongoing".

    A date without a year is the next one to come. Words that name no day leave the date open, and are kept.
    Raises `NoSuchDate` for 31 November, `NextMeetingIsNotFixed` for "next meeting" when none is planned.
    """
    due = find(said, said_on=said_on, next_meeting_on=next_meeting_on)
    if due is not None:
        return due
    return Due(" ".join(said.split()), _last_resort(said, said_on))


def find(said: str, *, said_on: date, next_meeting_on: date | None = None) -> Due | None:
    """The same by our own grammar alone; None for words that it does not know. Raises as `understand`."""
    kept = " ".join(said.split())
    plain = _plainly(kept)
    if plain in _OPEN:
        return Due(kept, None)
    if re.fullmatch(r"next (?:quarterly |forum )?(?:meeting|mtg|forum)", plain):
        if next_meeting_on is None:
            raise NextMeetingIsNotFixed
        return Due(kept, next_meeting_on, is_next_meeting=True)
    for shape, meaning in _GRAMMAR:
        match = shape.fullmatch(plain)
        if match:
            try:
                return Due(kept, meaning(match.groupdict(), said_on))
            except ValueError:
                raise NoSuchDate(said=kept) from None
    return None


def in_words(due: Due, today: date) -> str:
    """How a date is understood, to be shown before it is kept: `Tuesday 31 August 2027`.

    Due at the next meeting: `Thursday 17 December 2026, the next meeting. It moves when the meeting moves.`
    """
    if due.on is None:
        return "No date. It stays open until one is given."
    words = day(due.on)
    if due.is_next_meeting:
        return f"{words}, the next meeting. It moves when the meeting moves."
    return f"{words}. That day has passed." if due.on < today else words


def is_plain(said: str) -> bool:
    """Whether words can only mean one thing, so that nobody needs to be asked: a day with its month, or none."""
    plain = _plainly(said)
    return plain in _OPEN or any(shape.fullmatch(plain) for shape, _ in _GRAMMAR[:_PLAIN_SHAPES])


def _plainly(said: str) -> str:
    plain = " ".join(said.split()).lower().strip(" .,;:“”\"'")
    plain = re.sub(r"^(?:due |by |before |until |till |on |at |no later than |due )+", "", plain)
    return re.sub(r"^the (?=next|end|start|beginning|middle|\d)", "", plain)


# ---- What each shape means ----------------------------------------------------------------------------------


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _whole_year(year: int) -> int:
    return year + 2000 if year < 100 else year


def _day_of_month(found: dict[str, str], said_on: date) -> date:
    """A day and a month; without a year the next one to come. The weekday, if said, is for people."""
    month = _MONTHS[found["month"]] if not found["month"].isdigit() else int(found["month"])
    day = int(found["day"])
    if found.get("year"):
        return date(_whole_year(int(found["year"])), month, day)
    if (month, day) == (2, 29):
        years = range(said_on.year, said_on.year + 9)
        return next(leap for leap in (_leap_day(year) for year in years) if leap and leap >= said_on)
    this_year = date(said_on.year, month, day)
    return this_year if this_year >= said_on else date(said_on.year + 1, month, day)


def _leap_day(year: int) -> date | None:
    try:
        return date(year, 2, 29)
    except ValueError:
        return None


def _year_of_month(found: dict[str, str], said_on: date) -> tuple[int, int]:
    month = _MONTHS[found["month"]]
    if found.get("year"):
        return _whole_year(int(found["year"])), month
    return (said_on.year if month >= said_on.month else said_on.year + 1), month


def _month(found: dict[str, str], said_on: date) -> date:
    """A month is a window: it is due on its last day."""
    return _last_day(*_year_of_month(found, said_on))


def _middle(found: dict[str, str], said_on: date) -> date:
    day = date(*_year_of_month(found, said_on), 15)
    return day if day >= said_on or found.get("year") else day.replace(year=day.year + 1)


def _beginning(found: dict[str, str], said_on: date) -> date:
    day = date(*_year_of_month(found, said_on), 1)
    return day if day >= said_on or found.get("year") else day.replace(year=day.year + 1)


def _weekday(found: dict[str, str], said_on: date) -> date:
    """The next such day after the one on which it was said; "next" means the one in next week."""
    wanted = _DAYS[found["weekday"]]
    if found.get("next"):
        next_monday = said_on + timedelta(days=7 - said_on.weekday())
        return next_monday + timedelta(days=wanted)
    return said_on + timedelta(days=(wanted - said_on.weekday() - 1) % 7 + 1)


def _after(found: dict[str, str], said_on: date) -> date:
    count = int(found["count"]) if found["count"].isdigit() else _NUMBERS[found["count"]]
    unit = found["unit"]
    if unit.startswith("day"):
        return said_on + timedelta(days=count)
    if unit.startswith(("week", "fortnight")):
        return said_on + timedelta(weeks=count * (2 if unit.startswith("fortnight") else 1))
    months = said_on.month - 1 + count * (12 if unit.startswith("year") else 1)
    year, month = said_on.year + months // 12, months % 12 + 1
    return date(year, month, min(said_on.day, _last_day(year, month).day))


def _week(found: dict[str, str], said_on: date) -> date:
    monday = said_on - timedelta(days=said_on.weekday())
    friday = monday + timedelta(days=4 if found["which"] != "next" else 11)
    return friday if friday >= said_on else friday + timedelta(days=7)


def _this_or_next_month(found: dict[str, str], said_on: date) -> date:
    later = said_on.month + (1 if found.get("which") == "next" else 0)
    return _last_day(said_on.year + (later - 1) // 12, (later - 1) % 12 + 1)


def _this_or_next_year(found: dict[str, str], said_on: date) -> date:
    return date(said_on.year + (1 if found.get("which") == "next" else 0), 12, 31)


def _iso(found: dict[str, str], said_on: date) -> date:
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _end_of_short_month(found: dict[str, str], said_on: date) -> date:
    """The end of a month of which only the beginning was written, as in "End Au"; raises where several fit."""
    months = {number for name, number in _MONTHS.items() if name.startswith(found["begun"])}
    if len(months) != 1:
        raise ValueError(found["begun"])
    return _last_day(*_year_of_month({**found, "month": _NAMES[months.pop() - 1]}, said_on))


def _weekday_week(found: dict[str, str], said_on: date) -> date:
    return _weekday({"weekday": found["weekday"]}, said_on) + timedelta(weeks=1)


def _early(found: dict[str, str], said_on: date) -> date:
    day = date(*_year_of_month(found, said_on), 10)
    return day if day >= said_on or found.get("year") else day.replace(year=day.year + 1)


def _end_of_span(year: str | None, month: int, said_on: date) -> date:
    """The last day of some months that end with this one; without a year the next such day to come."""
    if year:
        return _last_day(_whole_year(int(year)), month)
    this_year = _last_day(said_on.year, month)
    return this_year if this_year >= said_on else _last_day(said_on.year + 1, month)


_SEASONS = {"spring": 5, "summer": 8, "autumn": 11}


def _season(found: dict[str, str], said_on: date) -> date:
    """Spring ends with May, summer with August, autumn with November; the winter of a year in February after it."""
    if found["season"] == "winter":
        year = found.get("year")
        return _end_of_span(str(_whole_year(int(year)) + 1) if year else None, 2, said_on)
    return _end_of_span(found.get("year"), _SEASONS[found["season"]], said_on)


def _quarter(found: dict[str, str], said_on: date) -> date:
    """A quarter of the calendar year; of a financial year, which begins in April, where it is written 2027/28."""
    quarter = int(found["quarter"])
    if not found.get("second"):
        return _end_of_span(found.get("year"), quarter * 3, said_on)
    year = _whole_year(int(found["year"]))
    if (year + 1) % 100 != int(found["second"]) % 100:
        raise ValueError(found["second"])
    return _last_day(year + (quarter == 4), (quarter * 3 + 3 - 1) % 12 + 1)


_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_BEGUN = "|".join(sorted({name[:length] for name in _NAMES for length in range(2, len(name))}, reverse=True))
_EITHER_YEAR = r"(?P<year>\d{4}|\d{2})"
_QUARTER = "q(?:uarter )?(?P<quarter>[1-4])"
_IN = r"(?:in |during |sometime in |end of |the end of )?(?:the )?"
_OPTIONAL_WEEKDAY = rf"(?:{_WEEKDAY},? )?(?:the )?"
_Meaning = Callable[[dict[str, str], date], date]
_PLAIN_SHAPES = 4
"""So many of the shapes name one day of a calendar."""
_SHAPES: tuple[tuple[str, _Meaning], ...] = (
    (r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", _iso),
    (r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}|\d{2}))?", _day_of_month),
    (rf"{_OPTIONAL_WEEKDAY}{_DAY},? (?:of )?{_MONTH}(?:,? {_EITHER_YEAR})?", _day_of_month),
    (rf"{_OPTIONAL_WEEKDAY}{_MONTH} (?:the )?{_DAY}(?:,? {_YEAR})?", _day_of_month),
    (rf"(?:the )?(?:end|last day|late)(?: of| in)? {_MONTH}(?: {_EITHER_YEAR})?", _month),
    (rf"(?:the )?end(?: of)? (?P<begun>{_BEGUN})\.?(?: {_EITHER_YEAR})?", _end_of_short_month),
    (rf"(?:the )?(?:mid|middle)(?: of|-|) ?{_MONTH}(?: {_YEAR})?", _middle),
    (rf"(?:the )?(?:start|beginning|first)(?: of)? {_MONTH}(?: {_YEAR})?", _beginning),
    (rf"early(?: in)? {_MONTH}(?: {_YEAR})?", _early),
    (rf"(?:in |during |sometime in )?{_MONTH}(?: {_YEAR})?", _month),
    (rf"{_IN}(?P<season>spring|summer|autumn|winter)(?: (?:of )?{_YEAR})?", _season),
    (rf"{_IN}{_QUARTER}(?: (?:of )?{_EITHER_YEAR}(?:[/-](?P<second>\d{{2}}|\d{{4}}))?)?", _quarter),
    (rf"{_IN}financial year|year end|year-end", lambda _found, said_on: _end_of_span(None, 3, said_on)),
    (rf"{_WEEKDAY} week", _weekday_week),
    (rf"(?:(?P<next>next) |this |coming )?{_WEEKDAY}", _weekday),
    (rf"(?:in |within )?{_COUNT} (?P<unit>days?|weeks?|fortnights?|months?|years?)(?:[’']s?)?(?: time)?", _after),
    (r"(?:end of )?(?:the )?(?P<which>this|next|the|) ?week", _week),
    (r"(?:the )?(?:end of )?(?:the )?(?P<which>this|next|) ?month", _this_or_next_month),
    (r"(?:the )?(?:end of )?(?:the )?(?P<which>this|next|) ?year", _this_or_next_year),
    (r"today", lambda _found, said_on: said_on),
    (r"tomorrow", lambda _found, said_on: said_on + timedelta(days=1)),
    (r"christmas|xmas", lambda _found, said_on: _day_of_month({"day": "24", "month": "12"}, said_on)),
)  # fmt: skip
_GRAMMAR = tuple((re.compile(shape), meaning) for shape, meaning in _SHAPES)


def _last_resort(said: str, said_on: date) -> date | None:
    """What the library makes of words that our grammar does not know, if it is sure of day, month and year."""
    # Imported here: it takes a third of a second, and hardly any date comes this far.
    from dateparser.date import DateDataParser

    parser = DateDataParser(
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": datetime.combine(said_on, datetime.min.time()),
            "PARSERS": ["absolute-time"],
        },
    )
    found = parser.get_date_data(said[:100]).date_obj if re.search(r"\d", said) else None
    return found.date() if found else None
