"""What feeds hold, and what they keep to themselves: on both databases, through the door."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from forum.agendas.models import Agenda, AgendaItem, Visibility
from forum.booking import operations as booking
from forum.booking.models import Joining
from forum.meetings.models import Form, MeetingState
from tests.calendars.conftest import PUBLIC
from tests.calendars.reading import every_reader
from tests.calendars.stage import book, make_action
from tests.makers import (
    NOW,
    keep,
    make_forum,
    make_meeting,
    make_series,
    make_venue,
)

E_MAIL = re.compile(rb"[^\s:]+@[^\s]+")


def on_day(days, **values):
    """A date so many days from today, as a meeting's start."""
    return {"starts_at": NOW + timedelta(days=days), **values}


def titles(entries):
    """The titles of entries that were read."""
    return [entry.text("SUMMARY") for entry in entries]


# ---- Everybody's --------------------------------------------------------------------------------------------


def test_the_public_feed_holds_published_meetings_of_every_forum_and_no_draft(forum, fetched):
    other = make_forum("Youth Forum", "CYP", is_first=False)
    make_meeting(forum, title="Transport")
    make_meeting(other, title="Young carers", **on_day(40))
    make_meeting(forum, title="A draft", published_at=None, **on_day(50))

    assert titles(fetched()) == ["Transport", "Young carers"]


@pytest.mark.parametrize("starts_at, is_there", [
    (datetime(2025, 11, 1, 10, tzinfo=UTC), True),  # the first day of the month, a year ago
    (datetime(2025, 10, 31, 10, tzinfo=UTC), False),
    (NOW - timedelta(days=365), True),
    (NOW + timedelta(days=5 * 365), True),
])  # fmt: skip
def test_past_meetings_stay_for_twelve_months_and_all_to_come_are_there(starts_at, is_there, forum, fetched):
    make_meeting(forum, starts_at=starts_at)
    assert len(fetched()) == is_there


@pytest.mark.parametrize("days, is_there", [(40, True), (0, True), (-30, True), (-31, False)])
def test_what_was_called_off_stays_for_thirty_days_after_its_date(days, is_there, forum, fetched):
    make_meeting(forum, state=MeetingState.CANCELLED, **on_day(days))
    assert len(fetched()) == is_there


def test_a_series_feed_holds_exactly_its_meetings(forum, fetched, fetch):
    evenings = make_series(forum, "Evenings for trustees")
    make_meeting(forum, title="Transport")
    make_meeting(forum, title="An evening", series=evenings, **on_day(40))

    address = f"/calendars/series/{evenings.slug}.ics"
    assert titles(fetched(address)) == ["An evening"]
    assert b"\r\nNAME:Evenings for trustees: Fenland Commissioning Forum\r\n" in fetch(address).data
    assert b"\r\nNAME:Fenland Commissioning Forum\r\n" in fetch().data


def test_with_several_forums_no_one_name_stands_for_all(forum, fetch):
    make_forum("Youth Forum", "CYP", is_first=False)
    assert b"\r\nNAME:Commissioning forums\r\n" in fetch().data


def test_a_meeting_says_what_it_is_how_to_book_and_where_its_page_is(forum, fetched):
    meeting = make_meeting(forum, lead="Bring what you know.", form=Form.HYBRID)
    (event,) = fetched()
    page = f"http://127.0.0.1:8000/meetings/{meeting.reference}"

    assert event.text("SUMMARY") == meeting.title
    assert event.text("LOCATION") == "Orchard Hall, Mill Road, Huntingdon PE29 3AB"
    assert event.raw("URL") == page
    assert event.text("DESCRIPTION").split("\n") == [
        "Bring what you know.",
        "",
        "Quarterly meeting, Fenland Commissioning Forum. In the room or online.",
        "",
        "Booking, agenda and papers:",
        page,
    ]
    assert event.raw("STATUS") == "CONFIRMED"
    assert event.raw("TRANSP") == "TRANSPARENT"


