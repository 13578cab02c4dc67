"""What goes wrong is told on a page of the forum, and the door is guarded for every form and every page."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, abort
from sqlalchemy import func, select, text

from forum.factory import create_app
from forum.foundation.database import db, operation
from forum.foundation.guard import csrf
from forum.foundation.permits import public
from forum.foundation.post import Letter, LetterState
from forum.foundation.refusals import Refusal
from forum.foundation.static import find_folder
from forum.foundation.uploads import MOST_SENT
from forum.journal.models import JournalEntry
from forum.journal.operations import note
from forum.settings import Settings
from tests.browsing import Page
from tests.demo_world import person
from tests.house.permissions import address_of, table
from tests.house.samples import SENT, SESSIONS, samples
from tests.look.markup import faults_in
from tests.makers import NOW, make_meeting

BY_A_KEY = {
    "actions.digest": "forum.actions.views.digests.digest",
    "actions.digest_line": "forum.actions.views.digests.digest_line",
    "agendas.confirm": "forum.agendas.views.presenting.confirm",
    "agendas.review": "forum.agendas.views.reviews.review",
    "agendas.answer_late": "forum.agendas.views.papers.answer_late",
    "agendas.own_papers": "forum.agendas.views.handing_in.own_papers",
    "attendance.door": "forum.attendance.views.sign_in.door",
    "booking.answer_invitation": "forum.booking.views.invitations.answer_invitation",
    "booking.by_letter": "forum.booking.views.by_letter.by_letter",
    "booking.place_request": "forum.booking.views.public.place_request",
    "decisions.answer_by_letter": "forum.decisions.views.answering.answer_by_letter",
    "feedback.answer": "forum.feedback.views.answer",
    "interests.still_right_by_letter": "forum.interests.views.still_right_by_letter",
    "minutes.correct_by_letter": "forum.minutes.views.correcting.correct_by_letter",
    "minutes.review": "forum.minutes.views.chair.review",
    "overview.new_address": "forum.overview.views.address.new_address",
}
"""The only routes whose posts need no mark: the key in their address is what another site cannot know."""

CODES = sorted(int(path.stem) for path in find_folder("templates").glob("errors/*.html"))


class NotToday(Refusal):
    """A rule’s no that no form takes up."""

    message = "The hall is being painted."


@pytest.fixture
def broken(instance: Path, tmp_path: Path):
    """An app with no database, in which every problem has an address."""
    url = f"sqlite:///{tmp_path / 'gone' / 'forum.sqlite3'}"
    app = create_app(
        Settings(instance=instance, database_url=url, secret_key="for tests alone", testing=True)
    )
    app.config["SHOW_PROBLEMS"] = True
    app.logger.disabled = True

    @app.get("/problems/<int:code>")
    @public
    def problem(code: int) -> str:
        abort(code)

    @app.get("/refused")
    @public
    def refused() -> str:
        raise NotToday

    @app.get("/unguarded")
    def unguarded() -> str:
        return "What nobody was permitted to see"

    yield app
    with app.app_context():
        db.engine.dispose()


def open_(app: Flask, address: str, method: str = "GET") -> Page:
    return Page(app.test_client().open(address, method=method))


# ---- Pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_every_problem_has_a_whole_page_with_a_way_on(broken, code):
    page = open_(broken, f"/problems/{code}")

    assert page.status == code
    assert faults_in(page.html) == []
    assert page.links
    assert page.response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("code", [401, 406, 415, 418, 501, 504])
def test_a_problem_without_a_page_of_its_own_keeps_its_number(broken, code):
    page = open_(broken, f"/problems/{code}")

    assert page.status == code
    assert faults_in(page.html) == []


def test_a_refusal_that_no_form_takes_up_is_told_in_its_own_words(broken):
    page = open_(broken, "/refused")

    assert page.status == 409
    assert page.problems == [NotToday.message]


def test_a_method_that_a_page_does_not_take_names_those_that_it_does(broken):
    page = open_(broken, "/meetings", "DELETE")

    assert page.status == 405
    assert "GET" in page.response.headers["Allow"]


def test_a_page_whose_view_asked_no_permit_is_never_sent(broken):
    page = open_(broken, "/unguarded")

    assert page.status == 500
    assert "What nobody was permitted to see" not in page.html


def test_with_the_database_down_the_forum_asks_to_come_back(broken):
    page = open_(broken, "/")

    assert page.status == 503
    assert int(page.response.headers["Retry-After"]) > 0
    assert "busy for a moment" in page.words
    assert "sqlite" not in page.html.lower() and "Traceback" not in page.html


def test_what_is_larger_than_we_take_is_told_so(world, monkeypatch):
    assert world.app.config["MAX_CONTENT_LENGTH"] == MOST_SENT
    monkeypatch.setitem(world.app.config, "MAX_CONTENT_LENGTH", 2000)

    page = Page(world.browser("member").post("/proposals/new", {"why": "because " * 500}))

    assert page.status == 413
    assert "Nothing was saved" in page.words


def test_too_many_tries_say_how_long_to_wait(world):
    browser = world.browser()
    answers = [browser.post("/sign-in", {"email": "nobody@forum.example", "way": "code"}) for _ in range(8)]
    last = Page(answers[-1])

    assert answers[0].status_code == 302
    assert last.status == 429
    assert 0 < int(last.response.headers["Retry-After"]) <= 3600
    assert last.problems and "Wait" in last.problems[0]


def test_a_place_given_up_twice_is_told_as_a_page(world):
    address = f"/bookings/{world.waiting}/cancel"
    browser = world.browser("member")
    assert browser.post(address).status_code == 302

    page = Page(browser.post(address))

    assert page.status == 409
    assert page.problems


def test_a_visitor_is_led_to_sign_in_and_back(world):
    answer = world.browser().get("/desk/letters?state=waiting")
    posted = world.browser().post("/desk/venues")

    assert answer.location == "/sign-in?next=/desk/letters?state%3Dwaiting"
    assert posted.location == "/sign-in"


# ---- Alive and ready ----------------------------------------------------------------------------------------


def ready(app: Flask) -> tuple[int, dict[str, bool]]:
    with app.app_context():
        answer = app.test_client().get("/readyz")
    return answer.status_code, json.loads(answer.get_data())["checks"]


def test_a_process_is_alive_also_without_its_database(broken):
    assert broken.test_client().get("/healthz").status_code == 200


def test_it_is_not_ready_without_its_database(broken):
    status, checks = ready(broken)

    assert status == 503
    assert checks["database"] is False


def test_it_is_ready_when_all_is_well(world):
    assert ready(world.app) == (200, {"database": True, "schema": True, "disk": True, "letters": True})


def test_it_is_not_ready_at_another_schema(world):
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    status, checks = ready(world.app)

    assert (status, checks["schema"]) == (503, False)


@operation
def let_a_letter_lie(late: timedelta) -> None:
    letter = db.session.scalars(select(Letter).order_by(Letter.id)).first()
    assert letter is not None
    letter.state, letter.due_at = LetterState.WAITING, NOW - late
    note(None, "let a letter lie", person("organiser"), now=NOW)


@pytest.mark.parametrize("minutes, is_well", [(10, True), (45, False)])
def test_it_is_not_ready_while_letters_pile_up(world, minutes, is_well):
    let_a_letter_lie(timedelta(minutes=minutes))

    status, checks = ready(world.app)

    assert checks["letters"] is is_well
    assert status == (200 if is_well else 503)


# ---- The door -----------------------------------------------------------------------------------------------


def test_no_form_is_taken_without_the_mark_of_one_of_our_pages(world, monkeypatch):
    monkeypatch.setitem(world.app.config, "WTF_CSRF_ENABLED", True)
    arguments = samples(world)
    entries = db.session.scalar(select(func.count(JournalEntry.id)))
    taken = {}
    posts = [
        (endpoint, may)
        for (endpoint, method), may in table().items()
        if method == "POST" and endpoint not in BY_A_KEY
    ]
    for endpoint, may in posts:
        who = "organiser" if "organiser" in may else sorted(may)[0]
        browser = world.browser(who, **SESSIONS.get(endpoint, {}))
        address = address_of(world.app, endpoint, arguments)
        for mark in ({}, {"csrf_token": "ImEi.of.another"}):
            status = browser.post(address, {**SENT.get(endpoint, {}), **mark}).status_code
            if status != 400:
                taken[endpoint] = status

    assert len(posts) > 50
    assert taken == {}
    assert db.session.scalar(select(func.count(JournalEntry.id))) == entries


def test_no_form_is_exempt_but_those_behind_a_key(world):
    assert csrf._exempt_views == set(BY_A_KEY.values()) and csrf._exempt_blueprints == set()
    for endpoint in BY_A_KEY:
        rules = [rule for rule in world.app.url_map.iter_rules() if rule.endpoint == endpoint]
        assert any("key" in rule.arguments for rule in rules), endpoint


@pytest.mark.parametrize("endpoint", BY_A_KEY)
def test_behind_a_key_nothing_opens_with_another(world, monkeypatch, endpoint):
    monkeypatch.setitem(world.app.config, "WTF_CSRF_ENABLED", True)
    arguments = samples(world)
    arguments[endpoint] = {**arguments[endpoint], "key": "abcdefghijklmnopqrstuvwxyz"}
    entries = db.session.scalar(select(func.count(JournalEntry.id)))

    for method in ("GET", "POST"):
        answer = world.browser()._ask(method, address_of(world.app, endpoint, arguments))
        assert answer.status_code in {404, 409}
        assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}

    assert db.session.scalar(select(func.count(JournalEntry.id))) == entries


def test_the_mark_of_our_page_opens_the_door(world, monkeypatch):
    monkeypatch.setitem(world.app.config, "WTF_CSRF_ENABLED", True)
    browser = world.browser("member")
    page = browser.page("/me")
    mark = page.html.split('name="csrf_token" value="')[1].split('"')[0]

    assert browser.post("/sign-out", {"csrf_token": mark}).status_code == 302
    assert browser.get("/me").location.startswith("/sign-in")


@pytest.mark.parametrize(
    "base_url, is_https", [("https://forum.example.org", True), ("http://127.0.0.1:8000", False)]
)
def test_by_https_cookies_are_secure_and_browsers_stay_with_it(database, forum, base_url, is_https):
    make_meeting(forum)
    settings = replace(database.extensions["settings"], base_url=base_url)
    app = create_app(settings)
    with app.app_context():
        answer = app.test_client().get("/calendars/own", base_url=base_url, follow_redirects=True)
        asked = app.test_client().post(
            "/account/reset", base_url=base_url, data={"email": "ada-marsh@forum.example"}
        )
        db.engine.dispose()

    cookie = asked.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is is_https
    assert ("Strict-Transport-Security" in answer.headers) is is_https
    assert app.config["REMEMBER_COOKIE_SECURE"] is is_https


def test_pages_may_bring_no_script_or_style_but_our_files(broken):
    policy = broken.test_client().get("/healthz").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy
