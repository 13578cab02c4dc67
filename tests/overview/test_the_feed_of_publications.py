"""The feed of publications: an Atom feed that any reader takes, with what everybody may know and no more."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest

from forum.agendas import operations, queries
from forum.agendas.models import Visibility
from forum.foundation import clock
from forum.minutes import queries as queries_of_minutes
from forum.minutes.models import Minutes, MinutesState, MinutesVersion
from forum.overview.queries.publications import publications
from tests.agendas.stage import add, alter, begin, change
from tests.makers import NOW, keep, make_forum, make_meeting

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FEED = "/feeds/publications.atom"


def checked(octets: bytes) -> ET.Element:
    """The feed, if it is one by RFC 4287, sections 4.1 and 4.2: what must be there once is there once."""
    root = ET.fromstring(octets)
    assert root.tag == f"{ATOM}feed"
    _check(root, once=("id", "title", "updated", "author"))
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["self", "alternate"]
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        _check(entry, once=("id", "title", "updated", "published", "author", "summary", "link"))
        link = entry.find(f"{ATOM}link")
        assert link is not None and str(link.get("href")).startswith("http")
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(names) == len(set(names))  # 4.1.1: no two with one id and one moment
    return root


def _check(element: ET.Element, once: tuple[str, ...]) -> None:
    for name in once:
        assert len(element.findall(ATOM + name)) == 1, name
    assert str(element.findtext(f"{ATOM}id")).startswith("urn:uuid:")
    assert str(element.findtext(f"{ATOM}author/{ATOM}name")).strip()
    for name in ("updated", "published"):
        for moment in element.findall(ATOM + name):
            assert MOMENT.fullmatch(str(moment.text))


def entries_of(octets: bytes) -> list[tuple[str, str]]:
    return [
        (
            str(one.findtext(f"{ATOM}title")).replace("\u00a0", " "),
            str(one.findtext(f"{ATOM}summary")).replace("\u00a0", " "),
        )
        for one in checked(octets).findall(f"{ATOM}entry")
    ]


@pytest.fixture
def meeting(forum, cleo, ada):
    """A meeting whose agenda came out twice; one of its items is closed."""
    meeting = make_meeting(forum, title="Buses")
    agenda = begin(meeting, cleo)
    closed = add(agenda, "Plover & Co", cleo)
    change(
        closed, cleo, visibility=Visibility.CLOSED, public_title="A contract", closed_because="It names one."
    )
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    change(
        closed, cleo, summary="Plover again", visibility=Visibility.CLOSED, public_title="A contract",
        closed_because="It names one.",
    )  # fmt: skip
    add(agenda, "Fares", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW + timedelta(hours=1))
    return meeting


def test_what_came_out_stands_in_it_newest_first(meeting, browse):
    answer = browse().get(FEED)

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    (second, what_changed), (first, what) = entries_of(answer.data)
    assert second == "Agenda of 17 December 2026, version 2: Buses"
    assert what_changed == "Changed since version 1. Item 4a was added."
    assert first == "Agenda of 17 December 2026, version 1: Buses"
    assert "4. A contract; " in what
    assert b"Plover" not in answer.data
    assert "Set-Cookie" not in answer.headers


def test_a_program_that_has_it_is_told_so_until_something_comes_out(meeting, cleo, browse):
    browser = browse()
    first = browser.get(FEED)
    mark = first.headers["ETag"]

    assert browser.get(FEED, headers={"If-None-Match": mark}).status_code == 304
    assert browser.get(FEED, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304

    with clock.stopped_at(NOW + timedelta(hours=2)):
        add(queries.get_agenda(meeting), "Late", cleo)
        operations.publish_agenda(queries.get_agenda(meeting), by=cleo, now=NOW + timedelta(hours=2))
        again = browser.get(FEED, headers={"If-None-Match": mark})
    assert (again.status_code, len(entries_of(again.data))) == (200, 3)
    assert again.headers["ETag"] != mark
    names = {one.findtext(f"{ATOM}id") for one in checked(first.data).findall(f"{ATOM}entry")}
    assert names < {one.findtext(f"{ATOM}id") for one in checked(again.data).findall(f"{ATOM}entry")}


def test_what_is_withheld_says_only_so_under_the_same_name(meeting, cleo, browse):
    browser = browse()
    name = checked(browser.get(FEED).data).findall(f"{ATOM}entry")[0].findtext(f"{ATOM}id")
    later = NOW + timedelta(hours=3)

    operations.withhold_version(queries.get_version(meeting, 2), because="By mistake.", by=cleo, now=later)

    octets = browser.get(FEED).data
    entry = checked(octets).findall(f"{ATOM}entry")[0]
    assert entry.findtext(f"{ATOM}id") == name
    assert entry.findtext(f"{ATOM}updated") == "2026-11-24T13:00:00Z"
    assert entries_of(octets)[0] == (
        "Withheld: agenda of 17 December 2026, version 2",
        "Withheld: it was published by mistake. The reason: By mistake.",
    )
    assert b"Fares" not in octets


def test_each_forum_has_its_own_and_nothing_of_a_hidden_meeting_shows(meeting, cleo, browse):
    other = make_forum("Broads Forum", "BRO", is_first=False)

    everything, theirs, own = (
        browse().get(address).data
        for address in (FEED, "/feeds/BRO/publications.atom", "/feeds/FEN/publications.atom")
    )
    assert (len(entries_of(everything)), len(entries_of(theirs)), len(entries_of(own))) == (2, 0, 2)
    assert other.name in theirs.decode()
    assert browse().get("/feeds/NONE/publications.atom").status_code == 404

    alter(meeting, published_at=None)
    assert entries_of(browse().get(FEED).data) == []


def test_minutes_come_out_in_it_as_the_forum_lets_them(forum, cleo, mina, browse):
    meeting = make_meeting(forum, starts_at=datetime(2026, 11, 20, 10, tzinfo=UTC))
    minutes = Minutes(meeting_id=meeting.id, started_at=NOW, state=MinutesState.CIRCULATED)
    keep(minutes)
    both = ((1, MinutesState.CIRCULATED), (2, MinutesState.APPROVED))
    for number, state in both:
        version = {"published_at": NOW + timedelta(days=number), "published_by_id": cleo.id, "content": {}}
        keep(MinutesVersion(minutes_id=minutes.id, number=number, state=state, digest=str(number), **version))

    assert [title.partition(":")[0] for title, _ in entries_of(browse().get(FEED).data)] == [
        "Minutes of 20 November 2026, version 2", "Minutes of 20 November 2026, version 1",
    ]  # fmt: skip
    alter(forum, draft_minutes_are_public=False)
    assert [summary for _, summary in entries_of(browse().get(FEED).data)] == [
        "The minutes, as a meeting approved them."
    ]
    put_right = {"because": "[[Jane Smith]] spoke, not Ben.", "state": MinutesState.APPROVED, "digest": "3"}
    keep(MinutesVersion(minutes_id=minutes.id, number=3, **{**version, **put_right}))
    approved = queries_of_minutes.get_version(meeting, 2)
    alter(approved, withheld_at=NOW + timedelta(days=9), withheld_because="It names a child.")
    assert entries_of(browse().get(FEED).data) == [
        ("Withheld: minutes of 20 November 2026, version 2",
         "Withheld: it was published by mistake. The reason: It names a child."),
        (f"Minutes of 20 November 2026, version 3: {meeting.title}",
         "Put right after the approval: A person spoke, not Ben."),
    ]  # fmt: skip


def test_pages_lead_to_it(forum, browse):
    page = browse().page("/calendars")
    assert f'<link rel="alternate" type="application/atom+xml" href="{FEED}"' in page.html
    assert f'{FEED}" readonly' in page.html


def test_what_came_out_is_found_in_two_questions(meeting, counted):
    with counted() as asked:
        found = publications()

    assert sum(one.startswith("SELECT") for one in asked.statements) == 2
    assert [(one.number, one.path) for one in found] == [
        (2, f"/meetings/{meeting.reference}/agenda/v2"), (1, f"/meetings/{meeting.reference}/agenda/v1"),
    ]  # fmt: skip
