"""Corrections of circulated minutes, up to their approval and what is put right after it."""

from datetime import timedelta

import pytest

from forum.agendas.models import Standing, Visibility
from forum.agendas.rules import EVERYONE, Sight, digest_of
from forum.decisions.models import Decision
from forum.foundation.database import db, operation
from forum.foundation.post import Letter, LetterState
from forum.journal.models import JournalEntry
from forum.journal.operations import note as journal
from forum.minutes import operations, published, queries, rules
from forum.minutes.models import ApprovedAs, CorrectionAnswer, MinutesState
from tests.makers import NOW, make_agenda, make_item, make_meeting
from tests.minutes.test_circulating_and_approving import erase
from tests.minutes.writing import DECISION, write

LATER = NOW + timedelta(days=1)
AFTER = NOW + timedelta(days=30)


@operation
def leave(person):
    """Let the letters to somebody leave."""
    for letter in db.session.query(Letter).filter_by(to_reference=person.reference):
        letter.state = LetterState.SENT
    db.session.flush()
    journal(None, "sent for a test", person, now=NOW)


@pytest.fixture
def out(written, cleo):
    """The minutes, circulated as version 1."""
    operations.circulate_minutes(written, by=cleo, now=LATER)
    return written


@pytest.fixture
def following(forum):
    """The next meeting, with an item for the minutes, and minutes of its own that were begun."""
    meeting = make_meeting(forum, starts_at=AFTER)
    agenda = make_agenda(meeting, "Welcome")
    make_item(agenda, "Minutes of the last meeting", standing=Standing.MINUTES)
    return meeting


def line(minutes, at=0):
    return queries.entries_of(minutes)[at]


def suggest(minutes, who, text="Small providers see it two weeks late.", **values):
    values.setdefault("line", line(minutes).reference)
    return operations.suggest_correction(
        minutes, text, organisation=who.organisation, by=who.person, now=LATER, **values
    )


def test_a_correction_that_is_accepted_changes_the_line_and_says_so_in_the_journal(out, ada, cleo, letters):
    before = len(letters())
    found = suggest(out, ada, because="It was two weeks.", sent_key="k")
    assert suggest(out, ada, sent_key="k") is found

    operations.accept_correction(found, found.text, by=cleo, now=LATER)

    entry = line(out)
    assert (entry.text, entry.edition) == ("Small providers see it two weeks late.", 2)
    acts = [one.act for one in db.session.query(JournalEntry).order_by(JournalEntry.id)]
    assert f"changed a line of the minutes by correction {found.reference}" in acts
    assert letters()[before:] == [ada.person.email]
    with pytest.raises(rules.AnsweredAlready):
        operations.decline_correction(found, "No.", by=cleo, now=LATER)


def test_declined_it_has_a_reason_and_changes_nothing(out, ada, cleo):
    found = suggest(out, ada)
    with pytest.raises(rules.AnswerNeedsReason):
        operations.decline_correction(found, " ", by=cleo, now=LATER)

    operations.decline_correction(found, "The recording says late.", by=cleo, now=LATER)

    assert (found.answer, line(out).edition) == (CorrectionAnswer.DECLINED, 1)


def test_circulated_words_of_a_decision_are_put_right_and_the_old_version_keeps_its_own(out, ada, cleo):
    found = suggest(out, ada, "Providers see each draft, for 30 days.", line="D-2026-001")
    operations.accept_correction(found, found.text, by=cleo, now=LATER)

    assert db.session.query(Decision).one().text == "Providers see each draft, for 30 days."
    again = operations.circulate_minutes(out, by=cleo, now=LATER)
    said = [published.find_line(one.content, "D-2026-001")[1]["text"]
            for one in (queries.get_version(out.meeting, 1), again)]  # fmt: skip
    assert said == ["Providers see each draft.", "Providers see each draft, for 30 days."]


def test_what_is_missing_becomes_a_line_and_a_line_that_went_meanwhile_loses_nothing(
    out, item, ada, mina, cleo
):
    missing = suggest(out, ada, "The council thanked the carers.", line=None, item=item)
    about_a_line = suggest(out, ada)
    operations.withdraw_entry(line(out), by=mina, now=LATER)

    operations.accept_correction(missing, missing.text, by=cleo, now=LATER)
    operations.accept_correction(about_a_line, about_a_line.text, by=cleo, now=LATER)

    assert [one.text for one in queries.entries_of(out)][-2:] == [missing.text, about_a_line.text]


