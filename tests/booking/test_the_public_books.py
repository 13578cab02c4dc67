"""The public books a meeting that is open to it: by a letter that proves the address, and one click."""

import re
from datetime import timedelta

import pytest

from forum.booking import operations, queries, rules
from forum.booking.links import path_for_request
from forum.booking.models import Booking, BookingState, Guest, Joining, Needs, PlaceRequest
from forum.booking.operations import WhatIsAsked, WhatIsNeeded
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry, JournalPersonal
from forum.meetings.models import Form
from forum.people.models import Person
from tests.makers import NOW, make_meeting, make_member, make_organisation, make_representative

ROOM, ONLINE = Joining.IN_THE_ROOM, Joining.ONLINE
ROBIN = WhatIsAsked(
    "Robin Ashby", "Robin@Ashby.example", ROOM, "Ramsey", WhatIsNeeded("Xylophone loop", "Vegan")
)


@pytest.fixture
def open_meeting(forum):
    """A meeting that is open to the public, with 2 places."""
    return make_meeting(forum, places=2, is_open_to_public=True)


def ask(meeting, asked=ROBIN, now=NOW):
    operations.ask_for_place(meeting, asked, now=now)
    return db.session.query(PlaceRequest).order_by(PlaceRequest.id.desc()).first()


# ---- Asking -------------------------------------------------------------------------------------------------


def test_nothing_is_booked_before_the_letter_is_answered(open_meeting, letters):
    asked = ask(open_meeting)

    assert letters() == ["robin@ashby.example"]
    assert db.session.query(Booking).count() == db.session.query(Person).count() == 0
    assert asked.delete_at == NOW + timedelta(hours=48)
    letter = db.session.query(Letter).one()
    assert letter.is_secret and path_for_request(asked) in letter.text


def test_the_letter_says_the_same_to_every_address(open_meeting, ada):
    ask(open_meeting)
    ask(open_meeting, WhatIsAsked("Robin Ashby", ada.person.email, ROOM))

    texts = [re.sub(r"/place-requests/\S+", "", letter.text) for letter in db.session.query(Letter)]
    assert texts[0] == texts[1]


def test_a_double_click_gets_one_letter_and_another_wish_gets_another(open_meeting, letters):
    ask(open_meeting)
    ask(open_meeting)
    assert len(letters()) == 1
    ask(open_meeting, WhatIsAsked("Robin Ashby", "robin@ashby.example", ROOM))
    ask(open_meeting, now=NOW + timedelta(minutes=11))
    assert len(letters()) == 3


@pytest.mark.parametrize("values, refusal", [
    ({"is_open_to_public": False}, rules.NotOpenToPublic),
    ({"booking_closes_at": NOW}, rules.BookingIsClosed),
    ({"starts_at": NOW - timedelta(minutes=1)}, rules.MeetingHasBegun),
    ({"published_at": None}, rules.BookingIsNotOpen),
])  # fmt: skip
def test_a_meeting_that_cannot_be_booked_is_not_asked_for(forum, letters, values, refusal):
    meeting = make_meeting(forum, **{"is_open_to_public": True, **values})
    with pytest.raises(refusal):
        ask(meeting)
    assert letters() == [] and db.session.query(PlaceRequest).count() == 0


# ---- Confirming ---------------------------------------------------------------------------------------------


def test_one_click_books_a_member_of_the_public(open_meeting, letters):
    booking = operations.confirm_request(ask(open_meeting), now=NOW)

    assert (booking.state, booking.guest, booking.guest_from) == (
        BookingState.CONFIRMED,
        Guest.PUBLIC,
        "Ramsey",
    )
    assert (booking.person.name, booking.person.email) == ("Robin Ashby", "robin@ashby.example")
    assert queries.find_needs(booking).access == "Xylophone loop"
    assert letters() == ["robin@ashby.example"] * 2
    asked = db.session.query(PlaceRequest).one()
    assert (asked.access, asked.diet) == ("", "")


def test_twice_is_the_same(open_meeting, letters):
    asked = ask(open_meeting)
    first = operations.confirm_request(asked, now=NOW)
    assert operations.confirm_request(asked, now=NOW) is first
    again = ask(open_meeting, now=NOW + timedelta(minutes=20))
    assert operations.confirm_request(again, now=NOW + timedelta(minutes=20)) is first
    assert db.session.query(Booking).count() == 1


def test_a_full_meeting_is_no_refusal(open_meeting, ada, ben):
    for who in (ada, ben):
        operations.book_place(open_meeting, who.person, who, joining=ROOM, by=who.person, now=NOW)
    assert operations.confirm_request(ask(open_meeting), now=NOW).state is BookingState.WAITING


def test_who_speaks_in_the_forum_is_booked_as_who_they_are(open_meeting, ada, lena, chas, drew):
    for person, representative, kind in (
        (ada.person, ada, None), (lena.person, lena, None), (chas, None, None), (drew, None, Guest.PUBLIC),
    ):  # fmt: skip
        booking = operations.confirm_request(
            ask(open_meeting, WhatIsAsked("X Y", person.email, ROOM)), now=NOW
        )
        assert (booking.person, booking.representative, booking.guest) == (person, representative, kind)
    assert db.session.query(Person).filter_by(name="X Y").count() == 0


