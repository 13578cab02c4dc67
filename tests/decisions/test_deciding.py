"""Decisions: recorded, reworded, taken back, carried out, and how they stand afterwards."""

from datetime import timedelta

import pytest

from forum.actions.operations import raise_action
from forum.actions.rules import Owner
from forum.agendas.models import Visibility
from forum.decisions import operations, queries, rules
from forum.decisions.models import Decision, DecisionState
from forum.decisions.policy import may_see_decision, may_settle_decision
from forum.foundation.database import db
from forum.people.models import Visitor
from forum.strategy.models import Commitment
from tests.makers import NOW, TODAY, make_agenda, make_item, make_meeting, make_strategy


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, starts_at=NOW - timedelta(days=10))


def decide(meeting, by, text="Providers see each draft for 15 working days.", **values):
    return operations.record_decision(meeting, text, by=by, now=NOW, **values)


def test_it_gets_the_next_number_and_serves_the_commitments_of_its_item(meeting, mina):
    make_strategy()
    promise = db.session.query(Commitment).filter_by(code="FC1").one()
    item = make_item(make_agenda(meeting), "Grants", promise)

    decision = decide(meeting, mina, item=item)

    assert (decision.reference, decision.state, decision.method) == (
        "D-2026-001", DecisionState.CONFIRMED, "consensus",
    )  # fmt: skip
    assert [serves.commitment.code for serves in decision.commitments] == ["FC1"]
    assert queries.decisions_of_commitment(promise, mina, meeting.forum) == [decision]


@pytest.mark.parametrize("text", ["", " \n", "x" * 4001])
def test_it_needs_words_and_a_refused_one_takes_no_number(meeting, mina, text):
    with pytest.raises((rules.DecisionNeedsText, rules.DecisionIsTooLong)):
        decide(meeting, mina, text)

    assert decide(meeting, mina).reference == "D-2026-001"


def test_taken_back_it_keeps_its_number_and_loses_its_words(meeting, mina):
    decision = decide(meeting, mina)

    operations.withdraw_decision(decision, by=mina, now=NOW)

    assert decision.state is DecisionState.WITHDRAWN and not rules.is_worded(decision)
    assert decide(meeting, mina).reference == "D-2026-002"
    with pytest.raises(rules.DecisionIsWithdrawn):
        operations.withdraw_decision(decision, by=mina, now=NOW)


def test_once_circulated_it_is_neither_taken_back_nor_reworded(meeting, mina):
    decision = decide(meeting, mina)
    operations.reword_decision(decision, "Providers see each draft.", by=mina, now=NOW)
    assert operations.publish_decisions(meeting, by=mina, now=NOW) == [decision]

    with pytest.raises(rules.AlreadyCirculated):
        operations.withdraw_decision(decision, by=mina, now=NOW)
    with pytest.raises(rules.CirculatedTextStays):
        operations.reword_decision(decision, "Other words.", by=mina, now=NOW)
    assert decision.text == "Providers see each draft."


def test_its_state_changes_with_a_reason(meeting, mina, cleo):
    decision = decide(meeting, mina)
    for state, reason, refused in [
        (DecisionState.CONFIRMED, "Still so.", rules.StateIsTheSame),
        (DecisionState.RESCINDED, " ", rules.ReasonIsMissing),
        (DecisionState.RESCINDED, "Ring 01480 411480", rules.ContactDetailsShow),
        (DecisionState.WITHDRAWN, "By hand.", rules.NotByHand),
    ]:
        with pytest.raises(refused):
            operations.change_state(decision, state, reason=reason, by=cleo, now=NOW)

    operations.change_state(
        decision, DecisionState.IMPLEMENTED, reason="All departments do.", by=cleo, now=NOW
    )

    assert rules.state_words(decision, TODAY).replace("\u00a0", " ") == "Implemented on 24 November"
    assert decision.state_because == "All departments do."


def test_actions_carry_it_out_each_only_one(meeting, mina, ada):
    first, second = decide(meeting, mina), decide(meeting, mina, "Another.")
    action = raise_action(
        meeting, "Send the list", owners=[Owner(ada.person, ada.organisation)], by=mina, now=NOW
    )

    operations.link_action(first, action, by=mina, now=NOW)
    operations.link_action(second, action, by=mina, now=NOW)

    assert queries.decisions_carried_out_by([action], mina, meeting.forum) == {action.id: second}
    assert queries.actions_of([first, second], mina, meeting.forum) == {second.id: [action]}


def test_a_list_shows_what_each_page_would_show(forum, meeting, ada, lena, drew, cleo, chas, mina):
    agenda = make_agenda(meeting, "In the open")
    items = [
        agenda.items[0], None,
        make_item(agenda, "For members", visibility=Visibility.MEMBERS),
        make_item(agenda, "A contract", visibility=Visibility.CLOSED, closed_because="A contract"),
    ]  # fmt: skip
    for item in items:
        decide(meeting, mina, item=item)
    operations.publish_decisions(meeting, by=mina, now=NOW)
    for item in items:
        decide(meeting, mina, item=item)
    every = db.session.query(Decision).all()

    seen = {}
    for person in (Visitor(), drew, ada.person, lena.person, cleo, chas, mina):
        one_by_one = {decision.id for decision in every if may_see_decision(person, decision)}
        listed = queries.page_of_decisions(person, forum, size=100)
        assert {decision.id for decision in listed.things} == one_by_one
        seen[person.name] = len(one_by_one)

    assert seen == {
        "visitor": 2, "Drew Outside": 2, "Ada Marsh": 3, "Lena Ferris": 3,
        "Cleo Adeyemi": 8, "Chas Osei-Wright": 8, "Mina Lindqvist": 8,
    }  # fmt: skip


def test_who_settles_it(meeting, mina, cleo, chas, ada, drew):
    decision = decide(meeting, mina)

    settles = [
        person.name
        for person in (Visitor(), drew, ada.person, mina, cleo, chas)
        if may_settle_decision(person, decision)
    ]

    assert settles == ["Cleo Adeyemi", "Chas Osei-Wright"]


def test_the_register_is_newest_first_and_by_year(forum, meeting, mina):
    last_year = make_meeting(forum, starts_at=NOW - timedelta(days=400))
    new = decide(meeting, mina)
    old = decide(last_year, mina)  # written up later than the other

    page = queries.page_of_decisions(mina, forum)

    assert rules.by_year(page.things) == [(2026, [new]), (2025, [old])]
