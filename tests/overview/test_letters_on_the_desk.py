"""The forum's letters on the desk: who sees them, and what is done with those that wait for a person."""

from datetime import timedelta

import pytest

from forum.foundation.database import db, operation
from forum.foundation.post import Letter, LetterState
from forum.foundation.post.carrying import Carrier, claim_letter
from forum.foundation.post.handing import MailServer
from forum.journal.models import JournalEntry
from forum.overview.operations import letters as operations
from forum.overview.queries.letters import get_letter, page_of_letters
from forum.overview.rules import letters as rules
from tests.browsing import Page
from tests.mail_servers import Desk, mail_server
from tests.makers import NOW, make_forum, make_meeting


@operation
def keep_letters(letters):
    db.session.add_all(letters)


def make_letters(forum, count=1, **values):
    before = db.session.query(Letter).count()
    defaults = {
        "kind": "booked", "sender": forum.name, "forum_code": forum.code, "to_reference": "1", "due_at": NOW,
        "to_name": "Ada Marsh", "to_address": "ada@forum.example", "subject": "Your place is booked",
        "text": "Dear Ada,\n\nYour place is booked.", "state": LetterState.WAITING, "made_at": NOW,
        "is_secret": False, "is_demo": False, "tries": 0, "answer": "",
    }  # fmt: skip
    letters = [
        Letter(**{**defaults, "message_id": f"<{before + number}@forum.example>", **values})
        for number in range(count)
    ]
    keep_letters(letters)
    return letters


def make_letter(forum, **values):
    return make_letters(forum, **values)[0]


# ---- What is done with a letter -----------------------------------------------------------------------------


def test_a_waiting_letter_is_stopped(forum, cleo):
    letter = make_letter(forum)
    operations.stop_letter(letter, by=cleo, now=NOW)

    assert letter.state is LetterState.STOPPED
    entry = db.session.query(JournalEntry).filter_by(act="stopped a letter").one()
    assert (entry.by, entry.thing, entry.reference) == (cleo, "Letter", letter.reference)


@pytest.mark.parametrize("state", sorted(set(LetterState) - {LetterState.WAITING}))
def test_no_other_letter_can_be_stopped(forum, cleo, state):
    letter = make_letter(forum, state=state)

    with pytest.raises(rules.LetterIsNotWaiting):
        operations.stop_letter(letter, by=cleo, now=NOW)


@pytest.mark.parametrize("state", [LetterState.UNCERTAIN, LetterState.REFUSED, LetterState.STOPPED])
def test_a_letter_is_sent_again_under_the_name_it_always_had(forum, cleo, state, tmp_path):
    letter = make_letter(forum, state=state, claim="gone", handed_over_at=NOW, tries=7, answer="550 No")
    operations.send_again(letter, by=cleo, now=NOW)
    desk = Desk()
    with mail_server(desk) as port:
        carrier = Carrier(mail_from="forum@forum.example", folder=tmp_path, clock=lambda: NOW, log=None,
                          server=MailServer("127.0.0.1", port, False))  # fmt: skip
        carrier.carry()
        carrier.carry()

    assert len(desk.taken) == 1
    assert letter.message_id.encode() in desk.taken[0].content
    db.session.rollback()
    assert letter.state is LetterState.SENT


@pytest.mark.parametrize(
    "values",
    [
        {"state": LetterState.SENT},
        {"state": LetterState.WAITING},
        {"state": LetterState.BEING_SENT},
        {"state": LetterState.NO_ADDRESS, "to_address": None},
        {"state": LetterState.UNCERTAIN, "is_secret": True},
    ],
)
def test_which_letters_are_not_sent_again(forum, cleo, values):
    letter = make_letter(forum, **values)

    with pytest.raises(rules.LetterCannotGoAgain):
        operations.send_again(letter, by=cleo, now=NOW)


def test_an_uncertain_letter_that_arrived_counts_as_sent(forum, cleo):
    letter = make_letter(forum, state=LetterState.UNCERTAIN, handed_over_at=NOW)
    operations.mark_as_sent(letter, by=cleo, now=NOW)

    assert (letter.state, letter.sent_at) == (LetterState.SENT, NOW)
    with pytest.raises(rules.LetterIsNotUncertain):
        operations.mark_as_sent(letter, by=cleo, now=NOW)


# ---- The letters of one deed --------------------------------------------------------------------------------


def make_deed(forum, count=3, **values):
    """Letters that one deed wrote."""
    letters = make_letters(forum, count, **values)
    tie(letters)
    return letters


@operation
def tie(letters):
    for letter in letters:
        letter.batch = letters[0].reference
    db.session.flush()


@operation
def leave(letter, state):
    letter.state = state
    db.session.flush()


