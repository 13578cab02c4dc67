"""Every page of the demo forum, as everyone who may open it: whole, light, and leading somewhere."""

import gzip
import re
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from jinja2.meta import find_referenced_templates

from forum.foundation.downloads import HARMLESS
from forum.foundation.guard import HEADERS
from forum.foundation.static import find_folder
from tests.browsing import Browser
from tests.house.pages import Opened, noting_templates
from tests.house.test_problems import BY_A_KEY
from tests.look.markup import faults_in
from tests.makers import make_forum, make_strategy

FORUM = "Cambridgeshire and Peterborough Commissioning Forum"
LIGHT = 25 * 1024
"""Bytes of a page, packed as it is sent to every browser of today."""
WHOLE_VISIT = 100 * 1024
"""Bytes of a first visit: the page with all that it brings along, packed as it is sent."""

WITH_CAMERA = {"attendance.sign_in", "attendance.door"}
"""Pages that may ask for the device's camera, to read the code of a booking."""

GIVEN = {
    "agendas.paper", "agendas.paper_version",
    "agendas.as_pdf", "agendas.version_as_pdf",
    "minutes.as_pdf", "minutes.version_as_pdf", "minutes.in_word", "minutes.version_in_word",
}  # fmt: skip
"""What people gave the forum, and what is made of it, is handed out so that it runs nothing: stricter than any page."""

TEMPLATES = find_folder("templates")


def packed(page: Opened) -> int:
    """Bytes of a page as they go over the line."""
    return len(gzip.compress(page.html.encode(), 5))


def name_of(page: Opened) -> str:
    return f"{page.address} as {page.who}"


def test_every_page_opens(visit):
    leads_on = {
        "membership.choose_forum",
        "accounts.sign_in",
        "overview.strategies",  # with one strategy, to that
        "attendance.code",  # whoever is no officer, to the booking
        "minutes.attendance",
        "minutes.line",  # to where it stands in the newest version
        "overview.start",  # to the desk, or to one's own page
        "agendas.pack_file",  # until the worker has made it, to how far it is
    }

    unopened = {
        name_of(page): page.status
        for page in visit.pages
        if page.status != 200 and not (page.status == 302 and page.endpoint in leads_on)
    }

    assert len(visit.html_pages) > 300
    assert unopened == {}


def test_every_page_is_well_made(visit):
    faults = {
        name_of(page): [
            fault
            for fault in faults_in(page.html)
            if not (page.endpoint in BY_A_KEY and fault.endswith("without the mark that guards the door"))
        ]
        for page in visit.html_pages
    }

    assert {name: found for name, found in faults.items() if found} == {}


def test_every_title_says_the_page_and_the_forum(visit):
    wrong = {}
    for page in visit.html_pages:
        found = re.search(r"<title>\s*(.*?)\s*</title>", page.html, re.DOTALL)
        title = found[1] if found else ""
        own, _, forum = title.rpartition(" – ")
        if FORUM not in title or (page.address != "/" and not (own and forum)):
            wrong[name_of(page)] = title

    assert wrong == {}


def test_every_answer_carries_the_strict_headers(visit):
    for page in visit.pages:
        assert page.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        allowed = dict(HEADERS)
        if page.endpoint in WITH_CAMERA and page.status == 200:
            allowed["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace(
                "camera=()", "camera=(self)"
            )
        if page.endpoint in GIVEN:
            allowed.update(HARMLESS)
        for name, value in allowed.items():
            if name == "Referrer-Policy":
                assert page.headers[name] in {"same-origin", "no-referrer"}, page.address
            else:
                assert page.headers.get(name) == value, f"{page.address}: {name}"
        assert "Cache-Control" in page.headers, page.address


def test_every_page_is_light(visit):
    heavy = {}
    for page in visit.html_pages:
        size = packed(page)
        if size > LIGHT:
            heavy[name_of(page)] = size

    assert heavy == {}


def test_a_first_visit_is_light(visit, made_world):
    static = made_world.folder

    @cache
    def weight_of(address: str) -> int:
        file = static / address.lstrip("/")
        packed = Path(f"{file}.gz")
        return (packed if packed.exists() else file).stat().st_size

    heavy = {}
    for page in visit.html_pages:
        parts = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.html))
        assert parts, page.address
        weight = packed(page) + sum(weight_of(part) for part in parts)
        if weight > WHOLE_VISIT:
            heavy[name_of(page)] = weight

    assert heavy == {}


def test_every_link_leads_somewhere(visit, world):
    lost: dict[str, str] = {}
    browsers: dict[str, Browser] = {}
    known: dict[tuple[str, str], int] = {}
    for page in visit.html_pages:
        browser = browsers.setdefault(page.who, world.browser(page.who))
        for link in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', page.html):
            to = urldefrag(urljoin(f"http://localhost{page.address}", link.replace("&amp;", "&"))).url
            if not to.startswith("http://localhost/"):
                assert urlsplit(to).scheme in {"http", "https", "mailto", "webcal", "tel"}, link
                continue
            address = to.removeprefix("http://localhost")
            if (page.who, address) not in known:
                known[page.who, address] = browser.get(address).status_code
            if known[page.who, address] not in {200, 302, 303}:
                lost[f"{address} from {name_of(page)}"] = str(known[page.who, address])

    assert len(known) > 200
    assert lost == {}


def taken_in_by(app: Flask, names: set[str]) -> set[str]:
    """The templates that some others extend, include or import, and those in turn."""
    found: set[str] = set()
    ahead = [name for name in names if name.endswith(".html")]
    while ahead:
        source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, ahead.pop())
        more = {str(name) for name in find_referenced_templates(app.jinja_env.parse(source))} - found
        found |= more
        ahead += more
    return found


def test_every_template_is_opened(visit, database, stopped_clock, browse):
    seen = set(visit.templates)
    with noting_templates(database, seen):
        assert browse().page("/").status == 200  # no forum yet
        make_forum()
        make_forum("Second Forum", code="SEC", is_first=False)
        assert browse().page("/").status == 200  # one has to be chosen
        make_strategy("civil-society-strategy-2018")
        make_strategy("local-strategy")
        assert browse().page("/strategies").status == 200
        assert browse().page("/bookings/7K4Q-92XM/by-letter").status == 409  # a link that was cut
        assert browse().page("/presenters/7K4Q-92XM/confirm").status == 409  # likewise
    opened_elsewhere = (
        "errors/",
        "letters/",
        "layouts/bare.html",
        "agendas/paper_gone.html",
        "minutes/correct.html",
    )  # by the tests of problems, of letters, of what was withdrawn, and of one correction

    seen |= taken_in_by(database, seen)
    every = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}

    assert {name for name in every - seen if not name.startswith(opened_elsewhere)} == set()


@pytest.mark.parametrize("who", ["visitor", "member", "organiser"])
def test_a_page_that_is_not_there_leads_on(world, who):
    page = world.browser(who).page("/nowhere")

    assert page.status == 404
    assert len(page.links) > 3
