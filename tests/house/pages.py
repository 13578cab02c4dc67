"""Opens every page of the permission table in the demo forum, once, and keeps what came."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from forum.booking.rules import Purpose
from tests.demo_world import World
from tests.house.permissions import EVERYBODY, address_of, table
from tests.house.samples import SESSIONS, link_in_letter, samples


@dataclass
class Opened:
    """A page as somebody got it."""

    endpoint: str
    who: str
    address: str
    status: int
    kind: str
    headers: dict[str, str]
    html: str


@dataclass
class Visit:
    """Everything that was opened, and the templates that were rendered for it."""

    pages: list[Opened] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)

    @property
    def html_pages(self) -> list[Opened]:
        """Those that people read."""
        return [page for page in self.pages if page.kind == "text/html" and page.status == 200]


MORE = {
    # Pages of one route that look quite unlike: another meeting, another state, another person.
    "overview.meeting": ("today", "full", "called_off"),
    "overview.meeting_desk": ("today", "full", "called_off", "not_published"),
    "overview.change_meeting": ("today", "full", "called_off", "not_published"),
    "overview.build_agenda": ("today", "full"),
    "booking.places": ("today", "full", "open_to_all"),
    "minutes.desk": ("full",),
    "attendance.sign_in": ("full",),
    "attendance.listed": ("full", "called_off"),
}


def every_page(world: World) -> Iterator[tuple[str, str, str]]:
    """Who, route and address: each page as everyone who may open it, and more of those that differ."""
    arguments = samples(world)
    for (endpoint, method), may in sorted(table().items()):
        if method != "GET":
            continue
        for who in (one for one in EVERYBODY if one in may):
            yield who, endpoint, address_of(world.app, endpoint, arguments)
            for meeting in MORE.get(endpoint, ()):
                given = {endpoint: {"reference": getattr(world, meeting)}}
                yield who, endpoint, address_of(world.app, endpoint, given)
    yield "organiser", "overview.meeting", f"/meetings/{world.not_published}"
    yield "visitor", "agendas.show", f"/meetings/{world.reviewed}/agenda"
    for which in ("apologies", "unanswered", "moved", "unsure", "needs"):
        yield "organiser", "overview.meeting_people", f"/desk/meetings/{world.full}/people?which={which}"
    for asked in ("which=all", "which=missed", "meetings=2"):
        yield "organiser", "overview.attendance_over_time", f"/desk/attendance?{asked}"
    yield "organiser", "overview.show_letter", f"/desk/letters/{world.uncertain}"
    deed = samples(world)["overview.stop_letters"]["reference"]
    yield "organiser", "overview.letters", f"/desk/letters?deed={deed}"
    yield "organiser", "overview.letters", f"/desk/letters?meeting={world.open_to_all}"
    yield "organiser", "overview.show_letter", f"/desk/letters/{deed}"
    yield "organiser", "overview.replies", "/desk/letters/replies?which=seen"
    yield "organiser", "booking.remind", f"/desk/meetings/{world.full}/remind"
    yield "organiser", "booking.invite", f"/desk/meetings/{world.full}/invite"
    yield "organiser", "overview.write_to_booked", f"/desk/meetings/{world.full}/write"
    yield "member", "overview.booking", f"/bookings/{world.waiting}"
    yield "commissioner", "booking.book", f"/meetings/{world.full}/book"
    yield "member", "booking.book", f"/meetings/{world.open_to_all}/book"
    yield "member", "booking.book", f"/meetings/{world.open_to_all}/book?for=colleague"
    yield "outsider", "booking.book", f"/meetings/{world.open_to_all}/book"
    yield "visitor", "booking.book", f"/meetings/{world.open_to_all}/book?as=member"
    yield "visitor", "booking.book", f"/meetings/{world.open_to_all}/book?asked=yes"
    yield "visitor", "booking.place_request", world.answered
    somebody = f"/desk/meetings/{world.open_to_all}/places/book"
    yield "organiser", "booking.book_for_somebody", f"{somebody}?q=fenland"
    yield "organiser", "booking.book_for_somebody", f"{somebody}?guest=yes"
    for purpose in Purpose:
        link = {"*": link_in_letter(world, purpose)}
        yield "visitor", "booking.by_letter", address_of(world.app, "booking.by_letter", link)
    yield "organiser", "booking.note_apologies", f"/desk/meetings/{world.full}/apologies?q=a"
    yield "organiser", "attendance.code", f"/meetings/{world.today}/sign-in/{world.waiting}"
    yield "visitor", "minutes.read", f"/meetings/{world.today}/minutes"
    yield "visitor", "overview.meetings", "/meetings?when=past"
    yield "visitor", "overview.action_log", "/actions?which=all"
    for who in ("visitor", "lay", "member", "organiser"):
        yield who, "agendas.proposal", f"/proposals/{world.suggested}"
    yield "member", "agendas.propose", "/proposals/new?commitment=civil-society-strategy-2018/FC5"
    yield "organiser", "agendas.call", f"/desk/meetings/{world.not_published}/call"


def visit_every_page(world: World) -> Visit:
    """Open every page, noting the templates that are used for it."""
    visit = Visit()
    with noting_templates(world.app, visit.templates):
        visit.pages = [open_(world, *page) for page in every_page(world)]
    return visit


def open_(world: World, who: str, endpoint: str, address: str) -> Opened:
    """Open a page."""
    answer = world.browser(who, **SESSIONS.get(endpoint, {})).get(address)
    html = answer.get_data().decode(errors="replace")  # a PDF is no text
    return Opened(endpoint, who, address, answer.status_code, answer.mimetype, dict(answer.headers), html)


@contextmanager
def noting_templates(app: Flask, seen: set[str]) -> Iterator[None]:
    """Note every template that is used: those rendered, and those that they extend, include or import."""
    find = app.jinja_env.get_template

    def note(name: Any, *more: Any, **named: Any) -> Any:
        seen.add(str(getattr(name, "name", name)))
        return find(name, *more, **named)

    app.jinja_env.get_template = note  # type: ignore[method-assign]
    try:
        yield
    finally:
        app.jinja_env.get_template = find  # type: ignore[method-assign]
