"""Tidying lines after they were written: order, item, two of one, one of two, and what a line is."""

from datetime import timedelta

import pytest

from forum.actions.models import Action, ActionState
from forum.actions.rules import StaysUnderItsItem
from forum.decisions.models import Decision, DecisionState, Recommendation
from forum.decisions.rules import AlreadyCirculated, VoteGiven, Votes
from forum.foundation.database import db
from forum.minutes import operations, queries, rules
from forum.minutes.models import EntryKind
from tests.makers import NOW
from tests.minutes.writing import ACTION, DECISION, NOTE, owner, write

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def lines(minutes, item, mina):
    return [write(minutes, item, mina, text) for text in ("One.", "Two.", "Three.")]


def texts(minutes, item=None):
    return [entry.text for entry in queries.entries_of(minutes, item)]


def test_a_line_is_moved_up_and_down_and_a_new_one_still_goes_to_the_end(minutes, item, lines, mina):
    edition = minutes.edition
    operations.move_entry(lines[2], -1, by=mina, now=LATER)
    operations.move_entry(lines[0], 1, by=mina, now=LATER)
    operations.move_entry(lines[2], -1, by=mina, now=LATER)  # it is the first: it stays

    assert texts(minutes, item) == ["Three.", "One.", "Two."]
    write(minutes, item, mina, "Four.")
    assert texts(minutes, item)[-1] == "Four."
    assert minutes.edition == edition + 3


def test_a_line_moves_to_another_item_with_the_decision_that_it_holds(minutes, agenda, item, lines, mina):
    other = agenda.items[0]
    write(minutes, other, mina, "Everybody was welcomed.")
    decided = write(minutes, item, mina, "Providers see each draft.", DECISION)

    operations.move_entry_to_item(decided, other, by=mina, now=LATER)

    assert texts(minutes, other) == ["Everybody was welcomed.", "Providers see each draft."]
    assert decided.decision.item is other and decided.decision.taken_at == NOW
    decided.decision.published_at = LATER
    db.session.commit()
    with pytest.raises(StaysUnderItsItem):
        operations.move_entry_to_item(decided, item, by=mina, now=LATER)


def test_a_line_is_split_and_its_parts_stand_in_its_place(minutes, item, lines, mina):
    parts = rules.parts_of("Two.\r\n \r\nTwo and a half.\n\n\nTwo and more.")

    made = operations.split_entry(lines[1], parts, edition=1, by=mina, now=LATER)

    assert texts(minutes, item) == ["One.", "Two.", "Two and a half.", "Two and more.", "Three."]
    assert [entry.written_at for entry in made] == [NOW, NOW, NOW]
    with pytest.raises(rules.ChangedMeanwhile):  # sent twice
        operations.split_entry(lines[1], parts, edition=1, by=mina, now=LATER)
    with pytest.raises(rules.NothingToSplit):
        operations.split_entry(lines[0], ["One."], edition=1, by=mina, now=LATER)


def test_what_is_split_off_a_decision_is_a_note_and_the_decision_keeps_its_number(minutes, item, mina):
    decided = write(minutes, item, mina, "Providers see drafts. It took long.", DECISION)

    operations.split_entry(decided, ["Providers see drafts.", "It took long."], edition=1, by=mina, now=LATER)

    first, second = queries.entries_of(minutes, item)
    assert (first.decision.reference, first.decision.text) == ("D-2026-001", "Providers see drafts.")
    assert (second.kind, second.decision) == (NOTE, None)


def test_two_notes_are_joined_and_what_holds_a_number_is_not(minutes, item, lines, mina):
    decided = write(minutes, item, mina, "Providers see each draft.", DECISION)

    assert operations.join_entries(lines[2], by=mina, now=LATER) is lines[1]

    assert texts(minutes, item) == ["One.", "Two.\nThree.", "Providers see each draft."]
    for entry, refusal in ((decided, rules.OnlyWordsJoin), (lines[0], rules.NothingAbove)):
        with pytest.raises(refusal):
            operations.join_entries(entry, by=mina, now=LATER)


