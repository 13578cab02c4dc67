"""What a letter's links open: without signing in, without a cookie, without script; a look changes nothing."""

import re
from dataclasses import replace
from datetime import time, timedelta

import pytest

from forum.booking import operations, queries
from forum.booking.links import path_for
from forum.booking.models import Booking, BookingState, Joining
from forum.booking.rules import Purpose
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.foundation.signed_links import LinkDoesNotHold
from forum.meetings.models import Form
from forum.meetings.rules import plan_of
from forum.people.models import Person
from tests.browsing import Page
from tests.makers import NOW, make_meeting, make_representative

ACTS = [purpose for purpose in Purpose if purpose is not Purpose.VIEW]


@pytest.fixture
def meeting(forum):
    """A meeting in the room and online."""
    return make_meeting(
        forum, form=Form.HYBRID, places=1, places_online=1,
        joining_link="https://meet.example/j/9", dial_in="020 7946 0000, PIN 12",
    )  # fmt: skip


@pytest.fixture
def bea(forum, ada):
    """Bea acts for the same organisation as Ada."""
    return make_representative(forum, "Bea Wynn", ada.organisation)


def book(meeting, who, joining=Joining.IN_THE_ROOM):
    return operations.book_place(meeting, who.person, who, joining=joining, by=who.person, now=NOW)


def move(meeting, by):
    plan = replace(plan_of(meeting), starts=time(14), ends=time(16))
    operations.change_meeting(meeting, plan, by=by, now=NOW)


def in_letter(who, purpose):
    """The path of a link in the newest letter to somebody."""
    own = db.session.query(Letter).filter_by(to_reference=who.person.reference)
    letter = own.order_by(Letter.id.desc()).first()
    found = re.search(rf"https?://[^/\s]+(/bookings/\S+/by-letter/{purpose}/\S+)", letter.text)
    assert found, letter.text
    return found[1]


def everything():
    """What a look must not change."""
    rows = db.session.query(Booking.id, Booking.state, Booking.kept_at, Booking.link_secret, Booking.sequence)
    return sorted(map(tuple, rows)), db.session.query(Letter).count()


# ---- Looking and acting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", Purpose)
def test_a_look_changes_nothing_and_sets_no_cookie(meeting, ada, cleo, browse, purpose):
    booking = book(meeting, ada)
    move(meeting, cleo)
    before = everything()

    page = Page(browse().get(path_for(booking, purpose)))

    assert page.status == 200
    assert everything() == before
    headers = page.response.headers
    assert "Set-Cookie" not in headers
    assert headers["Referrer-Policy"] == "no-referrer" and headers["Cache-Control"] == "no-store"


def test_a_look_by_a_mail_scanner_changes_nothing(meeting, ada, browse):
    book(meeting, ada)
    before = everything()
    letter = db.session.query(Letter).one()
    for path in re.findall(r"https?://[^/\s]+(/\S+)", letter.text):
        for method in ("GET", "HEAD"):
            browse()._ask(method, path)
    assert everything() == before


@pytest.mark.parametrize("purpose", Purpose)
def test_no_page_hands_out_a_key_of_another_purpose(meeting, ada, cleo, browse, purpose):
    booking = book(meeting, ada)
    move(meeting, cleo)

    html = browse().get(path_for(booking, purpose)).get_data(as_text=True)

    others = [path_for(booking, one).rpartition("/")[2] for one in Purpose if one is not purpose]
    assert not any(key in html for key in others)
    assert "/by-letter/" not in html and booking.link_secret not in html


@pytest.mark.parametrize("purpose", [*ACTS, Purpose.VIEW])
def test_only_what_is_looked_at_is_shown_in_full(meeting, ada, browse, purpose):
    booking = book(meeting, ada, joining=Joining.ONLINE)
    page = browse().page(path_for(booking, purpose))

    assert ("https://meet.example/j/9" in page.html) is (purpose is Purpose.VIEW)
    assert ("020 7946 0000" in page.html) is (purpose is Purpose.VIEW)
    assert ada.person.email not in page.html


