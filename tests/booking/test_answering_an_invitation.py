"""Answering an invitation from its letter, without signing in; and the pages that write invitations."""

import re
from datetime import timedelta

import pytest

from forum.booking import queries
from forum.booking.letters.invitations import PURPOSE
from forum.booking.models import Apologies, Booking, BookingState, Invitation, Joining, Needs
from forum.booking.operations import (
    WhatIsNeeded,
    book_place,
    cancel_booking,
    invite,
    remember_needs,
    remind_invited,
    send_apologies,
)
from forum.foundation import clock
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.foundation.references import new_link_secret
from forum.foundation.signed_links import sign
from forum.journal.operations import note
from forum.meetings.models import Form, MeetingState
from tests.browsing import Page
from tests.makers import NOW, make_meeting, make_person, make_representative


@pytest.fixture
def meeting(forum):
    """A published meeting in a hall."""
    return make_meeting(forum)


def invited(meeting, one, by, now=NOW):
    """Invite somebody; where their letter leads."""
    invite(meeting, [one], by=by, now=now)
    invitation = db.session.query(Invitation).filter_by(person_id=one.person_id).one()
    return (
        f"/invitations/{invitation.reference}/{sign(PURPOSE, invitation.reference, invitation.link_secret)}"
    )


def booking_of(one):
    return db.session.query(Booking).filter_by(person_id=one.person_id).one_or_none()


@operation
def change(thing, **values):
    for name, value in values.items():
        setattr(thing, name, value)
    note(None, "changed for a test", thing, now=NOW)


# ---- The page -----------------------------------------------------------------------------------------------


def test_the_link_shows_the_meeting_and_changes_nothing(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)
    page = browse().page(path)

    assert page.status == 200
    assert (1, "Are you coming, Ada?") in page.headings
    assert meeting.title in page.words and "Thursday 17 December 2026" in page.words
    assert "Black Fen Community Transport" in page.words
    assert booking_of(ada) is None and db.session.query(Apologies).count() == 0
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_place_is_booked_from_the_letter_with_one_button(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)
    page = browse().send(path)
    booking = booking_of(ada)

    assert (1, "You have a place, Ada") in page.headings
    assert "A letter is on its way to you." in page.words
    assert (booking.state, booking.representative) == (BookingState.CONFIRMED, ada)
    assert db.session.query(Letter).filter_by(kind="booked").one().to_address == ada.person.email
    assert queries.invited_without_answer(meeting) == []


def test_a_second_click_books_once(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)
    somebody = browse()
    somebody.post(path)

    assert "You have a place, Ada" in somebody.send(path).words
    assert db.session.query(Letter).filter_by(kind="booked").count() == 1


def test_no_post_of_it_needs_a_cookie(meeting, ada, cleo, browse, database):
    path = invited(meeting, ada, cleo)
    client = database.test_client(use_cookies=False)
    with database.app_context():
        assert client.post(path).status_code == 303
    db.session.rollback()

    assert booking_of(ada) is not None


def test_i_cannot_come_is_one_click(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)
    page = browse().send(path, {"cannot": "1"})

    assert "Your apologies are noted. Thank you for saying so." in page.words
    assert db.session.query(Apologies).one().person_id == ada.person_id
    assert browse().send(path, {"cannot": "1"}).status == 200
    assert db.session.query(Apologies).count() == 1


def test_an_answer_can_be_changed_until_the_meeting_begins(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)
    somebody = browse()
    somebody.post(path, {"cannot": "1"})
    assert "You have a place, Ada" in somebody.send(path).words
    assert db.session.query(Apologies).one().withdrawn_at is not None

    assert "Your apologies are noted" in somebody.send(path, {"cannot": "1"}).words
    assert booking_of(ada).state is BookingState.CANCELLED


def test_who_acts_for_two_chooses_on_the_page(forum, meeting, ada, ben, cleo, browse):
    twice = make_representative(forum, "Ada Marsh", ben.organisation, person=ada.person)
    path = invited(meeting, ada, cleo)
    page = browse().page(path)
    assert "For which organisation?" in page.words
    assert re.search(rf'value="{ada.reference}" checked', page.html)

    browse().post(path, {"who": twice.reference})

    assert booking_of(ada).representative_id == twice.id


def test_how_to_join_is_asked_of_a_hybrid_meeting(forum, ada, cleo, browse):
    meeting = make_meeting(forum, form=Form.HYBRID, places_online=5, joining_link="https://meet.example/x")
    path = invited(meeting, ada, cleo)
    page = Page(browse().post(path))
    assert page.problems == ["Choose whether you come to the room or join online."]
    assert "meet.example" not in page.html

    browse().post(path, {"joining": "online"})

    assert booking_of(ada).joining is Joining.ONLINE


def test_what_they_need_goes_to_the_organisers(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)
    page = browse().send(path, {"access": "A seat near the door", "diet": "No nuts"})
    needs = db.session.query(Needs).one()

    assert (needs.access, needs.diet) == ("A seat near the door", "No nuts")
    assert "A seat near the door" not in page.html
    assert not any("No nuts" in letter.text for letter in db.session.query(Letter))


