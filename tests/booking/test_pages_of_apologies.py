"""Saying that one cannot come, for who is signed in: the pages, and who may open them."""

from datetime import timedelta

import pytest

from forum.booking import operations, queries
from forum.booking.models import BookingState, Joining
from forum.booking.policy import may_note_apologies, may_send_apologies
from forum.people.models import Visitor
from tests.makers import NOW, make_meeting, make_representative


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, places=2)


@pytest.fixture
def bea(forum, ada):
    return make_representative(forum, "Bea Wynn", ada.organisation)


def book(meeting, who):
    return operations.book_place(
        meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=NOW
    )


def sent(meeting):
    return [
        (one.person.name if one.person else None, one.organisation.known_as if one.organisation else None)
        for one in queries.apologies_of(meeting)
    ]


@pytest.mark.parametrize("who, sends, notes", [
    ("representative", True, False),
    ("lay member", True, False),
    ("organiser", False, True),
    ("chair", False, False),
    ("outsider", False, False),
    ("visitor", False, False),
])  # fmt: skip
def test_who_may(who, sends, notes, meeting, ada, lena, cleo, chas, drew):
    person = {
        "representative": ada.person, "lay member": lena.person, "organiser": cleo, "chair": chas,
        "outsider": drew, "visitor": Visitor(),
    }[who]  # fmt: skip
    assert may_send_apologies(person, meeting) is sends
    assert may_note_apologies(person, meeting) is notes


def test_a_meeting_nobody_knows_of_takes_no_apologies(forum, ada):
    assert not may_send_apologies(ada.person, make_meeting(forum, published_at=None))


def test_apologies_for_a_booking(meeting, ada, browse):
    booking = book(meeting, ada)
    browser = browse(ada.person)
    assert (
        browser.page(f"/bookings/{booking.reference}").links["I cannot come after all"].endswith("/apologies")
    )

    page = browser.send(f"/bookings/{booking.reference}/apologies")

    assert page.notices[0] == "Your apologies are sent."
    assert "Your apologies were noted on 24 November." in page.words
    assert sent(meeting) == [("Ada Marsh", "Black Fen Community Transport")]


def test_a_colleague_comes_instead(meeting, ada, bea, browse):
    booking = book(meeting, ada)

    page = browse(ada.person).send(f"/bookings/{booking.reference}/substitute", {"who": bea.reference})

    assert page.notices[0] == "Bea Wynn comes instead. Both get a letter."
    assert page.headings[0] == (1, "Bea Wynn comes instead")
    assert queries.find_live_booking(meeting, bea.person).state is BookingState.CONFIRMED


def test_a_substitute_who_books_already_is_no_choice(meeting, ada, bea, browse):
    booking = book(meeting, ada)
    book(meeting, bea)
    assert "Bea Wynn" not in browse(ada.person).page(f"/bookings/{booking.reference}/substitute").words


def test_a_lay_member_has_nobody_to_send(meeting, lena, browse):
    booking = book(meeting, lena)
    browser = browse(lena.person)
    page = browser.page(f"/bookings/{booking.reference}/substitute")
    assert page.status == 409 and "only for an organisation" in page.problems[0]
    assert "instead" not in browser.page(f"/bookings/{booking.reference}/apologies").words


def test_the_organiser_answers_for_who_telephoned(meeting, ada, cleo, browse):
    booking = book(meeting, ada)
    browser = browse(cleo)
    assert "Ada Marsh cannot come?" in browser.page(f"/bookings/{booking.reference}/apologies").headings[0][1]
    page = browser.send(f"/bookings/{booking.reference}/apologies")
    assert page.notices[0] == "The apologies of Ada Marsh are noted."


def test_only_the_person_and_the_organiser_answer(meeting, ada, bea, ben, chas, browse):
    booking = book(meeting, ada)
    for who in (bea.person, ben.person, chas):
        for step in ("apologies", "substitute", "keep"):
            assert browse(who).get(f"/bookings/{booking.reference}/{step}").status_code == 403
    assert browse().get(f"/bookings/{booking.reference}/apologies").location.startswith("/sign-in")


def test_without_a_booking_one_says_so_from_the_meeting(meeting, ada, browse):
    browser = browse(ada.person)
    page = browser.page(f"/meetings/{meeting.reference}")
    path = page.links["You cannot come? Send apologies"]

    page = browser.send(path, {"who": "me"})

    assert page.notices[0] == "The apologies are noted."
    assert sent(meeting) == [("Ada Marsh", "Black Fen Community Transport")]
    assert "Your own apologies were noted on 24 November." in browser.page(path).words


def test_an_organisation_says_so_with_nobody_named(meeting, ada, browse):
    browse(ada.person).send(f"/meetings/{meeting.reference}/apologies", {"who": ada.organisation.reference})
    assert sent(meeting) == [(None, "Black Fen Community Transport")]


def test_not_while_a_colleague_comes(meeting, ada, bea, browse):
    book(meeting, bea)
    page = browse(ada.person).send(
        f"/meetings/{meeting.reference}/apologies", {"who": ada.organisation.reference}
    )
    assert page.problems[0].startswith("Bea Wynn has a booking for Black Fen Community Transport.")
    assert sent(meeting) == []


def test_with_a_booking_the_page_is_the_bookings_own(meeting, ada, browse):
    booking = book(meeting, ada)
    answer = browse(ada.person).get(f"/meetings/{meeting.reference}/apologies")
    assert answer.location == f"/bookings/{booking.reference}/apologies"


def test_the_meetings_page_asks_only_who_can_answer(meeting, ada, ben, drew, browse):
    book(meeting, ben)
    for who in (ben.person, drew, None):
        assert "Send apologies" not in browse(who).page(f"/meetings/{meeting.reference}").words


def test_after_the_start_it_is_too_late(forum, ada, cleo, browse):
    meeting = make_meeting(forum, starts_at=NOW - timedelta(minutes=5))
    for who, path in ((ada.person, "/meetings/{}/apologies"), (cleo, "/desk/meetings/{}/apologies")):
        page = browse(who).page(path.format(meeting.reference))
        assert page.status == 409 and page.problems[0].startswith("This meeting has begun.")


def test_the_organiser_finds_somebody_and_notes_it(meeting, ada, bea, ben, cleo, browse):
    booking = book(meeting, ada)
    browser, path = browse(cleo), f"/desk/meetings/{meeting.reference}/apologies"
    page = browser.page(f"{path}?q=black+fen")
    assert "3 answers to “black fen”" in page.words and "Their booking ends" in page.words

    page = browser.send(path, {"who": ada.reference})
    assert page.notices[0] == "The apologies of Ada Marsh are noted." and not booking.is_live
    page = browser.send(path, {"member": ben.organisation.reference})
    assert page.notices[0] == "The apologies of Fenland Carers’ Link are noted."
    assert "Apologies so far: 2" in page.words
    page = browser.send(path, {"who": ada.reference})
    assert page.notices[0] == "Apologies were sent before. Nothing more needs doing."
    assert browser.send(path, {"who": "nobody"}).status == 404
