"""Feedback: four questions after a meeting, answered by link, and nobody told by what they said."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from forum.attendance.models import Attendance, Presence
from forum.feedback import operations, queries, rules
from forum.feedback.letters import address_of
from forum.feedback.models import Feedback, FeedbackRequest, Opinion
from forum.feedback.rules import Answers, Tally
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry
from tests.browsing import Page
from tests.makers import NOW, keep, make_meeting, make_person

YES, PARTLY, NO = Opinion.YES, Opinion.PARTLY, Opinion.NO
ENDED = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture
def meeting(forum):
    """A meeting of this morning, early, which ended three hours ago."""
    return make_meeting(forum, starts_at=ENDED - timedelta(hours=2))


def came(meeting, *people, presence=Presence.PRESENT):
    keep(*[Attendance(meeting=meeting, person=person, presence=presence) for person in people])


def requests():
    return db.session.query(FeedbackRequest).order_by(FeedbackRequest.id).all()


# ---- Rules --------------------------------------------------------------------------------------------------


def feedback(worth=None, words=""):
    return SimpleNamespace(was_worth_it=worth, was_heard=worth, papers_in_time=None, what_next=words)


def test_below_five_answers_only_their_number_is_told():
    summary = rules.summary_of([feedback(YES, "Housing")] * 4, asked=9)

    assert not summary.is_shown and summary.tallies == {} and summary.words == ()
    assert summary.state == (
        "4 of 9\u00a0people answered. Answers are shown from 5 on, so that nobody can be told by theirs."
    )


def test_from_five_on_the_answers_are_counted_and_words_come_in_the_order_of_the_alphabet():
    given = [feedback(YES, "transport"), feedback(YES), feedback(PARTLY, "Housing"), feedback(NO), feedback()]

    summary = rules.summary_of(given, asked=5)

    assert summary.tallies["was_worth_it"] == Tally(2, 1, 1)
    assert summary.tallies["was_worth_it"].words == "2 yes, 1 partly, 1 no"
    assert summary.tallies["was_worth_it"].share == 62
    assert summary.tallies["papers_in_time"].share is None
    assert summary.words == ("Housing", "transport")


@pytest.mark.parametrize(
    "hours_after, is_time",
    [(1, False), (2, True), (10, True), (13.5, False), (23, False), (25.5, True), (14 * 24 + 1, False)],
)
def test_people_are_asked_by_day_and_not_for_ever(hours_after, is_time):
    ends_at = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    forum = SimpleNamespace(asks_how_it_was=True)
    meeting = SimpleNamespace(is_cancelled=False, ends_at=ends_at, forum=forum)

    assert rules.is_time_to_ask(meeting, ends_at + timedelta(hours=hours_after)) is is_time


def test_nobody_is_asked_where_the_forum_does_not_want_it_or_nothing_was_held():
    ended = {"ends_at": ENDED, "is_cancelled": False, "forum": SimpleNamespace(asks_how_it_was=True)}
    for other in (
        {"forum": SimpleNamespace(asks_how_it_was=False)},
        {"is_cancelled": True},
        {"ends_at": None},
    ):
        assert not rules.is_time_to_ask(SimpleNamespace(**{**ended, **other}), NOW)


# ---- Asking -------------------------------------------------------------------------------------------------


def test_those_who_came_are_asked_once_each(meeting, ada, ben, lena, letters):
    nobody = make_person("Nobody Reachable", email=None)
    came(meeting, ada.person, lena.person, nobody)
    came(meeting, ben.person, presence=Presence.APOLOGIES)

    assert operations.ask_how_it_was(NOW) == 2
    assert operations.ask_how_it_was(NOW) == 0

    assert letters() == [ada.person.email, lena.person.email]
    for request, letter in zip(requests(), db.session.query(Letter).order_by(Letter.id), strict=True):
        assert address_of(request) in letter.text
        assert letter.subject == f"Four questions about {meeting.title}, 24 November"


def test_somebody_marked_later_is_asked_too(meeting, ada, ben, letters):
    came(meeting, ada.person)
    operations.ask_how_it_was(NOW)
    came(meeting, ben.person)

    assert operations.ask_how_it_was(NOW) == 1
    assert letters() == [ada.person.email, ben.person.email]


# ---- Answering ----------------------------------------------------------------------------------------------


@pytest.fixture
def request_of_ada(meeting, ada):
    came(meeting, ada.person)
    operations.ask_how_it_was(NOW)
    return requests()[0]


def test_an_answer_is_kept_apart_from_whoever_gave_it(request_of_ada):
    before = db.session.query(JournalEntry).count()

    operations.answer(request_of_ada, Answers(YES, PARTLY, None, "Housing"), now=NOW)

    kept = db.session.query(Feedback).one()
    assert (kept.was_worth_it, kept.was_heard, kept.papers_in_time, kept.what_next) == (
        YES,
        PARTLY,
        None,
        "Housing",
    )
    assert {column.name for column in Feedback.__table__.columns} == {
        "id", "meeting_id", "was_worth_it", "was_heard", "papers_in_time", "what_next",
    }  # fmt: skip
    assert db.session.query(JournalEntry).count() == before


def test_one_person_answers_once_in_time_and_says_something(request_of_ada):
    with pytest.raises(rules.NothingAnswered):
        operations.answer(request_of_ada, Answers(), now=NOW)
    with pytest.raises(rules.FeedbackIsClosed):
        operations.answer(request_of_ada, Answers(YES), now=NOW + timedelta(days=30))
    operations.answer(request_of_ada, Answers(YES), now=NOW)
    with pytest.raises(rules.AlreadyAnswered):
        operations.answer(request_of_ada, Answers(NO), now=NOW)

    assert db.session.query(Feedback).count() == 1


def test_meetings_are_summed_up_in_two_questions(meeting, request_of_ada, ben, counted):
    other = make_meeting(meeting.forum, starts_at=ENDED - timedelta(days=90))
    operations.answer(request_of_ada, Answers(YES), now=NOW)

    assert meeting.id != other.id  # read before the counting begins
    with counted() as asked:
        found = queries.summaries_of([meeting, other])

    assert sum("SELECT" in statement for statement in asked.statements) == 2
    assert (found[meeting.id].asked, found[meeting.id].answered) == (1, 1)
    assert (found[other.id].asked, found[other.id].answered) == (0, 0)


# ---- Pages --------------------------------------------------------------------------------------------------


def test_a_person_answers_from_the_letter_without_signing_in(request_of_ada, browse):
    visitor, address = browse(), address_of(request_of_ada)

    page = Page(visitor.get(address))
    assert page.status == 200 and page.headings[0] == (1, "How was the meeting?")
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    kept = visitor.post(address, data={"was_worth_it": "yes"})
    assert kept.status_code == 302
    assert "Your answers are kept, without your name." in Page(visitor.get(kept.location)).words

    assert "answered already" in Page(visitor.get(address)).words
    assert "answered already" in Page(visitor.post(address, data={"was_worth_it": "no"})).words
    assert db.session.query(Feedback).one().was_worth_it is YES


def test_looking_at_the_link_answers_nothing(request_of_ada, browse):
    browse().get(address_of(request_of_ada))

    db.session.expire_all()
    assert not requests()[0].has_answered


def test_an_empty_form_and_too_many_words_get_a_sentence_and_lose_nothing(request_of_ada, browse):
    address = address_of(request_of_ada)

    assert Page(browse().post(address, data={})).problems == [rules.NothingAnswered.message]
    page = Page(browse().post(address, data={"what_next": "x" * 2001, "was_heard": "no"}))
    assert page.problems == ["Keep it to 2,000 letters."]
    assert "x" * 2001 in page.html and 'value="no" checked' in " ".join(page.html.split())


def test_a_link_that_was_cut_or_is_old_says_so(request_of_ada, browse):
    address = address_of(request_of_ada)

    cut = (address[:-3], address.rpartition("/")[0], address[:-26])
    for broken in (*cut, address + "x", "/feedback/NONE-SUCH/" + address.rpartition("/")[2]):
        page = Page(browse().get(broken))
        assert page.status == 409 and "This link does not hold." in page.words
    assert browse().get(f"/feedback/{address.removeprefix('/feedback/').lower()}.").status_code == 200
    with clock.stopped_at(NOW + timedelta(days=31)):
        assert "This closed on 24 December." in Page(browse().get(address)).words


def test_the_officers_see_the_answers_and_nobody_else(meeting, ada, chas, browse):
    came(meeting, *[make_person(f"Person {n}") for n in range(6)])
    operations.ask_how_it_was(NOW)
    for request, opinion in zip(requests(), (YES, YES, YES, PARTLY, NO, NO), strict=True):
        operations.answer(request, Answers(opinion, what_next="Housing" if opinion is NO else ""), now=NOW)

    page = Page(browse(chas).get(f"/desk/meetings/{meeting.reference}/feedback"))
    assert "6 of 6 people answered." in page.words and "3 yes, 1 partly, 2 no" in page.words
    assert page.words.count("Housing") == 2
    over_time = Page(browse(chas).get("/desk/feedback"))
    assert "6 of 6" in over_time.words and "58%" in over_time.words
    for address in (f"/desk/meetings/{meeting.reference}/feedback", "/desk/feedback"):
        assert browse(ada.person).get(address).status_code == 403


def test_a_new_meeting_and_a_shy_one_say_so(meeting, request_of_ada, cleo, browse):
    page = Page(browse(cleo).get(f"/desk/meetings/{meeting.reference}/feedback"))
    assert "0 of 1 person answered." in page.words
    other = make_meeting(meeting.forum)
    page = Page(browse(cleo).get(f"/desk/meetings/{other.reference}/feedback"))
    assert "Nobody has been asked yet." in page.words
    assert "fewer than 5" in Page(browse(cleo).get("/desk/feedback")).words


@pytest.mark.parametrize("width, script", [(1280, True), (375, False)])
def test_four_questions_on_one_screen_in_a_browser(request_of_ada, open_page, width, script):
    page = open_page(address_of(request_of_ada), width=width, script=script)

    page.get_by_role("group", name="Was the meeting worth your time?").get_by_label("Yes").check()
    page.get_by_label("What should the forum take up next?").fill("Housing")
    page.get_by_role("button", name="Send my answers").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Thank you"
    db.session.rollback()  # what the page did is seen from a new transaction
    assert db.session.query(Feedback).one().what_next == "Housing"
