"""Changing how one joins: a place is given up only for a place, and what comes free goes to whoever waits."""

from datetime import timedelta

import pytest

from forum.booking import operations, queries, rules
from forum.booking.models import BookingState, Joining
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry
from forum.meetings.models import Form
from tests.makers import NOW, make_meeting, make_representative

ROOM, ONLINE = Joining.IN_THE_ROOM, Joining.ONLINE


def book(meeting, who, joining=ROOM):
    return operations.book_place(meeting, who.person, who, joining=joining, by=who.person, now=NOW)


def hybrid(forum, **values):
    return make_meeting(forum, form=Form.HYBRID, **{"places": 2, "places_online": 2, **values})


def test_a_place_in_the_room_becomes_one_online_and_goes_to_whoever_waits(forum, ada, ben, letters):
    meeting = hybrid(forum, places=1)
    adas, bens = book(meeting, ada), book(meeting, ben)
    sequence = adas.sequence

    assert operations.change_joining(adas, ONLINE, by=ada.person, now=NOW)

    assert (adas.joining, adas.state, bens.state) == (ONLINE, BookingState.CONFIRMED, BookingState.CONFIRMED)
    assert adas.sequence == sequence + 1
    assert letters()[2:] == [ada.person.email, ben.person.email]
    letter = db.session.query(Letter).order_by(Letter.id).all()[2]
    assert letter.calendar_method == "REQUEST" and "LOCATION:Online" in letter.calendar
    assert db.session.query(JournalEntry).filter_by(act="changed how somebody joins").count() == 1


def test_without_a_place_the_other_way_everything_stays(forum, ada, ben, letters):
    meeting = hybrid(forum, places_online=1)
    adas = book(meeting, ada)
    book(meeting, ben, ONLINE)

    with pytest.raises(rules.NoPlaceThatWay, match="only place online is taken.* stays as it is"):
        operations.change_joining(adas, ONLINE, by=ada.person, now=NOW)

    assert (adas.joining, adas.state) == (ROOM, BookingState.CONFIRMED)
    assert len(letters()) == 2


def test_the_second_click_changes_nothing_and_writes_no_second_letter(forum, ada, letters):
    booking = book(hybrid(forum), ada)
    operations.change_joining(booking, ONLINE, by=ada.person, now=NOW)

    assert not operations.change_joining(booking, ONLINE, by=ada.person, now=NOW)
    assert len(letters()) == 2


def test_ones_own_place_does_not_stand_in_the_way_of_the_organisations_limit(forum, ada):
    meeting = hybrid(forum)
    first = book(meeting, ada)
    book(meeting, make_representative(forum, "Owen Price", ada.organisation))

    assert operations.change_joining(first, ONLINE, by=ada.person, now=NOW)
    assert first.state is BookingState.CONFIRMED


def test_whoever_waits_in_the_room_gets_a_free_place_online(forum, ada, ben):
    meeting = hybrid(forum, places=1)
    book(meeting, ada)
    bens = book(meeting, ben)

    operations.change_joining(bens, ONLINE, by=ben.person, now=NOW)

    assert (bens.joining, bens.state) == (ONLINE, BookingState.CONFIRMED)
    assert queries.places_taken(meeting).waiting == 0


def test_nobody_passes_those_who_wait_the_other_way(forum, ada, ben, lena):
    meeting = hybrid(forum, places=1, places_online=1)
    book(meeting, lena, ONLINE)
    bens, adas = book(meeting, ben, ONLINE), book(meeting, ada)
    operations.cancel_booking(queries.find_live_booking(meeting, lena.person), by=lena.person, now=NOW)

    with pytest.raises(rules.NoPlaceThatWay):
        operations.change_joining(adas, ONLINE, by=ada.person, now=NOW)
    assert bens.state is BookingState.CONFIRMED


