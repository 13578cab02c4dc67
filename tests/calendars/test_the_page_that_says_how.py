"""The page that says how to subscribe, and the ways it gives each program."""

from urllib.parse import parse_qs, urlsplit
from urllib.robotparser import RobotFileParser

import pytest

from forum.calendars.views.pages import Address
from tests.makers import make_meeting, make_series, make_venue

ADDRESS = Address("https://forum.example.org/calendars/meetings.ics", "Fenland, Forum & friends")


def test_each_program_is_told_in_its_own_way():
    assert ADDRESS.webcal == "webcal://forum.example.org/calendars/meetings.ics"
    assert ADDRESS.google == (
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fforum.example.org%2Fcalendars%2Fmeetings.ics"
    )
    for address, host in (
        (ADDRESS.outlook, "outlook.live.com"),
        (ADDRESS.microsoft_365, "outlook.office.com"),
    ):
        parts = urlsplit(address)
        assert (parts.scheme, parts.hostname, parts.path) == ("https", host, "/calendar/0/addfromweb")
        assert parse_qs(parts.query) == {"url": [ADDRESS.https], "name": [ADDRESS.name]}
        assert "url=https%3A%2F%2F" in address


def test_the_page_gives_every_way_and_says_how_soon_changes_arrive(forum, browse):
    page = browse().page("/calendars")
    assert page.status == 200
    assert page.links["Subscribe"] == "webcal://127.0.0.1:8000/calendars/meetings.ics"
    assert page.links["Google Calendar"].startswith("https://calendar.google.com/calendar/r?cid=webcal%3A")
    assert 'value="http://127.0.0.1:8000/calendars/meetings.ics"' in page.html
    for words in ("8 to 24 hours", "every 5 minutes to once a week", "About every 3 hours", "Every 30 minutes",
                  "We write to everyone who has a place", "like a password", "change or stop it"):  # fmt: skip
        assert words in page.words
    assert "webcals:" not in page.html


def test_one_series_needs_no_list_of_series(forum, browse):
    make_series(forum)
    assert "Only some of them" not in browse().page("/calendars").words
    make_series(forum, "Evenings for trustees")
    page = browse().page("/calendars")
    assert "/calendars/series/fen-evenings-for-trustees.ics" in page.html
    assert page.html.count('govuk-button"') == 1  # one filled button


def test_pages_point_programs_to_the_feed(forum, browse):
    html = browse().page("/calendars").html
    assert '<link rel="alternate" type="text/calendar" href="/calendars/meetings.ics"' in html


def test_the_way_to_ones_own_calendar(forum, drew, browse):
    assert browse().page("/calendars").links["Sign in to get its address"] == "/sign-in?next=/calendars/own"
    assert browse(drew).page("/calendars").links["Your own calendar"] == "/calendars/own"


@pytest.mark.parametrize("address, is_open", [
    ("/calendars/meetings.ics", True),
    ("/calendars/series/quarterly.ics", True),
    ("/calendars/own/abc.ics", True),
    ("/meetings/quarterly-2026-12.ics", True),
    ("/meetings", True),
    ("/desk/letters", False),
])  # fmt: skip
def test_robots_may_fetch_the_feeds(address, is_open, forum, browse):
    answer = browse().get("/robots.txt")
    rules = RobotFileParser()
    rules.parse(answer.get_data(as_text=True).splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert rules.can_fetch("Googlebot", f"https://forum.example.org{address}") is is_open


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("address", ["/calendars", "/calendars/own", "/me"])
def test_these_pages_fit_and_have_no_barrier(address, width, forum, ada, open_page):
    from axe_playwright_python.sync_playwright import Axe

    make_meeting(forum, venue=make_venue(forum), series=make_series(forum, "Evenings for trustees"))
    make_series(forum)
    page = open_page(address, ada.person, width=width)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
