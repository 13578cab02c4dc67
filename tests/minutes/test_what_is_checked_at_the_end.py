"""What is looked at before minutes go out: each with the spot where it is mended."""

import pytest

from forum.actions.models import Action
from forum.agendas.models import AgendaItem, Purpose, Standing
from forum.attendance.models import Presence
from forum.attendance.rules import Listed
from forum.decisions.models import Decision, DecisionState, Recommendation
from forum.minutes import rules
from forum.minutes.models import Entry, EntryKind
from tests.makers import NOW

NO_QUORUM = {
    "present": 3, "needed": 5, "voluntary": 2, "commissioners": 1, "lay": 0, "each_side": 0, "left_out": 0,
    "is_met": False,
}  # fmt: skip
THERE = [Listed(None, None, Presence.PRESENT)]


def line(text="Something was said.", kind=EntryKind.NOTE, **things):
    return Entry(
        id=7, reference="LINE", item_id=1, item=AgendaItem(reference="ITEM"), kind=kind, text=text, saved_at=NOW,
        is_meant=False, withdrawn_at=None,
        **things,
    )  # fmt: skip


def decision(text, quorum=None):
    made = Decision(reference="D-2026-001", text=text, state=DecisionState.CONFIRMED, quorum=quorum)
    return line(text, EntryKind.DECISION, decision=made)


def found(*entries, rivals=(), attendance=THERE, **item):
    item = AgendaItem(id=1, reference="ITEM", title="Grants", **{"purpose": Purpose.INFORM, **item})
    return rules.things_to_check([("3", item)], entries, attendance, rivals)


@pytest.mark.parametrize("entries, words", [
    ([decision("Agreed.")], "D-2026-001 does not say what was decided"),
    ([decision("Apologies were noted.")], "D-2026-001 says only that apologies were noted, which is no decision"),
    ([decision("Grants open in May.", NO_QUORUM)],
     "D-2026-001 was decided without a quorum: 3 of 5\u00a0members needed"),
    ([line("Ask.", EntryKind.RECOMMENDATION, recommendation=Recommendation(reference="R-2026-001", due_as_said=""))],
     "R-2026-001 has no date for the answer"),
    ([line("Ask.", EntryKind.RECOMMENDATION)], "A recommendation names no organisation"),
    ([line("Write to jo@council.example.org")], "An e-mail address in item 3, saved 10:00:00"),
])  # fmt: skip
def test_a_line_leads_to_itself(entries, words):
    (check,) = found(*entries)

    assert (check.words, check.entry) == (words, "LINE")


def test_an_action_without_owner_and_date_is_two_things():
    action = Action(reference="A-2026-001", text="Write.", due_as_said="", owners_as_said="")

    assert [one.words for one in found(line("Write.", EntryKind.ACTION, action=action))] == [
        "A-2026-001 has no date", "A-2026-001 has no owner",
    ]  # fmt: skip


@pytest.mark.parametrize("item, words", [
    ({"purpose": Purpose.DECIDE}, ["Item 3 was for decision, and nothing was decided: Grants"]),
    ({"purpose": Purpose.DISCUSS}, ["Nothing came of item 3: no decision, recommendation or action, Grants"]),
    ({"purpose": Purpose.DECIDE, "standing": Standing.WELCOME}, []),
    ({"purpose": Purpose.INFORM}, []),
])  # fmt: skip
def test_an_item_for_decision_or_discussion_has_an_outcome(item, words):
    assert [one.words for one in found(line(), **item)] == words


def test_two_texts_on_a_line_and_an_empty_room_are_seen_to():
    words = [one.words for one in found(line(), rivals={7}, attendance=[])]

    assert words == ["Nobody is marked as present", "A line of item 3 has two texts: choose one"]


@pytest.mark.parametrize("text, is_so", [
    ("Apologies were received from Jo.", True),
    ("Apologies noted; apologies from Sam accepted.", True),
    ("The council apologised and will repay the grants.", False),
    ("Apologies were noted. Grants open in May.", False),
])  # fmt: skip
def test_a_decision_that_only_notes_apologies_is_known(text, is_so):
    assert rules.is_about_apologies(text) is is_so
