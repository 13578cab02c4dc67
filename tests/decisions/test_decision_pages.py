"""The pages of the register of decisions: what they show, to whom, and what officers do there."""

from datetime import timedelta

import pytest

from forum.actions.rules import ALL_MEMBERS
from forum.decisions import operations
from forum.foundation.database import db
from forum.strategy.models import Commitment
from tests.makers import NOW, make_agenda, make_item, make_meeting, make_strategy


@pytest.fixture
def meeting(forum):
    make_strategy()
    return make_meeting(forum, starts_at=NOW - timedelta(days=10))


@pytest.fixture
def item(meeting):
    promise = db.session.query(Commitment).filter_by(code="FC1").one()
    return make_item(make_agenda(meeting), "Grants", promise, number="2")


@pytest.fixture
def decision(meeting, item, mina):
    """Taken under item 2, in circulated minutes, with no action."""
    decided = operations.record_decision(meeting, "Providers see each draft.", item=item, by=mina, now=NOW)
    operations.publish_decisions(meeting, by=mina, now=NOW)
    return decided


def address(decision, step=""):
    return f"/decisions/{decision.reference}{step}"


def test_an_empty_register_says_so(forum, browse):
    assert "No decision has been recorded yet." in browse().page("/decisions").words


def test_the_register_is_by_year_and_says_what_is_missing(decision, browse):
    page = browse().page("/decisions")

    assert (2, "2026") in page.headings
    assert (
        "D-2026-001 14 November 2026 Providers see each draft. FC1 14 November, item 2 Decision with no action"
        in (page.words)
    )
    assert 'class="is-hole">with no action' in page.html


def test_it_is_narrowed_by_theme(decision, browse):
    assert "D-2026-001" in browse().page("/decisions?theme=funding-commissioning-contracts").words
    assert "D-2026-001" in browse().page("/decisions?theme=nonsense").words


def test_its_page_shows_its_thread(decision, browse):
    page = browse().page(address(decision))

    for words in ("FC1 Grants 2.0 and the Grants Functional Standard", "Item 2, 14 November 2026",
                  "D-2026-001, confirmed", "Action (missing) Taken, with no action", "By consensus",
                  "No action was recorded for this decision."):  # fmt: skip
        assert words in page.words
    assert page.links["Minutes of 14 November 2026"].endswith("/minutes#D-2026-001")
    assert "Add an action" not in page.links and "Say how it stands" not in page.links


def test_before_the_minutes_are_out_only_officers_see_it(meeting, mina, ada, browse):
    decision = operations.record_decision(meeting, "Secret so far.", by=mina, now=NOW)

    assert browse().get(address(decision)).status_code == 302
    assert browse(ada.person).get(address(decision)).status_code == 403
    assert "Secret so far." in browse(mina).page(address(decision)).words
    assert "Secret so far." not in browse().page("/decisions").words


def test_an_officer_adds_the_action_that_is_missing(decision, ada, cleo, letters, browse):
    browser = browse(cleo)
    assert browser.page(address(decision)).links["Add an action"] == "/decisions/D-2026-001/action"
    assert browser.page(address(decision, "/action")).status == 200
    assert browser.send(address(decision, "/action")).problems == [
        "Write what is to be done.", "Choose whose action it is.",
    ]  # fmt: skip
    key = f"{ada.person.reference}:{ada.organisation.reference}"
    wrong = browser.send(
        address(decision, "/action"), {"text": "Write it down", "owner": key, "due": "31 june"}
    )
    assert wrong.problems == ["“31 june” is no date in the calendar. Check the day and the month."]

    typed = {"text": "Write it down", "owner": key, "due": "friday"}
    asked = browser.send(address(decision, "/action"), typed)
    assert "“friday” is understood as: Friday 27 November 2026" in asked.words

    page = browser.send(address(decision, "/action"), {**typed, "understood": "2026-11-27"})

    assert page.notices == ["Saved as A-2026-001."]
    assert "Ada Marsh, Black Fen Community Transport · due 27 November 2026" in page.words
    assert letters() == [ada.person.email]
    assert "Follows D-2026-001" in browse().page("/actions/A-2026-001").words
    assert "FC1" in browse().page("/actions").words


def test_its_state_is_changed_with_a_reason(decision, cleo, browse):
    browser = browse(cleo)
    assert browser.page(address(decision, "/state")).status == 200
    assert browser.send(address(decision, "/state")).problems == [
        "Choose how it stands.", "Say why, in a few words.",
    ]  # fmt: skip
    refused = browser.send(address(decision, "/state"), {"state": "confirmed", "reason": "Still so."})
    assert refused.problems == ["D-2026-001 is confirmed already."]

    page = browser.send(
        address(decision, "/state"), {"state": "implemented", "reason": "All departments do."}
    )

    assert "Implemented on 24 November" in page.words and "“All departments do.”" in page.words


def test_one_taken_back_shows_its_number_without_its_words(meeting, mina, cleo, browse):
    decision = operations.record_decision(meeting, "Fire the treasurer.", by=mina, now=NOW)
    operations.withdraw_decision(decision, by=mina, now=NOW)
    operations.publish_decisions(meeting, by=mina, now=NOW)

    for page in (browse().page(address(decision)), browse().page("/decisions")):
        assert "D-2026-001" in page.words and "Taken back before it was circulated" in page.words
        assert "treasurer" not in page.html
    refused = browse(cleo).send(address(decision, "/action"), {"text": "x", "owner": "all-members"})
    assert refused.problems == ["D-2026-001 was taken back."]


def test_the_register_asks_as_often_for_many_as_for_one(meeting, item, decision, mina, browse, counted):
    browser = browse()
    to_do = {"owners": [ALL_MEMBERS], "due_as_said": "", "by": mina, "now": NOW}
    operations.add_action(decision, "Do it", **to_do)
    with counted() as few:
        browser.get("/decisions")
    for number in range(20):
        another = operations.record_decision(meeting, f"Number {number}", item=item, by=mina, now=NOW)
        operations.add_action(another, "Do it", **to_do)
    operations.publish_decisions(meeting, by=mina, now=NOW)
    with counted() as many:
        browser.get("/decisions")

    assert many.count == few.count <= 12
