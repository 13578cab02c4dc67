"""Every page that a link leads to in the demo forum, for each kind of person: whole, accessible, on any screen."""

import threading
from collections import defaultdict
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.serving import make_server

from forum.commands import make_schema
from forum.demo.loading import load_demo
from forum.factory import create_app
from forum.foundation.clock import now
from forum.foundation.database import db
from forum.people.models import Person
from forum.running import assets
from forum.settings import Settings
from tests.conftest import sign_in_as
from tests.look.markup import faults_in
from tests.look.sampler import Quiet

WHO = ("nobody", "outsider", "member", "minutes", "organiser", "chair")
IN_A_BROWSER = ("nobody", "member", "organiser")
"""Between them they see a page of every kind."""

ONLY_FAULTS = {"resultTypes": ["violations"]}
OF_EACH_KIND = 2
"""How many pages of one kind are opened: a long list has hundreds that differ in nothing."""


@dataclass
class Seen:
    """A page as it was met: its address, its kind (the rule that answered in the end), and what came."""

    address: str
    kind: str
    status: int
    html: str
    met_on: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") if tag == "a" else None
        if href:
            self.found.append(href)


def links_of(html: str) -> list[str]:
    """Where the links of a page lead."""
    links = _Links()
    links.feed(html)
    return links.found


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo forum, in a database of its own."""
    instance = tmp_path_factory.mktemp("demo")
    assets.build(instance)
    url = f"sqlite:///{instance / 'forum.sqlite3'}"
    app = create_app(
        Settings(instance=instance, database_url=url, secret_key="for tests alone", testing=True)
    )
    app.config["SHOW_PROBLEMS"] = True
    app.logger.disabled = True
    with app.app_context():
        make_schema(db.engine)
        load_demo(now())
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def cookie_of(app: Flask, who: str) -> str | None:
    """The cookie of one of the demo's people, signed in."""
    if who == "nobody":
        return None
    with app.app_context():
        token = sign_in_as(app, db.session.query(Person).filter_by(email=f"{who}@forum.example").one())
        db.session.remove()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    cookie = client.get_cookie("forum")
    assert cookie is not None
    return cookie.value


def kind_of(app: Flask, address: str) -> str:
    """The rule that answers an address; "none" where none does."""
    try:
        rule, _values = app.url_map.bind("localhost").match(urlsplit(address).path, return_rule=True)
    except HTTPException:
        return "none"
    return rule.rule


def walk(app: Flask, who: str) -> list[Seen]:
    """Follow every link from the home page, a few pages of each kind."""
    client = app.test_client()
    cookie = cookie_of(app, who)
    if cookie:
        client.set_cookie("forum", cookie)
    ahead, known, opened, pages = [("/", "/")], {"/"}, defaultdict(int), []
    while ahead:
        address, met_on = ahead.pop(0)
        kind = kind_of(app, address)
        opened[kind] += 1
        if opened[kind] > OF_EACH_KIND and kind != "none":
            continue
        answer = client.get(address, follow_redirects=True)
        is_page = answer.mimetype == "text/html"
        html = answer.get_data(as_text=True) if is_page else ""
        answer.close()
        led_to = kind_of(app, answer.request.path)
        pages.append(Seen(address, led_to, answer.status_code, html, met_on))
        for link in links_of(html):
            to = urldefrag(urljoin(f"http://localhost{address}", link)).url
            if to.startswith("http://localhost/") and to not in known:
                known.add(to)
                ahead.append((to.removeprefix("http://localhost"), address))
    return pages


@pytest.fixture(scope="module")
def walks(demo):
    """What each kind of person met, walked once for each."""
    kept: dict[str, list[Seen]] = {}

    def of(who: str) -> list[Seen]:
        if who not in kept:
            kept[who] = walk(demo, who)
        return kept[who]

    return of


@pytest.mark.parametrize("who", WHO)
def test_every_link_leads_somewhere(walks, who):
    lost = [(page.address, f"met on {page.met_on}") for page in walks(who) if page.status != 200]

    assert len(walks(who)) > 10
    assert lost == []


@pytest.mark.parametrize("who", WHO)
def test_every_page_is_well_made(walks, who):
    faults = {page.address: faults_in(page.html) for page in walks(who) if page.html}

    assert {address: found for address, found in faults.items() if found} == {}


@pytest.mark.parametrize("who", WHO)
def test_every_page_says_which_it_is(walks, who):
    titles = defaultdict(set)
    for page in walks(who):
        if page.html:
            title = page.html[page.html.index("<title>") + 7 : page.html.index("</title>")].strip()
            assert not title.startswith("–"), f"{page.address} has no title of its own"
            titles[title].add(page.kind)

    assert {title: kinds for title, kinds in titles.items() if len(kinds) > 2} == {}


@pytest.fixture(scope="module")
def address(demo):
    """Where the demo forum answers."""
    server = make_server("127.0.0.1", 0, demo, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("who", IN_A_BROWSER)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(demo, walks, address, chromium, who):
    kinds = {page.kind: page.address for page in reversed(walks(who)) if page.html and page.status == 200}
    before = IN_A_BROWSER[: IN_A_BROWSER.index(who)]
    met_before = {page.kind for one in before for page in walks(one)} - {"/", "/meetings/<reference>"}
    kinds = {kind: path for kind, path in kinds.items() if kind not in met_before}
    context = chromium.new_context(base_url=address, locale="en-GB")
    cookie = cookie_of(demo, who)
    if cookie:
        context.add_cookies([{"name": "forum", "value": cookie, "url": address}])
    browser_page = context.new_page()
    found: list[tuple[str, int, object]] = []
    for path in kinds.values():
        for width in (1280, 375):
            browser_page.set_viewport_size({"width": width, "height": 900})
            if width == 1280:
                browser_page.goto(path)
            for fault in Axe().run(browser_page, options=ONLY_FAULTS).response["violations"]:
                found.append((path, width, (fault["id"], [node["html"] for node in fault["nodes"]])))
        browser_page.set_viewport_size({"width": 320, "height": 900})
        over = browser_page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if over > 0:
            found.append((path, 320, f"{over} pixels too wide"))
    context.close()

    assert found == []
