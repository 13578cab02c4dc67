"""Recommendations: recorded, out with the minutes, answered by whom they went to; decisions looked at again."""

from datetime import date, timedelta

import pytest

from forum.agendas.models import Visibility
from forum.attendance.operations.firmness import note_circulated
from forum.decisions import operations, queries, rules
from forum.decisions.models import RecommendationAnswer
from forum.decisions.policy import may_answer_recommendation, may_see_recommendation
from forum.foundation.database import db
from forum.people.models import Visitor
from forum.strategy.models import Commitment
from tests.makers import NOW, TODAY, make_agenda, make_item, make_meeting, make_strategy

TEXT = "Pay small providers within ten days."


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, starts_at=NOW - timedelta(days=10))


def recommend(meeting, cora, by, text=TEXT, **values):
    return operations.record_recommendation(meeting, text, to=cora.organisation, by=by, now=NOW, **values)


def answer(recommendation, by, said=RecommendationAnswer.ACCEPTED, text="From April on."):
    operations.answer_recommendation(recommendation, said, text=text, by=by, now=NOW)


def test_it_gets_the_next_number_and_serves_the_commitments_of_its_item(meeting, cora, mina):
    make_strategy()
    promise = db.session.query(Commitment).filter_by(code="FC1").one()
    item = make_item(make_agenda(meeting), "Grants", promise)

    made = recommend(meeting, cora, mina, item=item)

    assert made.reference == "R-2026-001"
    assert [serves.commitment.code for serves in made.commitments] == ["FC1"]
    assert recommend(meeting, cora, mina) is made  # sent twice, it is one
    assert recommend(meeting, cora, mina, "Say why.").reference == "R-2026-002"


@pytest.mark.parametrize("text, refusal", [
    (" ", rules.RecommendationNeedsText),
    ("x" * 4001, rules.DecisionIsTooLong),
    ("Ring 01480 411481.", rules.ContactDetailsShow),
])  # fmt: skip
def test_odd_words_are_refused_and_take_no_number(meeting, cora, mina, text, refusal):
    with pytest.raises(refusal):
        recommend(meeting, cora, mina, text)

    assert recommend(meeting, cora, mina).reference == "R-2026-001"


def test_everyone_sees_it_once_the_minutes_are_circulated(meeting, cora, ada, cleo):
    made = recommend(meeting, cora, cleo)

    def seen_by(person):
        listed = queries.page_of_recommendations(person, meeting.forum).things
        assert (made in listed) is may_see_recommendation(person, made)
        return made in listed

    assert [seen_by(one) for one in (cleo, ada.person, Visitor())] == [True, False, False]
    operations.publish_recommendations(meeting, by=cleo, now=NOW)
    assert [seen_by(one) for one in (cleo, ada.person, Visitor())] == [True, True, True]


def test_where_they_are_circulated_already_it_is_out_at_once(meeting, cora, cleo):
    note_circulated(meeting, by=cleo, now=NOW)

    assert recommend(meeting, cora, cleo).published_at == NOW


def test_of_a_closed_item_only_officers_see_it(meeting, cora, ada, cleo):
    item = make_item(make_agenda(meeting), "Staff", visibility=Visibility.CLOSED, public_title="Staff",
                     closed_because="Names.")  # fmt: skip
    made = recommend(meeting, cora, cleo, item=item)
    operations.publish_recommendations(meeting, by=cleo, now=NOW)

    for person, sees in ((cleo, True), (ada.person, False), (Visitor(), False)):
        assert may_see_recommendation(person, made) is sees
        assert (made in queries.page_of_recommendations(person, meeting.forum).things) is sees


def test_whom_it_went_to_answers_and_a_newer_answer_stands(meeting, ada, cora, cleo):
    made = recommend(meeting, cora, cleo)
    operations.publish_recommendations(meeting, by=cleo, now=NOW)
    assert [may_answer_recommendation(one, made) for one in (cora.person, cleo, ada.person, Visitor())] == [
        True, True, False, False,
    ]  # fmt: skip

    with pytest.raises(rules.AnswerNeedsText):
        answer(made, cora.person, text=" ")
    answer(made, cora.person)
    answer(made, cora.person, RecommendationAnswer.PARTLY, "From May on.")

    assert (made.answer, made.answer_text) == (RecommendationAnswer.PARTLY, "From May on.")