def test_a_note_becomes_an_action_and_a_note_again_and_the_number_stays_taken_back(
    minutes, item, lines, ada, ben, mina
):
    line = lines[0]
    operations.turn_entry(
        line, ACTION, edition=1, owners=[owner(ada)], due_as_said="4 dec", by=mina, now=LATER
    )
    assert (line.action.reference, line.action.text) == ("A-2026-001", "One.")

    operations.turn_entry(line, NOTE, edition=2, by=mina, now=LATER)
    operations.turn_entry(line, EntryKind.RECOMMENDATION, edition=3, to=ben.organisation, by=mina, now=LATER)
    operations.turn_entry(line, DECISION, edition=4, by=mina, now=LATER)

    assert texts(minutes, item) == ["One.", "Two.", "Three."]
    assert db.session.query(Action).one().state is ActionState.WITHDRAWN
    assert db.session.query(Recommendation).one().withdrawn_at == LATER
    assert (line.kind, line.action, line.recommendation) == (DECISION, None, None)
    assert line.decision.reference == "D-2026-001" and line.decision.taken_at == NOW
    steps = [(step.what, step.said_before) for step in queries.steps_of(line)]
    assert steps == [
        ("Written", ""),
        ("Turned from a note into an action, as A-2026-001", ""),
        ("Turned from an action into a note. A-2026-001 stays in its register as taken back", ""),
        ("Turned from a note into a recommendation, as R-2026-001", ""),
        (
            "Turned from a recommendation into a decision. R-2026-001 stays in its register as taken back. "
            "It is D-2026-001 now",
            "",
        ),
    ]


def test_one_that_was_taken_back_before_can_be_a_note_and_never_comes_back(minutes, item, mina):
    decided = write(minutes, item, mina, "Providers see each draft.", DECISION)
    operations.withdraw_entry(decided, by=mina, now=NOW)

    operations.turn_entry(decided, NOTE, edition=2, by=mina, now=LATER)

    assert not rules.is_taken_back(decided)
    assert db.session.query(Decision).one().state is DecisionState.WITHDRAWN


def test_a_vote_becomes_a_note_and_takes_its_decision_back(minutes, item, mina):
    vote = VoteGiven(motion="Meet in March.", in_favour=Votes(voluntary=4), against=Votes(commissioners=1))
    line = write(minutes, item, mina, "Meet in March.", EntryKind.VOTE, vote=vote)
    taken, decided = line.vote, line.decision

    operations.turn_entry(line, NOTE, edition=1, by=mina, now=LATER)

    assert (line.kind, line.vote, line.decision) == (NOTE, None, None)
    assert taken.withdrawn_at == LATER and decided.state is DecisionState.WITHDRAWN


def test_words_that_were_kept_as_meant_are_looked_at_anew_once_they_change(minutes, lines, mina):
    for line in lines:
        line.is_meant = True
    db.session.commit()

    operations.change_entry(lines[0], "One. ", edition=1, by=mina, now=LATER)
    operations.change_entry(lines[1], "Jo is ill.", edition=1, by=mina, now=LATER)
    operations.split_entry(lines[2], ["Three", "and."], edition=1, by=mina, now=LATER)

    assert [line.is_meant for line in queries.entries_of(minutes)] == [True, False, False, False]


def test_what_was_circulated_is_not_turned_and_the_refusal_says_what_to_do(minutes, item, mina):
    decided = write(minutes, item, mina, "Providers see each draft.", DECISION)
    operations.end_minutes(minutes, by=mina, now=NOW)
    operations.circulate_minutes(minutes, by=mina, now=NOW)

    with pytest.raises(AlreadyCirculated, match="Rescind it with a reason"):
        operations.turn_entry(decided, NOTE, edition=1, by=mina, now=LATER)
    assert decided.decision.state is DecisionState.CONFIRMED


@pytest.mark.parametrize(
    "kind, edition, refusal",
    [
        (NOTE, 1, rules.IsThatAlready),
        (EntryKind.VOTE, 1, rules.VoteNeedsCounts),
        (DECISION, 7, rules.ChangedMeanwhile),
        (EntryKind.RECOMMENDATION, 1, rules.RecommendationNeedsBody),
    ],
)
def test_a_line_is_not_turned_into_what_it_cannot_be(lines, mina, kind, edition, refusal):
    with pytest.raises(refusal):
        operations.turn_entry(lines[0], kind, edition=edition, by=mina, now=LATER)


def test_the_history_says_who_did_what_and_what_it_said_before(minutes, agenda, item, lines, mina, cleo):
    line = lines[1]
    operations.change_entry(line, "Two, put right.", edition=1, by=cleo, now=LATER)
    operations.move_entry(line, -1, by=mina, now=LATER)
    operations.move_entry_to_item(line, agenda.items[0], by=mina, now=LATER)

    steps = queries.steps_of(line)

    assert [(step.by, step.what, step.said_before) for step in steps] == [
        (mina.name, "Written", ""),
        (cleo.name, "Changed", "Two."),
        (mina.name, "Moved among the lines of its item", ""),
        (mina.name, f"Moved here from “{item.title}”", ""),
    ]
    assert [step.what for step in queries.steps_of(lines[0])] == ["Written"]  # it only made room