@pytest.mark.parametrize("meanwhile, refusal", [
    (lambda booking: operations.cancel_booking(booking, by=booking.person, now=NOW), rules.AlreadyCancelled),
    (lambda booking: None, rules.MeetingHasBegun),
])  # fmt: skip
def test_what_was_given_up_or_has_begun_is_not_changed(forum, ada, meanwhile, refusal):
    booking = book(hybrid(forum), ada)
    meanwhile(booking)
    later = booking.meeting.starts_at if refusal is rules.MeetingHasBegun else NOW

    with pytest.raises(refusal):
        operations.change_joining(booking, ONLINE, by=ada.person, now=later)


def test_a_meeting_with_one_way_has_no_other(forum, ada):
    booking = book(make_meeting(forum), ada)

    assert rules.other_way(booking) is None and not rules.can_change_joining(booking, NOW)
    with pytest.raises(rules.CannotJoinThatWay):
        operations.change_joining(booking, ONLINE, by=ada.person, now=NOW)


# ---- Pages --------------------------------------------------------------------------------------------------


def test_the_page_asks_first_and_the_button_acts(forum, ada, ben, browse):
    meeting = hybrid(forum, dial_in="0330 000 1234, code 77", joining_link="https://meet.example/x")
    booking = book(meeting, ada)
    browser, here = browse(ada.person), f"/bookings/{booking.reference}"
    page = browser.page(here)
    assert "By telephone" not in page.words and "At the door" in page.words
    page = browser.page(page.links["Join online instead"])
    assert page.headings[0] == (1, "Join online instead?") and "2 places online are left." in page.words
    assert booking.joining is ROOM

    page = browser.send(f"{here}/joining", {"joining": "online"})
    assert page.notices == ["Online it is. The letter is on its way."]
    assert "By telephone 0330 000 1234, code 77" in page.words and "At the door" not in page.words
    page = browser.send(f"{here}/joining", {"joining": "online"})  # a double click does not turn back
    assert page.notices == [] and booking.joining is ONLINE


def test_a_full_way_says_why_and_offers_no_button(forum, ada, ben, browse):
    meeting = hybrid(forum, places_online=1)
    booking = book(meeting, ada)
    book(meeting, ben, ONLINE)
    browser, address = browse(ada.person), f"/bookings/{booking.reference}/joining"

    page = browser.page(address)
    assert "The only place online is taken." in page.words and "You keep the place in the room." in page.words
    assert "<button" not in page.html.split("<main")[1].split("</main>")[0]
    answer = browser.post(address, {"joining": "online"})
    assert answer.status_code == 409 and booking.joining is ROOM


def test_what_is_sent_wrongly_changes_nothing(forum, ada, ben, drew, browse):
    booking = book(make_meeting(forum), ada)
    address = f"/bookings/{booking.reference}/joining"
    assert browse(ada.person).get(address).location == f"/bookings/{booking.reference}"
    assert browse(ada.person).post(address, {"joining": "online"}).status_code == 409
    assert browse(ada.person).post(address, {"joining": "by post"}).status_code == 302
    assert browse(ben.person).get(address).status_code == 403
    assert browse(drew).post(address).status_code == 403
    assert browse().get(address).location.startswith("/sign-in")
    assert booking.joining is ROOM


def test_the_organiser_changes_it_for_somebody(forum, ada, cleo, browse):
    booking = book(hybrid(forum), ada)
    page = browse(cleo).page(f"/bookings/{booking.reference}/joining")
    assert page.headings[0] == (1, "Ada Marsh: online instead?")

    browse(cleo).post(f"/bookings/{booking.reference}/joining", {"joining": "online"})

    letter = db.session.query(Letter).order_by(Letter.id.desc()).first()
    assert "Cleo Adeyemi changed it for you." in letter.text


def test_a_meeting_that_has_begun_changes_no_more(forum, ada, browse):
    from forum.foundation import clock

    booking = book(hybrid(forum), ada)
    with clock.stopped_at(booking.meeting.starts_at + timedelta(minutes=1)):
        assert browse(ada.person).get(f"/bookings/{booking.reference}/joining").status_code == 409
