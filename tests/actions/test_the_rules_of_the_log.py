"""The rules of the action log, without a database: how an action stands, and what is refused."""

from datetime import date, timedelta

import pytest

from forum.actions import rules
from forum.actions.models import Action, ActionOwner, ActionState
from forum.organisations.models import Organisation
from forum.people.models import Person
from tests.makers import NOW, TODAY


def action(**values):
    values.setdefault("state", ActionState.OPEN)
    return Action(reference="A-2026-031", text="Send the list", **values)


@pytest.mark.parametrize(
    "days, kind, words",
    [
        (-22, "red", "Overdue by 22 days"),
        (-1, "red", "Overdue by 1 day"),
        (0, "amber", "Due today"),
        (8, "amber", "Due in 8 days"),
        (14, "amber", "Due in 14 days"),
        (15, "green", "Due in 15 days"),
    ],
)
def test_the_mark_always_says_it_in_days(days, kind, words):
    rag = rules.rag(action(due_on=TODAY + timedelta(days=days)), TODAY)

    assert (rag.kind, rag.words.replace("\u00a0", " ")) == (kind, words)


@pytest.mark.parametrize(
    "state, kind, words",
    [
        (ActionState.OPEN, "none", "No date yet"),
        (ActionState.SAID_TO_BE_DONE, "green", "Said to be done"),
        (ActionState.CLOSED, "green", "Closed"),
        (ActionState.DROPPED, "none", "Dropped"),
        (ActionState.WITHDRAWN, "none", "Withdrawn"),
    ],
)
def test_without_days_the_mark_says_the_state(state, kind, words):
    assert rules.rag(action(state=state), TODAY) == rules.Rag(kind, words)


def test_how_it_stands_in_the_thread():
    assert rules.state_words(action(due_on=TODAY), TODAY) == "due today"
    closed = action(state=ActionState.CLOSED, ended_at=NOW)
    assert rules.state_words(closed, TODAY).replace("\u00a0", " ") == "closed on 24 November"


def test_owners_as_pages_name_them():
    delia, jo = Person(name="Delia Marsh"), Person(name="Jo Ferris")
    fen = Organisation(known_as="Black Fen Community Transport")

    assert [
        rules.owner_words(owner)
        for owner in (
            ActionOwner(person=delia, organisation=fen),
            ActionOwner(person=jo, is_lay=True),
            ActionOwner(organisation=fen),
            ActionOwner(is_all_members=True),
            ActionOwner(person=jo, is_lay=False),
        )
    ] == [
        "Delia Marsh, Black Fen Community Transport",
        "Jo Ferris, lay member",
        "Black Fen Community Transport",
        "All members",
        "Jo Ferris",
    ]
    left = rules.owner_words(ActionOwner(person=delia, organisation=fen), has_left=True)
    assert left == "Delia Marsh, then of Black Fen Community Transport"


def test_what_all_members_own_is_nobody_s_own():
    everyones = action(owners=[ActionOwner(is_all_members=True)])

    assert not rules.is_owned_by(everyones, 7, {3})
    assert rules.is_owned_by(action(owners=[ActionOwner(person_id=7)]), 7, set())
    assert rules.is_owned_by(action(owners=[ActionOwner(person_id=8, organisation_id=3)]), 7, {3})
    assert not rules.is_owned_by(action(owners=[ActionOwner(organisation_id=3)]), None, set())


@pytest.mark.parametrize("on", [None, TODAY - timedelta(days=1), date(2026, 12, 1)])
def test_a_new_date_is_a_date_to_come_and_another(on):
    with pytest.raises((rules.NewDateIsMissing, rules.NewDateHasPassed, rules.DateIsTheSame)):
        rules.check_new_date(action(due_on=date(2026, 12, 1)), on, TODAY)


@pytest.mark.parametrize(
    "words", ["", "  ", "Ring me: 01480 411480", "owen@council.example.org knows", "x" * 4001]
)
def test_a_reason_is_given_and_fit_for_everyone(words):
    with pytest.raises((rules.ReasonIsMissing, rules.ContactDetailsShow, rules.TooManyWords)):
        rules.check_reason(words)


def test_owners_close_their_own_only_where_nobody_else_can():
    with pytest.raises(rules.OwnersCloseNotTheirOwn, match="Chas or Mina can confirm"):
        rules.check_can_close(action(), "It is published.", is_owner=True, others=["Chas", "Mina"])
    assert rules.check_can_close(action(), "It is published.", is_owner=True, others=[])
    assert not rules.check_can_close(action(), "It is published.", is_owner=False, others=["Chas"])
