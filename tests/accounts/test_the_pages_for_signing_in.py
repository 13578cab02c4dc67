"""The pages for signing in and out: what they let in, what they keep to themselves."""

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from forum.accounts import operations, queries, rules
from forum.accounts.door import may_demo_people_enter
from forum.accounts.models import SignIn
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.post import Letter
from tests.browsing import Page
from tests.makers import NOW, make_forum, make_person

PASSWORD = "three plain words"
HASH = rules.hash_password(PASSWORD)


@pytest.fixture
def dora(forum):
    """Dora has an account and a password."""
    person = make_person("Dora Quist")
    operations.open_account(person, password_hash=HASH, by=None, now=NOW)
    return person


def sign_in(browser, person, password=PASSWORD, **more):
    return browser.post("/sign-in", {"email": person.email, "password": password, **more})


def newest_code():
    letter = db.session.query(Letter).filter(Letter.is_secret).order_by(Letter.id.desc()).first()
    return re.search(r"\b[0-9]{6}\b", letter.text)[0]


@contextmanager
def settings_of(app, **values):
    """Other settings for a while."""
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, **values)
    try:
        yield
    finally:
        app.extensions["settings"] = before


def knows(browser, person):
    """Whether the browser is signed in as this person."""
    return person.name in Page(browser.get("/account/password")).html


# ---- By password --------------------------------------------------------------------------------------------


def test_the_right_password_lets_in_and_leads_to_my_own_page(dora, browse):
    browser = browse()
    answer = sign_in(browser, dora)

    assert (answer.status_code, answer.location) == (302, "/me/start")
    assert knows(browser, dora)


def test_an_address_is_known_however_it_is_written(dora, browse):
    assert (
        browse().post("/sign-in", {"email": " Dora-QUIST@Forum.example ", "password": PASSWORD}).status_code
        == 302
    )


def test_after_signing_in_the_page_asked_for_opens(dora, browse):
    assert sign_in(browse(), dora, next="/meetings?page=2").location == "/meetings?page=2"
    assert sign_in(browse(), dora, next="https://elsewhere.example/").location == "/me/start"
    assert sign_in(browse(), dora, next="//elsewhere.example").location == "/me/start"


def test_whoever_must_sign_in_first_is_led_back(dora, browse):
    browser = browse()
    asked = browser.get("/account/password")
    page = Page(browser.get(asked.location))

    assert asked.location == "/sign-in?next=/account/password"
    assert 'name="next" value="/account/password"' in page.html


def test_a_wrong_password_is_refused_with_what_was_typed_kept(dora, browse):
    page = Page(sign_in(browse(), dora, "not the password"))

    assert page.status == 200
    assert page.problems == [rules.WrongSignIn.message]
    assert f'value="{dora.email}"' in page.html
    assert "not the password" not in page.html
    assert page.title.startswith("Error: ")


@pytest.mark.parametrize(
    "typed, problem",
    [
        ({"email": "", "password": "x"}, "Write your e-mail address."),
        ({"email": "dora", "password": "x"}, "Write an e-mail address like name@example.org."),
        (
            {"email": "dora@forum.example", "password": ""},
            "Write your password, or have a code mailed to you.",
        ),
    ],
)
def test_what_is_missing_is_said(forum, browse, typed, problem):
    assert problem in Page(browse().post("/sign-in", typed)).problems


def test_the_session_of_before_is_worth_nothing_afterwards(dora, browse):
    browser = browse()
    with browser.client.session_transaction() as session:
        session["planted"] = "x"
        session["forum"] = "FEN"
    sign_in(browser, dora)

    with browser.client.session_transaction() as session:
        assert "planted" not in session
        assert session["forum"] == "FEN"
        assert session.permanent


def test_the_cookie_lasts_thirty_days_and_no_script_reads_it(dora, browse):
    cookie = sign_in(browse(), dora).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert re.search(r"Expires=\w+, \d\d \w+ \d{4}", cookie)


def test_signed_in_already_the_page_leads_on(dora, browse):
    assert browse(dora).get("/sign-in?next=/meetings").location == "/meetings"


# ---- Nobody learns who has an account -----------------------------------------------------------------------