def test_what_is_remembered_is_taken_over_and_not_shown(meeting, ada, cleo, browse):
    remember_needs(ada.person, WhatIsNeeded("Large print", "Vegan"), now=NOW)
    path = invited(meeting, ada, cleo)
    page = browse().page(path)
    assert "Arrange what you remember that I need" in page.words
    assert "Large print" not in page.html and "Vegan" not in page.html

    browse().post(path, {"as_remembered": "y"})

    assert db.session.query(Needs).one().access == "Large print"


def test_what_is_remembered_is_left_out_by_whoever_says_so(meeting, ada, cleo, browse):
    remember_needs(ada.person, WhatIsNeeded("Large print"), now=NOW)
    browse().post(invited(meeting, ada, cleo), {})

    assert booking_of(ada) is not None and db.session.query(Needs).count() == 0


def test_what_they_need_is_remembered_if_they_say_so(meeting, ada, cleo, browse):
    browse().post(invited(meeting, ada, cleo), {"access": "Large print", "remember": "y"})

    assert queries.find_remembered_needs(ada.person).access == "Large print"


def test_too_long_a_need_comes_back_with_what_was_typed(meeting, ada, cleo, browse):
    page = Page(browse().post(invited(meeting, ada, cleo), {"access": "x" * 1001, "diet": "No nuts"}))

    assert page.problems == ["Use 1,000 letters at most."]
    assert "No nuts" in page.html and booking_of(ada) is None


def test_a_full_meeting_offers_the_waiting_list_and_says_why(forum, ada, ben, cora, cleo, browse):
    meeting = make_meeting(forum, places=2, most_commissioners=0)
    path = invited(meeting, cora, cleo)
    page = browse().page(path)
    assert "This meeting has no places for commissioners." in page.words
    assert "Join the waiting list" in page.words

    page = browse().send(path)

    assert (1, "You are on the waiting list, Cora") in page.headings
    assert "You are number 1 in line for a place in the room." in page.words
    assert booking_of(cora).state is BookingState.WAITING


def test_apologies_are_sent_also_when_booking_is_closed(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)
    change(meeting, booking_closes_at=NOW)
    page = browse().page(path)
    assert "Booking closed on" in page.words and "Book my place" not in page.words
    assert Page(browse().post(path)).problems == [
        "Booking closed on Tuesday 24 November 2026, 10:00. Write to the organiser if you still want to come."
    ]

    assert "Your apologies are noted" in browse().send(path, {"cannot": "1"}).words


# ---- A link that does not hold ------------------------------------------------------------------------------


def test_a_link_that_was_cut_or_changed_opens_nothing(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)
    for wrong in (
        path[:-1],
        path[:-1] + ("a" if path[-1] != "a" else "b"),
        path.rpartition("/")[0],
        "/invitations/AAAA-AAAA/" + "a" * 26,
    ):
        for answer in (browse().get(wrong), browse().post(wrong)):
            assert answer.status_code == 409
            assert "This link does not hold." in Page(answer).words
    assert booking_of(ada) is None


def test_what_a_mail_program_hangs_behind_a_link_is_no_matter(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)

    assert browse().get(path.upper().replace("/INVITATIONS", "/invitations") + ">.").status_code == 200


def test_another_persons_key_opens_nothing(meeting, ada, ben, cleo, browse):
    adas, bens = invited(meeting, ada, cleo), invited(meeting, ben, cleo)
    mixed = "/".join([*adas.split("/")[:3], bens.split("/")[3]])

    assert browse().get(mixed).status_code == 409


def test_a_new_secret_ends_the_link(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)
    change(db.session.query(Invitation).one(), link_secret=new_link_secret())

    assert browse().get(path).status_code == 409


@pytest.mark.parametrize(
    "what, said",
    [
        ("begun", "This meeting has begun. So this link has ended."),
        ("over", "This meeting is over. So this link has ended."),
        ("called off", "This meeting has been called off. So this link has ended."),
        ("left", "You no longer act for a member of this forum. So this link has ended."),
    ],
)
def test_when_a_link_has_ended(meeting, ada, cleo, browse, what, said):
    path = invited(meeting, ada, cleo)
    moment = {"begun": meeting.starts_at, "over": meeting.ends_at}.get(what, NOW)
    if what == "called off":
        change(meeting, state=MeetingState.CANCELLED, cancelled_because="No heating.")
    if what == "left":
        change(ada, until_on=NOW.date() - timedelta(days=1))
    with clock.stopped_at(moment):
        for answer in (browse().get(path), browse().post(path), browse().post(path, {"cannot": "1"})):
            assert answer.status_code == 409
            assert said in Page(answer).words
    assert booking_of(ada) is None and db.session.query(Apologies).count() == 0


def test_who_was_erased_is_not_known_to_a_link(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo)
    change(ada.person, erased_at=NOW)

    assert browse().get(path).status_code == 409


