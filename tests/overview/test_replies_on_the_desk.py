"""What came by mail, as those who run the forum meet it: the command that reads it, the replies, the addresses."""

from datetime import timedelta

import pytest

from forum.booking.models import BookingState, Joining, Reply
from forum.booking.operations import book_place
from forum.booking.operations.replies import take_reply
from forum.booking.queries import get_booking
from forum.foundation import clock
from forum.foundation.database import db, operation
from forum.foundation.post import Letter, LetterState, replies_are_read
from forum.foundation.post.reading import read_mail
from forum.journal.operations import note
from forum.overview.queries.replies import count_addresses_refused
from tests.foundation.mail import answer, google, outlook, report, written
from tests.makers import NOW, make_forum, make_meeting


def book(meeting, who, now=NOW):
    return book_place(meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=now)


def take(octets):
    return take_reply(read_mail(octets), now=NOW)


@operation
def make(row, **values):
    """Let a row be as a test needs it."""
    for name, value in values.items():
        setattr(row, name, value)
    note(None, "made for a test", row, now=NOW)


@pytest.fixture
def meeting(forum):
    """A meeting with one place in the room."""
    return make_meeting(forum, places=1)


# ---- The command ------------------------------------------------------------------------------------------------


def read(database, *source):
    return database.test_cli_runner().invoke(args=["read-replies", *map(str, source)])


def test_a_folder_is_read_to_its_end_whatever_lies_in_it(database, meeting, ada, ben, tmp_path):
    adas, bens = book(meeting, ada).reference, book(meeting, ben).reference
    (tmp_path / "1.eml").write_bytes(b"\xff\x00 not mail at all")
    (tmp_path / "2.eml").write_bytes(outlook(ada.person.email, answer(meeting.uid, ada.person.email)))
    (tmp_path / "3.eml").write_bytes(written(ben.person.email, "Is there parking?"))
    (tmp_path / "4.eml").write_bytes(outlook("x@y.example", answer(meeting.uid, ada.person.email)))

    first, second = read(database, tmp_path), read(database, tmp_path)

    assert first.exit_code == 0
    assert first.output.replace("\u00a0", " ").splitlines() == [
        "4 messages read.", "1 message answered an invitation, and was taken.", "1 message kept for the organiser.",
        "1 message answered and changed nothing.", "1 message held nothing for anybody.",
    ]  # fmt: skip
    assert "3 messages read before." in second.output.replace("\u00a0", " ")
    states = (get_booking(adas).state, get_booking(bens).state)
    assert states == (BookingState.CANCELLED, BookingState.CONFIRMED)


def test_a_message_that_cannot_be_taken_stops_none_of_the_rest(database, meeting, ada, tmp_path, monkeypatch):
    booking = book(meeting, ada).reference
    (tmp_path / "1.eml").write_bytes(written("broken@x.example", "Breaks"))
    (tmp_path / "2.eml").write_bytes(google(ada.person.email, answer(meeting.uid, ada.person.email)))

    def break_at(mail, *, now):
        if mail.sender == "broken@x.example":
            raise ZeroDivisionError
        return take_reply(mail, now=now)

    monkeypatch.setattr("forum.commands.take_reply", break_at)
    said = read(database, tmp_path)

    assert said.exit_code == 0
    assert "1\u00a0message could not be taken in now: the next run tries again." in said.output
    assert not get_booking(booking).is_live


def test_where_there_is_no_mail_a_sentence_says_so(database, forum, tmp_path):
    said = read(database, tmp_path / "nowhere")
    assert said.exit_code == 1
    assert said.output.strip() == f"Error: There is nothing at {tmp_path / 'nowhere'}."
    assert read(database, tmp_path).output.replace("\u00a0", " ") == "0 messages read.\n"


# ---- The replies ------------------------------------------------------------------------------------------------


def test_letters_ask_for_an_answer_once_replies_are_read_and_for_a_week(database, forum, tmp_path):
    assert not replies_are_read()
    assert read(database, tmp_path / "nowhere").exit_code == 1
    assert not replies_are_read()

    (tmp_path / "empty").mkdir()
    assert read(database, tmp_path / "empty").exit_code == 0

    assert replies_are_read()
    with clock.stopped_at(NOW + timedelta(days=8)):
        assert not replies_are_read()


def test_a_reply_is_read_and_put_aside(meeting, ada, cleo, browse):
    book(meeting, ada)
    letter = db.session.query(Letter).one()
    take(written(ada.person.email, "Is there <b>parking</b>?", head=f"In-Reply-To: {letter.message_id}\r\n"))
    browser = browse(cleo)
    assert browser.page("/desk").links["Read: 1 reply to read"] == "/desk/letters/replies"

    page = browser.page("/desk/letters/replies")
    assert (2, "Ada Marsh") in page.headings
    assert "Is there <b>parking</b>?" in page.words and f"about {meeting.title}" in page.words
    reply = db.session.query(Reply).one()
    after = browser.send(f"/desk/letters/replies/{reply.reference}/put-aside")

    assert after.notices == ["The reply is put aside."] and "No reply waits." in after.words
    assert "Is there <b>parking</b>?" in browser.page("/desk/letters/replies?which=seen").words
    assert "to read" not in browser.page("/desk").words


