"""The secret address of one's own calendar: shown once, kept as a digest, changed and stopped at once."""

import re
import threading

import pytest
from sqlalchemy import select

from forum.accounts.queries import digest_of
from forum.calendars import operations, queries
from forum.calendars.models import CalendarKey
from forum.calendars.policy import may_have_calendar
from forum.foundation.database import db
from forum.journal.models import JournalEntry
from forum.people.models import Visitor
from tests.browsing import Page
from tests.calendars.reading import events, strictly
from tests.calendars.stage import book
from tests.makers import NOW, make_meeting


def test_whoever_signs_in_may_have_a_calendar(drew):
    assert may_have_calendar(drew)
    assert not may_have_calendar(Visitor())


def test_the_secret_is_long_says_nothing_and_is_kept_as_a_digest(drew):
    secret = operations.make_key(by=drew, now=NOW)
    key = queries.find_key(drew)
    assert re.fullmatch(r"[\w-]{22,}", secret)
    assert key.digest == digest_of(secret)
    assert secret not in str(vars(key))


def test_every_secret_is_another(drew, ada):
    assert len({operations.make_key(by=who, now=NOW) for who in (drew, drew, ada.person)}) == 3


def test_a_changed_secret_stops_the_old_address_at_once_and_holds_the_same(forum, ada, fetch, own_address):
    book(ada, make_meeting(forum))
    old = own_address(ada.person)
    before = events(strictly(fetch(old).data))

    new = f"/calendars/own/{operations.change_key(by=ada.person, now=NOW)}.ics"

    assert fetch(old).status_code == 404
    assert events(strictly(fetch(new).data)) == before


def test_a_revoked_secret_opens_nothing(drew, fetch, own_address):
    own = own_address(drew)
    operations.revoke_key(by=drew, now=NOW)
    assert fetch(own).status_code == 404
    assert queries.find_key(drew) is None


def test_revoking_without_a_secret_does_nothing(drew):
    operations.revoke_key(by=drew, now=NOW)
    assert db.session.scalars(select(CalendarKey)).all() == []


def test_wrong_old_and_revoked_secrets_are_answered_alike(drew, ada, fetch, own_address):
    old = own_address(drew)
    revoked, adas = own_address(drew), own_address(ada.person)
    operations.revoke_key(by=drew, now=NOW)
    answers = [
        fetch(address, Accept="text/html")
        for address in (
            old,
            revoked,
            "/calendars/own/x.ics",
            "/calendars/own/%C3%A9%ff.ics",
            f"{adas}.ics",
        )
    ]

    for answer in answers:
        assert answer.status_code == 404
        assert answer.data == b"There is no calendar at this address.\n"
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Location" not in answer.headers and "Set-Cookie" not in answer.headers


def test_nobody_between_us_and_the_program_keeps_what_is_private(drew, fetch, own_address):
    answer = fetch(own_address(drew))
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_log_and_the_journal_hold_no_secret(drew, fetch, own_address, caplog):
    own = own_address(drew)
    secret = own.rpartition("/")[2].removesuffix(".ics")
    fetch(own)
    entries = db.session.scalars(select(JournalEntry)).all()
    assert [entry.act for entry in entries].count("made an address for their calendar") == 1
    written = "".join(f"{entry.before}{entry.after}" for entry in entries)
    assert secret not in caplog.text and secret not in written and digest_of(secret) not in written


def test_a_double_click_leaves_one_address_that_works(database, drew):
    secrets = []

    def click():
        with database.app_context():
            secrets.append(operations.make_key(by=db.session.get(type(drew), drew_id), now=NOW))
            db.session.remove()

    drew_id = drew.id
    db.session.rollback()
    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    live = [
        key.digest for key in db.session.scalars(select(CalendarKey).where(CalendarKey.revoked_at.is_(None)))
    ]
    assert len(secrets) == 4
    assert len(live) == 1 and live[0] in map(digest_of, secrets)


# ---- On the page --------------------------------------------------------------------------------------------


def test_the_address_is_shown_once_and_then_never_again(forum, drew, browse, fetch):
    browser = browse(drew)
    before = browser.page("/calendars/own")
    assert "Make my address" in before.words

    made = browser.post("/calendars/own", follow_redirects=True)
    page = Page(made)
    address = re.search(r'value="http://127.0.0.1:8000(/calendars/own/[\w-]+\.ics)"', page.html)[1]
    assert made.headers["Cache-Control"] == "no-store"
    assert made.headers["Referrer-Policy"] == "no-referrer"
    assert "like a password" in page.words
    assert fetch(address).status_code == 200

    again = browser.page("/calendars/own")
    assert address not in again.html
    assert "It cannot be shown again" in again.words


def test_the_address_is_changed_and_stopped_by_a_button(forum, drew, browse, fetch):
    browser = browse(drew)
    old = re.search(r"/calendars/own/[\w-]+\.ics", browser.send("/calendars/own").html)[0]
    new = re.search(r"/calendars/own/[\w-]+\.ics", browser.send("/calendars/own").html)[0]
    assert (fetch(old).status_code, fetch(new).status_code) == (404, 200)

    page = browser.send("/calendars/own/revoke")
    assert "opens nothing any more" in page.words
    assert fetch(new).status_code == 404


@pytest.mark.parametrize("method, address", [
    ("get", "/calendars/own"), ("post", "/calendars/own"), ("post", "/calendars/own/revoke"),
])  # fmt: skip
def test_a_visitor_signs_in_first(method, address, forum, browse):
    answer = getattr(browse(), method)(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")