@pytest.mark.parametrize("values, status, title", [
    ({}, "CONFIRMED", "Transport"),
    ({"state": MeetingState.PROVISIONAL}, "TENTATIVE", "Provisional: Transport"),
    ({"state": MeetingState.PROVISIONAL, "starts_at": None}, "TENTATIVE", "Provisional: Transport"),
    ({"state": MeetingState.CANCELLED}, "CANCELLED", "CANCELLED: Transport"),
])  # fmt: skip
def test_how_sure_a_meeting_is_stands_in_its_status_and_in_words(values, status, title, forum, fetched):
    make_meeting(forum, title="Transport", **values)
    (event,) = fetched()
    assert (event.raw("STATUS"), event.text("SUMMARY")) == (status, title)
    assert event.raw("TRANSP") == "TRANSPARENT"


def test_a_date_without_a_time_fills_its_day(forum, fetched):
    make_meeting(forum, state=MeetingState.PROVISIONAL, starts_at=None, on=date(2027, 3, 28))
    (event,) = fetched()
    assert (event.raw("DTSTART"), event.raw("DTEND")) == ("20270328", "20270329")
    assert event.params("DTSTART") == {"VALUE": "DATE"}


@pytest.mark.parametrize("form, venue, place", [
    (Form.ONLINE, False, "Online"),
    (Form.IN_PERSON, True, "Orchard Hall, Mill Road, Huntingdon PE29 3AB"),
    (Form.HYBRID, True, "Orchard Hall, Mill Road, Huntingdon PE29 3AB"),
    (Form.IN_PERSON, False, "Place to be fixed"),
])  # fmt: skip
def test_the_place_is_a_postal_one_or_online(form, venue, place, forum, fetched):
    make_meeting(forum, form=form, venue=make_venue(forum) if venue else None)
    (event,) = fetched()
    assert event.text("LOCATION") == place


def test_a_long_lead_is_short_in_the_feed_and_whole_in_the_meetings_own_file(forum, fetched):
    lead = "Bring what you know about getting around without a car. " * 20
    meeting = make_meeting(forum, lead=lead)
    (in_feed,), (in_file,) = fetched(), fetched(f"/meetings/{meeting.reference}.ics")

    assert len(in_feed.text("DESCRIPTION").encode()) < 500
    assert lead in in_file.text("DESCRIPTION")
    assert in_feed.raw("URL") in in_feed.text("DESCRIPTION").split("\n")


def test_a_meeting_has_one_name_in_every_feed_and_after_every_change(forum, ada, cleo, fetched, own_address):
    meeting = make_meeting(forum)
    book(ada, meeting)
    feeds = (PUBLIC, f"/calendars/series/{meeting.series.slug}.ics", f"/meetings/{meeting.reference}.ics",
             own_address(ada.person))  # fmt: skip
    before = {fetched(feed)[0].raw("UID") for feed in feeds}
    booking.call_off_meeting(meeting, because="The hall is flooded.", by=cleo, now=NOW)
    after = {fetched(feed)[0].raw("UID") for feed in feeds}

    assert before == after == {meeting.uid}
    assert re.fullmatch("[0-9a-f-]{36}", meeting.uid)


def test_calling_off_counts_on_and_stays_in_every_feed(forum, ada, cleo, fetched, own_address):
    meeting = make_meeting(forum)
    book(ada, meeting)
    own = own_address(ada.person)
    before = [int(fetched(feed)[0].raw("SEQUENCE")) for feed in (PUBLIC, own)]

    booking.call_off_meeting(meeting, because="The hall is flooded.", by=cleo, now=NOW)

    for feed, sequence in zip((PUBLIC, own), before, strict=True):
        (event,) = fetched(feed)
        assert event.raw("STATUS") == "CANCELLED"
        assert event.text("SUMMARY") == f"CANCELLED: {meeting.title}"
        assert event.raw("TRANSP") == "TRANSPARENT"
        assert int(event.raw("SEQUENCE")) > sequence