def test_who_speaks_for_several_chooses(forum, open_meeting, ada):
    other = make_organisation("Nene Youth Collective")
    make_member(forum, other)
    second = make_representative(forum, "Ada", other, person=ada.person)
    asked = ask(open_meeting, WhatIsAsked("Ada", ada.person.email, ROOM))

    for wrong in (None, "", "NOBO-DY"):
        with pytest.raises(rules.SpeaksForSeveral):
            operations.confirm_request(asked, wrong, now=NOW)
    assert operations.confirm_request(asked, second.reference, now=NOW).representative is second


def test_a_request_ends_after_48_hours_or_when_booking_closes(forum, open_meeting):
    asked = ask(open_meeting)
    with pytest.raises(rules.RequestIsGone):
        operations.confirm_request(asked, now=asked.delete_at)
    closing = make_meeting(forum, is_open_to_public=True, booking_closes_at=NOW + timedelta(hours=3))
    assert ask(closing).delete_at == NOW + timedelta(hours=3)
    assert db.session.query(Booking).count() == 0


def test_a_meeting_that_closed_to_the_public_meanwhile_is_not_booked(open_meeting, ada, cleo):
    from dataclasses import replace

    from forum.meetings.rules import plan_of

    asked, adas = ask(open_meeting), ask(open_meeting, WhatIsAsked("Ada", ada.person.email, ROOM))
    operations.change_meeting(
        open_meeting, replace(plan_of(open_meeting), is_open_to_public=False), by=cleo, now=NOW
    )
    with pytest.raises(rules.NotOpenToPublic):
        operations.confirm_request(asked, now=NOW)
    assert operations.confirm_request(adas, now=NOW).representative is ada


def test_what_was_asked_for_is_deleted_answered_or_not(open_meeting):
    asked, answered = ask(open_meeting), ask(open_meeting, WhatIsAsked("Kim Lee", "kim@lee.example", ROOM))
    booking = operations.confirm_request(answered, now=NOW)

    assert operations.delete_old_requests(asked.delete_at - timedelta(seconds=1)) == 0
    assert operations.delete_old_requests(asked.delete_at) == 2
    assert db.session.query(PlaceRequest).count() == 0
    assert booking.state is BookingState.CONFIRMED


def test_what_was_asked_for_stands_neither_in_the_journal_nor_in_letters(open_meeting):
    ask(open_meeting)
    entries = [*db.session.query(JournalEntry), *db.session.query(JournalPersonal)]
    assert not any("ashby" in f"{one.before}{one.after}".lower() for one in entries)
    operations.confirm_request(db.session.query(PlaceRequest).one(), now=NOW)
    assert not any("Xylophone" in letter.text for letter in db.session.query(Letter))


# ---- Pages --------------------------------------------------------------------------------------------------

SENT = {"name": "Robin Ashby", "email": "robin@ashby.example"}


def book_page(meeting):
    return f"/meetings/{meeting.reference}/book"


def link_of_the_letter(text):
    return re.search(r"http\S+(/place-requests/\S+)", text).group(1)


def test_a_visitor_books_by_letter(open_meeting, browse):
    browser = browse()
    page = browser.page(book_page(open_meeting))
    assert page.headings[0] == (1, "Book a place") and "open to everyone" in page.words
    assert "booked by those who act for a member" not in browser.page(page.links["Sign in to book"]).words
    page = browser.send(book_page(open_meeting), {**SENT, "guest_from": "Ramsey", "access": "Xylophone loop"})
    assert page.headings[0] == (1, "Now open our letter")

    link = link_of_the_letter(db.session.query(Letter).one().text)
    page = browse().page(link)
    assert page.headings[0] == (1, "Book this place?")
    assert "Robin Ashby" in page.words and "Xylophone loop" in page.words and "2 places" in page.words
    assert db.session.query(Booking).count() == 0  # looking changes nothing

    page = browse().send(link)
    assert page.headings[0] == (1, "Your place is booked")
    assert db.session.query(Booking).one().guest is Guest.PUBLIC
    assert browse().send(link).headings == browse().page(link).headings == page.headings
    assert "by-letter/view" in page.links["See your booking"]
    assert db.session.query(Booking).count() == 1


def test_the_link_is_private_and_no_address_of_it_is_told(open_meeting, browse):
    asked = ask(open_meeting)
    answer = browse().get(path_for_request(asked))
    assert (
        answer.headers["Referrer-Policy"] == "no-referrer" and "no-store" in answer.headers["Cache-Control"]
    )


def test_the_answer_tells_nobody_whether_an_address_is_known(open_meeting, ada, browse):
    pages = []
    for email in ("nobody@nowhere.example", ada.person.email):
        page = browse().send(book_page(open_meeting), {**SENT, "email": email})
        pages.append(re.sub(r'name="csrf_token" value="[^"]*"', "", page.html))
        assert email not in page.html
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "cut",
    [lambda link: link[:-3], lambda link: link + "x", lambda link: link[:-26], lambda link: link[:-27]],
)
def test_a_link_that_was_cut_is_told_so_in_a_sentence(open_meeting, browse, cut):
    answer = browse().get(cut(path_for_request(ask(open_meeting))))
    assert answer.status_code == 409
    assert "cut" in answer.get_data(as_text=True)
    assert db.session.query(Booking).count() == 0


