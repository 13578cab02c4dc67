"""Papers are handed in, replaced, withdrawn and brought back; late ones wait for the chair; who is asked when."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from forum.agendas import operations, queries, rules
from forum.agendas.models import Paper, PaperForm, PaperOpened, PaperVersion, ProposalState, Purpose, Regime
from forum.agendas.operations import asking_for_papers
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.foundation.storage import path_of
from tests.agendas.handing_in_process import main
from tests.agendas.stage import add, alter, begin
from tests.at_once import at_once
from tests.makers import NOW, make_meeting
from tests.papers import LATE, hand_in, pdf_given


@pytest.fixture
def agenda(forum, cleo):
    return begin(make_meeting(forum), cleo)


@pytest.fixture
def item(agenda, cleo, ada):
    return add(agenda, "What passengers told us", cleo, presenters=[rules.presenter_for(ada)])


@pytest.fixture
def decision(agenda, cleo, ada):
    return add(
        agenda, "Who sits on panels", cleo, purpose=Purpose.DECIDE, presenters=[rules.presenter_for(ada)]
    )


def subjects() -> list[str]:
    return [one.subject for one in db.session.query(Letter).order_by(Letter.id)]


def content_of(agenda) -> list[dict]:
    return [item for item in queries.find_version(agenda.meeting).content["items"] if item.get("papers")]


# ---- Handed in ----------------------------------------------------------------------------------------------


def test_a_paper_comes_out_with_the_next_version_of_the_agenda(agenda, item, cleo, ada):
    paper = hand_in(item, "What 212 passengers told us", ada.person, presenter=item.presenters[0])
    version = rules.newest(paper)
    assert (version.number, version.due_on, version.received_from) == (
        1,
        rules.papers_due_on(agenda.meeting),
        ada.person,
    )
    assert queries.published_numbers(paper) == set()

    operations.publish_agenda(agenda, by=cleo, now=NOW)

    (kept,) = content_of(agenda)[0]["papers"]
    assert (kept["paper"], kept["version"], kept["digest"]) == (paper.reference, 1, version.digest)
    assert queries.published_numbers(paper) == {1}
    assert paper.published_at == NOW


def test_a_new_version_says_what_changed_and_comes_out_when_published_again(agenda, item, cleo):
    paper = hand_in(item, "Figures", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    operations.add_paper_version(paper, pdf_given("Better"), changes="Table 2.", by=cleo, now=NOW)
    assert [(one.number, one.changes) for one in paper.versions] == [(1, ""), (2, "Table 2.")]
    assert queries.versions_out(agenda) == {paper.reference: 1}
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    assert queries.versions_out(agenda) == {paper.reference: 2}
    assert queries.published_numbers(paper) == {1, 2}


def test_the_same_file_twice_is_refused_and_in_another_paper_stored_once(agenda, item, decision, cleo):
    paper = hand_in(item, "Figures", cleo)
    with pytest.raises(rules.SameFileAsBefore, match="version 1"):
        operations.add_paper_version(paper, pdf_given("Figures"), by=cleo, now=NOW)
    with pytest.raises(rules.PaperIsHereAlready):
        hand_in(item, "Figures", cleo)
    other = hand_in(decision, "Figures", cleo)
    digests = {one.digest for one in db.session.query(PaperVersion)}
    assert digests == {rules.newest(other).digest} and path_of(digests.pop()).is_file()


def test_a_late_paper_needs_a_reason_and_is_stamped(agenda, item, cleo):
    with pytest.raises(rules.LatePaperNeedsReason):
        hand_in(item, "Figures", cleo, now=LATE, late_because="")
    assert db.session.query(Paper).count() == 0
    hand_in(item, "Figures", cleo, now=LATE)
    operations.publish_agenda(agenda, by=cleo, now=LATE)
    (kept,) = content_of(agenda)[0]["papers"]
    assert (kept["late"], kept["days_late"], kept["late_because"]) == (True, 2, "The survey stayed open.")


def test_another_form_stands_beside_the_paper_and_is_never_late(agenda, item, cleo):
    paper = hand_in(item, "Figures", cleo)
    easy = operations.add_paper_form(paper, PaperForm.EASY_READ, pdf_given("Easy"), by=cleo, now=LATE)
    assert not rules.newest(easy).is_late
    again = operations.add_paper_form(paper, PaperForm.EASY_READ, pdf_given("Easier"), by=cleo, now=LATE)
    assert again is easy and rules.newest(easy).number == 2
    operations.add_paper_form(
        paper, PaperForm.OTHER_LANGUAGE, pdf_given("Po polsku"), language="Polish", by=cleo, now=LATE
    )
    with pytest.raises(rules.OtherFormOfOtherForm):
        operations.add_paper_form(easy, PaperForm.AUDIO, pdf_given("Heard"), by=cleo, now=LATE)
    operations.publish_agenda(agenda, by=cleo, now=LATE)
    (kept,) = content_of(agenda)[0]["papers"]
    assert [(one["form"], one["version"]) for one in kept["alternatives"]] == [
        ("easy read", 2),
        ("another language", 1),
    ]
    assert queries.published_numbers(easy) == {2}


def test_an_item_that_was_withdrawn_takes_no_paper(agenda, item, cleo):
    alter(item, withdrawn_at=NOW, number="4")
    with pytest.raises(rules.ItemIsWithdrawn):
        hand_in(item, "Figures", cleo)


def test_two_versions_at_once_get_two_numbers(database, agenda, item, cleo):
    paper = hand_in(item, "Figures", cleo)
    digests = [pdf_given(f"New {place}").digest for place in range(3)]
    url, reference = database.config["SQLALCHEMY_DATABASE_URI"], paper.reference
    db.session.rollback()

    said = at_once(main, *[(url, reference, digest) for digest in digests])

    assert sorted(number for (number,) in said) == ["2", "3", "4"]
    db.session.expire_all()
    assert [one.number for one in queries.get_paper(reference).versions] == [1, 2, 3, 4]


# ---- Late, for a decision -----------------------------------------------------------------------------------


def test_a_late_paper_for_a_decision_comes_out_once_the_chair_accepts_it(
    agenda, decision, cleo, chas, letters
):
    paper = hand_in(decision, "Three ways", cleo, now=LATE)
    assert letters() == [chas.email] and paper.chair_asked_at == LATE
    with pytest.raises(rules.LatePaperNotAccepted):
        operations.publish_agenda(agenda, by=cleo, now=LATE)

    operations.accept_late(paper, in_place=False, by=chas, now=LATE)
    operations.accept_late(paper, in_place=False, by=chas, now=LATE + timedelta(hours=1))

    assert (paper.accepted_at, paper.accepted_by) == (LATE, chas)
    operations.publish_agenda(agenda, by=cleo, now=LATE)
    (kept,) = content_of(agenda)[0]["papers"]
    assert kept["accepted"] == "chair"


def test_the_organiser_learns_that_the_chair_does_not_accept_it(agenda, decision, cleo, chas):
    paper = hand_in(decision, "Three ways", cleo, now=LATE)
    operations.decline_late(paper, because="Nobody can read it by Thursday.", by=chas, now=LATE)
    operations.decline_late(paper, because="Nobody can read it by Thursday.", by=chas, now=LATE)
    assert [one for one in subjects() if one.startswith("Not accepted")] == [
        "Not accepted: Three ways, for 17 December"
    ]
    with pytest.raises(rules.LatePaperNotAccepted):
        operations.publish_agenda(agenda, by=cleo, now=LATE)
    operations.withdraw_paper(paper, by=cleo, now=LATE)
    operations.publish_agenda(agenda, by=cleo, now=LATE)


def test_what_does_not_wait_is_not_accepted(agenda, item, decision, cleo, chas):
    with pytest.raises(rules.PaperIsNotLate):
        operations.accept_late(hand_in(item, "For talk", cleo, now=LATE), in_place=False, by=chas, now=LATE)
    with pytest.raises(rules.PaperIsNotLate):
        operations.decline_late(hand_in(decision, "In time", cleo), by=chas, now=LATE)


def test_without_a_chair_nobody_is_written_to(agenda, decision, cleo, letters):
    paper = hand_in(decision, "Three ways", cleo, now=LATE)
    assert letters() == [] and paper.chair_asked_at is None
    assert operations.ask_chair_about(paper, by=cleo, now=LATE) == 0


# ---- Withdrawn ----------------------------------------------------------------------------------------------


def test_a_withdrawn_paper_keeps_its_place_and_those_who_opened_it_are_told(
    agenda, item, cleo, ada, ben, letters
):
    paper = hand_in(item, "Figures", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    before = len(letters())
    for reader in (ada.person, ben.person, ben.person, cleo):
        operations.note_opened(rules.newest(paper), by=reader, now=NOW)
    assert db.session.query(PaperOpened).count() == 3
    with pytest.raises(rules.WithdrawalNeedsReason):
        operations.withdraw_paper(paper, " ", by=cleo, now=NOW)

    assert operations.withdraw_paper(paper, "The figures were wrong.", by=cleo, now=NOW) == 2
    assert operations.withdraw_paper(paper, "Again.", by=cleo, now=NOW) == 0

    assert letters()[before:] == [ada.person.email, ben.person.email]
    assert subjects()[-1] == "A paper for 17 December was withdrawn: Figures"
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    (kept,) = content_of(agenda)[0]["papers"]
    assert kept["withdrawn"] is True
    with pytest.raises(rules.PaperIsWithdrawn):
        operations.add_paper_version(paper, pdf_given("New"), by=cleo, now=NOW)

    operations.bring_paper_back(paper, by=cleo, now=NOW)
    assert not paper.is_withdrawn
    operations.withdraw_paper(paper, "Wrong after all.", by=cleo, now=NOW)
    with pytest.raises(rules.CannotComeBack):
        operations.bring_paper_back(paper, by=cleo, now=datetime(2026, 12, 18, tzinfo=UTC))


def test_a_paper_that_never_came_out_is_simply_taken_off(agenda, item, cleo, letters):
    paper = hand_in(item, "Figures", cleo)
    operations.withdraw_paper(paper, by=cleo, now=NOW)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    assert content_of(agenda) == [] and queries.published_numbers(paper) == set()


def test_a_version_that_was_taken_in_by_mistake_is_withheld(agenda, item, cleo):
    paper = hand_in(item, "Figures", cleo)
    operations.add_paper_version(paper, pdf_given("With an address"), by=cleo, now=NOW)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    wrong = rules.newest(paper)
    with pytest.raises(rules.WithdrawalNeedsReason):
        operations.withhold_paper_version(wrong, "", by=cleo, now=NOW)
    operations.withhold_paper_version(wrong, "It held somebody’s address.", by=cleo, now=NOW)
    assert rules.newest(paper).number == 1
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    assert queries.versions_out(agenda) == {paper.reference: 1}
    operations.show_paper_version_again(wrong, by=cleo, now=NOW)
    assert rules.newest(paper).number == 2


# ---- With a proposal ----------------------------------------------------------------------------------------


def propose(forum, who, title="Buses in the evening"):
    return operations.submit_proposal(
        forum, title=title, why="No bus after six.", purpose=Purpose.DISCUSS, length=timedelta(minutes=20),
        representative=who, by=who.person, now=NOW,
    )  # fmt: skip


def test_papers_of_a_proposal_go_with_it_to_its_item_and_back(agenda, forum, cleo, ada, ben):
    proposal, other = propose(forum, ada), propose(forum, ben, "The last bus home")
    paper, second = hand_in(proposal, "The timetable", ada.person), hand_in(other, "A petition", ben.person)
    operations.answer_proposal(
        other, ProposalState.MERGED, reason="The same.", into=proposal, by=cleo, now=NOW
    )

    item = operations.put_on_proposal(agenda, proposal, by=cleo, now=NOW)

    assert [one.title for one in queries.papers_of_item(item)] == ["The timetable", "A petition"]
    assert rules.newest(paper).due_on == rules.papers_due_on(agenda.meeting)
    operations.take_off(item, by=cleo, now=NOW)
    db.session.expire_all()
    assert (paper.item, second.item) == (None, None)
    assert [one.title for one in queries.papers_of_proposal(proposal)] == ["The timetable"]


def test_an_item_that_was_never_out_goes_with_its_papers(agenda, item, cleo):
    paper = hand_in(item, "Figures", cleo)
    operations.add_paper_form(paper, PaperForm.EASY_READ, pdf_given("Easy"), by=cleo, now=NOW)
    operations.take_off(item, by=cleo, now=NOW)
    assert db.session.query(Paper).count() == db.session.query(PaperVersion).count() == 0


# ---- Fair competition ---------------------------------------------------------------------------------------


def test_a_new_version_joins_the_release_that_is_set(agenda, item, cleo):
    paper = hand_in(item, "The draft contract", cleo)
    alter(item, regime=Regime.PROCUREMENT_ACT)
    release_at = NOW + timedelta(days=3)
    alter(paper.versions[0], release_at=release_at)
    assert hand_in(item, "Its annex", cleo).versions[0].release_at == release_at
    later = release_at + timedelta(hours=1)
    assert hand_in(item, "A late annex", cleo, now=later).versions[0].release_at is None


# ---- Asked and reminded -------------------------------------------------------------------------------------

REMINDED_ON = datetime(2026, 12, 7, 9, tzinfo=UTC)


def test_who_presents_is_asked_once_and_reminded_once(agenda, item, decision, cleo, ada, letters):
    assert operations.ask_for_papers(agenda, by=cleo, now=NOW) == 1, "one letter for both items"
    with pytest.raises(rules.NobodyToAskForPapers):
        operations.ask_for_papers(agenda, by=cleo, now=NOW)
    assert operations.remind_of_papers(REMINDED_ON - timedelta(days=1)) == 0
    assert operations.remind_of_papers(REMINDED_ON) == 1
    assert operations.remind_of_papers(REMINDED_ON) == 0
    assert letters() == [ada.person.email] * 2
    asked, reminder = db.session.query(Letter).order_by(Letter.id)
    assert "Who sits on panels" in asked.text and "by Wednesday" in asked.text and "25 MB" in asked.text
    assert (
        reminder.subject.startswith("A reminder")
        and f"/presenters/{decision.presenters[0].reference}" in reminder.text
    )


def test_who_has_handed_something_in_is_not_reminded(agenda, item, cleo, ada):
    operations.ask_for_papers(agenda, by=cleo, now=NOW)
    hand_in(item, "Figures", ada.person)
    assert operations.remind_of_papers(REMINDED_ON) == 0


def test_nobody_is_asked_for_a_meeting_that_is_over_or_called_off(agenda, item, cleo):
    with pytest.raises(rules.NobodyToAskForPapers):
        operations.ask_for_papers(agenda, by=cleo, now=datetime(2026, 12, 18, tzinfo=UTC))
    alter(agenda.meeting, state="cancelled")
    with pytest.raises(rules.MeetingIsCalledOff):
        operations.ask_for_papers(agenda, by=cleo, now=NOW)


# ---- Files that nobody needs --------------------------------------------------------------------------------


def test_a_file_whose_paper_was_refused_is_swept_and_the_others_stay(agenda, item, cleo):
    paper = hand_in(item, "Figures", cleo)
    orphan = pdf_given("Refused after it was stored").digest
    kept, gone = path_of(rules.newest(paper).digest), path_of(orphan)
    for path in (kept, gone):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    asking_for_papers._last_swept.clear()
    operations.let_go_of_files(NOW + timedelta(days=2))
    assert kept.is_file() and not gone.exists()
    assert operations.let_go_of_files(NOW + timedelta(days=2, minutes=1)) == 0, "once an hour"
    asking_for_papers._last_swept.clear()
