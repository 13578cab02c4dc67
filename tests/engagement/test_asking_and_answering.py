"""Questions: asked without a name, answered by few, read by everyone at one moment, withdrawn with a reason."""

from datetime import timedelta

import pytest

from forum.agendas.operations import publish_agenda
from forum.engagement import operations, queries, rules
from forum.engagement.policy import may_answer_about, may_ask
from forum.foundation.database import db
from forum.journal.models import JournalEntry, JournalPersonal
from tests.agendas.stage import add, begin
from tests.engagement.stage import LATER, play
from tests.makers import NOW, make_meeting


def test_neither_the_journal_nor_anybody_learns_who_asked(forum, cleo, ada):
    stage = play(forum, cleo)

    stage.ask("How long is the quagga?", ada.person)

    (entry,) = db.session.query(JournalEntry).filter_by(thing="Question")
    assert (entry.by_id, entry.act) == (None, "received a question")
    assert entry.after["person_id"] == entry.after["text"] == "changed"
    assert not [one for one in db.session.query(JournalPersonal) if "quagga" in str(one.after)]


def test_asked_twice_it_is_one_question(forum, cleo, ada, ben):
    stage = play(forum, cleo)

    assert stage.ask("How long?", ada.person) is stage.ask("How long?", ada.person)
    assert stage.ask("How long?", ben.person) is not stage.ask("How long?", ada.person)
    taken = [operations.take_down_question(stage.item, "And then?", by=cleo, now=NOW) for _ in range(2)]
    assert taken[0] is taken[1] and taken[0].person_id is None
    assert len(queries.questions_of(stage.item)) == 3


def test_an_answer_changes_until_everyone_has_it(forum, cleo, ada):
    stage = play(forum, cleo)
    question = stage.ask("How long?", ada.person, "Three years.")
    operations.answer_question(question, "Four years.", by=cleo, now=NOW)
    stage.release()

    assert question.answer == "Four years." and stage.out() == ["How long?"]
    with pytest.raises(rules.AnswerIsOut):
        operations.answer_question(question, "Five.", by=cleo, now=NOW)


def test_an_answer_joins_the_release_that_is_set_and_one_after_it_waits_for_the_next(forum, cleo, ada):
    stage = play(forum, cleo)
    stage.ask("First?", ada.person, "Yes.")
    stage.release(LATER)
    joins = stage.ask("Second?", ada.person, "Yes.")
    after = LATER + timedelta(minutes=1)
    waits = stage.ask("Third?", ada.person, "Yes.", now=after)

    assert joins.release_at == LATER and waits.release_at is None
    assert stage.out(LATER - timedelta(seconds=1)) == []
    assert stage.out(after) == ["First?", "Second?"]


def test_questions_end_with_their_last_day(forum, cleo, ada):
    stage = play(forum, cleo)
    given = rules.FactsGiven(questions_until_on=NOW.date())
    operations.keep_facts(stage.item, given, by=cleo, now=NOW)
    stage.ask("In time?", ada.person)

    with pytest.raises(rules.QuestionsAreClosed):
        stage.ask("Too late?", ada.person, now=NOW + timedelta(days=1))


def test_withdrawn_it_keeps_its_place_with_the_reason(forum, cleo, ada, browse):
    stage = play(forum, cleo)
    question = stage.ask("What does Jo Quagga earn?", ada.person, "Much.")
    stage.release()
    operations.withdraw_question(question, "It named somebody.", by=cleo, now=NOW)

    page = browse().page(stage.page)

    assert "Withdrawn on 24 November 2026: It named somebody." in page.words
    assert "Quagga" not in page.words and "Much." not in page.words
    with pytest.raises(rules.QuestionIsWithdrawn):
        operations.answer_question(question, "Little.", by=cleo, now=NOW)


def test_what_was_withdrawn_before_does_not_come_out(forum, cleo, ada):
    stage = play(forum, cleo)
    gone = stage.ask("Asked twice?", ada.person, "Yes.")
    stage.ask("Asked once?", ada.person, "Yes.")
    operations.withdraw_question(gone, "It is the same as another.", by=cleo, now=NOW)
    stage.release()

    assert stage.out() == ["Asked once?"]


