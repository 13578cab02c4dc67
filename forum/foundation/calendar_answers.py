"""What calendar programs answer to an invitation (RFC 5546): text in, answers out. Whatever comes, it never raises."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from forum.foundation.words import without_controls

MOST_LINES = 2_000
MOST_ATTENDEES = 200
LONGEST_COMMENT = 2_000


@dataclass(frozen=True)
class Answer:
    """What one object says of one event: its method, which event, and how each attendee named in it answers."""

    method: str
    uid: str
    attendees: dict[str, str] = field(default_factory=dict)  # the status by the address, both as compared
    sequence: int | None = None
    stamped_at: datetime | None = None
    starts_at: datetime | None = None
    comment: str = ""


@dataclass
class _Event:
    uid: str = ""
    attendees: dict[str, str] = field(default_factory=dict)
    sequence: int | None = None
    stamped_at: datetime | None = None
    starts_at: datetime | None = None
    comments: list[str] = field(default_factory=list)


def read_answers(text: str) -> list[Answer]:
    """The answers in a calendar object, one for each event."""
    method, inside = "", list[str]()
    events: list[_Event] = []
    for name, parameters, value in _properties(text):
        if name == "BEGIN":
            inside.append(value.upper())
            if inside[-1] == "VEVENT":
                events.append(_Event())
        elif name == "END":
            if inside:
                inside.pop()
        elif name == "METHOD" and "VEVENT" not in inside:
            method = method or value.strip().upper()
        elif inside and inside[-1] == "VEVENT":
            _take(events[-1], name, parameters, value)
    return [
        Answer(
            method, one.uid, one.attendees, one.sequence, one.stamped_at, one.starts_at,
            "\n".join(dict.fromkeys(one.comments))[:LONGEST_COMMENT],
        )
        for one in events[:10]
        if one.uid
    ]  # fmt: skip


def _take(event: _Event, name: str, parameters: dict[str, str], value: str) -> None:
    """Take one property of an event; the first of a kind holds."""
    if name == "UID":
        event.uid = event.uid or value.strip()[:500]
    elif name == "SEQUENCE" and event.sequence is None:
        number = value.strip()
        event.sequence = int(number) if re.fullmatch(r"[0-9]{1,9}", number) else None
    elif name == "DTSTAMP" and event.stamped_at is None:
        event.stamped_at = _moment(value, parameters.get("TZID", ""))
    elif name == "DTSTART" and event.starts_at is None:
        event.starts_at = _moment(value, parameters.get("TZID", ""))
    elif name == "COMMENT":
        event.comments.append(_plain(value))
    elif name == "ATTENDEE" and len(event.attendees) < MOST_ATTENDEES:
        address = _address(value) or _address(f"mailto:{parameters.get('EMAIL', '')}")
        if address:
            event.attendees.setdefault(address, parameters.get("PARTSTAT", "NEEDS-ACTION").upper())
            if comment := parameters.get("X-RESPONSE-COMMENT", ""):
                event.comments.append(_plain(comment))


_LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<more>(?:;[^":;=,]+=(?:"[^"]*"|[^":;])*)*):(?P<value>.*)', re.S
)
_PARAMETER = re.compile(r';([^":;=,]+)=((?:"[^"]*"|[^":;])*)')


def _properties(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The lines of an object, unfolded: name, parameters and value. A line that is none is passed over."""
    unfolded = re.sub(r"\n[ \t]", "", without_controls(text))
    found = []
    for line in unfolded.split("\n")[:MOST_LINES]:
        match = _LINE.fullmatch(line[:10_000])
        if match:
            parameters = {
                key.strip().upper(): value.strip('"') for key, value in _PARAMETER.findall(match["more"])
            }
            found.append((match["name"].upper(), parameters, match["value"]))
    return found


def _address(value: str) -> str:
    """The e-mail address of an attendee, in lower case; empty for anything else."""
    kind, _, address = value.strip().partition(":")
    address = address.strip().strip("<>").lower()
    is_mail = kind.lower() == "mailto" and re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,255}", address)
    return address if is_mail else ""


_STAMP = re.compile(r"([0-9]{8})T([0-9]{6})(?:\.[0-9]+)?(Z?)|([0-9]{8})")


def _moment(value: str, zone: str) -> datetime | None:
    """A moment as programs write it: in UTC, in a named zone, without any (read as UTC), or the day alone."""
    match = _STAMP.fullmatch(value.strip().replace("-", "").replace(":", ""))
    if match is None:
        return None
    try:
        if match[4]:
            return datetime.strptime(f"{match[4]}+0000", "%Y%m%d%z")
        moment = datetime.strptime(f"{match[1]}{match[2]}+0000", "%Y%m%d%H%M%S%z")
        return moment if match[3] else moment.replace(tzinfo=_zone(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> tzinfo:
    """The zone of this name; Windows' names for London's are known, any other is read as UTC."""
    if name.strip().lower() in {"gmt standard time", "greenwich standard time"}:
        return ZoneInfo("Europe/London")
    if not re.fullmatch(r"[A-Za-z_]+/[A-Za-z_/+-]+", name.strip()):
        return UTC
    try:
        return ZoneInfo(name.strip())
    except (ValueError, KeyError, OSError):
        return UTC


def _plain(value: str) -> str:
    """A text with what was escaped in it as it was typed."""
    unescaped = re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], value)
    return without_controls(unescaped).strip()
