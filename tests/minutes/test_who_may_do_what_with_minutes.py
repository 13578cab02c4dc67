"""Who may do what with minutes: the whole table, person by person."""

from datetime import timedelta

import pytest

from forum.minutes.models import Minutes, MinutesState, MinutesVersion
from forum.minutes.policy import may_circulate_minutes, may_read_draft, may_see_minutes, may_write_minutes
from forum.people.models import Visitor
from tests.makers import NOW, make_forum, make_meeting


@pytest.fixture
def people(forum, ada, cora, lena, cleo, chas, mina, drew):
    return {
        "visitor": Visitor(), "outsider": drew, "member": ada.person, "commissioner": cora.person,
        "lay": lena.person, "minute-taker": mina, "organiser": cleo, "chair": chas,
    }  # fmt: skip


@pytest.mark.parametrize(
    "may, who",
    [
        (may_write_minutes, ["minute-taker", "organiser"]),
        (may_read_draft, ["minute-taker", "organiser", "chair"]),
        (may_circulate_minutes, ["organiser", "chair"]),
    ],
)
def test_who_may(may, who, forum, people):
    meeting = make_meeting(forum)

    assert [name for name, person in people.items() if may(person, meeting)] == who


def version(forum, state, **values):
    meeting = make_meeting(forum, **values)
    return MinutesVersion(minutes=Minutes(meeting=meeting, started_at=NOW), number=1, state=state)


def test_circulated_and_approved_minutes_are_everybodys(forum, people):
    for state in (MinutesState.CIRCULATED, MinutesState.APPROVED):
        assert all(may_see_minutes(person, version(forum, state)) for person in people.values())


def test_a_forum_may_keep_its_draft_minutes_to_those_who_take_part(database, stopped_clock, people):
    other = make_forum(
        "Children and Young People", code="CYP", is_first=False, draft_minutes_are_public=False
    )

    assert not any(
        may_see_minutes(person, version(other, MinutesState.CIRCULATED)) for person in people.values()
    )
    assert all(may_see_minutes(person, version(other, MinutesState.APPROVED)) for person in people.values())


def test_of_a_meeting_that_is_not_published_nobody_else_reads(forum, people):
    hidden = version(forum, MinutesState.APPROVED, published_at=None, starts_at=NOW - timedelta(days=1))

    assert [name for name, person in people.items() if may_see_minutes(person, hidden)] == [
        "minute-taker", "organiser", "chair",
    ]  # fmt: skip
