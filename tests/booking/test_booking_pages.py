"""The pages of booking, as people meet them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from forum.booking import operations, queries, rules
from forum.booking.models import Booking, BookingState, Joining
from forum.booking.operations import WhatIsNeeded
from forum.foundation import clock
from forum.foundation.database import db
from forum.meetings.models import Form
from tests.makers import NOW, make_meeting, make_member, make_organisation, make_representative


def book(meeting, who, joining=Joining.IN_THE_ROOM, **more):
    return operations.book_place(meeting, who.person, who, joining=joining, by=who.person, now=NOW, **more)


def test_a_place_is_booked_and_the_page_says_when_to_come(forum, ada, browse):
    meeting = make_meeting(forum)
    browser = browse(ada.person)
    first = browser.page(f"/meetings/{meeting.reference}/book")
    assert first.headings[0] == (1, "Book a place")
    assert "Who is coming?" not in first.words and "How will you join?" not in first.words

    page = browser.send(f"/meetings/{meeting.reference}/book", {"access": "Hearing loop", "diet": "Vegan"})

    assert page.notices == ["Your place is booked. The letter is on its way."]
    assert page.headings[0] == (1, "See you on 17 December, Ada")
    assert page.links["Add to my calendar"] == f"/meetings/{meeting.reference}.ics"
    assert "Hearing loop" in page.words


def test_a_second_click_shows_the_booking_there_is(forum, ada, browse):
    meeting = make_meeting(forum)
    browser = browse(ada.person)
    first = browser.post(f"/meetings/{meeting.reference}/book")
    second = browser.post(f"/meetings/{meeting.reference}/book")

    assert first.location == second.location
    assert db.session.query(Booking).count() == 1
    assert browser.get(f"/meetings/{meeting.reference}/book").location == first.location


def test_a_question_left_open_is_asked_again_and_what_was_typed_is_kept(forum, ada, browse):
    meeting = make_meeting(forum, form=Form.HYBRID, places_online=5)

    page = browse(ada.person).send(f"/meetings/{meeting.reference}/book", {"access": "Ramp"})

    assert page.problems == ["Choose whether you come to the room or join online."]
    assert page.title.startswith("Error: Book a place")
    assert ">\nRamp</textarea>" in page.html
    assert db.session.query(Booking).count() == 0


def test_a_full_room_offers_two_ways_on_and_says_why(forum, ada, ben, browse):
    meeting = make_meeting(forum, form=Form.HYBRID, places=1, places_online=5)
    book(meeting, ada)
    browser = browse(ben.person)

    page = browser.page(f"/meetings/{meeting.reference}/book")
    assert "The only place in the room is taken." in page.words
    assert "You would be number 1 in line." in page.words
    assert page.html.count("govuk-button") - page.html.count("govuk-button--") >= 2

    waiting = browser.send(f"/meetings/{meeting.reference}/book", {"joining": "in the room"})
    assert waiting.headings[0] == (1, "You are number 1 on the waiting list")
    assert queries.places_taken(meeting).waiting == 1


def test_an_organisation_at_its_limit_reads_why_and_when_that_changes(forum, ada, browse):
    meeting = make_meeting(forum)
    for name in ("Rep One", "Rep Two"):
        book(meeting, make_representative(forum, name, ada.organisation))

    page = browse(ada.person).page(f"/meetings/{meeting.reference}/book")

    assert "Black Fen Community Transport has its 2 places." in page.words
    assert "28 places are left for other organisations." in page.words


def test_who_speaks_for_two_organisations_chooses_for_which(forum, ada, browse):
    other = make_organisation("Nene Youth Collective")
    make_member(forum, other)
    second = make_representative(forum, "Ada", other, person=ada.person)
    meeting = make_meeting(forum)
    browser, address = browse(ada.person), f"/meetings/{meeting.reference}/book"
    page = browser.page(address)
    assert "For which organisation?" in page.words and "Nene Youth Collective" in page.words

    browser.post(address, {"who": second.reference})

    assert queries.find_live_booking(meeting, ada.person).representative is second
    assert browser.page(address).headings[0] == (1, "See you on 17 December, Ada")


def test_the_organisation_that_has_a_place_is_marked_and_the_other_says_that_one_would_wait(
    forum, ada, browse
):
    other = make_organisation("Nene Youth Collective")
    make_member(forum, other)
    second = make_representative(forum, "Ada", other, person=ada.person)
    meeting = make_meeting(forum)
    for name in ("Rep One", "Rep Two"):
        book(meeting, make_representative(forum, name, ada.organisation))

    page = browse(ada.person).page(f"/meetings/{meeting.reference}/book")

    assert re.search(rf'value="{second.reference}" checked', page.html)
    assert "Its 2 places are taken. There is a waiting list" in page.words
    assert "Book my place" in page.words


def test_a_colleague_is_booked_on_a_page_of_its_own(forum, ada, browse):
    colleague = make_representative(forum, "Owen Price", ada.organisation)
    make_representative(forum, "Una Reed", ada.organisation)
    meeting = make_meeting(forum)
    browser = browse(ada.person)
    address = browser.page(f"/meetings/{meeting.reference}/book").links["Book for a colleague instead"]
    assert "Ada Marsh" not in browser.page(address).words.split("Who is coming?")[1]
    assert browser.send(address).problems == ["Choose who is coming."]

    page = browser.send(address, {"who": colleague.reference, "access": "A ramp"})

    assert page.notices == ["Owen Price’s place is booked. The letter is on its way."]
    assert page.headings[0] == (1, "Owen Price has a place on 17 December")
    assert "A ramp" not in page.words  # what colleagues need is not theirs to read
    assert "Owen Price has a booking already." in browser.page(address).words
    assert queries.find_live_booking(meeting, ada.person) is None


def test_many_colleagues_stand_in_a_list_that_opens(forum, ada, browse):
    for number in range(7):
        make_representative(forum, f"Colleague {number}", ada.organisation)
    page = browse(ada.person).page(f"/meetings/{make_meeting(forum).reference}/book?for=colleague")

    assert page.html.count("<option") == 8 and "Choose a colleague" in page.words


def test_who_has_no_colleague_is_told_the_way_on(forum, ada, lena, browse):
    address = f"/meetings/{make_meeting(forum).reference}/book"
    page = browse(ada.person).page(f"{address}?for=colleague")
    assert "Nobody else acts for your organisation yet." in page.words
    assert "Book for a colleague instead" not in browse(lena.person).page(address).links


def test_nobody_books_for_a_stranger(forum, ada, ben, browse):
    make_representative(forum, "Owen Price", ada.organisation)
    address = f"/meetings/{make_meeting(forum).reference}/book?for=colleague"

    page = browse(ada.person).send(address, {"who": ben.reference})

    assert page.problems == ["Choose one of the answers."]
    assert db.session.query(Booking).count() == 0


def test_a_lay_member_and_an_officer_are_asked_no_more_than_they_have_to_answer(forum, lena, chas, browse):
    meeting = make_meeting(forum)
    for person, whom in ((lena.person, "lay member"), (chas, "")):
        page = browse(person).page(f"/meetings/{meeting.reference}/book")
        assert page.html.count("govuk-radios__input") == 0
        assert whom in page.words
        browse(person).post(f"/meetings/{meeting.reference}/book")
        assert queries.find_live_booking(meeting, person).guest is None


@pytest.mark.parametrize("field, said", [
    ("access", "Use 1,000 letters at most."), ("diet", "Use 1,000 letters at most."),
])  # fmt: skip
def test_needs_of_3000_letters_are_a_sentence_at_the_field_and_are_kept(forum, ada, browse, field, said):
    page = browse(ada.person).send(
        f"/meetings/{make_meeting(forum).reference}/book", {field: "needed " * 430}
    )
    assert page.problems == [said]
    assert "needed needed" in page.html
    assert db.session.query(Booking).count() == 0


@pytest.mark.parametrize("values, said", [
    ({"booking_closes_at": NOW}, "Booking closed on Tuesday 24 November 2026, 10:00."),
    ({"starts_at": NOW - timedelta(hours=1)}, rules.MeetingHasBegun.message),
    ({"starts_at": None, "state": "provisional"}, rules.BookingIsNotOpen.message),
])  # fmt: skip
def test_the_page_says_why_nobody_can_book_and_a_post_is_refused(forum, ada, browse, values, said):
    from forum.meetings.models import MeetingState

    if "state" in values:
        values = {**values, "state": MeetingState(values["state"])}
    meeting = make_meeting(forum, **values)
    browser = browse(ada.person)

    page = browser.page(f"/meetings/{meeting.reference}/book")
    assert said in page.words and "Book my place" not in page.words
    page = browser.send(f"/meetings/{meeting.reference}/book")
    assert any(problem.startswith(said) for problem in page.problems)
    assert db.session.query(Booking).count() == 0


def test_a_place_is_given_up_by_a_page_that_asks_and_a_button_that_acts(forum, ada, ben, browse):
    meeting = make_meeting(forum, places=1)
    booking, waiting = book(meeting, ada), book(meeting, ben)
    browser = browse(ada.person)

    page = browser.page(f"/bookings/{booking.reference}/cancel")
    assert "1 person waits for a place." in page.words
    assert booking.state is BookingState.CONFIRMED  # looking changes nothing

    page = browser.send(f"/bookings/{booking.reference}/cancel")
    assert page.headings[0] == (1, "This booking is cancelled")
    assert page.links["Book a place again"] == f"/meetings/{meeting.reference}/book"
    assert waiting.state is BookingState.CONFIRMED
    assert browser.get(f"/bookings/{booking.reference}/cancel").status_code == 409


def test_the_joining_link_is_seen_only_with_a_confirmed_place(forum, ada, ben, browse):
    meeting = make_meeting(forum, form=Form.ONLINE, places_online=1, joining_link="https://meet.example/x")
    booking, waiting = book(meeting, ada, Joining.ONLINE), book(meeting, ben, Joining.ONLINE)

    assert "meet.example" in browse(ada.person).page(f"/bookings/{booking.reference}").html
    assert "meet.example" not in browse(ben.person).page(f"/bookings/{waiting.reference}").html


def test_a_strangers_booking_is_nobodys_business(forum, ada, ben, drew, browse):
    booking = book(make_meeting(forum), ada)

    for address in (f"/bookings/{booking.reference}", f"/bookings/{booking.reference}/cancel"):
        assert browse(ben.person).get(address).status_code == 403
        assert browse(drew).get(address).status_code == 403
        assert browse().get(address).location.startswith("/sign-in")


def test_the_officers_see_who_is_coming_and_only_the_organiser_sees_needs_and_cancels(
    forum, ada, ben, cleo, mina, browse
):
    meeting = make_meeting(forum, places=1)
    booking = book(meeting, ada, needs=WhatIsNeeded("Hearing loop"))
    book(meeting, ben)

    page = browse(cleo).page(f"/desk/meetings/{meeting.reference}/places")
    assert (2, "In the room: 1") in page.headings
    assert (2, "Waiting for a place in the room: 1") in page.headings
    assert "Needs: Hearing loop" in page.words
    assert page.links["Cancel the booking of Ada Marsh"] == f"/bookings/{booking.reference}/cancel"

    page = browse(mina).page(f"/desk/meetings/{meeting.reference}/places")
    assert "Ada Marsh" in page.words
    assert "Hearing loop" not in page.words and "Cancel" not in page.words
    assert browse(mina).post(f"/bookings/{booking.reference}/cancel").status_code == 403
    assert browse(ada.person).get(f"/desk/meetings/{meeting.reference}/places").status_code == 403


def test_the_organiser_cancels_for_anybody_from_the_list(forum, ada, cleo, browse):
    meeting = make_meeting(forum)
    booking = book(meeting, ada)

    page = browse(cleo).send(f"/bookings/{booking.reference}/cancel")

    assert page.headings[0] == (1, "Who is coming")
    assert booking.state is BookingState.CANCELLED


def test_a_list_of_those_who_come_asks_no_more_for_many(forum, ada, cleo, browse, counted):
    meeting = make_meeting(forum)
    book(meeting, ada)
    browser = browse(cleo)
    address = f"/desk/meetings/{meeting.reference}/places"
    browser.get(address)
    with counted() as one:
        browser.get(address)
    for n in range(5):
        organisation = make_organisation(f"Organisation {n}")
        make_member(forum, organisation)
        book(meeting, make_representative(forum, f"Person {n}", organisation))
    with counted() as six:
        browser.get(address)

    assert one.count == six.count


def test_booking_asks_the_database_little(forum, ada, browse, counted):
    address = f"/meetings/{make_meeting(forum).reference}/book"
    browser = browse(ada.person)
    browser.get("/meetings")
    with counted() as asked:
        browser.post(address)

    assert asked.count <= 20  # the beginnings of both transactions are counted too


def test_needs_of_a_meeting_that_is_over_are_no_longer_shown_to_the_organiser(forum, ada, cleo, browse):
    meeting = make_meeting(forum)
    book(meeting, ada, needs=WhatIsNeeded("Hearing loop"))
    with clock.stopped_at(datetime(2026, 12, 18, 9, tzinfo=UTC)):
        page = browse(cleo).page(f"/desk/meetings/{meeting.reference}/places")

    assert "Ada Marsh" in page.words and "Hearing loop" not in page.words
