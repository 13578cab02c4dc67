"""Questions about days, times, lengths and files, answered as people do. What cannot be read gets a sentence."""

import re
from abc import ABC, abstractmethod
from datetime import date, time, timedelta
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.widgets import FileInput, TextInput

from forum.foundation.words import how_long

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})")
_WORDS = re.compile(
    r"(?:([a-z]+)[\s,]+)?(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s\-]+([a-z]+)\.?(?:[\s,\-]+(\d{4}))?"
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?")
_HOURS_AND_MINUTES = re.compile(
    r"(?:(\d{1,2})\s*(?:h|hours?|hrs?))?\s*(?:and\s+)?(?:(\d{1,3})\s*(?:m|mins?|minutes?)?)?"
)


def _plain(typed: str) -> str:
    return " ".join(typed.split()).lower()


def read_day(typed: str) -> date:
    """The day that somebody typed: `17/12/2026`, `17 December 2026`, `Thu 17 Dec 2026`, `2026-12-17`.

    Raises `ValueError` with a sentence for whoever typed it. Figures are read as in Britain: the day first.
    """
    text = _plain(typed)
    weekday = None
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _FIGURES.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if len(found[3]) == 2 else 0
    elif found := _WORDS.fullmatch(text):
        weekday, day, month, year = _from_words(found)
    else:
        raise ValueError("Write the date with day, month and year, such as 17 December 2026 or 17/12/2026.")
    try:
        on = date(year, month, day)
    except ValueError:
        raise ValueError("There is no such date. Check the day and the month.") from None
    if not 1900 <= year <= 2200:
        raise ValueError("Check the year.")
    if weekday is not None and on.weekday() != weekday:
        raise ValueError(f"{on.day} {on:%B %Y} is a {on:%A}. Check the date.")
    return on


def _from_words(found: re.Match[str]) -> tuple[int | None, int, int, int]:
    named, day, month_name, year = found.groups()
    weekday = _one_of(WEEKDAYS, named) if named else None
    month = _one_of(MONTHS, month_name)
    if month is None or (named and weekday is None):
        raise ValueError("Write the date with day, month and year, such as 17 December 2026 or 17/12/2026.")
    if year is None:
        raise ValueError("Write the year too, such as 17 December 2026.")
    return weekday, int(day), month + 1, int(year)


def _one_of(names: tuple[str, ...], typed: str) -> int | None:
    """Which of the names was typed, whole or shortened to three letters or more."""
    if len(typed) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(typed)), None)


def read_time(typed: str) -> time:
    """The time of day that somebody typed: `10:00`, `10.00`, `10am`, `2:30 pm`, `noon`.

    Raises `ValueError` with a sentence. A bare `2` is not guessed at: it may be the morning or the afternoon.
    """
    text = _plain(typed)
    if text in ("noon", "midday", "12 noon", "12noon"):
        return time(12)
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError("Write a time of day, such as 10:00 or 2.30pm.")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if found[2] is None and not half:
        raise ValueError("Write the time with its minutes, or with am or pm: 10:00 or 2pm.")
    if half and not 1 <= hour <= 12:
        raise ValueError("With am or pm the hour is from 1 to 12. Check the time.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ValueError("There is no such time. Hours go from 0 to 23, minutes to 59.")
    return time(hour, minute)


def read_minutes(typed: str, most: timedelta = timedelta(hours=10)) -> timedelta:
    """The length that somebody typed: `20`, `20 minutes`, `1 hour`, `1h 30`. Raises `ValueError` with a sentence."""
    found = _HOURS_AND_MINUTES.fullmatch(_plain(typed))
    if found is None or not any(found.groups()):
        raise ValueError("Write a number of minutes, such as 20.")
    length = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))
    if length > most:
        raise ValueError(f"That is too long. The most is {how_long(most)}.")
    return length


class _Read(Field, ABC):
    """A field of text that is read into something else; what was typed stays as it was when it cannot be."""

    widget = TextInput()

    @abstractmethod
    def read(self, typed: str) -> Any:
        """What the text means. Raises `ValueError` with a sentence."""

    @abstractmethod
    def written(self, value: Any) -> str:
        """The text that stands in the field for a value."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent; nothing typed is None, for a validator to ask for."""
        self.data = None
        if valuelist and str(valuelist[0]).strip():
            self.data = self.read(str(valuelist[0]))


class DayField(_Read):
    """A day: `17/12/2026`, `17 December 2026` or `2026-12-17`. Its data is a date."""

    def read(self, typed: str) -> date:
        """The day typed."""
        return read_day(typed)

    def written(self, value: date) -> str:
        """`17 December 2026`."""
        return f"{value.day} {value:%B} {value.year}"


class TimeField(_Read):
    """A time of day: `10:00`, `10.00` or `10am`. Its data is a time, as clocks in London show it."""

    def read(self, typed: str) -> time:
        """The time typed."""
        return read_time(typed)

    def written(self, value: time) -> str:
        """`10:00`."""
        return f"{value:%H:%M}"


class MinutesField(_Read):
    """A length: `20`, `20 minutes` or `1 hour 30`. Its data is a length of time."""

    def read(self, typed: str) -> timedelta:
        """The length typed."""
        return read_minutes(typed)

    def written(self, value: timedelta) -> str:
        """`90`."""
        return str(round(value.total_seconds() / 60))


class FileField(Field):
    """A file to be chosen: its data is the file as it came, with its `filename` and `stream`, or None.

    The form's page must send it as `multipart/form-data`, and its view be marked with `takes_files`. A browser keeps
    no file when a form comes back: `was_sent` says that one must be chosen again.
    """

    widget = FileInput()
    was_sent = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the file that was sent; none, or only its name, is None, for a validator to ask for."""
        sent = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]
        self.data = sent[0] if sent else None
        self.was_sent = bool(sent)
        refusal = getattr(self.data.stream, "refusal", None) if self.data else None
        if refusal is not None:
            raise ValueError(str(refusal))

    def _value(self) -> str:
        return ""
