"""Calendar objects: entries in, iCalendar octets out. No request, no database, no clock.

The library `icalendar` knows the properties and their values; the lines are written here, for measured reasons:
it lets control characters pass, turns a typed backslash and N into a line break, may part an escaped backslash
where it folds a line, and writes zones from which Outlook and Thunderbird read a wrong hour (icalendar 7.3).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from icalendar import Event, vCalAddress, vDate, vDatetime, vInt, vText, vUri

from forum.foundation.clock import in_london
from forum.foundation.words import without_controls

PRODUCT = "-//Commissioning Forum//Calendars//EN"
"""Who wrote the object: the same in every release, so that nothing changes because we did."""

HOW_OFTEN = "PT1H"
"""How often programs may look again. Many follow their own rate."""

LONGEST_NAME = 60
LONGEST_LINE = 75
"""Octets of a physical line, without its end and with the space that continues it (RFC 5545, 3.1)."""

# The rules of the United Kingdom since 1996, as every program reads them rightly. Of the zones that libraries
# make, Microsoft reads one part only, and ical.js one date of each list.
LONDON_TIME = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE""".replace("\n", "\r\n").encode()


class Status(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """What a letter asks a calendar to do. A feed asks nothing: it is a picture of what there is."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Part(StrEnum):
    """How the person stands to what a letter asks: what is known of their answer."""

    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    ASKED = "NEEDS-ACTION"
    DECLINED = "DECLINED"


@dataclass(frozen=True)
class Mailbox:
    """An e-mail address and whose it is."""

    name: str
    address: str


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. With days instead of moments it fills whole days; `ends` is then the day after."""

    uid: str
    sequence: int
    made_at: datetime
    changed_at: datetime
    status: Status
    title: str
    starts: datetime | date
    ends: datetime | date
    text: str
    page: str  # the whole address of its page
    place: str | None = None
    joining_link: str | None = None
    is_busy: bool = False  # whether it takes the person's time: a place of their own

    @property
    def is_all_day(self) -> bool:
        """Whether it fills whole days."""
        return not isinstance(self.starts, datetime)


def write_calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar to subscribe to, or to open once. `name` lets a person tell their calendars apart."""
    written = [write_entry(entry) for entry in entries]
    name = calendar_name(name)
    head = [
        f"NAME:{name}", f"X-WR-CALNAME:{name}", "X-WR-TIMEZONE:Europe/London",
        f"REFRESH-INTERVAL;VALUE=DURATION:{HOW_OFTEN}", f"X-PUBLISHED-TTL:{HOW_OFTEN}",
    ]  # fmt: skip
    return _whole(head, written)


def write_invitation(
    entry: Entry,
    method: Method,
    *,
    organiser: Mailbox,
    to: Mailbox,
    part: Part,
    asks_answer: bool = True,
    now: datetime,
) -> str:
    """What a letter carries for the one person that it is written to. `now` is when it is written.

    A calendar's answer is asked for where what comes to the organiser's address is read (`asks_answer`; RFC 5545,
    3.2.17). What has ended asks nothing.
    """
    rsvp = asks_answer and method is Method.REQUEST
    component = _component(entry)
    component["DTSTAMP"] = vDatetime(_whole_second(now))
    component["ORGANIZER"] = _mailbox(organiser)
    component["ATTENDEE"] = _mailbox(to)
    component["ATTENDEE"].params.update({
        "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": part.value, "RSVP": "TRUE" if rsvp else "FALSE",
    })  # fmt: skip
    return _whole([f"METHOD:{method}"], [_lines(component)]).decode()


@lru_cache(maxsize=2048)
def write_entry(entry: Entry) -> bytes:
    """One entry as lines. An entry is all that its lines are made of, so they are made once."""
    return _lines(_component(entry))


def calendar_name(words: str) -> str:
    """Words as the name of a calendar: one short line, without the characters that readers unescape differently."""
    name = " ".join(re.sub(r"[,;\\]", " ", _clean(words)).split())
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME + 1].rpartition(" ")[0] or name[:LONGEST_NAME]
    return name or "Calendar"


def shortened(text: str, octets: int) -> str:
    """A text of at most so many octets, cut between words and marked where it was cut."""
    if len(text.encode()) <= octets:
        return text
    kept = text.encode()[: octets - 3].decode(errors="ignore")
    return (re.sub(r"\s+\S*$", "", kept) or kept) + "…"


# ---- Properties ---------------------------------------------------------------------------------------------


class _Text(vText):
    """Text with each special character escaped once, and nothing else touched."""

    _ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})

    def to_ical(self) -> bytes:
        return self.translate(self._ESCAPES).encode()


def _clean(text: str) -> str:
    """What a person typed without what no calendar may hold; every kind of line break becomes one."""
    return without_controls(re.sub("[\u0085\u2028\u2029]", "\n", text))


def _whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _component(entry: Entry) -> Event:
    changed_at = _whole_second(entry.changed_at)
    component = Event()
    component["UID"] = _Text(entry.uid)
    component["SEQUENCE"] = vInt(entry.sequence)
    component["DTSTAMP"] = component["LAST-MODIFIED"] = vDatetime(changed_at)
    component["CREATED"] = vDatetime(min(_whole_second(entry.made_at), changed_at))
    component["DTSTART"], component["DTEND"] = _span(entry.starts, entry.ends)
    component["SUMMARY"] = _Text(_clean(entry.title))
    if entry.place:
        component["LOCATION"] = _Text(_clean(entry.place))
    component["DESCRIPTION"] = _Text(_clean(entry.text))
    component["URL"] = vUri(entry.page)
    component["STATUS"] = _Text(entry.status)
    component["TRANSP"] = _Text("OPAQUE" if entry.is_busy else "TRANSPARENT")
    if entry.joining_link and is_web_address(entry.joining_link):
        component["CONFERENCE"] = vUri(entry.joining_link)
        component["CONFERENCE"].params.update({"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join online"})
    return component


def is_web_address(words: str) -> bool:
    """Whether words may stand where a calendar wants an address: nothing in them could end the line."""
    return re.fullmatch(r"https?://[!#-;=?-\[\]_a-z~]+", words) is not None


def _mailbox(box: Mailbox) -> vCalAddress:
    written = vCalAddress(f"mailto:{box.address}")
    written.params["CN"] = " ".join(_clean(box.name).split()) or box.address
    return written


def _span(starts: datetime | date, ends: datetime | date) -> tuple[Any, Any]:
    """Start and end, both as days, both in London time, or both in UTC.

    In UTC when one of them falls into the hour that comes twice in October: no wall clock can name it.
    """
    if not isinstance(starts, datetime) or not isinstance(ends, datetime):
        days = vDate(starts), vDate(ends)
        for day in days:
            day.params["VALUE"] = "DATE"
        return days
    starts, ends = _whole_second(starts), _whole_second(ends)
    in_words = in_london(starts), in_london(ends)
    if any(_comes_twice(moment) for moment in in_words):
        return vDatetime(starts), vDatetime(ends)
    return vDatetime(in_words[0]), vDatetime(in_words[1])


def _comes_twice(moment: datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


# ---- Lines --------------------------------------------------------------------------------------------------


def _whole(head: Sequence[str], entries: Sequence[bytes]) -> bytes:
    """The object around its entries, with the zone if one of them needs it or there is nothing else in it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", *head]
    needs_zone = not entries or any(b";TZID=Europe/London:" in entry for entry in entries)
    parts = [*map(_folded, lines), *([LONDON_TIME] if needs_zone else []), *entries, b"END:VCALENDAR"]
    return b"\r\n".join(parts) + b"\r\n"


def _lines(component: Event) -> bytes:
    lines = [b"BEGIN:VEVENT"]
    for name, value in component.items():
        parameters = value.params.to_ical(sorted=False).decode() if value.params else ""
        written = value.to_ical()
        words = written if isinstance(written, str) else written.decode()
        lines.append(_folded(f"{name};{parameters}:{words}" if parameters else f"{name}:{words}"))
    return b"\r\n".join([*lines, b"END:VEVENT"])


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets. No piece ends inside a character, nor after half an escape."""
    octets = line.encode()
    if len(octets) <= LONGEST_LINE:
        return octets
    pieces = []
    begin, room = 0, LONGEST_LINE
    while len(octets) - begin > room:
        end = begin + room
        while octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        slashes = end - begin - len(octets[begin:end].rstrip(b"\\"))
        end -= slashes % 2  # after a backslash that escapes what follows
        pieces.append(octets[begin:end])
        begin, room = end, LONGEST_LINE - 1
    return b"\r\n ".join([*pieces, octets[begin:]])


def day_after(day: date) -> date:
    """Where something that fills a day ends, as calendars count."""
    return day + timedelta(days=1)
