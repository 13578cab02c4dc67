"""Parts of all members, waiting for another action, closing by an item, and dates that move with a meeting."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forum.actions import operations, queries, rules
from forum.actions.models import ActionState, Said
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.agendas.rules import AddressIsOdd
from forum.foundation.database import db, operation
from forum.journal.operations import note
from forum.meetings.operations import call_off_meeting, change_meeting
from forum.meetings.rules import plan_of
from forum.membership.models import Membership, Term
from tests.makers import NOW, TODAY, make_agenda, make_item, make_meeting


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, starts_at=NOW - timedelta(days=10))


def raise_one(meeting, by, *owners, text="Send the list", **values):
    values.setdefault("due_as_said", "30 november")
    return operations.raise_action(meeting, text, owners=owners, by=by, now=NOW, **values)


@operation
def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    note(None, "changed for a test", row, now=NOW)


# ---- All members --------------------------------------------------------------------------------------------


def test_it_is_said_to_be_done_once_every_member_has_done_its_part(meeting, ada, ben, cora, lena, mina):
    action = raise_one(meeting, mina, ALL_MEMBERS)
    keys = [part.key for part in queries.parts_of(action, TODAY)]
    assert len(keys) == 5 and lena.person.reference in keys

    for number, key in enumerate(keys, start=1):
        operations.tick_part(action, key, by=mina, now=NOW)
        operations.tick_part(action, key, by=mina, now=NOW)  # twice: once
        progress = rules.progress(queries.parts_of(action, TODAY))
        assert (progress.done, progress.of) == (number, 5)
    assert action.state is ActionState.SAID_TO_BE_DONE and action.is_live
    assert queries.reports_of(action)[0].text == "Every member has done their part."

    operations.take_back_tick(action, keys[0], by=ada.person, now=NOW)

    assert action.state is ActionState.IN_PROGRESS
    assert [report.said for report in queries.reports_of(action)] == [Said.ON_TRACK, Said.DONE]


def test_who_joined_later_has_no_part_and_who_left_is_not_waited_for(meeting, ada, ben, cora, mina):
    joined, left = (
        db.session.query(Membership).filter_by(organisation_id=one.organisation.id).one()
        for one in (ben, cora)
    )
    change(db.session.query(Term).filter_by(membership_id=joined.id).one(), from_on=TODAY + timedelta(days=1))
    action = raise_one(meeting, mina, ALL_MEMBERS)
    later = TODAY + timedelta(days=2)
    change(db.session.query(Term).filter_by(membership_id=left.id).one(), until_on=later - timedelta(days=1))

    parts = {part.key: part for part in queries.parts_of(action, later)}

    assert ben.organisation.reference not in parts
    assert not parts[cora.organisation.reference].counts and parts[ada.organisation.reference].counts
    with pytest.raises(rules.NoPartInIt):
        operations.tick_part(action, ben.organisation.reference, by=mina, now=NOW)


def test_only_what_all_members_own_has_parts(meeting, ada, mina):
    action = raise_one(meeting, mina, Owner(ada.person, ada.organisation))

    with pytest.raises(rules.NotForAllMembers):
        operations.tick_part(action, ada.organisation.reference, by=mina, now=NOW)


def test_a_person_does_the_parts_of_all_for_whom_they_act(meeting, ada, lena, mina):
    action = raise_one(meeting, mina, ALL_MEMBERS)

    operations.tick_own_parts(action, by=lena.person, now=NOW)

    done = [part for part in queries.parts_of(action, TODAY) if part.is_done]
    assert [part.name for part in done] == [f"{lena.person.name}, lay member"]
    assert action.state is ActionState.IN_PROGRESS


# ---- Owners as they were typed ------------------------------------------------------------------------------


def test_owners_are_kept_as_they_were_typed_beside_who_was_understood(meeting, ada, ben, mina):
    action = raise_one(
        meeting,
        mina,
        Owner(ada.person, ada.organisation),
        Owner(team="CP team"),
        owners_as_said="Ada  / CP team",
    )

    assert rules.owners_words(action) == ["Ada Marsh, Black Fen Community Transport", "CP team"]
    assert rules.as_typed(action) == "Ada / CP team"
    operations.hand_over_action(action, [Owner(team="partners")], reason="As agreed.", by=mina, now=NOW)
    assert rules.as_typed(action) == ""
    assert "CP team (as typed: “Ada / CP team”)" in queries.reports_of(action)[0].text


# ---- Waiting ------------------------------------------------------------------------------------------------


def test_what_waits_for_another_goes_on_when_that_is_done(meeting, ada, ben, mina, letters):
    first = raise_one(meeting, mina, Owner(ben.person, ben.organisation), text="Publish the data")
    waiter = raise_one(meeting, mina, Owner(ada.person, ada.organisation))
    operations.publish_actions(meeting, by=mina, now=NOW)
    operations.report_on_action(waiter, Said.HELD_UP, waits_for=first, by=ada.person, now=NOW)
    assert waiter.state is ActionState.BLOCKED and queries.waiting_for(first) == [waiter]

    operations.close_action(first, "It is published.", by=mina, now=NOW)

    assert waiter.state is ActionState.OPEN and waiter.waits_for_action is None
    report = queries.reports_of(waiter)[0]
    assert rules.report_heading(report) == "What it waited for is done"
    assert report.text == f"{first.reference} is done, and this no longer waits for it."
    assert letters() == [ben.person.email, ada.person.email]


def test_nothing_waits_for_itself_in_a_circle_or_for_what_has_ended(meeting, ada, mina):
    one, two, three = (raise_one(meeting, mina, Owner(ada.person, ada.organisation)) for _ in range(3))
    wait = {"said": Said.HELD_UP, "text": "First the other.", "by": ada.person, "now": NOW}
    operations.report_on_action(two, waits_for=one, **wait)
    operations.report_on_action(three, waits_for=two, **wait)

    with pytest.raises(rules.WaitsForItself):
        operations.report_on_action(one, waits_for=one, **wait)
    with pytest.raises(rules.WaitsInACircle):
        operations.report_on_action(one, waits_for=three, **wait)
    operations.drop_action(three, reason="No need.", by=mina, now=NOW)
    with pytest.raises(rules.WaitsForWhatHasEnded):
        operations.report_on_action(one, waits_for=three, **wait)


def test_nothing_new_is_counted_and_changes_nothing(meeting, ada, mina):
    action = raise_one(meeting, mina, Owner(ada.person, ada.organisation))
    operations.report_on_action(action, Said.HELD_UP, text="The council has it.", by=ada.person, now=NOW)

    for _ in range(2):
        operations.report_on_action(action, Said.NO_UPDATE, by=mina, now=NOW)

    assert (action.state, action.waits_for) == (ActionState.BLOCKED, "The council has it.")
    assert rules.times_nothing_new(queries.reports_of(action)) == 2


# ---- What closes it -----------------------------------------------------------------------------------------


def test_it_closes_by_the_item_that_was_arranged_and_by_no_other(forum, meeting, ada, mina):
    following = make_meeting(forum)
    agenda = make_agenda(following)
    item, other = make_item(agenda, "Grants", number="4"), make_item(agenda, "Transport", number="5")
    action = raise_one(meeting, mina, Owner(ada.person, ada.organisation))
    operations.arrange_closing(action, item=item, by=mina, now=NOW)
    assert rules.closing_words(action).replace("\u00a0", " ") == "Will be done by item 4 of 17 December 2026"

    with pytest.raises(rules.NotThisItem):
        operations.close_as_heard(action, other, by=mina, now=NOW)
    outcome = operations.close_as_heard(action, item, by=mina, now=NOW)

    assert outcome.text.replace("\u00a0", " ") == "Heard as item 4 of 17 December 2026."
    assert action.state is ActionState.CLOSED


# ---- Evidence -----------------------------------------------------------------------------------------------


def test_evidence_is_added_and_taken_back_with_who_did(meeting, ada, mina):
    action = raise_one(meeting, mina, Owner(ada.person, ada.organisation))
    added = operations.add_evidence(action, "The list", address="www.gov.uk/list", by=ada.person, now=NOW)

    operations.withdraw_evidence(added, by=mina, now=NOW)

    kept = queries.evidence_of(action)
    assert [(one.address, one.added_by, one.withdrawn_by) for one in kept] == [
        ("https://www.gov.uk/list", ada.person, mina)
    ]


@pytest.mark.parametrize(
    "words, address, refusal",
    [("", "https://www.gov.uk", rules.EvidenceNeedsWords), ("The list", "", rules.EvidenceNeedsPlace),
     ("The list", "javascript:alert(1)", AddressIsOdd), ("The list", "ftp://www.gov.uk", AddressIsOdd),
     ("Ring 01480 411480", "https://www.gov.uk", rules.ContactDetailsShow)],
)  # fmt: skip
def test_evidence_is_a_page_that_others_can_open(words, address, refusal):
    with pytest.raises(refusal):
        rules.check_evidence(words, address, has_paper=False)


# ---- Due at a meeting ---------------------------------------------------------------------------------------


def test_what_is_due_at_the_next_meeting_moves_with_it(forum, meeting, ada, mina, cleo):
    following = make_meeting(forum)
    action = raise_one(meeting, mina, Owner(ada.person, ada.organisation), due_as_said="next meeting")
    assert action.due_meeting is following

    plan = replace(plan_of(following), on=date(2026, 12, 24))
    change_meeting(following, plan, by=cleo, now=NOW)

    assert (action.due_on, action.first_due_on) == (date(2026, 12, 24), date(2026, 12, 17))
    assert (action.due_as_said, action.times_moved) == ("next meeting", 0)
    assert queries.reports_of(action)[0].text == "The meeting at which it is due has another day."


@pytest.mark.parametrize("has_another", [True, False])
def test_when_that_meeting_is_called_off_it_is_due_at_the_one_after(
    forum, meeting, ada, mina, cleo, has_another
):
    following = make_meeting(forum)
    after = make_meeting(forum, starts_at=NOW + timedelta(days=100)) if has_another else None
    action = raise_one(meeting, mina, Owner(ada.person, ada.organisation), due_as_said="next meeting")

    call_off_meeting(following, because="Snow.", by=cleo, now=NOW)

    assert action.due_meeting is after and action.due_on == (after.on if after else None)
    assert action.first_due_on == date(2026, 12, 17)
    assert ("not fixed yet" in queries.reports_of(action)[0].text) is not has_another