def test_a_line_that_changed_while_the_answer_was_written_is_not_written_over(out, ada, mina, cleo):
    found = suggest(out, ada)
    operations.change_entry(line(out), "Small providers never see it.", edition=1, by=mina, now=LATER)

    with pytest.raises(rules.ChangedMeanwhile):
        operations.accept_correction(found, found.text, edition=1, by=cleo, now=LATER)

    assert found.answer is None


@pytest.mark.parametrize("text, refusal", [
    ("Providers ask jo@council.example.org.", rules.ContactDetailsInCorrection),
    ("Jo, who is in hospital, sent apologies.", rules.AbsenceInCorrection),
])  # fmt: skip
def test_what_nobody_is_to_read_is_not_accepted_into_a_decision_that_everyone_reads(
    out, ada, cleo, text, refusal
):
    found = suggest(out, ada, "Providers ask Jo about each draft.", line="D-2026-001")

    with pytest.raises(refusal):
        operations.accept_correction(found, text, by=cleo, now=LATER)

    assert db.session.query(Decision).one().text == "Providers see each draft."


def test_what_a_withheld_version_said_is_not_told_with_the_corrections(out, following, ada, cleo):
    found = suggest(out, ada)
    operations.accept_correction(found, found.text, by=cleo, now=LATER)
    operations.circulate_minutes(out, by=cleo, now=LATER)
    operations.withhold_minutes(
        queries.get_version(out.meeting, 1), because="It named one.", by=cleo, now=LATER
    )

    approved = operations.approve_minutes(out, following, by=cleo, now=AFTER)

    (shown,) = approved.content["corrections"]
    assert (shown.get("was"), shown["now"]) == (None, found.text)


@pytest.mark.parametrize("text, refusal", [
    ("", rules.CorrectionIsEmpty),
    ("x" * 20_000, rules.CorrectionIsTooLong),
    ("Ask jo@council.example.org", rules.ContactDetailsInCorrection),
    ("Small providers see it late.", rules.CorrectionChangesNothing),
])  # fmt: skip
def test_what_cannot_stand_in_minutes_is_refused(text, refusal, out, ada):
    with pytest.raises(refusal):
        suggest(out, ada, text)


def test_before_they_are_out_and_after_their_approval_there_is_nothing_to_correct(
    written, following, ada, cleo
):
    with pytest.raises(rules.NothingToCorrectYet):
        suggest(written, ada)
    operations.circulate_minutes(written, by=cleo, now=LATER)
    operations.approve_minutes(written, following, by=cleo, now=AFTER)
    with pytest.raises(rules.CorrectionsHaveClosed):
        suggest(written, ada)


# ---- Approval -----------------------------------------------------------------------------------------------


def test_approved_under_an_item_of_the_next_meeting_with_these_corrections(
    out, following, ada, ben, mina, cleo
):
    taken = operations.start_minutes(following, by=mina, now=AFTER)
    found = suggest(out, ada)
    item = queries.find_approval_item(following)
    with pytest.raises(rules.CorrectionsAreOpen, match="1\xa0correction is open"):
        operations.approve_minutes(out, following, item=item, by=cleo, now=AFTER)
    operations.accept_correction(found, found.text, by=cleo, now=LATER)
    assert queries.minutes_to_approve(following) == [out]

    version = operations.approve_minutes(out, following, item=item, by=cleo, now=AFTER)

    assert (out.approved_as, out.approval_item, out.approved_at_meeting, out.approved_at) == (
        ApprovedAs.CORRECTED, item, following, AFTER,
    )  # fmt: skip
    assert [entry.text for entry in queries.entries_of(taken, item)] == [
        "The minutes of 24 November 2026 were approved with these corrections."
    ]
    assert [
        (one.where, one.was, one.now) for one in published.corrections_shown(version.content, EVERYONE)
    ] == [("Item 2", "Small providers see it late.", "Small providers see it two weeks late.")]
    assert queries.minutes_to_approve(following) == []


def test_unchanged_they_are_a_correct_record_and_the_item_is_found(out, following, cleo):
    version = operations.approve_minutes(out, following, by=cleo, now=AFTER)

    assert out.approved_as is ApprovedAs.CORRECT
    assert out.approval_item == queries.find_approval_item(following)
    assert version.digest == queries.get_version(out.meeting, 1).digest


