"""The page of one booking: the code for the door, why one waits, what can be done, what it is part of."""

import re

from forum.agendas import operations as agendas
from forum.booking import operations
from forum.booking.models import Guest, Joining
from forum.booking.operations import ComesAs
from forum.foundation import clock
from forum.foundation.codes import qr_code
from forum.foundation.database import db
from forum.foundation.post import link
from forum.meetings.models import Form
from forum.strategy.models import Commitment
from tests.makers import NOW, make_meeting, make_strategy


def test_a_booking_shows_what_it_is_part_of_once_the_agenda_is_out(forum, ada, cleo, browse):
    make_strategy()
    meeting = make_meeting(forum)
    booking = operations.book_place(
        meeting, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW
    )
    browser, address = browse(ada.person), f"/bookings/{booking.reference}"
    page = browser.page(address)
    assert "What you are part of" not in page.words and "Read what it is about" in page.links

    agenda = agendas.begin_agenda(meeting, by=cleo, now=NOW)
    agendas.put_on(agenda, db.session.query(Commitment).filter_by(code="FC1").one(), by=cleo, now=NOW)
    agendas.publish_agenda(agenda, by=cleo, now=NOW)

    page = browser.page(address)
    assert (2, "What you are part of") in page.headings
    assert page.links["FC1"] == "/strategies/civil-society-strategy-2018/commitments/FC1"
    assert page.links["Read the agenda"] == f"/meetings/{meeting.reference}/agenda"

    operations.cancel_booking(booking, by=ada.person, now=NOW)
    assert "What you are part of" not in browser.page(address).words


def book(meeting, who, joining=Joining.IN_THE_ROOM):
    return operations.book_place(meeting, who.person, who, joining=joining, by=who.person, now=NOW)


def test_a_place_has_its_calendar_buttons_and_the_code_for_the_door(forum, ada, browse):
    booking = book(make_meeting(forum), ada)
    page = browse(ada.person).page(f"/bookings/{booking.reference}")

    assert page.links["Add to my calendar"] == f"/meetings/{booking.meeting.reference}.ics"
    assert re.fullmatch(r"webcal://[^/]+/calendars/meetings\.ics", page.links["Every meeting"])
    address = link(f"/meetings/{booking.meeting.reference}/sign-in/{booking.reference}")
    assert qr_code(address, label=f"The code of booking {booking.reference}, for the door") in page.html
    assert f"Show this at the door, or say your name. Booking {booking.reference}." in page.words


def test_what_can_still_be_done_is_offered_and_nothing_else(forum, ada, lena, cleo, browse):
    meeting = make_meeting(forum, form=Form.HYBRID, places=1, places_online=5)
    guest = operations.book_guest(
        make_meeting(forum), "Noor Haddad", None, ComesAs(Guest.SPEAKER, "Anglia Ruskin University"),
        joining=Joining.IN_THE_ROOM, by=cleo, now=NOW,
    )  # fmt: skip
    has, waits = book(meeting, ada), book(meeting, lena)

    def offered(who, booking):
        words = browse(who).page(f"/bookings/{booking.reference}").links
        own = f"/bookings/{booking.reference}/"
        return {one for one in words if words[one].startswith(own) and not words[one].endswith("/interests")}

    assert offered(ada.person, has) == {
        "I cannot come after all", "Somebody else comes instead", "Join online instead"
    }  # fmt: skip
    assert offered(lena.person, waits) == {"Leave the waiting list", "Join online instead"}
    assert offered(cleo, guest) == {"Cancel this booking"}
    assert "Speaker, Anglia Ruskin University" in browse(cleo).page(f"/bookings/{guest.reference}").words
    with clock.stopped_at(meeting.starts_at):
        assert offered(ada.person, has) == set()


def test_who_waits_reads_why_and_has_no_code_and_no_calendar_button(forum, ada, ben, browse):
    meeting = make_meeting(forum, places=1)
    book(meeting, ada)
    page = browse(ben.person).page(f"/bookings/{book(meeting, ben).reference}")

    assert page.headings[0] == (1, "You are number 1 on the waiting list")
    assert "The only place is taken." in page.words
    assert "At the door" not in page.words and "Add to my calendar" not in page.links


def test_a_place_kept_for_others_is_the_reason_and_says_until_when(forum, lena, browse):
    meeting = make_meeting(forum, places=1, kept_voluntary=1)
    page = browse(lena.person).page(f"/bookings/{book(meeting, lena).reference}")
    assert "kept for the voluntary sector until 12 December." in page.words


def test_who_joins_online_has_the_link_and_the_number_to_ring_and_no_code(forum, ada, browse):
    meeting = make_meeting(
        forum,
        form=Form.ONLINE,
        places_online=5,
        joining_link="https://meet.example/x",
        dial_in="0330 000 1234",
    )
    page = browse(ada.person).page(f"/bookings/{book(meeting, ada, Joining.ONLINE).reference}")
    assert page.links["https://meet.example/x"] == "https://meet.example/x"
    assert "By telephone 0330 000 1234" in page.words and "At the door" not in page.words
