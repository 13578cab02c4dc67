"""Readers of calendars: a strict one of our own, which forgives nothing, and those of other people's programs."""

import atexit
import json
import re
import subprocess
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import icalendar
import vobject

from forum.running.tools import node_command

_LINE = re.compile(
    r"(?P<name>[A-Z][A-Z0-9-]*)(?P<params>(?:;[A-Z-]+=(?:\"[^\"]*\"|[^\";:,]*)(?:,[^\";:]*)*)*):(?P<value>.*)"
)
_PARAM = re.compile(r";([A-Z-]+)=((?:\"[^\"]*\"|[^\";:])*)")
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION"}


@dataclass
class Part:
    """A component as it stands in the text: its properties in order, and the parts in it."""

    name: str
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def names(self) -> list[str]:
        """The names of its properties."""
        return [name for name, _, _ in self.properties]

    def raw(self, name: str) -> str:
        """The value of a property that stands there once, as written."""
        (value,) = [value for known, _, value in self.properties if known == name]
        return value

    def params(self, name: str) -> dict[str, str]:
        """The parameters of a property that stands there once."""
        (params,) = [params for known, params, _ in self.properties if known == name]
        return params

    def text(self, name: str) -> str:
        """The value of a property, as people read it."""
        return unescaped(self.raw(name))

    def has(self, name: str) -> bool:
        """Whether a property stands there."""
        return name in self.names()


def unescaped(written: str) -> str:
    """A TEXT value as people read it. Fails on an escape that there is not."""
    assert not re.search(r"(?<!\\)(?:\\\\)*\\(?![\\;,n])", written), f"a strange escape in {written!r}"
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", written), f"a bare comma or semicolon in {written!r}"
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], written)


def strictly(octets: bytes) -> Part:
    """Read a calendar without forgiving anything (RFC 5545, section 3.1): ends of lines, folds, nesting."""
    assert octets.startswith(b"BEGIN:VCALENDAR\r\n")
    assert octets.endswith(b"\r\nEND:VCALENDAR\r\n")
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\r\n\r\n|\r\n \r\n", octets), "a line end that is none"
    physical = octets.split(b"\r\n")[:-1]
    for line in physical:
        assert len(line) <= 75, f"{len(line)} octets"
        line.decode()  # no fold cuts a character
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]", line.decode()), f"a control in {line!r}"
    for line, following in zip(physical, physical[1:], strict=False):
        slashes = len(line) - len(line.rstrip(b"\\"))
        assert not (following.startswith(b" ") and slashes % 2), "a fold parts an escape"
    lines = octets.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    root = Part("root")
    within = [root]
    for line in lines:
        found = _LINE.fullmatch(line)
        assert found, f"no content line: {line!r}"
        params = dict(_PARAM.findall(found["params"]))
        if found["name"] == "BEGIN":
            within.append(Part(found["value"]))
            within[-2].parts.append(within[-1])
        elif found["name"] == "END":
            assert within.pop().name == found["value"]
        else:
            within[-1].properties.append((found["name"], params, found["value"]))
            if found["name"] in TEXTS:
                unescaped(found["value"])
    assert within == [root] and len(root.parts) == 1
    return root.parts[0]


def events(calendar: Part) -> list[Part]:
    """The entries of a calendar that was read strictly."""
    return [part for part in calendar.parts if part.name == "VEVENT"]


def moment(written: str) -> datetime:
    """A moment in UTC, as written."""
    return datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Read:
    """What a program makes of an entry."""

    uid: str
    starts: int | str  # seconds since 1970, or a day
    ends: int | str
    title: str
    place: str | None
    text: str
    status: str


def _at(value: date) -> int | str:
    return int(value.timestamp()) if isinstance(value, datetime) else value.isoformat()


def with_icalendar(octets: bytes) -> list[Read]:
    """As Python programs read that use icalendar."""
    found = icalendar.Calendar.from_ical(octets).walk("VEVENT")
    return sorted(
        Read(
            str(one["UID"]), _at(one["DTSTART"].dt), _at(one["DTEND"].dt), str(one["SUMMARY"]),
            str(one["LOCATION"]) if "LOCATION" in one else None, str(one["DESCRIPTION"]), str(one["STATUS"]),
        )
        for one in found
    )  # fmt: skip


def with_vobject(octets: bytes) -> list[Read]:
    """As Python programs read that use vobject."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its own, of dateutil
        found = vobject.readOne(octets.decode()).contents.get("vevent", [])
        return sorted(
            Read(
                one.uid.value, _at(one.dtstart.value), _at(one.dtend.value), one.summary.value,
                one.location.value if "location" in one.contents else None, one.description.value, one.status.value,
            )
            for one in found
        )  # fmt: skip


@cache
def _node() -> "subprocess.Popen[str]":
    """A program that reads calendars until the tests end: to begin anew for each costs far more than the reading."""
    program = subprocess.Popen(
        [*node_command(), str(Path(__file__).parent / "read.mjs")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip

    def end() -> None:
        with program:  # closes what it reads from, upon which it ends
            pass

    atexit.register(end)
    return program


def with_node(calendars: Sequence[bytes]) -> list[dict[str, list[Read]]]:
    """As Thunderbird (`icaljs`) and web programs (`nodeical`) read: for each calendar, by program."""
    program = _node()
    assert program.stdin and program.stdout
    program.stdin.write(json.dumps([octets.decode() for octets in calendars]) + "\n")
    program.stdin.flush()
    assert wait([program.stdout], 120), "Node says nothing."
    answer = json.loads(program.stdout.readline() or "null")
    if not isinstance(answer, list):
        _node.cache_clear()
        raise AssertionError(f"Node does not read it: {answer}")
    return [
        {program: sorted(Read(**one) for one in found) for program, found in read.items()} for read in answer
    ]


def every_reader(octets: bytes) -> dict[str, list[Read]]:
    """What each program makes of a calendar."""
    return {"icalendar": with_icalendar(octets), "vobject": with_vobject(octets), **with_node([octets])[0]}


def of_entry(entry: Any) -> Read:
    """What every program should make of an entry."""
    return Read(
        entry.uid,
        _at(entry.starts),
        _at(entry.ends),
        entry.title,
        entry.place,
        entry.text,
        entry.status.value,
    )