def test_what_changed_nothing_says_so(meeting, ada, cleo, browse):
    book(meeting, ada)
    take(outlook("stranger@elsewhere.example", answer(meeting.uid, ada.person.email)))

    page = browse(cleo).page("/desk/letters/replies")

    assert (2, "stranger@elsewhere.example") in page.headings
    assert "Declined, not taken" in page.words and "Nothing was changed." in page.words


def test_what_did_its_work_waits_for_nobody(meeting, ada, cleo, browse):
    book(meeting, ada)
    take(outlook(ada.person.email, answer(meeting.uid, ada.person.email, sequence=meeting.sequence)))
    browser = browse(cleo)
    assert "No reply waits." in browser.page("/desk/letters/replies").words
    seen = browser.page("/desk/letters/replies?which=seen")
    assert "Ada Marsh sent apologies, and the place is free." in seen.words


def test_replies_are_for_those_who_run_the_forum(forum, ada, chas, mina, browse):
    take(written("x@y.example", "Hello"))
    reply = db.session.query(Reply).one()
    assert browse(chas).get("/desk/letters/replies").status_code == 200
    for one in (ada.person, mina):
        browser = browse(one)
        for address in ("/desk/letters/replies", "/desk/letters/addresses"):
            assert browser.get(address).status_code == 403
        assert browser.post(f"/desk/letters/replies/{reply.reference}/put-aside").status_code == 403


def test_another_forums_replies_are_out_of_reach(meeting, ada, cleo, browse):
    other = make_forum("Another Forum", "OTH")
    booking = book(make_meeting(other, places=3), ada)
    object_ = answer(booking.meeting.uid, ada.person.email, "TENTATIVE", sequence=booking.meeting.sequence)
    take(outlook(ada.person.email, object_))
    reply = db.session.query(Reply).one()
    browser = browse(cleo)

    assert "No reply waits." in browser.page("/desk/letters/replies").words
    assert browser.post(f"/desk/letters/replies/{reply.reference}/put-aside").status_code == 404


def test_many_replies_come_in_pages_and_cost_no_more(forum, cleo, browse, counted):
    for number in range(25):
        take(written(f"x{number}@y.example", f"Word {number:02}", message_id=f"<{number}@y>"))
    browser = browse(cleo)
    page = browser.page("/desk/letters/replies")
    assert page.words.count("Word ") == 20 and "Page 1 of 2" in page.words
    with counted() as asked:
        browser.get("/desk/letters/replies")
    assert asked.count < 20


# ---- Addresses that do not take letters -------------------------------------------------------------------------


def test_an_address_whose_last_letter_came_back_is_named_with_the_servers_words(meeting, ada, cleo, browse):
    book(meeting, ada)
    letter = db.session.query(Letter).one()
    make(letter, state=LetterState.SENT)
    browser = browse(cleo)
    assert "Every address takes letters" in browser.page("/desk/letters/addresses").words
    take(report(letter.message_id))

    assert (
        browser.page("/desk").links["See who: 1 address does not take letters"] == "/desk/letters/addresses"
    )
    page = browser.page("/desk/letters/addresses")
    assert f"Ada Marsh Black Fen Community Transport {ada.person.email}" in page.words
    assert "550 5.1.1 No such person here" in page.words


def test_an_address_that_took_a_later_letter_or_was_corrected_is_not(meeting, ada, forum, cleo):
    book(meeting, ada)
    first = db.session.query(Letter).one()
    make(first, state=LetterState.REFUSED)
    assert count_addresses_refused(forum) == 1
    with clock.stopped_at(NOW + timedelta(hours=1)):
        book(make_meeting(forum, places=5), ada, now=NOW + timedelta(hours=1))
    second = db.session.query(Letter).order_by(Letter.id.desc()).first()
    assert count_addresses_refused(forum) == 1  # it waits: nothing is known yet
    make(second, state=LetterState.SENT)
    assert count_addresses_refused(forum) == 0
    make(second, state=LetterState.REFUSED)
    assert count_addresses_refused(forum) == 1  # one person, whose last two letters came back
    make(ada.person, email="ada@elsewhere.example")
    assert count_addresses_refused(forum) == 0


def test_another_forums_letters_are_its_own(meeting, ada, forum):
    other = make_forum("Another Forum", "OTH")
    book(meeting, ada)
    make(db.session.query(Letter).one(), state=LetterState.REFUSED)
    assert (count_addresses_refused(forum), count_addresses_refused(other)) == (1, 0)