def same_but_for_the_address(browser_of, path, people, data):
    """The answers to different people, with what may differ taken out."""
    answers = []
    for email in people:
        answer = browser_of().post(path, {"email": email, **data})
        page = answer.get_data(as_text=True).replace(email, "somebody")
        headers = sorted((name, value) for name, value in answer.headers if name not in {"X-Request-Id", "Set-Cookie",
                                                                                         "Content-Length"})  # fmt: skip
        answers.append((answer.status_code, headers, re.sub(r'name="csrf_token" value="[^"]*"', "", page)))
    return answers


@pytest.fixture
def strangers(dora, drew, database):
    """Addresses that differ in what we know of them, and must not differ in how they are answered."""
    closed = make_person("Closed Account")
    operations.close_account(
        operations.open_account(closed, password_hash=HASH, by=None, now=NOW), by=None, now=NOW
    )
    return [dora.email, drew.email, closed.email, "nobody@forum.example"]


@pytest.mark.parametrize(
    "path, data",
    [
        ("/sign-in", {"password": "not the password"}),
        ("/sign-in", {"password": "", "way": "code"}),
        ("/account/reset", {}),
    ],
)
def test_every_address_gets_the_same_answer(browse, strangers, path, data):
    answers = same_but_for_the_address(browse, path, strangers, data)

    assert answers.count(answers[0]) == len(answers)


def test_the_page_for_the_code_is_the_same_for_every_address(browse, strangers):
    pages = []
    for email in strangers:
        browser = browse()
        browser.post("/sign-in", {"email": email, "way": "code"})
        for answer in (browser.get("/sign-in/code"), browser.post("/sign-in/code", {"code": "000000"})):
            page = answer.get_data(as_text=True).replace(email, "somebody")
            pages.append(re.sub(r'name="csrf_token" value="[^"]*"', "", page))

    assert len(set(pages)) == 2


def test_a_password_is_always_held_against_some_hash(browse, strangers, monkeypatch):
    kept = []
    real = rules.is_password
    monkeypatch.setattr(
        rules, "is_password", lambda hash_, password: kept.append(hash_) or real(hash_, password)
    )
    for email in strangers:
        browse().post("/sign-in", {"email": email, "password": "not the password"})

    assert kept == [HASH, None, None, None]


def test_an_unknown_address_asks_the_database_as_often(browse, dora, counted):
    counts = []
    for email in (dora.email, "nobody@forum.example"):
        browser = browse()
        browser.get("/sign-in")
        with counted() as asked:
            browser.post("/sign-in", {"email": email, "password": "not the password"})
        counts.append(asked.count)

    assert counts[0] == counts[1]


# ---- By code ------------------------------------------------------------------------------------------------


def test_a_code_by_mail_lets_in(drew, browse):
    browser = browse()
    assert (
        browser.post("/sign-in", {"email": drew.email, "way": "code", "next": "/meetings"}).location
        == "/sign-in/code"
    )
    page = Page(browser.get("/sign-in/code"))
    assert "a letter with six digits is on its way" in page.words

    code = newest_code()
    answer = browser.post("/sign-in/code", {"code": f" {code[:3]} {code[3:]} "})

    assert (answer.status_code, answer.location) == (302, "/meetings")
    assert knows(browser, drew)


def test_a_wrong_code_is_refused_at_its_field(drew, browse):
    browser = browse()
    browser.post("/sign-in", {"email": drew.email, "way": "code"})
    wrong = f"{(int(newest_code()) + 1) % 1_000_000:06}"

    assert rules.WrongCode.message in Page(browser.post("/sign-in/code", {"code": wrong})).problems
    assert "The code is six digits." in Page(browser.post("/sign-in/code", {"code": "12345"})).problems


@pytest.mark.parametrize(
    "path, led_to", [("/sign-in/code", "/sign-in"), ("/account/reset/code", "/account/reset")]
)
def test_without_having_asked_there_is_no_code_to_type(forum, browse, path, led_to):
    assert browse().get(path).location == led_to


