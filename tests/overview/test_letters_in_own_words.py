"""Letters in an organiser's own words: shown first, sent once, to exactly whom it says."""

import re
from email import message_from_bytes
from email.policy import default

import pytest

from forum.booking.models import Joining
from forum.booking.operations import WhatIsNeeded, book_place
from forum.foundation.database import db
from forum.foundation.post import Letter, LetterState
from forum.foundation.post.message import message_of
from forum.journal.models import JournalEntry
from forum.overview.operations.own_letters import write_to_booked, write_to_members
from forum.overview.rules.own_letters import NobodyToWriteTo, Reach
from tests.browsing import Page
from tests.makers import NOW, make_booking, make_meeting, make_person, make_representative

SUBJECT, WORDS = "The room has changed", "We meet upstairs.\n\nThe lift is on the left."


@pytest.fixture
def meeting(forum, ada, ben):
    """A meeting with one place, which is Ada's; Ben waits."""
    meeting = make_meeting(forum, places=1)
    for one in (ada, ben):
        book_place(
            meeting, one.person, one, joining=Joining.IN_THE_ROOM, needs=WhatIsNeeded("Large print"),
            by=one.person, now=NOW,
        )  # fmt: skip
    return meeting


def own_letters():
    db.session.expire_all()
    return list(db.session.query(Letter).filter_by(kind="organiser’s letter").order_by(Letter.id))


def to_whom():
    return [letter.to_address for letter in own_letters()]


@pytest.mark.parametrize(
    "reach, who", [(Reach.BOOKED, ["ada"]), (Reach.WAITING, ["ben"]), (Reach.BOTH, ["ada", "ben"])]
)
def test_to_whom_it_goes(request, meeting, cleo, reach, who):
    number = write_to_booked(meeting, reach, SUBJECT, WORDS, key="k", by=cleo, now=NOW)

    assert number == len(who)
    assert to_whom() == [request.getfixturevalue(one).person.email for one in who]
    assert {letter.about for letter in own_letters()} == {meeting.reference}
    assert db.session.query(JournalEntry).filter_by(act="wrote to those who booked").one().by == cleo


def test_the_same_form_sent_twice_is_one_letter_each(meeting, cleo):
    for expected in (2, 0):
        assert write_to_booked(meeting, Reach.BOTH, SUBJECT, WORDS, key="k", by=cleo, now=NOW) == expected

    assert write_to_booked(meeting, Reach.BOTH, SUBJECT, "Other words.", key="k", by=cleo, now=NOW) == 2
    assert write_to_booked(meeting, Reach.BOTH, SUBJECT, WORDS, key="another form", by=cleo, now=NOW) == 2


def test_a_letter_to_nobody_is_refused(forum, cleo):
    with pytest.raises(NobodyToWriteTo):
        write_to_booked(make_meeting(forum), Reach.BOTH, SUBJECT, WORDS, key="k", by=cleo, now=NOW)


def test_all_members_are_written_to_once_each(forum, ada, ben, cora, lena, drew, cleo):
    make_representative(forum, "Ada Marsh", ben.organisation, person=ada.person)
    nobody = make_person("Nat Nowhere", email=None)
    make_representative(forum, "Nat Nowhere", ada.organisation, person=nobody)

    assert write_to_members(forum, SUBJECT, WORDS, key="k", by=cleo, now=NOW) == 5
    assert write_to_members(forum, SUBJECT, WORDS, key="k", by=cleo, now=NOW) == 0
    members = {one.person.email for one in (ada, ben, cora, lena)}
    assert set(to_whom()) == members | {None}
    assert [letter.state for letter in own_letters() if letter.to_address is None] == [LetterState.NO_ADDRESS]
    assert "The meeting:" not in own_letters()[0].text


def test_a_letter_of_own_words_read_back_whole(meeting, ada, cleo):
    words = (
        "We meet {{ 7 * 7 }} upstairs.\n\n\n\n- One & two\n- <b>Three</b>\n\nhttps://map.example/x?a=1&b=2"
    )
    write_to_booked(meeting, Reach.BOOKED, "The room:\nBcc: eve@x.example", words, key="k", by=cleo, now=NOW)
    (letter,) = own_letters()
    message = message_from_bytes(message_of(letter, "forum@forum.example").as_bytes(), policy=default)
    plain = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = message.get_body(("html",)).get_content()

    assert message["Subject"] == (
        "The room: Bcc: eve@x.example: How community transport is bought, and who decides, 17 December"
    )
    assert message["Bcc"] is None and len(message["To"].addresses) == 1
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert plain.startswith("Dear Ada,\n\nWe meet {{ 7 * 7 }} upstairs.\n\n- One & two\n- <b>Three</b>\n\n")
    assert "This is about a meeting at which you have a place:" in plain
    assert "Where: Orchard Hall, Mill Road, Huntingdon PE29 3AB" in plain
    assert "/by-letter/apologies/" in plain
    assert plain.endswith("\n\nFenland Commissioning Forum\nhttp://127.0.0.1:8000/\n")
    assert "<b>Three</b>" not in html and "&lt;b&gt;Three&lt;/b&gt;" in html
    assert 'href="https://map.example/x?a=1&amp;b=2"' in html
    assert "Large print" not in message.as_string()


