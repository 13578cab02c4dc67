"""What nobody should send, sent to every form and every address: a sentence, or a page that says no."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import quote, urlencode, urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forum.agendas.operations import begin_agenda
from forum.foundation.database import db
from forum.foundation.forms import tidy
from tests.conftest import sign_in_as
from tests.demo_world import World
from tests.house.pages import Visit
from tests.house.permissions import address_of, table
from tests.house.samples import SESSIONS, samples
from tests.makers import NOW, make_meeting

BAD = {
    "nothing": "",
    "a NUL": "a\x00b",
    "control characters": "\x01\x1b[31m\x7f\u200b",
    "100,000 letters": "x" * 100_000,
    "emoji": "👩‍🦽🏳️‍🌈",
    "right to left": "\u202eمرحبا\u2066",
    "half a character": "\udcff",
    "markup": "<script>alert(1)</script>{{ 7*7 }}%s{0}",
    "no such day": "31/02/2026",
    "the first day of all": "0001-01-01",
    "the last day of all": "9999-12-31",
    "a year of five figures": "1/1/20266",
    "no such time": "25:00",
    "a time that is missing": "01:30",
    "less than nothing": "-5",
    "more than a database holds": "1" + "0" * 30,
    "more digits than Python reads": "9" * 5000,
    "just over 32 bits": "2147483648",
    "a fraction": "1e9",
    "other digits": "١٢",
    "a power of ten": "²",
}
"""What is typed where something else was asked for."""

SAID = {200, 302, 303, 308, 400, 404, 405, 409, 413, 429}
"""Answers that tell a person something."""

ALL_AT_ONCE = ("nothing", "a NUL", "100,000 letters", "more than a database holds")
"""What is typed into every question of a form at the same time."""

TEXT = {"", "text", "email", "url", "textarea"}
"""Questions whose answer comes back as it was typed."""

IN_ADDRESSES = ("nothing", "a NUL", "half a character", "100,000 letters", "more than a database holds")

ASKED = (
    "page", "when", "which", "forum", "state", "owner", "theme", "sort", "q", "sector", "queue", "meetings", "next",
    "commitment", "thing", "reference", "whom", "side", "deed", "meeting",
    "for", "asked", "who", "officer", "member", "guest",
)  # fmt: skip
"""What pages read from their address behind the question mark."""


@dataclass
class FoundForm:
    """A form as it stands on a page."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page, with what stands in them."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address, self.forms = address, list[FoundForm]()
        self._open: FoundForm | None = None
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._open = FoundForm(given.get("action") or self.address, given.get("method", "get").lower())
            self.forms.append(self._open)
        if self._open is None:
            return
        fields = self._open.fields
        if tag in {"select", "textarea", "button"}:
            self._open.kinds[name] = tag
        elif tag == "input":
            self._open.kinds[name] = given.get("type", "")
        if tag == "select":
            self._select = name
            fields[name] = ""
        elif tag == "option" and self._select and (not fields[self._select] or "selected" in given):
            fields[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            fields[name] = ""
        elif (
            tag in {"input", "button"}
            and name not in {"", "csrf_token"}
            and (given.get("type") not in {"radio", "checkbox"} or "checked" in given or name not in fields)
        ):
            fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._area:
            self._open.fields[self._area] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def _route(world: World, address: str, method: str) -> str:
    """The endpoint of an address."""
    try:
        endpoint, _ = world.app.url_map.bind("localhost").match(urlsplit(address).path, method=method.upper())
    except HTTPException:
        return ""
    return str(endpoint)


def forms_of(visit: Visit, world: World) -> Iterator[tuple[str, str, FoundForm]]:
    """Every form that posts, once for each route, with who may send it."""
    seen = set()
    for page in visit.html_pages:
        for form in Forms(page.address, page.html).forms:
            key = (_route(world, form.action, form.method), tuple(sorted(form.fields)))
            if form.method == "post" and key not in seen:
                seen.add(key)
                yield key[0], page.who, form


def sendable(bad: str) -> str:
    """The words as a browser would send them: half a character becomes a sign that something was lost."""
    return bad.encode("utf-8", "replace").decode()


def words_of(answer: TestResponse) -> str:
    """What an answer says, if it is a page."""
    return answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""


SPEAKS = ("govuk-error-summary", "refusal", "notice--amber")
"""How a page shows that it has something to say about what was sent."""


def problem_with(answer: TestResponse) -> str | None:
    """What is wrong with an answer to something that nobody should send."""
    if answer.status_code not in SAID:
        return f"answered {answer.status_code}"
    if answer.status_code == 200 and not any(sign in words_of(answer) for sign in SPEAKS):
        return "said nothing"
    return None


def has_kept(answer: TestResponse, bad: str) -> bool:
    """Whether a page that came back still holds what was typed: as it was, or without what nobody can see."""
    html = words_of(answer).replace("&#39;", "&#x27;").replace("&#34;", "&quot;")
    plain = str(tidy(bad))
    return any(escape(words) in html for words in (bad, plain, plain.replace("-", "")))


@pytest.mark.parametrize("part", range(3))
def test_what_cannot_be_is_answered_with_a_sentence_and_what_was_typed_is_kept(world, visit, part):
    wrong = {}
    for endpoint, who, form in list(forms_of(visit, world))[part::3]:
        everywhere = [(label, tuple(form.fields)) for label in ALL_AT_ONCE if form.fields]
        one_by_one = [(label, (name,)) for label, name in zip(cycle(BAD), form.fields, strict=False)]
        for label, names in everywhere + one_by_one:
            bad = sendable(BAD[label])
            browser = world.browser(who, **SESSIONS.get(endpoint, {}))
            answer = browser.post(form.action, {**form.fields, **dict.fromkeys(names, bad)})
            problem = problem_with(answer)
            is_text = all(form.kinds[name] in TEXT for name in names)
            if answer.status_code == 200 and is_text and not has_kept(answer, bad):
                problem = problem or "forgot what was typed"
            if problem:
                wrong[f"{endpoint}: {label} in {', '.join(names)}"] = problem
            if answer.status_code in {302, 303}:
                world.restore()

    assert wrong == {}


def ask_once(world: World, method: str, address: str, cookie: str) -> TestResponse:
    """Open an address with a cookie. A client that keeps cookies would read through each long address three times."""
    client = world.app.test_client(use_cookies=False)
    with world.app.app_context():
        answer = client.open(address, method=method, headers={"Cookie": f"forum={cookie}"})
    db.session.rollback()
    return answer


def test_no_address_breaks_a_page(world):
    wrong, arguments = {}, samples(world)
    for (endpoint, method), may in sorted(table().items()):
        who = "organiser" if "organiser" in may else min(may)
        rule = next(rule for rule in world.app.url_map.iter_rules() if rule.endpoint == endpoint)
        for label in IN_ADDRESSES:
            bad = sendable(BAD[label])
            given = arguments.get(endpoint) or arguments["*"]
            addresses = [with_arguments(rule, {**given, name: bad}) for name in sorted(rule.arguments)]
            if method == "GET":
                asked = urlencode(dict.fromkeys(ASKED, bad))
                addresses.append(f"{address_of(world.app, endpoint, arguments)}?{asked}")
            cookie = world.cookie(who, **SESSIONS.get(endpoint, {}))
            for address in addresses:
                answer = ask_once(world, method, address, cookie)
                if answer.status_code not in SAID:
                    wrong[f"{method} {address[:120]} ({label})"] = answer.status_code

    assert wrong == {}


@pytest.mark.parametrize("address", [
    "/meetings/%00", "/decisions/%00", "/strategies/%00/x", "/calendars/own/%00.ics", "/calendars/series/%00.ics",
    "/organisations?q=%00", "/?forum=%00", "/actions?owner=%00&theme=%00", "/organisations?q=%ff%fe",
    "/organisations?page=999999999999999999999999", "/meetings/none/agenda/v2147483648",
    "/meetings/none/minutes/v99999999999999999999",
])  # fmt: skip
def test_neither_database_chokes_on_an_address(forum, database, address):
    with database.app_context():
        answer = database.test_client().get(address)

    assert answer.status_code in {200, 400, 404}


def test_neither_database_chokes_on_what_a_form_sends(forum, cleo, database):
    meeting = make_meeting(forum)
    begin_agenda(meeting, by=cleo, now=NOW)
    where, token = f"/desk/meetings/{meeting.reference}/agenda", sign_in_as(database, cleo)
    db.session.rollback()
    client = database.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True

    for address, sent in (
        (f"{where}/put-on", {"proposal": "a\x00b"}),
        (f"{where}/put-on", {"commitment": "a\x00b/c\x00"}),
        (f"{where}/order", {"up": "\x00"}),
        (f"/desk/meetings/{meeting.reference}/change", {"title": "a\x00b", "places": "2147483648"}),
    ):
        with database.app_context():
            assert client.post(address, data=sent).status_code in {200, 400, 404}, address


def with_arguments(rule: Rule, given: dict[str, object]) -> str:
    """The address of a route with arguments that it would not take."""
    parts = (
        (argument, str(given[argument]) if argument else text) for text, argument in pieces_of(rule.rule)
    )
    return "".join(quote(text, safe="" if argument else "/") for argument, text in parts)


def pieces_of(pattern: str) -> Iterator[tuple[str, str]]:
    """The pieces of a route as pairs: words and "", or "" and the name of an argument."""
    for at, piece in enumerate(re.split(r"<(?:\w+:)?(\w+)>", pattern)):
        yield ("", piece) if at % 2 else (piece, "")
