"""What the minute-taker types, and what it is understood to say."""

from datetime import date

import pytest

from forum.actions.due import NextMeetingIsNotFixed, NoSuchDate
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.minutes.line import (
    Candidate,
    Line,
    NameFitsNobody,
    NameFitsSeveral,
    NoDateAfterBy,
    owner_called,
    owners_called,
    understand,
)
from forum.minutes.models import EntryKind
from forum.organisations.models import Organisation
from forum.people.models import Person

SAID_ON = date(2026, 9, 17)
NEXT = date(2026, 12, 17)
NOTE, DECISION, ACTION = EntryKind.NOTE, EntryKind.DECISION, EntryKind.ACTION


def line(typed: str, pressed: EntryKind = NOTE) -> Line:
    return understand(typed, pressed, said_on=SAID_ON, next_meeting_on=NEXT)


@pytest.mark.parametrize(
    "typed",
    [
        "Delia Marsh: small providers see it late.",
        "a lot of members agreed",
        "A new form was shown @ the end",
        "did they answer?",
        "D Marsh spoke.",
    ],
)
def test_plain_words_are_a_note(typed):
    assert line(typed) == Line(NOTE, typed)


def test_d_is_a_decision():
    assert line("d  Providers see each draft.") == Line(DECISION, "Providers see each draft.")
    assert line("Providers see each draft.", DECISION) == Line(DECISION, "Providers see each draft.")


@pytest.mark.parametrize(
    "typed, understood",
    [
        ("a @owen by 3 oct send the list", Line(ACTION, "Send the list", ("owen",), "3 oct")),
        ("A @owen by end of october Publish it", Line(ACTION, "Publish it", ("owen",), "end of october")),
        ("a @owen by next meeting report back", Line(ACTION, "Report back", ("owen",), "next meeting")),
        ("a @owen @priya by 30 nov meet", Line(ACTION, "Meet", ("owen", "priya"), "30 nov")),
        ("a @owen, @priya and @tom: meet", Line(ACTION, "Meet", ("owen", "priya", "tom"), "")),
        ('a @"County Council" publish it', Line(ACTION, "Publish it", ("County Council",), "")),
        ("a @owen send the list by friday", Line(ACTION, "Send the list", ("owen",), "friday")),
        ("a @owen send the list by hand", Line(ACTION, "Send the list by hand", ("owen",), "")),
        ("a @all by 11 december send comments", Line(ACTION, "Send comments", ("all",), "11 december")),
        ("a @helen by when published: share it", Line(ACTION, "Share it", ("helen",), "when published")),
        ("a @helen by ongoing keep asking", Line(ACTION, "Keep asking", ("helen",), "ongoing")),
    ],
)
def test_a_is_an_action_with_its_owners_and_its_date(typed, understood):
    assert line(typed) == understood


def test_the_button_makes_an_action_of_plain_words():
    assert line("send the list by 3 oct", ACTION) == Line(ACTION, "Send the list", (), "3 oct")


def test_a_date_that_is_none_is_said_to_be_none():
    with pytest.raises(NoDateAfterBy):
        line("a @owen by someday send the list")
    with pytest.raises(NoSuchDate):
        line("a @owen by 31 november send the list")
    with pytest.raises(NextMeetingIsNotFixed):
        understand("a @owen by next meeting report", NOTE, said_on=SAID_ON)


# ---- Names --------------------------------------------------------------------------------------------------

COUNCIL = Organisation(known_as="County Council")
CARERS = Organisation(known_as="Fenland Carers’ Link")
OWEN = Candidate(Owner(Person(name="Owen Tregarth"), COUNCIL), is_here=True)
OTHER_OWEN = Candidate(Owner(Person(name="Owen Marsh"), CARERS))
PRIYA = Candidate(Owner(Person(name="Priya Nand-O’Brien"), CARERS))
TOM = Candidate(Owner(Person(name="Tom Ockley"), is_lay=True), is_here=True)
TIM = Candidate(Owner(Person(name="Tim Ockley"), CARERS), is_here=True)
BODIES = [Candidate(Owner(organisation=COUNCIL)), Candidate(Owner(organisation=CARERS))]
EVERYONE = [OWEN, OTHER_OWEN, PRIYA, TOM, TIM, *BODIES]


@pytest.mark.parametrize(
    "name, whose",
    [
        ("owen", OWEN),  # the one who is here
        ("owen_marsh", OTHER_OWEN),
        ("Owen Tregarth", OWEN),
        ("priya", PRIYA),
        ("obrien", PRIYA),
        ("tom", TOM),
        ("t.ock", None),
        ("council", BODIES[0]),
        ("carers", BODIES[1]),
        ("fenland-carers", BODIES[1]),
    ],
)
def test_whom_a_name_means(name, whose):
    if whose is None:
        with pytest.raises(NameFitsSeveral) as refusal:
            owner_called(name, EVERYONE)
        assert str(refusal.value) == (
            "“@t.ock” could be Tom Ockley, lay member or Tim Ockley, Fenland Carers’ Link. "
            "Write more of the name, or choose the owner below."
        )
    else:
        assert owner_called(name, EVERYONE) == whose.owner


def test_all_members_and_nobody():
    assert owner_called("all", []) is ALL_MEMBERS
    with pytest.raises(NameFitsNobody):
        owner_called("zoe", EVERYONE)


def test_a_choice_from_the_list_answers_a_name_that_fits_nobody():
    assert owners_called(["zoe"], EVERYONE, chosen=[PRIYA.owner]) == [PRIYA.owner]
    assert owners_called(["tom"], EVERYONE, chosen=[PRIYA.owner]) == [TOM.owner, PRIYA.owner]
    with pytest.raises(NameFitsNobody):
        owners_called(["zoe"], EVERYONE)
