"""The pages behind the links of the weekly letter, what officers see of it, and the day that somebody chooses."""

from datetime import timedelta

import pytest

from forum.actions import chasing, operations, queries
from forum.actions.letters import path_of_digest, path_of_line
from forum.actions.models import Digest, DigestLine, Said
from forum.actions.rules import Owner
from forum.foundation import clock
from forum.foundation.database import db, operation
from forum.journal.models import JournalEntry
from forum.journal.operations import note
from tests.makers import NOW, make_meeting, make_member, make_organisation, make_representative

MONDAY = NOW - timedelta(days=1, hours=2)
"""Eight in the morning of the day before."""

BEFORE = NOW - timedelta(days=30)


@pytest.fixture
def raise_one(forum, mina):
    """Raises an action of circulated minutes."""
    meeting = make_meeting(forum, starts_at=BEFORE)

    @operation
    def raise_(one, text="Send the list", due="20 november"):
        action = operations.raise_action(
            meeting, text, owners=[Owner(one.person, one.organisation)], due_as_said=due, by=mina, now=BEFORE
        )
        action.published_at = BEFORE
        note(mina, "published for a test", action, now=BEFORE)
        return action

    return raise_


@pytest.fixture
def digest(raise_one, ada):
    """Ada was asked about two actions yesterday."""
    raise_one(ada)
    raise_one(ada, text="Find a hall", due="4 december")
    chasing.send_digests(MONDAY)
    return db.session.query(Digest).one()


def whole(digest):
    return path_of_digest(digest.reference, digest.link_secret)


def single(digest, said=None, number=0):
    return path_of_line(digest.reference, digest.link_secret, digest.lines[number].action.reference, said)


def lines():
    db.session.rollback()
    return db.session.query(DigestLine).order_by(DigestLine.id).all()


def test_everything_is_answered_on_one_page_without_signing_in(digest, browse):
    browser, address = browse(), whole(digest)
    page = browser.page(address)
    for words in ("Ada, how do these 2 stand?", "A-2026-001: Send the list", "Overdue by 4 days",
                  "Due Friday 20 November 2026 (“20 november”).", "A-2026-002: Find a hall"):  # fmt: skip
        assert words in page.words

    page = browser.send(address, {"action": "A-2026-001", "answer": "done", "text": "All have it."})
    assert "You answered “It is done” on Tuesday 24 November at 10:00." in page.words
    assert "Ada, how does this stand?" in page.words

    page = browser.send(address, {"action": "A-2026-002", "answer": "on-track"})
    assert "Thank you, Ada. Nothing here waits for you." in page.words
    assert [line.answer for line in lines()] == [Said.DONE, Said.ON_TRACK]


def test_a_look_changes_nothing(digest, browse):
    entries = db.session.query(JournalEntry).count()
    for address in (whole(digest), *(single(digest, said) for said in (None, Said.DONE, Said.NOT_MINE))):
        browser = browse()
        assert browser.get(address).status_code == 200
        assert browser.client.head(address).status_code == 200

    assert db.session.query(JournalEntry).count() == entries
    assert [line.answer for line in lines()] == [None, None]


@pytest.mark.parametrize("said, sent, words", [
    (Said.ON_TRACK, {}, "You answered “On track”"),
    (Said.DONE, {"text": "All have it."}, "You answered “It is done”"),
    (Said.DATE_MOVED, {"due": "4 december", "text": "Two are ill."}, "You answered “I need more time”"),
    (Said.NOT_MINE, {"text": "It is the council’s."}, "You answered “It is not mine”"),
])  # fmt: skip
def test_each_link_asks_in_short_and_its_button_answers_once(said, sent, words, digest, browse):
    browser, address = browse(), single(digest, said)
    assert "Send the list" in browser.page(address).words

    for _ in range(2):
        page = browser.send(address, sent)
        assert words in page.words and "Change your answer" in page.words
    assert len(queries.reports_of(lines()[0].action)) == 1

    other = Said.DONE if said is not Said.DONE else Said.ON_TRACK
    assert "You answered" in browser.send(single(digest, other)).words
    assert lines()[0].answer is other


@pytest.mark.parametrize("said, sent, problem", [
    (Said.NOT_MINE, {}, "Say why, in a few words."),
    (Said.DATE_MOVED, {"text": "Late."}, "Give the new date, such as 30 November."),
    (Said.DATE_MOVED, {"text": "Late.", "due": "31 november"}, "is no date in the calendar"),
    (Said.DATE_MOVED, {"text": "Late.", "due": "1 november 2026"}, "has passed already"),
    (Said.DATE_MOVED, {"text": "", "due": "end of january"}, "Say why, in a few words."),
    (Said.ON_TRACK, {"text": "Ask ada@forum.example"}, "Take out the e-mail address"),
])  # fmt: skip
def test_what_is_missing_gets_a_sentence_and_what_was_typed_stays(said, sent, problem, digest, browse):
    page = browse().send(single(digest, said), sent)

    assert page.status == 200 and any(problem in one for one in page.problems)
    for typed in sent.values():
        assert typed in page.html
    assert lines()[0].answer is None


