"""Minutes for the benchmark: a long record that everyone reads, and a meeting at which two write and twelve watch."""

import http.client
import itertools
import json
import re
import statistics
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from forum.actions.rules import Owner
from forum.agendas.models import Agenda, Purpose
from forum.agendas.operations import add_item, begin_agenda
from forum.meetings.models import Meeting
from forum.minutes.models import EntryKind
from forum.minutes.operations import (
    approve_minutes,
    circulate_minutes,
    end_minutes,
    start_minutes,
    write_entry,
)
from forum.people.models import Person
from forum.running.bench.server import Running

ENTRIES, ITEMS = 150, 15
WATCHING, WRITING = 12, 2
LOOKS_EVERY = 5.0
"""How often, in seconds, an open page asks for new lines (`static/parts/minutes_lines.js`)."""
BETWEEN_LINES = 0.25
"""Seconds between two lines of one writer: far quicker than anybody types, so that a short run measures many."""
LEAST_SECONDS = 8.0

KINDS = [EntryKind.NOTE] * 6 + [
    EntryKind.DECISION,
    EntryKind.ACTION,
    EntryKind.QUESTION,
    EntryKind.DECLARATION,
]


def long_minutes(meeting: Meeting, approved_at: Meeting, organiser: Person, moment: datetime) -> None:
    """Take minutes of 150 entries of every kind under 15 items, and have them approved."""
    agenda = _agenda_of(meeting, ITEMS, organiser, moment)
    said_at = moment - timedelta(days=1)
    minutes = start_minutes(meeting, by=organiser, now=said_at)
    kinds = itertools.cycle(KINDS)
    for number in range(ENTRIES):
        kind = next(kinds)
        is_action = kind is EntryKind.ACTION
        write_entry(
            minutes, agenda.items[number % ITEMS], kind,
            f"Line {number}: what was said at some length, as it stands in the minutes of most meetings. " * 2,
            by=organiser, now=said_at, owners=[Owner(organiser)] if is_action else [],
            due_as_said="ongoing" if is_action else "",
        )  # fmt: skip
    end_minutes(minutes, by=organiser, now=said_at)
    circulate_minutes(minutes, by=organiser, now=said_at)
    approve_minutes(minutes, approved_at, by=organiser, now=moment)


def begun_minutes(meeting: Meeting, organiser: Person, moment: datetime) -> str:
    """Begin the minutes of a meeting of today. Returns the reference of the item that is written under."""
    agenda = _agenda_of(meeting, 3, organiser, moment)
    start_minutes(meeting, by=organiser, now=moment)
    return agenda.items[1].reference


def _agenda_of(meeting: Meeting, items: int, organiser: Person, moment: datetime) -> Agenda:
    agenda = begin_agenda(meeting, by=organiser, now=moment - timedelta(days=2))
    for number in range(items):
        add_item(
            agenda, title=f"Matter {number}", purpose=Purpose.DISCUSS, length=timedelta(minutes=10), by=organiser,
            now=moment - timedelta(days=2),
        )  # fmt: skip
    return agenda


# ---- Two write and twelve watch -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Room:
    """A meeting that is being minuted: the address of an item, and the cookies of those who write and watch."""

    address: str
    writers: list[str]
    watchers: list[str]


def measure_live(server: Running, room: Room, seconds: float) -> dict[str, Any]:
    """Let two write lines while twelve watch; how long the forum takes to say that it has a line."""
    until = time.perf_counter() + max(seconds, LEAST_SECONDS)
    times: list[float] = []
    looks = [0]
    problems: list[BaseException] = []

    def guarded(work: Any, *given: Any) -> threading.Thread:
        def run() -> None:
            try:
                work(*given)
            except BaseException as problem:
                problems.append(problem)

        return threading.Thread(target=run)

    cpu = server.cpu_ms()
    threads = [guarded(_write, server, room, cookie, until, times) for cookie in room.writers[:WRITING]]
    threads += [
        guarded(_watch, server, room, cookie, until, looks, LOOKS_EVERY * number / WATCHING)
        for number, cookie in enumerate(room.watchers[:WATCHING])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return {
        "watching": WATCHING,
        "writing": WRITING,
        "lines": len(times),
        "looks": looks[0],
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
        "cpu_ms": round((server.cpu_ms() - cpu) / len(times), 2),
    }


def _write(server: Running, room: Room, cookie: str, until: float, times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", room.address, headers={"Cookie": cookie})
    answer = connection.getresponse()
    page = answer.read().decode()
    kept = (answer.getheader("Set-Cookie") or cookie).split(";")[0]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if answer.status != 200 or token is None:
        raise RuntimeError(f"{room.address} answered {answer.status}.")
    headers = {
        "Cookie": kept, "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"http://127.0.0.1:{server.port}{room.address}",
    }  # fmt: skip
    for number in itertools.count():
        fields = {
            "csrf_token": token[1], "kind": "note", "sent_key": f"bench-{threading.get_ident()}-{number}",
            "line": f"{'d ' if number % 10 == 0 else ''}Line {number}: what somebody said, in a sentence.",
        }  # fmt: skip
        began = time.perf_counter()
        connection.request("POST", room.address, body=urlencode(fields), headers=headers)
        answer = connection.getresponse()
        said = answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 201 or "saved" not in json.loads(said):
            raise RuntimeError(f"A line was answered {answer.status}.")
        if time.perf_counter() > until:
            break
        time.sleep(BETWEEN_LINES)
    connection.close()


def _watch(server: Running, room: Room, cookie: str, until: float, looks: list[int], after: float) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Cookie": cookie, "Accept": "application/json", "Accept-Encoding": "gzip"}
    time.sleep(after)
    while time.perf_counter() < until:
        connection.request("GET", f"{room.address}/lines", headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in {200, 304}:
            raise RuntimeError(f"Those who watch were answered {answer.status}.")
        headers["If-None-Match"] = answer.getheader("ETag") or ""
        looks[0] += 1
        time.sleep(min(LOOKS_EVERY, max(0.0, until - time.perf_counter())))
    connection.close()
