"""An answer by the link in a letter: a look changes nothing, the button answers, and it can be put right."""

import re
from datetime import timedelta

import pytest

from forum.decisions import operations
from forum.decisions.letters import path_of_answer
from forum.decisions.models import Recommendation, RecommendationAnswer
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry
from forum.journal.operations import note
from tests.makers import NOW, make_meeting, make_representative

TEXT = "Pay small providers within ten days."
ANSWER = {"answer": "accepted", "answer_text": "From April on."}


@pytest.fixture
def asked(forum, cora, cleo):
    """What the County Council is asked, with a letter to Cora."""
    meeting = make_meeting(forum, starts_at=NOW - timedelta(days=10))
    made = operations.record_recommendation(
        meeting, TEXT, to=cora.organisation, due_as_said="end of january", by=cleo, now=NOW
    )
    operations.publish_recommendations(meeting, by=cleo, now=NOW)
    return made


@pytest.fixture
def link(asked):
    letter = db.session.query(Letter).one()
    found = re.search(r"http://127\.0\.0\.1:8000(/recommendations/\S+)", letter.text)
    assert found is not None and letter.to_name == "Cora Tregarth"
    return found[1]


def test_a_look_changes_nothing_and_the_button_answers(asked, link, browse):
    entries = db.session.query(JournalEntry).count()
    scanner = browse()
    for _ in range(2):
        page = scanner.page(link)
    assert "Answer for County Council" in page.words and "Sunday 31 January 2027" in page.words
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert browse().client.head(link).status_code == 200
    assert db.session.query(JournalEntry).count() == entries

    page = browse().send(link, ANSWER)

    assert "Thank you. The answer of County Council is kept." in page.notices[0]
    assert (asked.answer, asked.answer_text) == (RecommendationAnswer.ACCEPTED, "From April on.")
    last = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
    assert last.by.name == "Cora Tregarth"


def test_used_again_it_shows_the_answer_and_lets_it_be_put_right(asked, link, browse):
    browse().send(link, ANSWER)
    page = browse().page(link)
    assert "The answer as it stands Accepted From April on." in page.words and "Put it right" in page.words

    page = browse().send(link, {"answer": "accepted in part", "answer_text": "From May on.", **seen_on(page)})

    assert "Accepted in part From May on." in page.words
    page = browse().page(f"/recommendations/{asked.reference}")
    assert "What was answered before Accepted From April on. 24 November 2026" in page.words


def seen_on(page):
    return {"seen": re.search(r'name="seen" value="([^"]+)"', page.html)[1]}


def test_an_answer_given_meanwhile_is_not_written_over_unseen(asked, link, cora, browse):
    old = seen_on(browse().page(link))
    operations.answer_recommendation(
        asked,
        RecommendationAnswer.NOT_ACCEPTED,
        text="We cannot.",
        by=cora.person,
        now=NOW + timedelta(minutes=1),
    )
    db.session.commit()

    page = browse().send(link, {**ANSWER, **old})

    assert "Somebody has answered meanwhile." in page.problems[0]
    assert "We cannot." in page.words and "From April on." in page.html
    browse().send(link, {**ANSWER, **seen_on(page)})
    assert asked.answer is RecommendationAnswer.ACCEPTED


@pytest.mark.parametrize("sent, problem", [
    ({}, "Choose the answer."),
    ({"answer": "perhaps", "answer_text": "x"}, "Choose the answer."),
    ({"answer": "accepted", "answer_text": "Ring 01480 411481."}, "Take out the e-mail address"),
    ({"answer": "accepted", "answer_text": "x" * 20_000}, "Keep it under 4,000 characters."),
])  # fmt: skip
def test_odd_answers_get_a_sentence_and_stay_in_the_form(asked, link, browse, sent, problem):
    page = browse().send(link, sent)

    assert any(problem in one for one in page.problems)
    assert sent.get("answer_text", "") in page.html and asked.answer is None


def test_a_link_holds_for_its_reader_alone(asked, link, cora, ada, browse):
    other = make_representative(asked.forum, "Colin Other", cora.organisation)
    theirs = path_of_answer(asked, other.person)
    assert theirs != link and browse().get(theirs).status_code == 200
    assert browse().get(path_of_answer(asked, ada.person)).status_code == 409
    assert browse().post(link[:-3], ANSWER).status_code == 409
    assert browse().get(link.rpartition("/")[0]).status_code == 302  # cut further, it leads to signing in
    assert browse().get("/recommendations/R-2099-001/answer/x").status_code == 409

    _leave(cora)
    page = browse().send(link, ANSWER)
    assert page.status == 409 and "You no longer act for County Council here." in page.words
    assert db.session.query(Recommendation).one().answer is None


@operation
def _leave(acts):
    acts.until_on = NOW.date() - timedelta(days=1)
    note(None, "left", acts, now=NOW)


def test_an_answer_from_a_phone(asked, link, open_page):
    """A browser, at the size of a phone, and without script: the letter's link, the answer, and what everyone reads."""
    db.session.commit()
    page = open_page(link, width=375, script=False)
    assert page.locator("h1").inner_text() == "Answer for County Council"
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_label("Accepted in part").check()
    page.get_by_label("What is done, or why not?").fill("For grants, from April on.")
    page.get_by_role("button", name="Give this answer").click()

    assert "Thank you." in page.locator(".notice").inner_text()
    page.get_by_text("Put it right").click()
    page.get_by_label("What is done, or why not?").fill("For grants, from May on.")
    page.get_by_role("button", name="Change the answer").click()
    page.get_by_role("link", name="See it as everyone does").click()
    assert "For grants, from May on." in page.locator("main").inner_text()
    assert "What was answered before" in page.locator("main").inner_text()
