"""Pages kept for visitors: never older than the last change, and never anybody's own."""

from dataclasses import replace

import pytest

from forum.booking.models import Joining
from forum.booking.operations import book_place
from forum.factory import SAME_FOR_EVERY_VISITOR, create_app
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.kept_pages import KeptPages
from forum.journal.queries import version_of_everything
from tests.browsing import Browser, Page
from tests.conftest import sign_in_as
from tests.makers import NOW, make_meeting


@pytest.fixture
def real(database):
    """The app as it runs for people: pages are kept."""
    app = create_app(replace(database.extensions["settings"], testing=False))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def visit(app, address: str, **headers: str) -> Page:
    with app.app_context():
        return Page(app.test_client(use_cookies=False).get(address, headers=headers))


def book(meeting, who):
    return book_place(meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=NOW)


def test_a_page_is_built_once_and_then_handed_out(forum, real, counted):
    make_meeting(forum)
    first = visit(real, "/")
    kept = real.extensions["kept_pages"]
    assert len(kept._pages) == 1
    assert visit(real, "/").html == first.html


def test_whatever_changes_shows_at_once(forum, ada, real):
    meeting = make_meeting(forum)
    before = visit(real, f"/meetings/{meeting.reference}")
    book(meeting, ada)
    after = visit(real, f"/meetings/{meeting.reference}")
    assert "0 of 30" in before.words and "1 of 30" in after.words


def test_what_depends_on_the_time_is_a_minute_old_at_most(forum, real):
    meeting = make_meeting(forum)
    assert "Book a place" in visit(real, f"/meetings/{meeting.reference}").words
    with clock.stopped_at(meeting.starts_at):
        assert "Book a place" not in visit(real, f"/meetings/{meeting.reference}").words


def test_somebody_signed_in_is_never_handed_a_visitors_page_nor_the_other_way_round(forum, ada, real):
    make_meeting(forum)
    visit(real, "/")
    browser = Browser(real)
    token = sign_in_as(real, ada.person)
    with browser.client.session_transaction() as session:
        session["_user_id"] = token
    assert "Ada Marsh" in browser.page("/").words
    assert "Ada Marsh" not in visit(real, "/").words


def test_a_kept_page_is_sent_with_the_same_headers(forum, real):
    make_meeting(forum)
    pages = [visit(real, "/meetings") for _ in range(2)]
    headers = [{name: value for name, value in page.response.headers if name not in {"X-Request-Id", "Date"}}
               for page in pages]  # fmt: skip
    assert headers[0] == headers[1]
    assert "Content-Security-Policy" in headers[1] and "Set-Cookie" not in headers[1]


def test_every_page_that_is_kept_exists_and_sets_no_cookie(real):
    assert set(real.view_functions) >= SAME_FOR_EVERY_VISITOR


def test_the_version_of_everything_changes_with_every_operation(forum, ada):
    meeting = make_meeting(forum)
    before = version_of_everything()
    book(meeting, ada)
    assert version_of_everything() != before


def test_pages_that_nobody_asks_for_make_room():
    pages = KeptPages(most_bytes=10)
    pages.keep(("a",), b"aaaa")
    pages.keep(("b",), b"bbbb")
    assert pages.find(("a",)) == b"aaaa"
    pages.keep(("c",), b"cccc")
    assert pages.find(("b",)) is None and pages.find(("a",)) and pages.find(("c",))
