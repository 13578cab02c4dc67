"""The organiser plans, changes, publishes and calls off meetings, from the pages of the desk."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from forum.booking import operations as booking
from forum.booking.models import Joining
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.meetings.models import Balance, Meeting, MeetingState, Series, Venue
from tests.makers import NOW, make_meeting, make_series, make_venue

NEW = {
    "series": "", "new_series": "Quarterly meeting", "title": "How transport is bought", "on": "17/12/2026",
    "starts": "10am", "ends": "12.30", "form": "in person", "venue": "", "places": "30", "places_online": "",
    "joining_link": "", "lead": "", "who_for": "",
}  # fmt: skip


def book(meeting, who):
    return booking.book_place(meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=NOW)


def sent(meeting, **values):
    return {**NEW, "title": meeting.title, "on": "2026-12-17", "starts": "10:00", "ends": "12:00",
            "venue": meeting.venue.reference if meeting.venue else "", **values}  # fmt: skip


def test_a_meeting_is_planned_published_and_seen(forum, cleo, browse):
    browser = browse(cleo)
    assert browser.page("/desk/meetings/new").headings[0] == (1, "Plan a meeting")

    page = browser.send("/desk/meetings/new", NEW)
    meeting = db.session.query(Meeting).one()
    assert page.notices == ["The meeting is planned. Only officers see it until it is published."]
    assert (meeting.reference, meeting.series.name) == ("quarterly-2026-12", "Quarterly meeting")
    assert (meeting.starts_at, meeting.ends_at) == (
        datetime(2026, 12, 17, 10, tzinfo=UTC), datetime(2026, 12, 17, 12, 30, tzinfo=UTC),
    )  # fmt: skip
    assert "Missing: a venue" in page.words
    assert "How transport is bought" not in browse().page("/meetings").words

    page = browser.send(f"/desk/meetings/{meeting.reference}/publish")
    assert page.notices == ["The meeting is published. Booking is open."]
    assert "How transport is bought" in browse().page("/meetings").words
    assert browser.post(f"/desk/meetings/{meeting.reference}/publish").status_code == 409


@pytest.mark.parametrize("values, problems", [
    ({"title": "", "on": ""}, ["Give the meeting a title.", "Give the date."]),
    ({"on": "31/11/2026"}, ["There is no such date. Check the day and the month."]),
    ({"starts": "2"}, ["Write the time with its minutes, or with am or pm: 10:00 or 2pm."]),
    ({"starts": "14:00"}, ["The meeting ends before it starts. Check the two times."]),
    ({"ends": ""}, ["Give both times. Leave both empty while only the date is fixed."]),
    ({"on": "28/3/2027", "starts": "1:30"}, ["01:30 on Sunday 28 March 2027 is missing or comes twice, "
                                              "because the clocks change. Choose another time."]),
    ({"on": "1/9/2026"}, ["Tuesday 1 September 2026 has passed. Check the date, or say that the meeting is kept "
                          "for the record."]),
    ({"new_series": ""}, ["Give the new series a name, or choose one above."]),
    ({"joining_link": "meet"}, ["Give the whole address of the link, beginning with https://."]),
    ({"places": "many"}, ["Write a whole number, such as 12."]),
    ({"places": "-1"}, ["Give a number of places from 0 to 5,000."]),
    ({"most_voluntary": "-3", "form": "hybrid"}, ["Give a number of places from 0 to 5,000."]),
    ({"title": "x" * 3000}, ["Keep it to 200 letters."]),
    ({"new_series": "x" * 3000}, ["Give the series a name of at most 80 letters."]),
    ({"dial_in": "0" * 3000}, ["Keep it to 200 letters."]),
    ({"places": "5", "kept_voluntary": "6"}, ["6 places in the room would be kept, but there are only 5. "
                                              "Keep fewer, or add places."]),
    ({"kept_commissioners_online": "1"}, ["1 place online would be kept, but there are none. "
                                          "Keep fewer, or add places."]),
    ({"most_commissioners": "3", "kept_commissioners": "4"}, [
        "4 places in the room would be kept for commissioners, who may have at most 3. Keep fewer, or allow more."]),
    ({"opens_on": "20 December 2026"}, ["Booking would open after it closes. Check the two times."]),
    ({"opens": "9:00"}, ["Give the day on which booking opens too."]),
    ({"closes": "9:00"}, ["Give the day on which booking closes too."]),
    ({"opens_on": "28/3/2027", "opens": "1:30", "on": "1 April 2027"}, [
        "01:30 on Sunday 28 March 2027 is missing or comes twice, because the clocks change. Choose another time."]),
    ({"kept_until_on": "31 June 2027"}, ["There is no such date. Check the day and the month."]),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(forum, cleo, browse, values, problems):
    page = browse(cleo).send("/desk/meetings/new", {**NEW, **values, "lead": "Kept words"})

    assert sorted(set(page.problems)) == sorted(problems)
    assert "Kept words" in page.html
    assert db.session.query(Meeting).count() == db.session.query(Series).count() == 0


@pytest.mark.parametrize("values, field", [
    ({"starts": "14:00"}, "ends"),
    ({"ends": ""}, "ends"),
    ({"starts": ""}, "starts"),
    ({"on": "1/9/2026"}, "on"),
    ({"on": "28/3/2027", "starts": "1:30"}, "starts"),
    ({"on": "31/10/2027", "starts": "0:30", "ends": "1:30"}, "ends"),
    ({"kept_voluntary": "31"}, "kept_voluntary"),
    ({"places_online": "5", "kept_commissioners_online": "6"}, "kept_commissioners_online"),
    ({"kept_voluntary": "3", "kept_until_on": "25 December 2027"}, "kept_until_on"),
    ({"opens_on": "20 December 2026"}, "opens_on"),
    ({"closes_on": "28/3/2027", "closes": "1:30"}, "closes"),
])  # fmt: skip
def test_what_a_rule_refuses_is_said_at_its_question(forum, cleo, browse, values, field):
    page = browse(cleo).send("/desk/meetings/new", {**NEW, **values})

    assert f'id="{field}-error"' in page.html
    assert f'href="#{field}"' in page.html


def test_what_is_rare_is_filled_in_and_stands_there_again(forum, cleo, browse):
    browser = browse(cleo)
    rare = {"form": "hybrid", "places_online": "20", "dial_in": "01632 960 001, code 77", "most_commissioners": "12",
            "kept_voluntary": "8", "kept_voluntary_online": "2", "kept_until_on": "10 December 2026",
            "opens_on": "1 December 2026", "is_open_to_public": "y", "is_provisional": "y"}  # fmt: skip
    browser.send("/desk/meetings/new", {**NEW, **rare})
    meeting = db.session.query(Meeting).one()

    assert (meeting.state, meeting.dial_in) == (MeetingState.PROVISIONAL, "01632 960 001, code 77")
    assert (meeting.balance, meeting.balance_online) == (Balance(None, 12, 8, 0), Balance(None, None, 2, 0))
    assert (meeting.kept_until_on, meeting.is_open_to_public) == (date(2026, 12, 10), True)
    assert meeting.booking_opens_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    page = browser.page(f"/desk/meetings/{meeting.reference}/change")
    assert page.html.count('<details class="govuk-details" open>') == 2
    assert "5 days before the meeting, on 12 December 2026." in page.words
    page = browser.send(f"/desk/meetings/{meeting.reference}/confirm")
    assert page.notices == ["The meeting is confirmed."] and meeting.state is MeetingState.CONFIRMED
    assert browser.post(f"/desk/meetings/{meeting.reference}/confirm").status_code == 409
    page = browser.send(f"/desk/meetings/{meeting.reference}/publish")
    assert page.notices == ["The meeting is published."]  # booking opens in a week


def test_who_shares_no_places_meets_no_question_about_it(forum, cleo, browse):
    page = browse(cleo).page("/desk/meetings/new")

    assert '<details class="govuk-details" open>' not in page.html


def test_a_past_meeting_is_kept_for_the_record(forum, cleo, browse):
    browse(cleo).send("/desk/meetings/new", {**NEW, "on": "1 September 2026", "for_the_record": "y"})

    assert db.session.query(Meeting).one().reference == "quarterly-2026-09"


def test_a_bank_holiday_and_a_clash_are_said_once_and_not_refused(forum, cleo, browse):
    series = make_series(forum)
    make_meeting(forum, title="Another", starts_at=datetime(2026, 12, 25, 10, tzinfo=UTC))
    browser, values = browse(cleo), {**NEW, "series": series.slug, "on": "25 December 2026"}

    page = browser.send("/desk/meetings/new", values)
    assert "Friday 25 December 2026 is a bank holiday: Christmas Day." in page.words
    assert "On the same day there is also: Another (10:00)." in page.words
    assert "Save the meeting all the same" in page.words
    seen = page.html.split('name="seen" value="')[1].split('"')[0]

    page = browser.send("/desk/meetings/new", {**values, "seen": seen})
    assert page.notices[0].startswith("The meeting is planned.")


def test_moving_a_meeting_says_first_how_many_people_are_told(forum, ada, cleo, browse):
    meeting = make_meeting(forum)
    book(meeting, ada)
    browser, address = browse(cleo), f"/desk/meetings/{meeting.reference}/change"
    values = sent(meeting, starts="14:00", ends="16:00")

    page = browser.send(address, values)
    assert (
        "1 person gets a letter about the change. They are asked to confirm with one click, "
        "and keep their place meanwhile." in page.words
    )
    assert db.session.query(Letter).count() == 1
    seen = page.html.split('name="seen" value="')[1].split('"')[0]

    page = browser.send(address, {**values, "seen": seen})
    assert page.notices[0] == "The meeting is changed."
    assert meeting.starts_at == datetime(2026, 12, 17, 14, tzinfo=UTC)
    assert db.session.query(Letter).count() == 2
    assert browser.send(address, values).notices[0] == "Nothing was changed."


@pytest.mark.parametrize("values, field, problem", [
    ({"places": "0"}, "places", "1 place is taken. Leave at least as many, or cancel bookings first."),
    ({"most_voluntary": "0"}, "most_voluntary",
     "1 place for the voluntary sector is taken. Let them have at least as many, or cancel bookings first."),
    ({"kept_commissioners": "30"}, "kept_commissioners",
     "1 place is taken by others, so at most 29 can be kept for commissioners. Keep fewer, or add places."),
    ({"form": "online"}, "form", "1 person has a place in the room or waits for one. Cancel these bookings first, "
                                 "or keep the meeting as it is."),
    ({"starts": "", "ends": ""}, "starts", "1 person has a place or waits for one, so a time must stay. "
                                           "Give another time, or call the meeting off."),
    ({"is_provisional": "y"}, "is_provisional",
     "People have booked, so the meeting cannot be provisional again. Move it, or call it off."),
])  # fmt: skip
def test_a_clash_with_bookings_is_named_at_its_question_and_nobody_is_told(
    forum, ada, cleo, browse, values, field, problem
):
    meeting = make_meeting(forum)
    book(meeting, ada)

    page = browse(cleo).send(f"/desk/meetings/{meeting.reference}/change", sent(meeting, **values))

    assert set(page.problems) == {problem}
    assert f'id="{field}-error"' in page.html and "Before it is saved" not in page.words
    assert db.session.query(Letter).count() == 1


def test_calling_off_says_first_who_is_told_and_asks_why(forum, ada, cleo, browse):
    meeting = make_meeting(forum)
    book(meeting, ada)
    browser, address = browse(cleo), f"/desk/meetings/{meeting.reference}/call-off"

    assert "1 person gets a letter." in browser.page(address).words
    assert browser.send(address, {"because": " "}).problems == ["Say why the meeting is called off."]
    page = browser.send(address, {"because": "The hall is flooded."})

    assert page.notices[:2] == [
        "The meeting is called off.",
        "The letters about it leave in two minutes. Until then you can stop them here.",
    ]
    assert page.headings[0] == (1, "Letters about this meeting")
    assert "The hall is flooded." in browser.page(f"/desk/meetings/{meeting.reference}").words
    assert meeting.state is MeetingState.CANCELLED
    assert browser.get(address).status_code == 409
    assert "Called off" in browse().page("/meetings").words


def test_the_list_says_what_is_missing_and_asks_no_more_for_many(forum, cleo, mina, browse, counted):
    make_meeting(forum, venue=None, places=0, published_at=None)
    make_meeting(forum, starts_at=NOW - timedelta(days=4))
    browser = browse(cleo)

    page = browser.page("/desk/meetings")
    assert "Missing: a venue and places in the room" in page.words and "Not published" in page.words
    assert "Past meetings" in browser.page("/desk/meetings?when=past").headings[0][1]
    assert "Plan a meeting" not in browse(mina).page("/desk/meetings").words
    with counted() as few:
        browser.get("/desk/meetings")
    for _ in range(5):
        make_meeting(forum)
    with counted() as many:
        browser.get("/desk/meetings")
    assert few.count == many.count


VENUE = {"name": "Fen House", "address": "1 High Street, March PE15 9XX", "town": "March", "access": "",
         "is_step_free": "", "has_hearing_loop": "", "parking": "", "nearest_stop": ""}  # fmt: skip


def test_a_venue_is_added_once_and_mended(forum, cleo, browse):
    browser = browse(cleo)
    assert "There is no venue yet." in browser.page("/desk/venues").words

    assert browser.send("/desk/venues", {"name": "Fen House"}).problems[0] == "Give the address."
    assert browser.send("/desk/venues", VENUE).notices == ["Fen House is added."]
    assert browser.send("/desk/venues", VENUE).notices == ["Fen House is added."]  # a double click
    venue = db.session.query(Venue).one()
    page = browser.send("/desk/venues", {**VENUE, "name": "Fen  house", "parking": "None"})
    assert page.problems == ["Fen House is there already, at this address. Mend it in the list instead of adding "
                             "it again."]  # fmt: skip
    assert browser.page(f"/desk/venues/{venue.reference}").headings[0] == (1, "Fen House")
    more = {"is_step_free": "yes", "has_hearing_loop": "no", "nearest_stop": "High Street, bus 9"}
    page = browser.send(f"/desk/venues/{venue.reference}", {**VENUE, **more})
    assert page.notices == ["Fen House is changed."]
    assert (venue.is_step_free, venue.has_hearing_loop, venue.nearest_stop) == (
        True,
        False,
        more["nearest_stop"],
    )
    assert "Step-free throughout. No hearing loop. Nearest stop: High Street, bus 9." in page.words
    html = browser.page(f"/desk/venues/{venue.reference}").html
    assert re.findall(r'name="(\w+)" type="radio" value="(\w*)" checked', html) == [
        ("is_step_free", "yes"), ("has_hearing_loop", "no")
    ]  # fmt: skip
    page = browser.send(f"/desk/venues/{venue.reference}", {**VENUE, **more, "is_step_free": "maybe"})
    assert page.problems == ["Choose one of the answers."]
    browser.send("/desk/venues", {**VENUE, "name": "Fen Barn"})
    page = browser.send(f"/desk/venues/{venue.reference}", {**VENUE, "name": "Fen Barn"})
    assert page.problems[0].startswith("Fen Barn is there already") and venue.name == "Fen House"


@pytest.mark.parametrize("field, most", [("name", "120"), ("address", "300"), ("town", "80"), ("access", "1,000"),
                                         ("parking", "200"), ("nearest_stop", "200")])  # fmt: skip
def test_a_venue_s_words_have_an_end(forum, cleo, browse, field, most):
    page = browse(cleo).send("/desk/venues", {**VENUE, field: "x" * 3000})

    assert page.problems == [f"Use {most} letters at most."]
    assert "x" * 3000 in page.html and db.session.query(Venue).count() == 0


def test_how_to_get_in_stands_on_the_meetings_page(forum, browse):
    venue = make_venue(forum)
    meeting = make_meeting(forum, venue=venue)

    words = browse().page(f"/meetings/{meeting.reference}").words
    assert "Level entrance. Hearing loop. Step-free access and the hearing loop: not known yet. Ask the organiser."\
        in words  # fmt: skip


def test_who_has_no_business_there_is_kept_out(forum, ada, mina, drew, browse):
    meeting = make_meeting(forum)
    venue = make_venue(forum)
    for address in ("/desk/meetings/new", f"/desk/meetings/{meeting.reference}/change",
                    f"/desk/meetings/{meeting.reference}/call-off", "/desk/venues",
                    f"/desk/venues/{venue.reference}"):  # fmt: skip
        assert browse(ada.person).get(address).status_code == 403
        assert browse(mina).get(address).status_code == 403
        assert browse().get(address).location.startswith("/sign-in")
    assert browse(drew).get("/desk/meetings").status_code == 403
    assert browse(mina).post(f"/desk/meetings/{meeting.reference}/publish").status_code == 403