# ---- The pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who, status", [("cleo", 200), ("chas", 200), ("mina", 403), ("ada", 403), (None, 302)]
)
def test_who_writes(request, meeting, browse, who, status):
    person = request.getfixturevalue(who) if who else None
    browser = browse(getattr(person, "person", person))
    for address in (f"/desk/meetings/{meeting.reference}/write", "/desk/letters/write"):
        assert browser.get(address).status_code == status
        assert browser.post(address).status_code == status


def fill(page: Page, **values):
    """The form as the page handed it out, with these answers."""
    hidden = dict(re.findall(r'<input type="hidden" name="(key|seen)" value="([^"]*)"', page.html))
    return {**hidden, **values}


def test_the_letter_is_shown_before_it_is_sent(meeting, ada, cleo, browse):
    browser, address = browse(cleo), f"/desk/meetings/{meeting.reference}/write"
    page = browser.page(address)
    assert "1 person" in page.words and "2 people" in page.words

    page = browser.send(address, fill(page, to="booked", subject=SUBJECT, words=WORDS))
    assert own_letters() == []
    assert "Nothing has been sent yet. 1 person gets this letter." in page.words
    assert "Dear Ada, We meet upstairs." in page.words
    assert not re.search(r"/by-letter/\w+/[a-z2-7]{26}", page.html)

    page = browser.send(address, fill(page, to="booked", subject=SUBJECT, words=WORDS, send="1"))
    assert page.notices[0] == (
        "1 letter is written. They leave in two minutes; until then you can stop them here."
    )
    assert to_whom() == [ada.person.email]


def test_words_that_were_changed_are_shown_again(meeting, cleo, browse):
    browser, address = browse(cleo), f"/desk/meetings/{meeting.reference}/write"
    page = browser.send(address, fill(browser.page(address), to="both", subject=SUBJECT, words=WORDS))
    page = browser.send(address, fill(page, to="both", subject=SUBJECT, words="Downstairs.", send="1"))

    assert own_letters() == []
    assert "Dear Ada, Downstairs." in page.words


def test_nothing_is_sent_that_was_not_seen(meeting, cleo, browse):
    address = f"/desk/meetings/{meeting.reference}/write"
    browse(cleo).post(address, {"to": "both", "subject": SUBJECT, "words": WORDS, "send": "1", "key": "k"})

    assert own_letters() == []


def test_a_double_click_sends_once(meeting, cleo, browse):
    browser, address = browse(cleo), f"/desk/meetings/{meeting.reference}/write"
    page = browser.send(address, fill(browser.page(address), to="both", subject=SUBJECT, words=WORDS))
    sent = fill(page, to="both", subject=SUBJECT, words=WORDS, send="1")
    browser.post(address, sent)
    page = browser.send(address, sent)

    assert page.notices[1] == "This letter was written before. Nobody gets it twice."
    assert len(own_letters()) == 2


def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(meeting, cleo, browse):
    address = f"/desk/meetings/{meeting.reference}/write"
    page = browse(cleo).send(address, {"to": "everybody", "subject": "x" * 81, "words": "y" * 5001})

    assert page.problems == [
        "Choose one of the answers.", "Keep it to 80 letters.", "Keep it to 5,000 letters.",
    ]  # fmt: skip
    assert "x" * 81 in page.html
    assert "Give the letter a subject." in browse(cleo).send(address, {"to": "both"}).problems


def test_a_letter_to_those_waiting_where_nobody_waits_is_refused_on_the_page(forum, ada, cleo, browse):
    meeting = make_meeting(forum)
    make_booking(meeting, ada)
    page = browse(cleo).send(
        f"/desk/meetings/{meeting.reference}/write", {"to": "waiting", "subject": SUBJECT, "words": WORDS}
    )

    assert page.problems == [NobodyToWriteTo.message]


def test_a_meeting_without_bookings_says_so(forum, cleo, browse):
    page = browse(cleo).page(f"/desk/meetings/{make_meeting(forum).reference}/write")

    assert "Nobody has a place or waits for one." in page.words


def test_who_has_no_address_is_named_before_it_is_sent(forum, ada, cleo, browse):
    make_representative(forum, "Nat Nowhere", ada.organisation, person=make_person("Nat Nowhere", email=None))
    page = browse(cleo).page("/desk/letters/write")
    page = browse(cleo).send("/desk/letters/write", fill(page, subject=SUBJECT, words=WORDS))

    assert "1 person gets this letter." in page.words
    assert "1 person has no e-mail address: Nat Nowhere. Tell them another way." in page.words


def test_all_members_are_written_to_from_the_letters_page(forum, ada, ben, cleo, browse):
    browser = browse(cleo)
    assert browser.page("/desk/letters").links["Write to all members"] == "/desk/letters/write"
    page = browser.page("/desk/letters/write")
    page = browser.send("/desk/letters/write", fill(page, subject=SUBJECT, words=WORDS))
    assert "2 people get this letter." in page.words and "Send 2 letters" in page.words

    page = browser.send("/desk/letters/write", fill(page, subject=SUBJECT, words=WORDS, send="1"))

    assert page.notices[0].startswith("2 letters are written.")
    assert "Organiser’s letter: 2 letters" in page.words