def test_a_date_that_may_mean_more_than_one_thing_is_shown_first(digest, browse):
    browser, address = browse(), single(digest, Said.DATE_MOVED)
    sent = {"due": "end of january", "text": "Two are ill."}

    page = browser.send(address, sent)
    assert "Is this what you mean? “end of january” is Sunday 31 January 2027." in page.notices[0]
    assert lines()[0].answer is None

    seen = page.html.split('name="seen" value="')[1].split('"')[0]
    other = browser.send(address, {**sent, "due": "end of february", "seen": seen})
    assert "Sunday 28 February 2027" in other.notices[0]
    assert "You answered" in browser.send(address, {**sent, "seen": seen}).words
    assert str(lines()[0].action.due_on) == "2027-01-31"


def test_from_the_page_with_all_one_comes_back_to_it(digest, browse):
    browser = browse()
    page = browser.page(whole(digest))
    link = next(href for words, href in page.links.items() if words == "It is not mine: A-2026-002")

    back = browser.post(link, {"text": "It is Ben’s."})

    assert back.location == f"{whole(digest)}#A-2026-002"


def test_what_has_ended_or_is_with_somebody_else_says_so(digest, ben, cleo, browse):
    first, second = (line.action for line in digest.lines)
    operations.close_action(first, "All have the list", by=cleo, now=NOW)
    operations.hand_over_action(
        second, [Owner(ben.person, ben.organisation)], reason="It is Ben’s.", by=cleo, now=NOW
    )
    browser = browse()

    ended = browser.page(single(digest, Said.DONE))
    assert ended.status == 409
    assert "A-2026-001 was closed on 24 November. What came of it: All have the list." in ended.words
    assert (
        "is with somebody else by now: Ben Holt, Fenland Carers’ Link."
        in browser.page(single(digest, None, 1)).words
    )
    words = browser.page(whole(digest)).words
    assert "There is nothing to answer any more." in words and "On track" not in words
    assert (
        "somebody else" in browser.send(whole(digest), {"action": "A-2026-002", "answer": "done"}).problems[0]
    )


def test_a_key_opens_what_it_was_made_for_alone(digest, browse):
    browser = browse()
    of_first = single(digest).rpartition("/")[2]
    of_all = whole(digest).rpartition("/")[2]

    for address in (f"/digests/{digest.reference}/{of_first}", f"/digests/{digest.reference}/A-2026-001/{of_all}",
                    f"/digests/{digest.reference}/A-2026-002/done/{of_first}", f"/digests/{digest.reference}",
                    f"/digests/{digest.reference}/A-2026-001/nonsense/{of_first}",
                    f"/digests/{digest.reference}/A-2026-001/done"):  # fmt: skip
        assert browser.get(address).status_code == browser.post(address).status_code == 409
    page = browser.send(whole(digest), {"action": "A-2026-009", "answer": "done"})
    assert page.problems == ["Choose one of the answers."]


# ---- What officers see --------------------------------------------------------------------------------------


def test_what_was_sent_and_answered_stands_on_the_desk(digest, raise_one, ada, ben, cora, cleo, browse):
    raise_one(ben, text="Write to the county", due="1 december")
    operations.answer_digest(digest.lines[0], Said.NOT_MINE, text="It is Ben’s.", now=NOW)
    operations.report_on_action(digest.lines[1].action, Said.ON_TRACK, by=ada.person, now=NOW)
    browser = browse(cleo)

    page = browser.page("/desk/actions/digests")
    for words in ("The next letter leaves on Monday 30 November at 08:00, to 1 person", "1 letter sent",
                  "It is not mine 24 November", "Answered on track, on its page, 24 November",
                  "(a link of their own stands here)"):  # fmt: skip
        assert words in page.words
    assert page.links["Hand it over: A-2026-001"] == "/actions/A-2026-001/hand-over"
    assert "Every letter was answered." in browser.page("/desk/actions/digests?which=unanswered").words
    assert browse(cora.person).get("/desk/actions/digests").status_code == 403


def test_with_letters_turned_off_or_nothing_due_the_page_says_so(forum, cleo, browse):
    assert (
        "Nothing is due, so nobody gets a letter next week."
        in browse(cleo).page("/desk/actions/digests").words
    )


def test_the_page_asks_as_often_for_many_as_for_one(digest, raise_one, forum, cleo, browse, counted):
    browser = browse(cleo)
    with counted() as few:
        browser.get("/desk/actions/digests")
    for number in range(8):
        organisation = make_organisation(f"Small group {number}")
        make_member(forum, organisation)
        raise_one(make_representative(forum, f"Person {number}", organisation))
    chasing.send_digests(MONDAY + timedelta(hours=1))
    with counted() as many:
        assert "9 letters sent" in browser.page("/desk/actions/digests").words

    assert many.count <= few.count + 1  # whether something was said elsewhere


# ---- The day ------------------------------------------------------------------------------------------------


def test_the_day_is_chosen_on_ones_own_page(raise_one, ada, drew, browse):
    raise_one(ada)
    browser = browse(ada.person)
    assert "The forum’s day (Monday)" in browser.page("/me").words

    page = browser.send("/me/actions-letter", {"weekday": "4"})
    assert 'value="4" selected' in page.html
    assert browser.post("/me/actions-letter", {"weekday": "9"}).status_code == 409
    assert "Your actions letter" not in browse(drew).page("/me").words

    with clock.stopped_at(NOW):
        assert chasing.send_digests(NOW) == 0
    assert chasing.send_digests(NOW + timedelta(days=2)) == 1