def test_taken_back_before_it_is_out_it_keeps_its_number(meeting, cora, mina):
    made = recommend(meeting, cora, mina)

    operations.take_back_recommendation(made, by=mina, now=NOW)

    assert queries.page_of_recommendations(Visitor(), meeting.forum).things == []
    assert operations.publish_recommendations(meeting, by=mina, now=NOW) == []
    with pytest.raises(rules.RecommendationIsWithdrawn):
        answer(made, cora.person)
    assert recommend(meeting, cora, mina).reference == "R-2026-002"


def test_once_out_it_is_not_taken_back(meeting, cora, mina):
    made = recommend(meeting, cora, mina)
    operations.publish_recommendations(meeting, by=mina, now=NOW)

    with pytest.raises(rules.AlreadyOut):
        operations.take_back_recommendation(made, by=mina, now=NOW)


@pytest.mark.parametrize("due, words, kind", [
    (None, "No answer yet", "none"),
    (TODAY, f"An answer is due on {TODAY.day}\u00a0{TODAY:%B}", "tint"),
    (TODAY - timedelta(days=1), "No answer since", "red"),
])  # fmt: skip
def test_how_the_answer_stands_in_words(meeting, cora, mina, due, words, kind):
    mark = rules.answer_mark(recommend(meeting, cora, mina, due_on=due), TODAY)

    assert mark.words.startswith(words) and mark.kind == kind


def test_those_without_an_answer_come_first_the_longest_due_at_the_top(meeting, cora, cleo):
    answered = recommend(meeting, cora, cleo, "First.")
    later = recommend(meeting, cora, cleo, "Second.", due_on=date(2026, 12, 1))
    sooner = recommend(meeting, cora, cleo, "Third.", due_on=date(2026, 10, 1))
    answer(answered, cleo)

    assert queries.page_of_recommendations(cleo, meeting.forum).things == [sooner, later, answered]


# ---- Reviews ------------------------------------------------------------------------------------------------


def test_a_decision_is_looked_at_again_on_a_day_to_come(meeting, cleo):
    decision = operations.record_decision(meeting, "Dates are told early.", by=cleo, now=NOW)

    with pytest.raises(rules.ReviewIsPast):
        operations.set_review(decision, TODAY, by=cleo, now=NOW)
    operations.set_review(decision, TODAY + timedelta(days=90), by=cleo, now=NOW)
    assert decision.review_on == TODAY + timedelta(days=90)

    operations.set_review(decision, None, by=cleo, now=NOW)
    assert decision.review_on is None


# ---- Pages --------------------------------------------------------------------------------------------------


def test_recorded_read_and_answered_through_the_pages(meeting, cora, mina, browse):
    note_circulated(meeting, by=mina, now=NOW)
    db.session.commit()
    where = f"/desk/meetings/{meeting.reference}/recommendations/new"
    assert browse(mina).send(where, {"text": TEXT}).problems == ["Choose to whom it is recommended."]
    page = browse(mina).send(where, {"text": TEXT, "organisation": cora.organisation.reference})
    assert page.headings[0][1] == TEXT

    page = browse(cora.person).send("/recommendations/R-2026-001/answer", {"answer": "accepted"})
    assert page.problems == ["Say in a few words what is done, or why not."]
    sent = {"answer": "accepted", "answer_text": "From April on."}
    assert "From April on." in browse(cora.person).send("/recommendations/R-2026-001/answer", sent).words

    page = browse().page("/recommendations")
    assert TEXT in page.words and "Accepted" in page.words


def test_a_review_is_set_on_the_decisions_page(meeting, cleo, browse):
    decision = operations.record_decision(meeting, "Dates are told early.", by=cleo, now=NOW)
    where = f"/decisions/{decision.reference}/review"
    db.session.commit()

    assert browse(cleo).send(where, {"review_on": "1 May 2020"}).problems == ["Choose a day to come."]
    assert "1 May 2030" in browse(cleo).send(where, {"review_on": "1 May 2030"}).words