def test_a_new_password_is_set_with_a_code(dora, browse):
    elsewhere, browser = browse(dora), browse()
    browser.post("/account/reset", {"email": dora.email})
    page = Page(browser.post("/account/reset/code", {"code": newest_code(), "password": "short"}))
    assert rules.PasswordTooShort.message in page.problems

    answer = browser.post(
        "/account/reset/code", {"code": newest_code(), "password": "four other plain words"}
    )

    assert answer.location == "/me"
    assert knows(browser, dora)
    assert not knows(elsewhere, dora)
    assert sign_in(browse(), dora, "four other plain words").status_code == 302
    assert sign_in(browse(), dora).status_code == 200


def test_a_wrong_code_sets_no_password(dora, browse):
    browser = browse()
    browser.post("/account/reset", {"email": dora.email})
    wrong = f"{(int(newest_code()) + 1) % 1_000_000:06}"
    page = Page(browser.post("/account/reset/code", {"code": wrong, "password": "four other plain words"}))

    assert rules.WrongCode.message in page.problems
    assert sign_in(browse(), dora).status_code == 302


# ---- Too often ----------------------------------------------------------------------------------------------


def test_passwords_are_tried_ten_times_and_then_not_even_the_right_one_is_heard(dora, browse):
    statuses = [sign_in(browse(), dora, "not the password").status_code for _ in range(11)]
    answer = sign_in(browse(), dora)

    assert statuses == [200] * 10 + [429]
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60


def test_another_account_is_not_held_up(dora, drew, browse):
    for _try in range(11):
        sign_in(browse(), drew, "not the password")

    assert sign_in(browse(), dora).status_code == 302


def test_one_place_cannot_try_everybody(dora, browse, monkeypatch):
    monkeypatch.setattr(rules, "TRIES_OF_A_PLACE", rules.Limit(5, timedelta(minutes=15)))
    for number in range(5):
        browse().post("/sign-in", {"email": f"person{number}@forum.example", "password": "x"})

    assert sign_in(browse(), dora).status_code == 429


def test_five_codes_an_hour_are_mailed_to_one_address(drew, browse):
    statuses = [browse().post("/sign-in", {"email": drew.email, "way": "code"}).status_code for _ in range(6)]

    assert statuses == [302] * 5 + [429]


def test_no_address_is_kept_with_the_counts(dora, browse, database):
    from forum.foundation.throttle import Tries

    sign_in(browse(), dora)

    assert not [key for (key,) in db.session.query(Tries.key) if "dora" in key or "127.0.0.1" in key]


# ---- Signing out --------------------------------------------------------------------------------------------


def test_signing_out_ends_it_here_and_nowhere_else(dora, browse):
    here, there = browse(dora), browse(dora)
    answer = here.post("/sign-out")

    assert answer.location == "/"
    assert not knows(here, dora)
    assert knows(there, dora)
    assert browse().post("/sign-out").location == "/"


def test_a_cookie_kept_from_before_is_worth_nothing_after_signing_out(dora, browse):
    browser = browse(dora)
    cookie = browser.client.get_cookie("forum").value
    browser.post("/sign-out")
    browser.client.set_cookie("forum", cookie)

    assert not knows(browser, dora)


def test_signing_out_everywhere_ends_other_browsers_too(dora, browse):
    here, there = browse(dora), browse(dora)
    here.post("/account/sign-out-everywhere")

    assert not knows(here, dora)
    assert not knows(there, dora)


def test_one_sign_in_is_ended_from_another_browser(dora, browse):
    there, here = browse(dora), browse(dora)
    theirs = db.session.query(SignIn).order_by(SignIn.id).first()
    here.post(f"/account/sign-ins/{theirs.reference}/end")

    assert knows(here, dora)
    assert not knows(there, dora)


def test_nobody_ends_the_sign_ins_of_others(dora, drew, browse):
    browser = browse(dora)
    theirs = db.session.query(SignIn).one()

    assert browse(drew).post(f"/account/sign-ins/{theirs.reference}/end").status_code == 403
    assert browse().post(f"/account/sign-ins/{theirs.reference}/end").status_code == 302
    assert browse(drew).post("/account/sign-ins/0000-0000/end").status_code == 404
    assert knows(browser, dora)


def test_signing_out_is_no_link(dora, browse):
    browser = browse(dora)

    assert browser.get("/sign-out").status_code == 405
    assert knows(browser, dora)


# ---- Changing the password ----------------------------------------------------------------------------------


