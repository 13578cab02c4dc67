"""The letters about a booking carry its meeting as a calendar object, which calendars follow from letter to letter."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from forum.booking import operations
from forum.booking.calendar import object_for_letter
from forum.booking.models import Joining
from forum.calendars.operations import make_key
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.foundation.post.message import message_of
from forum.meetings.models import Form
from forum.meetings.rules import plan_of
from tests.browsing import Browser
from tests.calendars.reading import events, moment, strictly, with_icalendar, with_node, with_vobject
from tests.makers import NOW, make_meeting, make_person, make_representative, make_venue

pytestmark = pytest.mark.usefixtures("replies_read")


def book(meeting, who, now=NOW, joining=Joining.IN_THE_ROOM):
    return operations.book_place(meeting, who.person, who, joining=joining, by=who.person, now=now)


def carried(who):
    """The objects in the letters to somebody, in the order in which these were written: method and entry."""
    found = db.session.query(Letter).filter_by(to_address=who.person.email).order_by(Letter.id)
    read = [strictly(letter.calendar.encode()) for letter in found]
    return [(calendar.raw("METHOD"), events(calendar)[0]) for calendar in read]


@pytest.fixture
def meeting(forum):
    """A meeting in a hall, with one place."""
    return make_meeting(forum, places=1, venue=make_venue(forum))


def test_a_booking_is_an_invitation_to_one_person(meeting, ada):
    booking = book(meeting, ada)
    ((method, event),) = carried(ada)

    assert method == "REQUEST"
    assert event.raw("UID") == meeting.uid
    assert event.raw("STATUS") == "CONFIRMED"
    assert event.raw("ORGANIZER") == "mailto:forum@forum.example"
    assert event.names().count("ATTENDEE") == 1
    assert event.raw("ATTENDEE") == f"mailto:{ada.person.email}"
    assert event.params("ATTENDEE")["PARTSTAT"] == "ACCEPTED"
    assert event.params("ATTENDEE")["RSVP"] == "TRUE"
    assert moment(event.raw("DTSTAMP")) == NOW
    assert booking.reference in event.text("DESCRIPTION")


def test_calendars_follow_a_booking_from_letter_to_letter(meeting, ada, ben, cleo):
    adas = book(meeting, ada)
    book(meeting, ben)
    operations.cancel_booking(adas, by=ada.person, now=NOW + timedelta(minutes=1))
    moved = replace(plan_of(meeting), starts=time(14), ends=time(16))
    operations.change_meeting(meeting, moved, by=cleo, now=NOW + timedelta(minutes=2))
    operations.call_off_meeting(meeting, because="Flood.", by=cleo, now=NOW + timedelta(minutes=3))

    to_ada, to_ben = carried(ada), carried(ben)

    assert [method for method, _ in to_ada] == ["REQUEST", "CANCEL"]
    assert [(method, event.raw("STATUS")) for method, event in to_ben] == [
        ("REQUEST", "TENTATIVE"), ("REQUEST", "CONFIRMED"), ("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED"),
    ]  # fmt: skip
    for letters in (to_ada, to_ben):
        sequences = [int(event.raw("SEQUENCE")) for _, event in letters]
        stamps = [moment(event.raw("DTSTAMP")) for _, event in letters]
        assert sequences == sorted(set(sequences))
        assert stamps == sorted(set(stamps))
        assert {event.raw("UID") for _, event in letters} == {meeting.uid}
        assert {event.raw("ORGANIZER") for _, event in letters} == {"mailto:forum@forum.example"}


def test_a_place_given_up_keeps_title_and_times(meeting, ada):
    booking = book(meeting, ada)
    operations.cancel_booking(booking, by=ada.person, now=NOW)
    (_, first), (method, last) = carried(ada)

    assert method == "CANCEL"
    assert last.raw("STATUS") == "CANCELLED"
    assert last.raw("TRANSP") == "TRANSPARENT"
    for name in ("SUMMARY", "DTSTART", "DTEND"):
        assert last.raw(name) == first.raw(name)


def test_a_place_taken_again_counts_on(meeting, ada):
    operations.cancel_booking(book(meeting, ada), by=ada.person, now=NOW)
    book(meeting, ada, now=NOW + timedelta(minutes=1))
    sequences = [int(event.raw("SEQUENCE")) for _, event in carried(ada)]
    assert sequences == sorted(set(sequences)) and len(sequences) == 3


def test_the_letter_and_the_own_feed_say_the_same(meeting, ada, cleo, database):
    book(meeting, ada)
    operations.change_meeting(
        meeting, replace(plan_of(meeting), starts=time(14), ends=time(16)), by=cleo, now=NOW
    )
    secret = make_key(by=ada.person, now=NOW)
    (fed,) = events(strictly(Browser(database).get(f"/calendars/own/{secret}.ics").data))
    _, lettered = carried(ada)[-1]

    for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "LOCATION", "URL"):
        assert lettered.raw(name) == fed.raw(name)


def test_the_joining_link_is_for_those_who_join_online_with_a_place(forum, ada, ben):
    meeting = make_meeting(
        forum, form=Form.ONLINE, places=0, places_online=1, joining_link="https://meet.example/j/9"
    )
    book(meeting, ada, joining=Joining.ONLINE)
    book(meeting, ben, joining=Joining.ONLINE)
    ((_, adas),), ((_, bens),) = carried(ada), carried(ben)

    assert adas.raw("CONFERENCE") == "https://meet.example/j/9"
    assert "meet.example" not in str(bens)


def test_somebody_without_an_address_gets_no_object(meeting, forum):
    nora = make_representative(forum, "Nora", person=make_person("Nora", email=None))
    booking = book(meeting, nora)
    assert object_for_letter(booking, base="https://x.example", mail_from="forum@x.example") is None
    assert db.session.query(Letter.calendar).one() == (None,)


def test_the_message_ends_with_the_object_that_every_program_reads(meeting, ada):
    book(meeting, ada)
    letter = db.session.query(Letter).one()
    parts = list(message_of(letter, "forum@forum.example").iter_parts())

    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert parts[-1].get_param("method") == "REQUEST"
    assert parts[-1].get_content_charset() == "utf-8"
    assert "attachment" not in (parts[-1].get("Content-Disposition") or "")
    octets = parts[-1].get_payload(decode=True)
    assert octets == letter.calendar.encode()
    assert with_icalendar(octets) == with_vobject(octets) == with_node([octets])[0]["icaljs"]
    assert "Your calendar’s answer reaches us too" in letter.text


def test_where_nobody_reads_replies_none_is_asked_for_and_the_letter_says_so(meeting, ada, instance):
    read_long_ago = (NOW - timedelta(days=8)).isoformat()
    (instance / "replies-read").write_text(read_long_ago)
    book(meeting, ada)
    ((_, event),) = carried(ada)

    assert event.params("ATTENDEE")["RSVP"] == "FALSE"
    text = db.session.query(Letter).one().text
    assert "An answer that your calendar sends does not reach us." in text
    assert "reaches us too" not in text