def test_all_letters_of_a_deed_are_stopped_at_once(forum, cleo):
    letters, alone = make_deed(forum, 3), make_letter(forum)
    leave(letters[0], LetterState.SENT)
    stopped = operations.stop_letters(letters[0], by=cleo, now=NOW)
    db.session.expire_all()

    assert (stopped.stopped, stopped.gone) == (2, 1)
    assert stopped.in_words().replace("\u00a0", " ") == "2 letters are stopped. 1 letter had left already."
    assert [one.state for one in letters] == [LetterState.SENT, LetterState.STOPPED, LetterState.STOPPED]
    assert alone.state is LetterState.WAITING
    entry = db.session.query(JournalEntry).filter_by(act="stopped the letters of one deed").one()
    assert (entry.by, entry.reference) == (cleo, letters[0].reference)


def test_a_letter_that_stands_alone_is_its_own_deed(forum, cleo):
    letter, other = make_letter(forum), make_letter(forum)
    operations.stop_letters(letter, by=cleo, now=NOW)
    db.session.expire_all()

    assert (letter.state, other.state) == (LetterState.STOPPED, LetterState.WAITING)


def test_letters_that_have_left_are_not_stopped(forum, cleo):
    letters = make_deed(forum, 2, state=LetterState.SENT)

    with pytest.raises(rules.NoLetterIsWaiting):
        operations.stop_letters(letters[1], by=cleo, now=NOW)


def test_a_worker_has_a_letter_or_it_is_stopped_never_both(forum, cleo, tmp_path):
    letters = make_deed(forum, 5)
    claim = claim_letter("a worker", to_folder=None, now=NOW)
    operations.stop_letters(letters[0], by=cleo, now=NOW)
    db.session.expire_all()

    assert [one.state for one in letters].count(LetterState.STOPPED) == 4
    assert db.session.get(Letter, claim.id).state is LetterState.BEING_SENT


@pytest.mark.parametrize(
    "seconds, words",
    [
        (120, "leave in 2 minutes"), (80, "leave in 1 minute 20 seconds"), (1, "leave in 1 second"),
        (0, "leave at any moment"), (-9, "leave at any moment"),
    ],
)  # fmt: skip
def test_how_long_letters_can_still_be_stopped_in_words(seconds, words):
    assert rules.leaves_in_words(NOW + timedelta(seconds=seconds), NOW).replace("\u00a0", " ") == words


def test_the_words_of_a_letter_are_shown_without_its_keys():
    key = "abcdefghijklmnopqrstuvwxyz"
    text = (
        f"Answer: https://x.example/invitations/7K4Q-92XM/{key}\nhttps://x.example/meetings/quarterly-2026-12"
    )

    assert rules.without_keys(text) == (
        "Answer: https://x.example/invitations/7K4Q-92XM/…\nhttps://x.example/meetings/quarterly-2026-12"
    )


def test_a_deed_is_one_line_with_how_its_letters_stand(forum, cleo, browse):
    letters = make_deed(forum, 4, subject="Called off: the meeting", kind="meeting called off")
    leave(letters[0], LetterState.SENT)
    make_letter(forum, subject="Alone")
    page = browse(cleo).page("/desk/letters")

    assert (
        page.words.count("Called off: the meeting") == 2
    )  # the line, and what its button says to who listens
    assert "Meeting called off: 4 letters" in page.words
    assert "3 waiting" in page.words and "1 sent" in page.words
    assert "Leave at any moment" in page.words
    assert "2 letters and sets" in page.words


def test_a_deed_is_stopped_from_its_line(forum, cleo, browse):
    letters = make_deed(forum, 3, due_at=NOW + timedelta(seconds=80))
    browser = browse(cleo)
    assert "Leave in 1 minute 20 seconds" in browser.page("/desk/letters").words

    page = browser.send(f"/desk/letters/{letters[0].reference}/stop-all")

    assert page.notices == ["3 letters are stopped.", *page.notices[1:]]
    assert browser.post(f"/desk/letters/{letters[0].reference}/stop-all").status_code == 409


def test_the_letters_of_a_deed_stand_on_a_page_of_their_own(forum, cleo, browse):
    letters = make_deed(forum, 3)
    make_letter(forum, subject="Alone")
    page = browse(cleo).page(f"/desk/letters?deed={letters[0].reference}")

    assert page.headings[0] == (1, "Letters written together")
    assert "3 letters" in page.words and "Stop all 3" in page.words and "Alone" not in page.words
    one = browse(cleo).page(f"/desk/letters/{letters[1].reference}")
    assert "One of 3 letters written together" in one.words and "Stop all 3 of them" in one.words


def test_one_state_shows_each_letter_by_itself(forum, cleo, browse):
    letters = make_deed(forum, 3)
    leave(letters[2], LetterState.UNCERTAIN)

    assert page_of_letters(forum, LetterState.UNCERTAIN, 1).things == [letters[2]]
    assert page_of_letters(forum, LetterState.WAITING, 1).total == 2
    assert page_of_letters(forum, None, 1).things == [letters[0]]