# ---- The pages that write invitations -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "who, status", [("cleo", 200), ("chas", 200), ("mina", 403), ("ada", 403), (None, 302)]
)
def test_who_invites_and_reminds(request, meeting, ada, browse, who, status):
    person = request.getfixturevalue(who) if who else None
    browser = browse(getattr(person, "person", person))
    for page in ("invite", "remind"):
        assert browser.get(f"/desk/meetings/{meeting.reference}/{page}").status_code == status
        sent = browser.post(f"/desk/meetings/{meeting.reference}/{page}").status_code
        assert sent == (302 if status == 200 else status)


def test_the_page_shows_the_letter_and_whom_it_reaches(forum, meeting, ada, ben, cora, lena, cleo, browse):
    nobody = make_person("Nat Nowhere", email=None)
    make_representative(forum, "Nat Nowhere", ada.organisation, person=nobody)
    book_place(meeting, ben.person, ben, joining=Joining.IN_THE_ROOM, by=ben.person, now=NOW)
    page = browse(cleo).page(f"/desk/meetings/{meeting.reference}/invite")

    assert (2, "3 people get a letter") in page.headings
    assert "1 person has booked or sent apologies already." in page.words
    assert "Nat Nowhere, Black Fen Community Transport" in page.words
    assert "Dear Ada," in page.words and "/invitations/…" in page.words
    assert "Invite 3 people" in page.words
    assert (2, "1 person gets a letter") in browse(cleo).page(
        f"/desk/meetings/{meeting.reference}/invite?whom=commissioners"
    ).headings


def test_inviting_leads_to_where_the_letters_can_be_stopped(meeting, ada, cora, cleo, browse):
    address = f"/desk/meetings/{meeting.reference}/invite?whom=commissioners"
    page = browse(cleo).send(address)

    assert page.notices[0] == (
        "1 person is invited. The letters leave in two minutes; until then you can stop them here."
    )
    assert page.headings[0] == (1, "Letters")
    assert browse(cleo).send(address).notices[0] == "Nobody is left to be invited: no letter was written."


def test_others_than_the_page_showed_are_shown_before_anything_is_sent(meeting, ada, cora, cleo, browse):
    address = f"/desk/meetings/{meeting.reference}/invite"
    page = browse(cleo).send(address, {"whom": "commissioners"})

    assert page.notices[0].startswith("You have chosen others. Nothing has been sent")
    assert (2, "1 person gets a letter") in page.headings
    assert not db.session.query(Letter).count()

    page = browse(cleo).send(address, {"whom": "commissioners", "show": "yes"})
    assert not page.notices and (2, "1 person gets a letter") in page.headings

    invite(meeting, [ada, cora], by=cleo, now=NOW - timedelta(days=2))
    page = browse(cleo).send(f"/desk/meetings/{meeting.reference}/remind", {"side": "commissioners"})
    assert page.notices[0].startswith("You have chosen others.")
    assert (2, "1 person gets a reminder") in page.headings


def test_inviting_to_a_meeting_that_is_not_out_says_what_to_do(forum, ada, cleo, browse):
    meeting = make_meeting(forum, published_at=None)
    page = Page(browse(cleo).get(f"/desk/meetings/{meeting.reference}/invite"))

    assert page.status == 409
    assert "Publish it first." in page.words


def test_the_reminder_is_shown_before_it_is_sent(meeting, ada, cora, cleo, browse):
    invite(meeting, [ada, cora], by=cleo, now=NOW - timedelta(days=2))
    address = f"/desk/meetings/{meeting.reference}/remind?side=commissioners"
    page = browse(cleo).page(address)
    assert (2, "1 person gets a reminder") in page.headings
    assert "Cora Tregarth, County Council" in page.words
    assert "Are you coming? How community transport" in page.words

    page = browse(cleo).send(address)

    assert page.notices[0].startswith("1 person is reminded.")
    page = browse(cleo).page(address)
    assert "1 person had a letter about it today." in page.words


def test_nobody_to_remind_is_said(meeting, ada, cleo, browse):
    address = f"/desk/meetings/{meeting.reference}/remind"
    assert "Nobody has been invited to this meeting yet." in browse(cleo).page(address).words

    invite(meeting, [ada], by=cleo, now=NOW - timedelta(days=2))
    send_apologies(meeting, ada.person, ada, by=ada.person, now=NOW)

    assert "All of those invited have answered." in browse(cleo).page(address).words


def test_a_meeting_that_moved_online_is_answered_as_it_is_now(forum, ada, cleo, browse):
    meeting = make_meeting(forum)
    path = invited(meeting, ada, cleo)
    change(meeting, form=Form.ONLINE, places_online=5)
    browse().post(path)

    assert booking_of(ada).joining is Joining.ONLINE


def test_an_invitation_still_answers_after_a_reminder_and_a_cancelled_booking(meeting, ada, cleo, browse):
    path = invited(meeting, ada, cleo, NOW - timedelta(days=2))
    remind_invited(meeting, by=cleo, now=NOW)
    browse().post(path)
    cancel_booking(booking_of(ada), by=ada.person, now=NOW)

    assert "Are you coming, Ada?" in browse().page(path).words