def test_a_correction_of_a_closed_item_is_listed_for_those_alone_who_see_the_item(
    written, agenda, following, ada, mina, cleo
):
    closed = make_item(
        agenda, "The Hartwell contract", visibility=Visibility.CLOSED, closed_because="A bidder"
    )
    entry = write(written, closed, mina, "Hartwell bid lowest.")
    operations.circulate_minutes(written, by=cleo, now=LATER)
    found = suggest(written, ada, "Hartwell bid highest.", line=entry.reference)
    operations.accept_correction(found, found.text, by=cleo, now=LATER)

    content = operations.approve_minutes(written, following, by=cleo, now=AFTER).content

    assert published.corrections_shown(content, EVERYONE) == []
    assert len(published.corrections_shown(content, Sight(is_officer=True))) == 1


# ---- Put right after it -------------------------------------------------------------------------------------


def test_put_right_after_the_approval_is_a_new_version_that_says_why(
    out, following, ada, lena, cleo, letters
):
    operations.approve_minutes(out, following, by=cleo, now=AFTER)
    decision = line(out, 1)
    before = len(letters())
    for text, because, refusal in [
        (decision.text, "A slip.", rules.NothingPutRight),
        ("Providers see each draft first.", "", rules.ReasonForPuttingRight),
    ]:
        with pytest.raises(refusal):
            operations.put_right(decision, text, because=because, edition=1, by=cleo, now=AFTER)

    version = operations.put_right(
        decision,
        "Providers see each draft first.",
        because="A word was missing.",
        edition=1,
        by=cleo,
        now=AFTER,
    )

    assert (version.number, version.state, out.state) == (3, MinutesState.APPROVED, MinutesState.APPROVED)
    assert [one for one in queries.held_versions(out) if one.because] == [version]
    assert letters()[before:] == [ada.person.email, lena.person.email]
    assert db.session.query(Decision).one().text == "Providers see each draft first."
    old = queries.get_version(out.meeting, 2).content
    assert published.find_line(old, "D-2026-001")[1]["text"] == "Providers see each draft."


def test_before_the_approval_a_line_is_simply_changed(out, cleo):
    with pytest.raises(rules.OnlyApprovedIsPutRight):
        operations.put_right(line(out), "Other.", because="A slip.", edition=1, by=cleo, now=LATER)


# ---- Withheld -----------------------------------------------------------------------------------------------


def test_withheld_the_one_before_is_the_newest_and_waiting_letters_are_stopped(out, item, mina, cleo):
    write(out, item, mina, "Something else.", DECISION)
    second = operations.circulate_minutes(out, by=cleo, now=LATER)
    digest = second.digest
    with pytest.raises(rules.WithholdingNeedsWords):
        operations.withhold_minutes(second, because=" ", by=cleo, now=LATER)

    operations.withhold_minutes(second, because="It named somebody.", by=cleo, now=LATER)

    assert (second.number, second.digest, second.withheld_because) == (2, digest, "It named somebody.")
    assert queries.find_version(out.meeting).number == 1
    states = {one.state for one in db.session.query(Letter) if ":2:" in (one.key or "")}
    assert states == {LetterState.STOPPED}
    assert {one.reference: one.published_at is None for one in db.session.query(Decision)} == {
        "D-2026-001": False, "D-2026-002": True,
    }  # fmt: skip
    assert operations.circulate_minutes(out, by=cleo, now=LATER).number == 3


def test_where_no_version_holds_they_are_a_draft_again_and_who_got_a_letter_hears_of_it(
    out, ada, cleo, letters
):
    version = queries.get_version(out.meeting, 1)
    leave(ada.person)
    before = len(letters())

    operations.withhold_minutes(version, because="Too early.", tell=True, by=cleo, now=LATER)

    assert (out.state, queries.find_version(out.meeting)) == (MinutesState.DRAFTING, None)
    assert letters()[before:] == [ada.person.email]


# ---- The digest ---------------------------------------------------------------------------------------------


def test_a_name_that_is_erased_goes_from_every_version_and_each_digest_holds(out, following, ada, cleo):
    operations.accept_correction(suggest(out, ada), "Small providers wait.", by=cleo, now=LATER)
    operations.circulate_minutes(out, by=cleo, now=LATER)
    operations.approve_minutes(out, following, by=cleo, now=AFTER)
    erase(ada.person)

    for number in (1, 2, 3):
        version = queries.get_version(out.meeting, number)
        shown = published.as_shown(
            version.content, EVERYONE, queries.people_called(published.people_in(version.content))
        )
        assert "Ada" not in str(shown) and published.ERASED in str(shown)
        assert digest_of(version.content) == version.digest