def test_the_letters_about_one_meeting_are_found(forum, cleo, browse):
    meeting = make_meeting(forum)
    about = make_letter(forum, about=meeting.reference, subject="About it")
    make_letter(forum, subject="About nothing")
    page = browse(cleo).page(f"/desk/letters?meeting={meeting.reference}")

    assert page_of_letters(forum, None, 1, about=meeting).things == [about]
    assert "About it" in page.words and "About nothing" not in page.words
    assert page.links[meeting.title] == f"/desk/meetings/{meeting.reference}"


# ---- Which letters are found --------------------------------------------------------------------------------


def test_letters_come_in_pages_the_newest_first(forum):
    letters = make_letters(forum, 51)
    page = page_of_letters(forum, None, 1)

    assert (page.total, page.last) == (51, 2)
    assert [letter.id for letter in page.things] == [letter.id for letter in reversed(letters)][:50]
    assert page_of_letters(forum, LetterState.SENT, 1).total == 0


def test_another_forums_letters_are_not_there(forum):
    other = make_forum("Another Forum", "OTH", is_first=False)
    theirs, ours, nobodys = make_letter(other), make_letter(forum), make_letter(forum, forum_code=None)

    assert set(page_of_letters(forum, None, 1).things) == {ours, nobodys}
    assert get_letter(other, theirs.reference) is theirs
    with pytest.raises(Exception, match="No row was found"):
        get_letter(forum, theirs.reference)


# ---- The pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who, status",
    [
        ("cleo", 200),
        ("chas", 200),
        ("mina", 403),
        ("ada", 403),
        ("drew", 403),
        (None, 302),
    ],
)
def test_who_sees_the_letters(request, forum, browse, who, status):
    person = request.getfixturevalue(who) if who else None
    browser = browse(getattr(person, "person", person))
    letter = make_letter(forum)

    assert browser.get("/desk/letters").status_code == status
    assert browser.get(f"/desk/letters/{letter.reference}").status_code == status
    for deed in ("stop", "stop-all", "send-again", "mark-as-sent"):
        answer = browser.post(f"/desk/letters/{letter.reference}/{deed}")
        assert answer.status_code in ({302, 409} if status == 200 else {status})


def test_the_page_says_how_each_letter_stands(forum, cleo, browse):
    for state in LetterState:
        make_letter(forum, state=state)
    page = Page(browse(cleo).get("/desk/letters"))

    assert all(state.value.capitalize() in page.words for state in LetterState)
    assert "7 letters" in page.words
    assert "No mail server is set" in page.words


def test_the_page_is_narrowed_to_one_state(forum, cleo, browse):
    make_letter(forum, state=LetterState.UNCERTAIN, subject="The uncertain one")
    make_letter(forum, subject="The waiting one")
    words = Page(browse(cleo).get("/desk/letters?state=uncertain")).words

    assert "The uncertain one" in words
    assert "The waiting one" not in words
    assert "No letter is in this state." in Page(browse(cleo).get("/desk/letters?state=refused")).words
    assert "The waiting one" in Page(browse(cleo).get("/desk/letters?state=nonsense")).words


def test_an_empty_desk_says_so(forum, cleo, browse):
    assert "No letter has been written yet." in Page(browse(cleo).get("/desk/letters")).words


def test_the_database_is_asked_as_often_for_many_letters(forum, cleo, browse, counted):
    counts = []
    for count in (1, 30):
        make_letters(forum, count)
        make_deed(forum, count + 1)
        browser = browse(cleo)
        with counted() as asked:
            browser.get("/desk/letters")
        counts.append(asked.count)

    assert counts[0] == counts[1]


def test_a_letter_is_read_and_stopped(forum, cleo, browse):
    letter = make_letter(forum, text="Dear Ada,\n\n<b>Your place</b> is booked.")
    browser = browse(cleo)
    page = Page(browser.get(f"/desk/letters/{letter.reference}"))
    assert "<b>Your place</b> is booked." in page.words
    assert "ada@forum.example" in page.words

    page = browser.send(f"/desk/letters/{letter.reference}/stop")

    assert page.notices == ["The letter is stopped."]
    assert "It was kept from leaving." in page.words
    assert browser.post(f"/desk/letters/{letter.reference}/stop").status_code == 409


def test_an_uncertain_letter_waits_for_a_person(forum, cleo, browse):
    first, second = make_letters(forum, 2, state=LetterState.UNCERTAIN)
    browser = browse(cleo)
    assert "It has arrived" in Page(browser.get(f"/desk/letters/{first.reference}")).words

    browser.post(f"/desk/letters/{first.reference}/mark-as-sent")
    browser.post(f"/desk/letters/{second.reference}/send-again")

    assert (first.state, second.state) == (LetterState.SENT, LetterState.WAITING)


def test_nobody_reads_a_code_on_the_desk(forum, cleo, browse):
    letter = make_letter(forum, is_secret=True, forum_code=None, text="Your code is 123456")
    page = Page(browse(cleo).get(f"/desk/letters/{letter.reference}"))

    assert "123456" not in page.html
    assert "Not shown" in page.words
