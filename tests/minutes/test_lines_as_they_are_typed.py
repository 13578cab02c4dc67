"""What the minute-taker types, and what it is understood to say."""

from datetime import date

import pytest

from forum.actions.due import NextMeetingIsNotFixed, NoSuchDate
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.minutes.line import (
    BodyFitsNobody,
    Candidate,
    Line,
    NameFitsNobody,
    NameFitsSeveral,
    NoDateAfterBy,
    RecommendedToSeveral,
    SpeaksForNoBody,
    body_called,
    owner_called,
    owners_called,
    understand,
    written_out,
)
from forum.minutes.models import EntryKind
from forum.minutes.names import offered, offered_dates
from forum.organisations.models import Organisation
from forum.people.models import Person

SAID_ON = date(2026, 9, 17)
NEXT = date(2026, 12, 17)
NOTE, DECISION, ACTION = EntryKind.NOTE, EntryKind.DECISION, EntryKind.ACTION
RECOMMENDATION, QUESTION, DECLARATION = EntryKind.RECOMMENDATION, EntryKind.QUESTION, EntryKind.DECLARATION


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
        "I think that it came too late.",
        "r they will ask the council",
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
        ("q  Which districts are meant?", Line(QUESTION, "Which districts are meant?")),
        ("i Priya Nand is a trustee of it", Line(DECLARATION, "Priya Nand is a trustee of it")),
        ("q", Line(QUESTION, "")),
        ("r @council by 30 nov publish it", Line(RECOMMENDATION, "Publish it", ("council",), "30 nov")),
        ("r @owen publish it by next meeting", Line(RECOMMENDATION, "Publish it", ("owen",), "next meeting")),
    ],
)
def test_each_other_kind_has_its_sign(typed, understood):
    assert line(typed) == understood


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
        ("a @owen by hand take it round", Line(ACTION, "By hand take it round", ("owen",), "")),
        (
            "a @owen by asking round find it by friday",
            Line(ACTION, "By asking round find it", ("owen",), "friday"),
        ),
        ('a @+"planning team" and @all: meet', Line(ACTION, "Meet", ("+planning team", "all"), "")),
        ("a @owen / @county-council: meet", Line(ACTION, "Meet", ("owen", "county-council"), "")),
        ("a @owen by 3 oct: two\nlines", Line(ACTION, "Two\nlines", ("owen",), "3 oct")),
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


def test_what_was_typed_for_owners_is_kept():
    assert line('a @owen / @+"planning team" meet').owners_as_said == "owen, planning team"


def test_a_date_that_is_none_is_said_to_be_none():
    with pytest.raises(NoDateAfterBy, match="by 3 oct.*by end of january"):
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
            "Choose whom you mean, or write more of the name."
        )
    else:
        assert owner_called(name, EVERYONE) == whose.owner


def test_all_members_and_nobody():
    assert owner_called("all", []) is ALL_MEMBERS
    with pytest.raises(NameFitsNobody) as refusal:
        owner_called("zoe", EVERYONE)
    assert refusal.value.choices == [Owner(team="zoe")]


def test_a_slip_of_a_letter_is_offered_whom_it_is_near():
    with pytest.raises(NameFitsNobody) as refusal:
        owner_called("pryia", EVERYONE)
    assert refusal.value.choices == [PRIYA.owner, Owner(team="pryia")]


def test_a_choice_is_written_into_the_line_and_is_then_understood():
    typed = "a @tim and @t.ock by 3 oct meet"
    with pytest.raises(NameFitsSeveral) as refusal:
        owners_called(line(typed).names, EVERYONE)
    assert refusal.value.choices == [TOM.owner, TIM.owner]

    chosen = written_out(typed, refusal.value.name, TOM.owner)

    assert chosen == 'a @tim and @"Tom Ockley, lay member" by 3 oct meet'
    assert owners_called(line(chosen).names, EVERYONE) == [TIM.owner, TOM.owner]


def test_a_team_is_kept_by_its_name_once_somebody_says_so():
    typed = 'a @"planning team" draw it'
    with pytest.raises(NameFitsNobody) as refusal:
        owners_called(line(typed).names, EVERYONE)
    chosen = written_out(typed, refusal.value.name, refusal.value.choices[-1])
    assert chosen == 'a @+"planning team" draw it'
    assert owners_called(line(chosen).names, EVERYONE) == [Owner(team="planning team")]
    assert owner_called("plan", [*EVERYONE, Candidate(Owner(team="planning team"))]) == Owner(
        team="planning team"
    )
    assert owner_called("+County Council", EVERYONE) == BODIES[0].owner  # a body that is known is no team


@pytest.mark.parametrize(
    "names, body",
    [((), None), (["council"], COUNCIL), (["owen tregarth"], COUNCIL), (["priya", "carers"], CARERS)],
)
def test_a_recommendation_goes_to_a_body_or_to_whom_the_person_speaks_for(names, body):
    assert body_called(names, EVERYONE) is body


@pytest.mark.parametrize(
    "names, refusal",
    [
        (["tom"], SpeaksForNoBody),
        (["council", "carers"], RecommendedToSeveral),
        (["partners"], BodyFitsNobody),
        (["all"], BodyFitsNobody),
        (["owe"], NameFitsSeveral),
    ],
)
def test_a_recommendation_goes_to_exactly_one_body(names, refusal):
    others = [one for one in EVERYONE if one is not OWEN] + [Candidate(OWEN.owner)]
    with pytest.raises(refusal):
        body_called(names, others)


def test_what_is_offered_says_what_to_write():
    twin = Candidate(Owner(Person(name="Tom Ockley"), CARERS))
    rows = offered([Candidate(ALL_MEMBERS), TOM, twin, PRIYA, BODIES[0], Candidate(Owner(team="partners"))])
    assert [(row.write, row.kind, row.is_here) for row in rows] == [
        ("all", "all", False),
        ('"Tom Ockley, lay member"', "person", True),
        ('"Tom Ockley, Fenland Carers’ Link"', "person", False),
        ('"Priya Nand-O’Brien"', "person", False),
        ('"County Council"', "organisation", False),
        ("partners", "team", False),
    ]
    assert [(row.write, row.words.replace("\u00a0", " ")) for row in offered_dates(SAID_ON, NEXT)][:2] == [
        ("next meeting", "Thursday 17 December 2026"),
        ("friday", "Friday 18 September 2026"),
    ]


def test_a_choice_from_the_list_answers_a_name_that_fits_nobody():
    assert owners_called(["zoe"], EVERYONE, chosen=[PRIYA.owner]) == [PRIYA.owner]
    assert owners_called(["tom"], EVERYONE, chosen=[PRIYA.owner]) == [TOM.owner, PRIYA.owner]
    with pytest.raises(NameFitsNobody):
        owners_called(["zoe"], EVERYONE)
