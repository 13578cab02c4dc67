"""What lies one step further on the page of an action: parts, evidence, what it waits for, what closes it, files."""

import json
from datetime import date, timedelta

import pytest

from forum.actions import operations
from forum.actions.models import ActionState
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.foundation.database import db
from forum.membership.models import Membership, Term
from forum.minutes.models import EntryKind
from forum.minutes.operations import start_minutes, write_entry
from tests.actions.test_action_pages import address, raise_one, state
from tests.actions.test_parts_evidence_and_waiting import change
from tests.makers import NOW, make_agenda, make_item, make_meeting, make_strategy


@pytest.fixture
def meeting(forum):
    make_strategy()
    return make_meeting(forum, starts_at=NOW - timedelta(days=10))


@pytest.fixture
def action(meeting, ada, mina):
    raised = raise_one(meeting, mina, ada)
    operations.publish_actions(meeting, by=mina, now=NOW)
    return raised


@pytest.fixture
def everyones(meeting, ada, ben, lena, mina):
    raised = raise_one(meeting, mina, owners=[ALL_MEMBERS], owners_as_said="All")
    operations.publish_actions(meeting, by=mina, now=NOW)
    return raised


def test_a_member_says_that_its_part_is_done_and_everybody_sees_how_many(everyones, ada, lena, mina, browse):
    assert "0 of 4 members have done their part" in browse().page(address(everyones)).words
    browser = browse(ada.person)
    assert "We have done our part" in browser.page(address(everyones)).words

    page = browser.send(address(everyones, "/parts"), {"member": ada.organisation.reference, "say": "done"})
    assert "1 of 4 members has done their part" in page.words
    assert browser.post(address(everyones, "/parts"), {"member": lena.person.reference}).status_code == 403

    for_all = browse().page(address(everyones)).words
    assert "Lay members: 0 of 1" in for_all and "as typed: “All”" in for_all
    assert lena.person.name not in for_all and browse().get(address(everyones, "/parts")).status_code == 302
    listed = browse(mina).page(address(everyones, "/parts")).words
    assert f"{lena.person.name}, lay member" in listed and "said by Ada Marsh" in listed


def test_one_more_box_keeps_what_was_typed_and_saves_nothing(action, ada, ben, mina, browse):
    browser = browse(mina)
    keys = [f"{one.person.reference}:{one.organisation.reference}" for one in (ada, ben)]

    page = browser.send(
        address(action, "/hand-over"), {"owner": keys[1], "reason": "As agreed.", "another_owner": "yes"}
    )

    assert "Nothing is saved yet." in page.words and "As agreed." in page.html
    assert page.html.count('name="owner"') == 2 and f'value="{keys[1]}" selected' in page.html
    page = browser.send(
        address(action, "/hand-over"),
        {"owner": [keys[1], keys[0], ""], "team": "CP team, partners", "reason": "As agreed."},
    )
    for owner in (
        "Ben Holt, Fenland Carers’ Link",
        "Ada Marsh, Black Fen Community Transport",
        "CP team",
        "partners",
    ):
        assert owner in page.words


def test_a_date_that_needs_to_be_understood_is_shown_before_it_is_kept(action, ada, browse):
    browser = browse(ada.person)
    typed = {"due": "end of january", "reason": "Late."}

    page = browser.send(address(action, "/more-time"), typed)
    assert "“end of january” is understood as: Sunday 31 January 2027" in page.words
    assert state(action) is ActionState.OPEN and 'value="2027-01-31"' in page.html

    page = browser.send(address(action, "/more-time"), {**typed, "understood": "2027-01-31"})
    assert page.notices == ["The date is now 31 January 2027."]


@pytest.mark.parametrize(
    "due, words, on",
    [
        ("end of august", "Tuesday 31 August 2027", "2027-08-31"),
        (
            "next meeting",
            "Thursday 17 December 2026, the next meeting. It moves when the meeting moves.",
            "2026-12-17",
        ),
        ("31 june", "", None),
    ],
)
def test_the_script_is_told_what_is_being_typed(forum, meeting, ada, browse, due, words, on):
    make_meeting(forum)

    answer = (
        browse(ada.person).get(f"/understood?meeting={meeting.reference}&due={due.replace(' ', '+')}").json
    )

    assert (answer["words"].replace("\u00a0", " "), answer["on"]) == (words, on)
    assert bool(answer["problem"]) is (on is None)
    assert browse().get("/understood?due=friday").status_code == 302