def test_a_password_is_changed_by_whoever_knows_the_old_one(dora, browse):
    here, there = browse(dora), browse(dora)
    wrong = Page(here.post("/account/password", {"old": "not it", "password": "four other plain words"}))
    assert rules.WrongPassword.message in wrong.problems

    answer = here.post("/account/password", {"old": PASSWORD, "password": "four other plain words"})

    assert answer.location == "/me"
    assert knows(here, dora)
    assert not knows(there, dora)


def test_a_first_password_needs_no_old_one(drew, browse):
    browser = browse(drew)
    assert "Your password now" not in Page(browser.get("/account/password")).words
    browser.post("/account/password", {"password": "four other plain words"})

    assert sign_in(browse(), drew, "four other plain words").status_code == 302


def test_the_address_is_no_password(dora, browse):
    page = Page(browse(dora).post("/account/password", {"old": PASSWORD, "password": dora.email}))

    assert page.problems == [rules.PasswordIsAddress.message]


def test_visitors_have_no_password_to_change(forum, browse):
    assert browse().get("/account/password").status_code == 302
    assert browse().post("/account/sign-out-everywhere").status_code == 302


# ---- Demo people, and when somebody was last seen -----------------------------------------------------------


def test_invented_people_sign_in_at_this_machine_alone(forum, browse, database):
    invented = make_person("Invented", is_demo=True)
    operations.open_account(invented, password_hash=HASH, by=None, now=NOW)
    here = browse()
    assert sign_in(here, invented).status_code == 302
    assert knows(here, invented)

    with settings_of(database, base_url="https://forum.example.org"):
        assert Page(sign_in(browse(), invented)).problems == [rules.WrongSignIn.message]
        browse().post("/sign-in", {"email": invented.email, "way": "code"})
        assert not knows(here, invented)
    assert db.session.query(Letter).count() == 0


def test_invented_people_do_not_enter_by_the_machines_own_name_either(forum, browse, database):
    invented = make_person("Invented", is_demo=True)
    operations.open_account(invented, password_hash=HASH, by=None, now=NOW)
    answer = browse().post(
        "/sign-in", {"email": invented.email, "password": PASSWORD}, base_url="http://forum-host:8000"
    )

    assert Page(answer).problems == [rules.WrongSignIn.message]


def test_the_demo_says_how_to_sign_in_at_this_machine_alone(database, stopped_clock, browse):
    make_forum(is_demo=True)
    assert "with the password forum-demo" in Page(browse().get("/sign-in")).words

    with settings_of(database, base_url="https://forum.example.org"):
        assert "forum-demo" not in Page(browse().get("/sign-in")).html


def test_when_somebody_was_last_seen_is_kept_once_an_hour(dora, browse):
    browser = browse(dora)
    sign_in_ = db.session.query(SignIn).one()
    seen = []
    for minutes in (30, 61, 90, 122):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)):
            browser.get("/account/password")
        db.session.rollback()
        seen.append(int((sign_in_.last_seen_at - NOW).total_seconds() // 60))

    assert seen == [0, 61, 61, 122]


def test_where_somebody_is_signed_in_is_listed(dora, browse, database):
    from flask import render_template

    browse(dora), browse(dora)
    here, there = queries.open_sign_ins(dora)
    with database.test_request_context():
        html = render_template("accounts/sign_ins.html", sign_ins=[here, there], here=here, now=NOW)

    assert html.count("<li>") == 2
    assert "a test, this device" in html
    assert f"/account/sign-ins/{there.reference}/end" in html
    assert f"/account/sign-ins/{here.reference}/end" not in html
    assert "Sign out everywhere" in html


def test_signing_in_asks_few_questions(dora, browse, counted):
    browser = browse()
    with counted() as asked:
        assert sign_in(browser, dora).status_code == 302
    assert asked.count <= 16, asked.statements


def test_invented_people_stay_out_when_a_request_from_elsewhere_says_that_it_is_from_here(database):
    with database.test_request_context(
        "/", base_url="http://localhost", environ_base={"REMOTE_ADDR": "192.0.2.7"}
    ):
        assert not may_demo_people_enter()
    with database.test_request_context(
        "/", base_url="http://localhost", environ_base={"REMOTE_ADDR": "127.0.0.1"}
    ):
        assert may_demo_people_enter()