def test_apologies_by_letter(meeting, ada, ben, browse):
    booking = book(meeting, ada)
    bens = book(meeting, ben)

    page = browse().send(in_letter(ada, "apologies"))

    assert page.headings[0] == (1, "Your apologies are noted")
    assert booking.state is BookingState.CANCELLED and bens.state is BookingState.CONFIRMED
    assert queries.find_apologies(meeting, ada.person) is not None


def test_the_button_twice_is_once(meeting, ada, browse):
    book(meeting, ada)
    path = in_letter(ada, "apologies")
    browse().send(path)
    letters = db.session.query(Letter).count()

    again = browse().send(path)

    assert again.status == 200 and again.problems == []
    assert db.session.query(Letter).count() == letters


def test_a_colleague_comes_instead_by_letter(meeting, ada, bea, ben, browse):
    booking = book(meeting, ada)
    book(meeting, ben)
    path = in_letter(ada, "substitute")
    page = browse().page(path)
    assert "Bea Wynn" in page.words and bea.person.email not in page.html

    page = browse().send(path, {"who": bea.reference})

    assert page.headings[0] == (1, "Bea Wynn comes instead of you")
    beas = queries.find_live_booking(meeting, bea.person)
    assert (beas.state, beas.substitute_for_id) == (BookingState.CONFIRMED, ada.person.id)
    assert not booking.is_live


def test_somebody_new_comes_instead_by_letter(meeting, ada, bea, browse):
    book(meeting, ada)
    browse().send(in_letter(ada, "substitute"), {"who": "new", "name": "Jo Penn", "email": "jo@fen.example"})

    jo = db.session.query(Person).filter_by(email="jo@fen.example").one()
    assert queries.find_live_booking(meeting, jo).state is BookingState.CONFIRMED


@pytest.mark.parametrize("sent, problems", [
    ({}, ["Choose who comes instead."]),
    ({"who": "new"}, ["Give the name of who comes instead.", "Give their e-mail address, such as name@example.org."]),
    ({"who": "new", "name": "Jo", "email": "jo at fen"}, ["Give their e-mail address, such as name@example.org."]),
    ({"who": "new", "name": "J" * 3000, "email": "jo@fen.example"}, ["Use 200 letters at most."]),
    ({"who": "new", "name": "Jo\r\nBcc: all@fen.example", "email": "jo@fen.example"},
     ["Write a name alone, without an address."]),
    ({"who": "new", "name": "Win at www.fen.example", "email": "jo@fen.example"},
     ["Write a name alone, without an address."]),
    ({"who": "new", "name": "\u202e\u200b", "email": "jo@fen.example"}, ["Give the name of who comes instead."]),
    ({"who": "nobody-we-know"}, ["Choose one of the answers."]),
])  # fmt: skip
def test_what_is_missing_is_said_at_its_question(meeting, ada, bea, browse, sent, problems):
    booking = book(meeting, ada)

    page = browse().send(in_letter(ada, "substitute"), sent)

    assert page.problems == problems
    assert booking.is_live


def test_a_substitute_with_a_booking_is_refused_in_a_sentence(meeting, ada, bea, browse):
    book(meeting, ada)
    book(meeting, bea)
    page = browse().send(
        in_letter(ada, "substitute"), {"who": "new", "name": "Bea", "email": bea.person.email}
    )
    assert "Bea Wynn has a booking for this meeting already." in page.problems[0]


def test_with_no_colleague_free_only_name_and_address_are_asked(meeting, ada, browse):
    book(meeting, ada)
    page = browse().page(in_letter(ada, "substitute"))
    assert "Who comes instead?" in page.words and "Somebody else" not in page.words.split("Their name")[1]


def test_joining_the_other_way_by_letter(meeting, ada, browse):
    booking = book(meeting, ada)
    path = in_letter(ada, "joining")
    assert "Join online instead?" in browse().page(path).headings[0][1]

    browse().send(path, {"joining": "online"})
    browse().send(path, {"joining": "online"})  # a second click leads nowhere else

    assert booking.joining is Joining.ONLINE