def test_what_a_mail_program_hangs_behind_a_link_does_no_harm(open_meeting, browse):
    link = path_for_request(ask(open_meeting))
    assert browse().page(link.upper().replace("/PLACE-REQUESTS/", "/place-requests/") + ".").status == 200


def test_an_old_link_says_that_it_has_ended(open_meeting, browse):
    asked = ask(open_meeting)
    link = path_for_request(asked)
    with clock.stopped_at(asked.delete_at):
        assert "This link has ended" in browse().page(link).words
        operations.delete_old_requests(asked.delete_at)
        page = browse().send(link)
        assert page.status == 409 and "Ask for a place again" in page.words


def test_somebody_who_speaks_for_two_is_asked_for_whom(forum, open_meeting, ada, browse):
    other = make_organisation("Nene Youth Collective")
    make_member(forum, other)
    second = make_representative(forum, "Ada", other, person=ada.person)
    link = path_for_request(ask(open_meeting, WhatIsAsked("Ada", ada.person.email, ROOM)))
    assert "For whom do you speak?" in browse().page(link).words
    assert browse().send(link).problems == ["Choose for whom you speak."]

    assert browse().send(link, {"who": second.reference}).headings[0] == (1, "Your place is booked")
    assert queries.find_live_booking(open_meeting, ada.person).representative is second


@pytest.mark.parametrize("field, value, said", [
    ("name", "", "Write your name."),
    ("name", "N" * 3000, "Use 200 letters at most."),
    ("name", "Cheap pills: https://pills.example", "Write a name alone, without an address."),
    ("email", "", "Write your e-mail address."),
    ("email", "robin at ashby", "Give one e-mail address, such as name@example.org."),
    ("email", "a@b.example, c@d.example", "Give one e-mail address, such as name@example.org."),
    ("guest_from", "R" * 3000, "Use 200 letters at most."),
    ("diet", "D" * 3000, "Use 1,000 letters at most."),
])  # fmt: skip
def test_bad_input_is_a_sentence_at_the_field_and_sends_nothing(open_meeting, browse, field, value, said):
    page = browse().send(book_page(open_meeting), {**SENT, field: value})
    assert page.problems == [said]
    if field != "name":
        assert "Robin Ashby" in page.html
    assert db.session.query(Letter).count() == 0


def test_nobodys_letter_box_is_filled_through_us(open_meeting, browse):
    for number in range(5):
        page = browse().send(book_page(open_meeting), {**SENT, "name": f"Robin {number}"})
        assert page.headings[0] == (1, "Now open our letter")

    page = browse().send(book_page(open_meeting), {**SENT, "name": "Robin again"})

    assert page.status == 429 and page.problems[0].startswith("That was tried too often.")
    assert 'value="Robin again"' in page.html
    assert db.session.query(Letter).count() == 5


def test_a_meeting_that_is_not_open_leads_to_sign_in_with_who_may_book(forum, drew, browse):
    meeting = make_meeting(forum)
    page = browse().page(book_page(meeting))
    assert page.headings[0] == (1, "Sign in")
    assert "Places at this meeting are booked by those who act for a member" in page.words
    assert page.links["How to join the forum"] == "/about"
    assert browse().post(book_page(meeting), SENT).location.startswith("/sign-in")
    assert browse(drew).get(book_page(meeting)).status_code == 403


def test_somebody_signed_in_without_a_part_in_the_forum_books_at_once(open_meeting, drew, browse):
    browser = browse(drew)
    assert browser.page(f"/meetings/{open_meeting.reference}").links["Book a place"] == book_page(
        open_meeting
    )
    assert "Where are you from?" in browser.page(book_page(open_meeting)).words

    page = browser.send(book_page(open_meeting), {"guest_from": "Ely"})

    assert page.notices == ["Your place is booked. The letter is on its way."]
    assert "Member of the public, Ely" in page.words
    assert browser.get(f"{book_page(open_meeting)}?for=colleague").status_code == 403


def test_the_form_asks_how_they_join_where_there_are_two_ways(forum, browse):
    meeting = make_meeting(forum, form=Form.HYBRID, places=1, places_online=3, is_open_to_public=True)
    assert browse().send(book_page(meeting), SENT).problems == [
        "Choose whether you come to the room or join online."
    ]
    browse().post(book_page(meeting), {**SENT, "joining": "online"})
    assert db.session.query(PlaceRequest).one().joining is ONLINE


def test_the_programme_offers_it_to_everyone(open_meeting, browse):
    assert book_page(open_meeting) in browse().page("/meetings").links.values()


def test_the_letter_leaves_at_once(open_meeting):
    ask(open_meeting)
    letter = db.session.query(Letter).one()
    assert letter.due_at == letter.made_at
    assert db.session.query(Needs).count() == 0
