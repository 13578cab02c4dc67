"""Who sees an action and who settles it: one by one and in lists, and that both say the same."""

from datetime import timedelta

import pytest

from forum.actions import operations, queries
from forum.actions.models import Action
from forum.actions.policy import may_move_due_date, may_report_on_action, may_see_action, may_settle_action
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.agendas.models import Presenter, Visibility
from forum.foundation.database import db
from forum.people.models import Visitor
from tests.makers import NOW, TODAY, keep, make_agenda, make_item, make_meeting

EVERYBODY = "visitor outsider ada ben cora lena cleo chas mina".split()


@pytest.fixture
def people(forum, ada, ben, cora, lena, cleo, chas, mina, drew):
    return {
        "visitor": Visitor(), "outsider": drew, "ada": ada.person, "ben": ben.person, "cora": cora.person,
        "lena": lena.person, "cleo": cleo, "chas": chas, "mina": mina,
    }  # fmt: skip


@pytest.fixture
def log(forum, people, ada, ben, cora, lena, drew):
    """Actions of every kind: by the item's visibility, published or not, and by owner."""
    meeting = make_meeting(forum, starts_at=NOW - timedelta(days=10))
    agenda = make_agenda(meeting, "In the open")
    items = {
        "public": agenda.items[0],
        "members": make_item(agenda, "For members", visibility=Visibility.MEMBERS),
        "closed": make_item(agenda, "A contract", visibility=Visibility.CLOSED, closed_because="A contract"),
        "none": None,
    }
    keep(
        Presenter(item_id=items["closed"].id, person_id=cora.person_id),
        Presenter(item_id=items["closed"].id, person_id=drew.id, withdrawn_at=NOW),  # was to present it, once
    )
    owners = {
        "ada": Owner(ada.person, ada.organisation),
        "bens": Owner(organisation=ben.organisation),
        "lena": Owner(lena.person, is_lay=True),
        "all": ALL_MEMBERS,
    }
    made = {}
    for circulated in (True, False):
        for where, item in items.items():
            for whose, owner in owners.items():
                made[where, whose, circulated] = operations.raise_action(
                    meeting, f"{where} {whose}", owners=[owner], item=item, by=people["mina"], now=NOW
                ).id
        if circulated:
            operations.publish_actions(meeting, by=people["mina"], now=NOW)
    return made


def test_a_list_shows_what_each_page_would_show_and_nothing_else(forum, log, people):
    every = db.session.query(Action).all()
    assert len(every) == len(log) == 32

    for name in EVERYBODY:
        person = people[name]
        listed = queries.page_of_actions(
            queries.Wanted(which=queries.Which.ALL), person, forum, today=TODAY, size=100
        )
        one_by_one = {action.id for action in every if may_see_action(person, action)}
        assert {action.id for action in listed.things} == one_by_one, name
        assert queries.count_actions(person, forum, today=TODAY).live == len(one_by_one), name


MEMBERS_AND_OFFICERS = "ada ben cora lena cleo chas mina".split()


def test_who_sees_it(log, people):
    for where, whose, circulated, who in [
        ("public", "ada", True, EVERYBODY),
        ("none", "all", True, EVERYBODY),
        ("public", "ada", False, ["ada", "cleo", "chas", "mina"]),
        ("public", "bens", False, ["ben", "cleo", "chas", "mina"]),
        ("public", "all", False, ["cleo", "chas", "mina"]),
        ("members", "lena", True, MEMBERS_AND_OFFICERS),
        ("members", "lena", False, ["lena", "cleo", "chas", "mina"]),
        ("closed", "ada", True, ["ada", "cora", "cleo", "chas", "mina"]),
        ("closed", "all", True, ["cora", "cleo", "chas", "mina"]),
        ("closed", "all", False, ["cleo", "chas", "mina"]),
    ]:
        action = db.session.get(Action, log[where, whose, circulated])
        seen_by = [name for name in EVERYBODY if may_see_action(people[name], action)]
        assert seen_by == who, (where, whose, circulated)


def test_who_settles_and_who_reports(log, people):
    action = db.session.get(Action, log["public", "bens", True])

    assert [name for name in EVERYBODY if may_settle_action(people[name], action)] == ["cleo", "chas", "mina"]
    assert [name for name in EVERYBODY if may_report_on_action(people[name], action)] == ["ben"]
    assert [name for name in EVERYBODY if may_move_due_date(people[name], action)] == [
        "ben", "cleo", "chas", "mina",
    ]  # fmt: skip


def test_of_what_all_members_own_only_officers_report(log, people):
    action = db.session.get(Action, log["none", "all", True])

    assert not any(may_report_on_action(person, action) for person in people.values())


def test_whose_an_action_may_be(forum, people, ada):
    owners = [owner.label for owner in queries.possible_owners(forum, TODAY)]

    assert owners == [
        "All members",
        "Ada Marsh, Black Fen Community Transport",
        "Ben Holt, Fenland Carers’ Link",
        "Chas Osei-Wright",
        "Cleo Adeyemi",
        "Cora Tregarth, County Council",
        "Lena Ferris, lay member",
        "Mina Lindqvist",
        "Black Fen Community Transport",
        "County Council",
        "Fenland Carers’ Link",
        "Fenland Commissioning Forum Host",
    ]