def test_a_full_way_says_why_and_leaves_the_place(meeting, ada, ben, browse):
    booking = book(meeting, ada)
    path = in_letter(ada, "joining")
    book(meeting, ben, joining=Joining.ONLINE)

    page = browse().page(path)
    refused = browse().send(path, {"joining": "online"})

    assert "The only place online is taken." in page.words
    assert "stays as it is" in refused.problems[0]
    assert (booking.joining, booking.state) == (Joining.IN_THE_ROOM, BookingState.CONFIRMED)


def test_a_moved_meeting_is_confirmed_by_letter(meeting, ada, cleo, browse):
    booking = book(meeting, ada)
    move(meeting, cleo)
    path = in_letter(ada, "keep")
    assert "Thursday 17 December 2026, 14:00 to 16:00" in browse().page(path).words

    page = browse().send(path)

    assert "You said that you come at the new time." in page.words
    assert booking.kept_at == NOW and not booking.awaits_answer


def test_who_waits_leaves_the_list_by_letter(meeting, ada, ben, browse):
    book(meeting, ada)
    bens = book(meeting, ben)
    assert "Leave the waiting list?" in browse().page(in_letter(ben, "cancel")).headings[0][1]

    page = browse().send(in_letter(ben, "cancel"))

    assert page.headings[0] == (1, "Your booking is cancelled")
    assert not bens.is_live


def test_the_booking_is_seen_by_letter(meeting, ada, ben, browse):
    book(meeting, ada)
    book(meeting, ben)

    adas, bens = browse().page(in_letter(ada, "view")), browse().page(in_letter(ben, "view"))

    assert "Black Fen Community Transport" in adas.words and "Mill Road" in adas.words
    assert "svg" in adas.html.lower() and "Your code for signing in on the day" in adas.html
    assert bens.headings[0] == (1, "You are number 1 on the waiting list")
    assert "Your code" not in bens.html


# ---- What does not hold -------------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", [
    lambda path: path[:-1],
    lambda path: path[:-20],
    lambda path: path.rpartition("/")[0],
    lambda path: path.rpartition("/")[0] + "/",
    lambda path: path.partition("/apologies")[0],
    lambda path: path.partition("/apologies")[0] + "/",
    lambda path: path + "x",
    lambda path: path.replace("apologies", "substitute"),
    lambda path: path.replace("apologies", "view"),
    lambda path: path.replace("apologies", "everything"),
    lambda path: path.replace("/bookings/", "/bookings/0"),
    lambda path: path.replace("/apologies/", "/apologies/é%F0%9F%99%82"),
])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_was_cut_or_bent_is_told_so(meeting, ada, browse, harm, method):
    booking = book(meeting, ada)

    page = Page(browse()._ask(method, harm(in_letter(ada, "apologies"))))

    assert page.status == 409
    assert page.problems == [LinkDoesNotHold.message]
    assert booking.is_live
    assert meeting.title not in page.words and "Ada" not in page.words
    assert page.response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("hung_on", [".", ">", ")", "%3E", ",", "%20", "/", "=", "?utm_source=mail"])
def test_what_a_mail_program_hangs_behind_a_link_does_no_harm(meeting, ada, browse, hung_on):
    book(meeting, ada)
    page = browse().page(in_letter(ada, "apologies") + hung_on)
    assert page.headings[0] == (1, "You cannot come?")


def test_a_link_in_capitals_holds(meeting, ada, browse):
    booking = book(meeting, ada)
    start, _, rest = path_for(booking, Purpose.APOLOGIES).partition("/by-letter/")
    assert browse().get(f"{start}/by-letter/{rest.upper()}").status_code == 200
    assert browse().get(f"{start.lower()}/by-letter/{rest}").status_code == 200


def test_the_key_of_one_booking_opens_no_other(meeting, ada, ben, browse):
    adas, bens = book(meeting, ada), book(meeting, ben)
    key = path_for(adas, Purpose.VIEW).rpartition("/")[2]
    assert browse().get(f"/bookings/{bens.reference}/by-letter/view/{key}").status_code == 409