def test_every_program_reads_a_feed_with_everything_in_it(forum, ada, fetch, own_address):
    hall = make_venue(forum, "Hall; of: “Commas”, and \nlines")
    first = make_meeting(
        forum, venue=hall, lead="One\n\n two; three, four: “five”", title="Vans, cars; “and” more 👩‍👩‍👧"
    )
    make_meeting(forum, state=MeetingState.PROVISIONAL, starts_at=None, on=date(2027, 3, 28))
    make_meeting(forum, state=MeetingState.CANCELLED, **on_day(30))
    book(ada, first)
    make_action(first, {"person": ada.person})

    for address in (PUBLIC, own_address(ada.person)):
        read = list(every_reader(fetch(address).data).values())
        assert len(read[0]) >= 2
        assert all(one == read[0] for one in read)


# ---- What stays private -------------------------------------------------------------------------------------


def test_nobodys_name_address_or_link_is_in_a_public_feed(forum, ada, ben, cleo, fetch):
    meeting = make_meeting(
        forum,
        title="Who decides? Ask ruth.adeyemi@council.example",
        lead="Write to “Ruth” <ruth@council.example>, or call.",
        joining_link="https://meet.example/j/91?pwd=secret",
        form=Form.ONLINE,
        places=0,
        places_online=1,
        is_open_to_public=True,
    )
    book(ada, meeting, Joining.ONLINE)
    book(ben, meeting, Joining.ONLINE)  # waits

    for address in (
        PUBLIC,
        f"/calendars/series/{meeting.series.slug}.ics",
        f"/meetings/{meeting.reference}.ics",
    ):
        octets = fetch(address).data.replace(b"\r\n ", b"")
        assert not E_MAIL.search(octets)
        for private in (b"meet.example", b"secret", b"Ada", b"Ben", b"Cleo", b"ATTENDEE", b"ORGANIZER", b"CONFERENCE",
                        b"VALARM", b"VTODO", b"CLASS", b"waiting"):  # fmt: skip
            assert private not in octets


def test_a_closed_item_is_in_no_feed(forum, ada, cleo, fetch, own_address):
    meeting = make_meeting(forum)
    agenda = Agenda(meeting=meeting)
    keep(agenda, AgendaItem(
        agenda=agenda, position=1, title="Ockhamrazor tender", length=timedelta(minutes=20),
        visibility=Visibility.CLOSED, public_title="A contract", closed_because="Commercial",
    ))  # fmt: skip
    book(ada, meeting)
    for address in (PUBLIC, f"/meetings/{meeting.reference}.ics", own_address(ada.person), own_address(cleo)):
        assert b"Ockham" not in fetch(address).data.replace(b"\r\n ", b"")


# ---- One meeting --------------------------------------------------------------------------------------------


def test_one_meetings_file_is_a_download(forum, fetch):
    meeting = make_meeting(forum)
    answer = fetch(f"/meetings/{meeting.reference}.ics")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{meeting.reference}.ics"'
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"


def test_no_file_of_a_draft(forum, fetch):
    meeting = make_meeting(forum, published_at=None)
    assert fetch(f"/meetings/{meeting.reference}.ics").status_code == 404


def test_a_meeting_called_off_long_ago_still_has_its_file(forum, fetched):
    meeting = make_meeting(forum, state=MeetingState.CANCELLED, **on_day(-400))
    (event,) = fetched(f"/meetings/{meeting.reference}.ics")
    assert event.raw("STATUS") == "CANCELLED"


def test_five_hundred_meetings_are_under_a_megabyte(forum, fetch):
    series, hall = make_series(forum), make_venue(forum)
    first = make_meeting(forum, series=series, venue=hall, lead="Bring what you know. " * 10)
    more = [
        type(first)(
            reference=f"many-{number}", forum=forum, series=series, venue=hall, title=f"Meeting {number}",
            lead=first.lead,
            form=Form.IN_PERSON, state=MeetingState.CONFIRMED, on=first.on, starts_at=first.starts_at,
            ends_at=first.ends_at, published_at=NOW, made_at=NOW, changed_at=NOW,
        )
        for number in range(499)
    ]  # fmt: skip
    keep(*more)
    began = datetime.now(UTC)
    answer = fetch()
    assert datetime.now(UTC) - began < timedelta(seconds=2)
    assert answer.data.count(b"BEGIN:VEVENT") == 500
    assert len(answer.data) < 1_000_000