def test_an_action_waits_for_another_and_each_leads_to_the_other(meeting, action, ada, ben, mina, browse):
    other = raise_one(meeting, mina, ben, text="Publish the data")
    operations.publish_actions(meeting, by=mina, now=NOW)
    browser = browse(ada.person)
    sent = {"reason": "First the data.", "waits_for": "A-2026-999"}
    assert "There is no action A-2026-999." in browser.send(address(action, "/held-up"), sent).problems[0]

    page = browser.send(address(action, "/held-up"), {**sent, "waits_for": other.reference.lower()})

    assert page.links[other.reference] == address(other) and "Publish the data" in page.words
    assert browse().page(address(other)).links[action.reference] == address(action)


def test_evidence_leads_where_it_is_and_is_taken_back(action, ada, browse):
    browser = browse(ada.person)
    sent = {"words": "The list", "address": "javascript:alert(1)"}
    assert "whole address" in browser.send(address(action, "/evidence"), sent).problems[0]

    page = browser.send(address(action, "/evidence"), {**sent, "address": "https://www.gov.uk/list"})
    assert 'href="https://www.gov.uk/list" rel="nofollow noopener"' in page.html
    kept = page.html.partition("/evidence/")[2].partition("/withdraw")[0]

    page = browser.send(address(action, f"/evidence/{kept}/withdraw"))
    assert "Taken back by Ada Marsh, 24 November 2026" in page.words and "gov.uk/list" not in page.html


def test_it_is_closed_in_one_step_once_its_item_was_heard(forum, meeting, action, mina, browse):
    today = make_meeting(forum, starts_at=NOW + timedelta(hours=1))
    item = make_item(make_agenda(today), "Grants", number="4")
    browser = browse(mina)

    page = browser.send(address(action, "/closed-by"), {"closed_by": f"item:{item.reference}"})
    assert "Will be done by item 4 of 24 November 2026" in page.words and "Close it" not in page.words
    minutes = start_minutes(today, by=mina, now=NOW)
    write_entry(minutes, item, EntryKind.NOTE, "It was heard.", by=mina, now=NOW)
    assert "Close it" in browser.page(address(action)).words

    page = browser.send(address(action, "/close-as-arranged"))
    assert "What came of it Heard as item 4 of 24 November 2026." in page.words


def test_an_organisation_that_left_still_owns_it_and_the_page_says_so(action, ada, mina, browse):
    member = db.session.query(Membership).filter_by(organisation_id=ada.organisation.id).one()
    change(db.session.query(Term).filter_by(membership_id=member.id).one(), until_on=date(2026, 11, 20))

    page = browse().page(address(action))

    assert "Black Fen Community Transport (no longer a member)" in page.words and action.is_live


def test_the_log_is_searched_and_taken_along(meeting, action, ada, ben, mina, browse):
    raise_one(
        meeting,
        mina,
        owners=[Owner(team="=cmd partners")],
        text="=1+1 Bring 50% of the cake",
        due_as_said="ongoing",
    )
    secret = raise_one(meeting, mina, ben, text="Not out yet")
    operations.publish_actions(meeting, by=mina, now=NOW)
    browser = browse()

    assert "1 open action" in browser.page("/actions?q=CAKE+50%25").words
    assert "None matches." in browser.page("/actions?q=cake+list").words
    assert "1 open action" in browser.page(f"/actions?q={action.reference.lower()}").words
    assert "1 open action without a date" in browser.page("/actions?state=no-date").words
    assert "3 open actions" in browser.page(f"/actions?meeting={meeting.reference}").words
    page = browser.page("/actions?q=cake")
    assert page.links["CSV"] == "/actions.csv?q=cake&state=open&sort=overdue"

    rows = browser.get("/actions.csv?q=cake").text.splitlines()
    assert len(rows) == 2 and ",=1+1" not in rows[1] and "ongoing" in rows[1]
    found = json.loads(browse(mina).get("/actions.json?state=all").text)["actions"]
    assert {one["number"] for one in found} >= {action.reference, secret.reference}
    assert found[0].keys() >= {"number", "action", "owners", "due_on", "due_as_said", "state", "address"}
