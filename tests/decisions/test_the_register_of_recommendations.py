"""The register of recommendations: narrowed, searched, tallied by organisation, and given as a file."""

import json
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from forum.decisions import operations
from forum.decisions.models import RecommendationAnswer
from forum.decisions.queries import Answered, WantedRecommendations, page_of_recommendations
from forum.decisions.rules import tally_of
from forum.foundation.database import db
from forum.people.models import Visitor
from tests.makers import NOW, TODAY, make_meeting


@pytest.fixture
def stage(forum, cora, ada, cleo):
    """Four recommendations to the council, with each kind of answer, and one to another that is in time."""
    old = make_meeting(forum, starts_at=NOW - timedelta(days=400))
    meeting = make_meeting(forum, starts_at=NOW - timedelta(days=10))

    def recommend(at, text, to, **values):
        return operations.record_recommendation(at, text, to=to.organisation, by=cleo, now=NOW, **values)

    made = [
        recommend(old, "Pay in ten days.", cora),
        recommend(meeting, "Publish dates.", cora),
        recommend(meeting, "Say why.", cora),
        recommend(meeting, "100% of grants.", cora, due_on=TODAY - timedelta(days=1)),
        recommend(meeting, "Tell members.", ada, due_on=TODAY),
    ]
    for at in (old, meeting):
        operations.publish_recommendations(at, by=cleo, now=NOW)
    for one, answer, days in zip(made[:3], RecommendationAnswer, (0, 10, 30), strict=True):
        later = NOW + timedelta(days=days)
        operations.answer_recommendation(one, answer, text="Because.", by=cora.person, now=later)
    recommend(meeting, "Not out yet.", cora)


FOUND = [
    ({"answered": Answered.WAITING}, ["100% of grants.", "Tell members."]),
    ({"answered": Answered.OVERDUE}, ["100% of grants."]),
    ({"answered": Answered.ACCEPTED}, ["Pay in ten days."]),
    ({"answered": Answered.PARTLY}, ["Publish dates."]),
    ({"answered": Answered.NOT_ACCEPTED}, ["Say why."]),
    ({"year": 2025}, ["Pay in ten days."]),
    ({"organisation": "black-fen-community-transport"}, ["Tell members."]),
    ({"words": "100%"}, ["100% of grants."]),
    ({"words": "not out"}, []),
]  # fmt: skip


def test_what_everyone_finds(forum, stage):
    for wanted, found in FOUND:
        page = page_of_recommendations(Visitor(), forum, WantedRecommendations(**wanted), today=TODAY)
        assert [one.text for one in page.things] == found, wanted


def test_the_tally_counts_each_organisation_and_how_long_it_took():
    def row(answer, days=None, due_on=None):
        on = None if days is None else date(2026, 1, 1) + timedelta(days=days)
        return SimpleNamespace(reference="x", known_as="X", answer=answer, due_on=due_on, first_answered_on=on,
                               published_at=NOW.replace(month=1, day=1))  # fmt: skip

    (tally,) = tally_of([
        row(RecommendationAnswer.ACCEPTED, 4), row(RecommendationAnswer.ACCEPTED, 20),
        row(RecommendationAnswer.PARTLY, 8), row(None), row(None, due_on=TODAY - timedelta(days=1)),
    ], TODAY)  # fmt: skip

    assert (tally.asked, tally.accepted, tally.partly, tally.not_accepted, tally.waiting, tally.overdue) == (
        5, 2, 1, 0, 2, 1,
    )  # fmt: skip
    assert tally.days == 8 and tally.days_in_words == "8\u00a0days"


def test_the_page_shows_the_tally_and_leads_to_each_list(stage, browse):
    page = browse().page("/recommendations")
    assert "No answer since 23 November" in page.words
    assert "County Council 4 1 1 1 1 1 10 days" in page.words
    assert "Black Fen Community Transport 1 0 0 0 1 0 no answer yet" in page.words

    page = browse().page("/recommendations?organisation=county-council&answer=overdue")
    assert "1 recommendation to County Council." in page.words and "Publish dates." not in page.words
    page = browse().page("/recommendations?words=nowhere")
    assert "None matches." in page.words and page.links["Show every recommendation"] == "/recommendations"


def test_its_files_hold_what_everyone_can_read(stage, cleo, browse):
    found = json.loads(browse(cleo).get("/recommendations.json?answer=accepted").get_data())
    assert [one["text"] for one in found["recommendations"]] == ["Pay in ten days."]
    words = browse(cleo).get("/recommendations.csv").get_data().decode("utf-8-sig")
    assert "Not out yet." not in words and words.count("\r\n") == 6


def test_it_asks_as_often_for_many_as_for_one(stage, forum, cora, cleo, browse, counted):
    browser = browse()
    with counted() as few:
        browser.get("/recommendations")
    meeting = make_meeting(forum, starts_at=NOW - timedelta(days=5))
    for number in range(20):
        operations.record_recommendation(meeting, f"Number {number}", to=cora.organisation, by=cleo, now=NOW)
    operations.publish_recommendations(meeting, by=cleo, now=NOW)
    db.session.commit()
    with counted() as many:
        browser.get("/recommendations")

    assert many.count == few.count <= 10