def test_a_link_ends_with_the_meeting(meeting, ada, browse):
    booking = book(meeting, ada)
    with clock.stopped_at(meeting.ends_at):
        for purpose in Purpose:
            page = Page(browse().get(path_for(booking, purpose)))
            assert page.status == 409
            assert page.problems == ["The meeting was on Thursday 17 December 2026. So this link has ended."]
            assert f"/meetings/{meeting.reference}" in page.links.values()
            assert browse().post(path_for(booking, purpose)).status_code == 409
    assert booking.is_live


@pytest.mark.parametrize("purpose", ACTS)
def test_once_the_meeting_has_begun_nothing_moves(meeting, ada, cleo, browse, purpose):
    booking = book(meeting, ada)
    move(meeting, cleo)
    before = everything()
    with clock.stopped_at(meeting.starts_at):
        page = browse().send(path_for(booking, purpose))
    assert page.headings[0] == (1, "The meeting has begun")
    assert everything() == before


@pytest.mark.parametrize("purpose", Purpose)
def test_a_meeting_called_off_says_so(meeting, ada, cleo, browse, purpose):
    booking = book(meeting, ada)
    operations.call_off_meeting(meeting, because="The hall is under water.", by=cleo, now=NOW)

    page = browse().send(path_for(booking, purpose))

    assert page.headings[0] == (1, "This meeting was called off")
    assert "The hall is under water." in page.words


@pytest.mark.parametrize("purpose", [Purpose.APOLOGIES, Purpose.SUBSTITUTE, Purpose.CANCEL, Purpose.JOINING])
def test_the_links_of_an_old_booking_do_not_touch_the_new_one(meeting, ada, bea, browse, purpose):
    old = book(meeting, ada)
    operations.cancel_booking(old, by=ada.person, now=NOW)
    new = book(meeting, ada)

    page = browse().send(path_for(old, purpose), {"who": bea.reference, "joining": "online"})

    assert page.headings[0] == (1, "Your booking is cancelled")
    assert (new.state, new.joining) == (BookingState.CONFIRMED, Joining.IN_THE_ROOM)


def test_apologies_can_follow_a_place_that_was_given_up(meeting, ada, browse):
    booking = book(meeting, ada)
    operations.cancel_booking(booking, by=ada.person, now=NOW)
    browse().send(path_for(booking, Purpose.APOLOGIES))
    assert queries.find_apologies(meeting, ada.person) is not None


# ---- Renewing -----------------------------------------------------------------------------------------------


def test_renewed_links_end_the_old_ones_and_come_by_letter(meeting, ada, browse):
    booking = book(meeting, ada)
    old = in_letter(ada, "view")

    page = browse(ada.person).send(f"/bookings/{booking.reference}/links")

    assert "Links in earlier letters have stopped working." in page.notices[0]
    assert browse().get(old).status_code == 409
    assert browse().get(in_letter(ada, "view")).status_code == 200


def test_another_address_ends_the_links_of_every_meeting_to_come(forum, meeting, ada, browse):
    later = make_meeting(forum, starts_at=meeting.starts_at + timedelta(days=30))
    past = make_meeting(forum, starts_at=NOW - timedelta(days=3))
    one, other = book(meeting, ada), book(later, ada)
    old = operations.book_place(
        past, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW - timedelta(days=9)
    )
    before = {booking: booking.link_secret for booking in (one, other, old)}

    assert operations.renew_links_of(ada.person, by=ada.person, now=NOW) == 2

    assert [booking for booking, secret in before.items() if booking.link_secret == secret] == [old]


def test_who_cancelled_gets_no_new_links(meeting, ada):
    booking = book(meeting, ada)
    operations.cancel_booking(booking, by=ada.person, now=NOW)
    letters = db.session.query(Letter).count()
    operations.renew_links(booking, by=ada.person, now=NOW)
    assert db.session.query(Letter).count() == letters
