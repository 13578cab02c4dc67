"""What the benchmark asks for, how long each answer takes, and what it costs the workers."""

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from forum.running.bench.data import Made
from forum.running.bench.server import Running


@dataclass(frozen=True)
class Journey:
    """One address that is asked for again and again, and the status that must come back."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200


def every(made: Made) -> dict[str, Journey]:
    """The pages and feeds that are measured. The 304s are asked with the tags that the feeds have now."""
    signed_in = {"Cookie": made.member}
    anew = {"Cookie": "any=cookie"}  # whoever brings one is not handed a kept page
    agenda = f"/meetings/{made.meeting}/agenda"
    organiser, building = {"Cookie": made.organiser}, f"/desk/meetings/{made.queue}/agenda"
    return {
        "meeting page, visitor": Journey(f"/meetings/{made.meeting}"),
        "meeting page, visitor, built anew": Journey(f"/meetings/{made.meeting}", anew),
        "meeting page, signed in": Journey(f"/meetings/{made.meeting}", signed_in),
        "sign-in page, 300 names": Journey(f"/meetings/{made.today}/sign-in", {"Cookie": made.organiser}),
        "home, visitor": Journey("/"),
        "home, visitor, built anew": Journey("/", anew),
        "programme, visitor": Journey("/meetings"),
        "programme, visitor, built anew": Journey("/meetings", anew),
        "programme, signed in": Journey("/meetings", signed_in),
        "agenda of 20 items and 40 papers, visitor, built anew": Journey(
            f"/meetings/{made.long_agenda}/agenda", anew
        ),
        "building an agenda, 200 in the queue": Journey(building, organiser),
        "building an agenda, all 200 shown": Journey(f"{building}?queue=all", organiser),
        "agenda, visitor": Journey(agenda),
        "agenda, visitor, built anew": Journey(agenda, anew),
        "agenda of 20 items as PDF, visitor": Journey(f"/meetings/{made.long_agenda}/agenda.pdf"),
        "minutes of 150 entries, visitor, built anew": Journey(f"/meetings/{made.minuted}/minutes", anew),
        "actions, visitor, built anew": Journey("/actions", anew),
        "action log of 2,000, filtered, visitor, built anew": Journey(made.actions, anew),
        "public feed, 200": Journey("/calendars/meetings.ics"),
        "public feed, 304": Journey("/calendars/meetings.ics", {"If-None-Match": "*"}, 304),
        "personal feed, 200": Journey(made.own_calendar),
        "personal feed, 304": Journey(made.own_calendar, {"If-None-Match": "*"}, 304),
    }


def measure_bare(bare: Running, seconds: float, threads: int) -> dict[str, Any]:
    """The ceiling: a bare Flask page with one SELECT, and a bare 304."""
    return {
        "page": measure(bare, Journey("/"), seconds, threads),
        "unchanged": measure(bare, Journey("/unchanged", {"If-None-Match": '"bare"'}, 304), seconds, threads),
    }


def measure(server: Running, journey: Journey, seconds: float, threads: int) -> dict[str, Any]:
    """Ask for one address from several threads for some seconds. Returns speed, times, cost and size."""
    _ask_for(server, journey, min(1.0, seconds / 3), threads)  # the workers warm up
    cpu = server.cpu_ms()
    began = time.perf_counter()
    times, size = _ask_for(server, journey, seconds, threads)
    took = time.perf_counter() - began
    return {
        "requests": len(times),
        "requests_a_second": round(len(times) / took, 1),
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2) if len(times) > 20 else None,
        "cpu_ms": round((server.cpu_ms() - cpu) / len(times), 3),
        "bytes": size,
        "bytes_gzip": _gzipped(server, journey),
    }


def _ask_for(server: Running, journey: Journey, seconds: float, threads: int) -> tuple[list[float], int]:
    times: list[float] = []
    size = 0
    until = time.perf_counter() + seconds
    problems: list[str] = []

    def ask() -> None:
        nonlocal size
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        while time.perf_counter() < until and not problems:
            began = time.perf_counter()
            connection.request("GET", journey.address, headers=journey.headers)
            answer = connection.getresponse()
            body = answer.read()
            times.append((time.perf_counter() - began) * 1000)
            size = len(body)
            if answer.status != journey.status:
                problems.append(f"{journey.address} answered {answer.status}, not {journey.status}.")
        connection.close()

    _together(ask, threads)
    if problems:
        raise RuntimeError(problems[0])
    return times, size


def _together(work: Callable[[], None], threads: int) -> None:
    running = [threading.Thread(target=work) for _ in range(threads)]
    for one in running:
        one.start()
    for one in running:
        one.join()


def _gzipped(server: Running, journey: Journey) -> int:
    """What goes over the wire to a browser that takes compressed answers."""
    _status, _headers, body = _one(
        server, "GET", journey.address, {**journey.headers, "Accept-Encoding": "gzip"}
    )
    return len(body)


def _one(server: Running, method: str, address: str, headers: dict[str, str], body: str | None = None,
         connection: http.client.HTTPConnection | None = None) -> tuple[int, dict[str, str], bytes]:  # fmt: skip
    line = connection or http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request(method, address, body=body, headers=headers)
    answer = line.getresponse()
    content = answer.read()
    found = {name.lower(): value for name, value in answer.getheaders()}
    if connection is None:
        line.close()
    return answer.status, found, content


# ---- Booking and signing in ---------------------------------------------------------------------------------


def measure_booking(server: Running, made: Made, bare_ms: float) -> dict[str, Any]:
    """Whole bookings, one person each: the page, the form, the confirmation. Some one by one, the others at once."""
    people = made.bookers[:]
    one_by_one, at_once = people[:50], people[50:200]  # as many at each size, in a room as large as rooms are
    steps: dict[str, list[float]] = {"page": [], "form": [], "confirmation": []}
    costs = dict.fromkeys(steps, 0.0)
    forms = []
    cpu = server.cpu_ms()
    for cookie in one_by_one:
        forms.append(_open_form(server, made, cookie, steps["page"]))
    costs["page"], cpu = server.cpu_ms() - cpu, server.cpu_ms()
    placed = [
        _send_form(server, made, cookie, form, steps["form"])
        for cookie, form in zip(one_by_one, forms, strict=True)
    ]
    costs["form"], cpu = server.cpu_ms() - cpu, server.cpu_ms()
    for (cookie, _), place in zip(zip(one_by_one, forms, strict=True), placed, strict=True):
        _see_confirmation(server, cookie, place, steps["confirmation"])
    costs["confirmation"] = server.cpu_ms() - cpu
    took = _book_at_once(server, made, at_once)
    figures: dict[str, Any] = {
        name: {
            "requests": len(times),
            "p50_ms": round(statistics.median(times), 2),
            "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
            "cpu_ms": round(costs[name] / len(times), 3),
            "times_bare": round(costs[name] / len(times) / bare_ms, 2),
        }
        for name, times in steps.items()
    }
    figures["bookings_a_second"] = round(len(at_once) / took, 1)
    return figures


def _book_at_once(server: Running, made: Made, cookies: list[str], threads: int = 8) -> float:
    """Let many book at once, page and form and confirmation. Returns how many seconds it took."""
    waiting = cookies[:]
    lock = threading.Lock()
    problems: list[BaseException] = []

    def book() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        while not problems:
            with lock:
                if not waiting:
                    break
                cookie = waiting.pop()
            try:
                times: list[float] = []
                form = _open_form(server, made, cookie, times, connection)
                place = _send_form(server, made, cookie, form, times, connection)
                _see_confirmation(server, cookie, place, times, connection)
            except BaseException as problem:
                problems.append(problem)
        connection.close()

    began = time.perf_counter()
    _together(book, threads)
    if problems:
        raise problems[0]
    return time.perf_counter() - began


@dataclass(frozen=True)
class _Form:
    """What a browser sends back: the fields of the form as they stood, and the cookie as it is now."""

    values: dict[str, str]
    cookie: str


def _open_form(server: Running, made: Made, cookie: str, times: list[float],
               connection: http.client.HTTPConnection | None = None) -> _Form:  # fmt: skip
    address = f"/meetings/{made.to_book}/book"
    began = time.perf_counter()
    status, headers, body = _one(server, "GET", address, {"Cookie": cookie}, connection=connection)
    times.append((time.perf_counter() - began) * 1000)
    return _Form(_fields(address, status, body), _cookie_after(cookie, headers))


def _fields(address: str, status: int, body: bytes) -> dict[str, str]:
    """The values that a form would send as it stands."""
    if status != 200:
        raise RuntimeError(f"{address} answered {status}.")
    values = {}
    for tag in re.findall(r"<input[^>]*>", body.decode()):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        is_choice = said.get("type") in {"radio", "checkbox"}
        if "name" in said and (not is_choice or re.search(r"\bchecked\b", tag)):
            values[said["name"]] = said.get("value", "")
    return values


def _cookie_after(cookie: str, headers: dict[str, str]) -> str:
    return headers.get("set-cookie", cookie).split(";")[0]


def _send_form(server: Running, made: Made, cookie: str, form: _Form, times: list[float],
               connection: http.client.HTTPConnection | None = None) -> str:  # fmt: skip
    address = f"/meetings/{made.to_book}/book"
    headers = {"Cookie": form.cookie, "Content-Type": "application/x-www-form-urlencoded",
               "Referer": f"http://127.0.0.1:{server.port}{address}"}  # fmt: skip
    began = time.perf_counter()
    status, answered, _ = _one(server, "POST", address, headers, urlencode(form.values), connection)
    times.append((time.perf_counter() - began) * 1000)
    if status not in {302, 303}:
        raise RuntimeError(f"A booking answered {status}.")
    return answered["location"]


def _see_confirmation(server: Running, cookie: str, address: str, times: list[float],
                      connection: http.client.HTTPConnection | None = None) -> None:  # fmt: skip
    began = time.perf_counter()
    status, _, _ = _one(server, "GET", address, {"Cookie": cookie}, connection=connection)
    times.append((time.perf_counter() - began) * 1000)
    if status != 200:
        raise RuntimeError(f"{address} answered {status}.")


def measure_sign_in(server: Running, made: Made, bare_ms: float, count: int = 8) -> dict[str, Any]:
    """Signing in with a password. Most of it is argon2, which is slow on purpose."""
    times: list[float] = []
    cpu = server.cpu_ms()
    for _ in range(count):
        began = time.perf_counter()
        status, headers, body = _one(server, "GET", "/sign-in", {})
        values = {
            **_fields("/sign-in", status, body),
            "email": "member@forum.example",
            "password": "forum-demo",
        }
        sent = {"Cookie": _cookie_after("", headers), "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{server.port}/sign-in"}  # fmt: skip
        status, _, _ = _one(server, "POST", "/sign-in", sent, urlencode(values))
        times.append((time.perf_counter() - began) * 1000)
        if status not in {302, 303}:
            raise RuntimeError(f"Signing in answered {status}.")
    cost = (server.cpu_ms() - cpu) / count
    return {"page_and_form": count, "p50_ms": round(statistics.median(times), 2), "cpu_ms": round(cost, 2),
            "times_bare": round(cost / bare_ms, 2)}  # fmt: skip


def ask_mixed(server: Running, made: Made, requests: int, threads: int) -> None:
    """Ask for every page in turn, until the workers have grown to what they stay at."""
    journeys = list(every(made).values())
    left = [requests]
    lock = threading.Lock()

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        while True:
            with lock:
                left[0] -= 1
                number = left[0]
            if number < 0:
                break
            journey = journeys[number % len(journeys)]
            connection.request("GET", journey.address, headers=journey.headers)
            connection.getresponse().read()
        connection.close()

    _together(ask, threads)