def test_who_asks_and_who_answers(forum, cleo, chas, mina, ada, cora, ben, lena, drew):
    item = play(forum, cleo, buyer=cora.organisation).item
    people = {"cleo": cleo, "chas": chas, "mina": mina, "ada": ada.person, "cora": cora.person, "lena": lena.person,
              "drew": drew}  # fmt: skip

    assert {name for name, one in people.items() if may_ask(one, item)} == people.keys() - {"drew"}
    assert {name for name, one in people.items() if may_answer_about(one, item)} == {"cleo", "cora"}


# ---- Pages --------------------------------------------------------------------------------------------------


def test_a_member_asks_and_reads_how_it_stands_and_nobody_else_does(forum, cleo, ada, ben, browse):
    stage = play(forum, cleo)
    hers = browse(ada.person)

    page = hers.send(f"{stage.page}/ask", {"text": "Is it one lot?"})

    assert "The question is taken down" in page.notices[0]
    assert "Is it one lot?" in page.words and "Waits for its answer" in page.words
    for other in (browse(), browse(ben.person), browse(cleo)):
        assert "one lot" not in other.page(stage.page).words
    answering = browse(cleo).page(f"{stage.page}/questions")
    assert "Is it one lot?" in answering.words and "Ada" not in answering.words


def test_the_commissioner_answers(forum, cleo, ada, cora, browse):
    stage = play(forum, cleo, buyer=cora.organisation)
    question = stage.ask("Is it one lot?", ada.person)
    theirs = browse(cora.person)
    assert "Questions: 1 without an answer" in theirs.page(stage.page).links

    page = theirs.send(f"/questions/{question.reference}/answer", {"answer": "Two lots."})

    assert page.status == 200 and "Two lots." in page.words
    assert browse(ada.person).get(f"/questions/{question.reference}/answer").status_code == 403
    gone = theirs.send(f"/questions/{question.reference}/withdraw", {"because": ""})
    assert gone.problems == ["Say why."]
    theirs.send(f"/questions/{question.reference}/withdraw", {"because": "It was a test."})
    assert "Withdrawn on 24 November 2026: It was a test." in browse(ada.person).page(stage.page).words


def test_an_officer_takes_down_what_others_ask(forum, cleo, mina, browse):
    stage = play(forum, cleo)

    browse(mina).send(f"{stage.page}/ask", {"text": "Asked in the hall"})

    (question,) = queries.questions_of(stage.item)
    assert question.person_id is None


def test_a_question_that_comes_too_late_is_refused_with_what_was_typed(forum, cleo, ada, browse):
    stage = play(forum, cleo)
    given = rules.FactsGiven(questions_until_on=(NOW - timedelta(days=1)).date())
    operations.keep_facts(stage.item, given, by=cleo, now=NOW)
    hers = browse(ada.person)

    page = hers.send(f"{stage.page}/ask", {"text": "Too late?"})

    assert page.problems == ["The last day for questions was Monday 23 November 2026."]
    assert "Ask a question" not in hers.page(stage.page).links


def test_nothing_of_it_shows_for_an_item_without_the_mark(forum, cleo, browse):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "A talk", cleo)
    publish_agenda(agenda, by=cleo, now=NOW)
    for address in (f"/items/{item.reference}/engagement", f"/desk/items/{item.reference}/engagement",
                    f"/items/{item.reference}/engagement/notice"):  # fmt: skip
        assert browse(cleo).get(address).status_code == 404
    assert "contract" not in browse().page(f"/meetings/{meeting.reference}/agenda").words
    assert "contract" not in browse().page(f"/items/{item.reference}").words


def test_an_item_that_is_not_out_has_no_page(forum, cleo, ada, browse):
    stage = play(forum, cleo, publish=False)

    assert browse().get(stage.page).status_code == 404
    assert browse(ada.person).get(f"{stage.page}/ask").status_code == 404
    assert browse(cleo).page(f"/desk{stage.page}").status == 200
