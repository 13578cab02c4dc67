"""The pages of the action log: what they show, to whom, and what each button does."""

from datetime import date, timedelta

import pytest

from forum.actions import operations
from forum.actions.models import Action, ActionState
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.foundation.database import db, operation
from forum.foundation.paging import A_PAGE
from forum.journal.operations import note
from forum.membership.models import Office
from forum.strategy.models import Commitment
from tests.makers import NOW, make_agenda, make_item, make_meeting, make_officer, make_strategy


@pytest.fixture
def meeting(forum):
    make_strategy()
    return make_meeting(forum, starts_at=NOW - timedelta(days=10))


@pytest.fixture
def item(meeting):
    promise = db.session.query(Commitment).filter_by(code="FC1").one()
    return make_item(make_agenda(meeting), "Grants", promise, number="2")


@pytest.fixture
def action(meeting, item, ada, mina):
    """Ada's, due in six days, in circulated minutes."""
    raised = raise_one(meeting, mina, ada, item=item)
    operations.publish_actions(meeting, by=mina, now=NOW)
    return raised


def raise_one(meeting, by, *who, text="Send the list", due_as_said="30 november", **values):
    owners = values.pop("owners", [Owner(one.person, one.organisation) for one in who])
    return operations.raise_action(
        meeting, text, owners=owners, due_as_said=due_as_said, by=by, now=NOW, **values
    )


@operation
def leave(representative):
    representative.until_on = date(2026, 11, 20)
    note(None, "left", representative, now=NOW)


def address(action, step=""):
    return f"/actions/{action.reference}{step}"


def state(action):
    db.session.rollback()
    return db.session.get(Action, action.id).state


# ---- The log ------------------------------------------------------------------------------------------------


def test_an_empty_log_says_so(forum, browse):
    page = browse().page("/actions")

    assert page.status == 200
    assert "No action is open." in page.words


def test_the_log_shows_owner_date_state_and_thread(action, browse):
    page = browse().page("/actions")

    for words in ("1 open action", "A-2026-001", "Send the list", "Ada Marsh, Black Fen Community Transport",
                  "30 November 2026", "Due in 6 days", "FC1 14 November, item 2 Action no outcome yet"):  # fmt: skip
        assert words in page.words
    assert page.links["A-2026-001"] == "/actions/A-2026-001"


def test_five_counts(forum, meeting, ada, mina, browse):
    for said in ("20 nov 2026", "30 november", "31 january", "when published"):
        raise_one(meeting, mina, ada, due_as_said=said)
    operations.publish_actions(meeting, by=mina, now=NOW)

    words = browse().page("/actions").words

    assert "overdue 1 due within 14 days 1 on track 1 no date yet 1 closed this year 0" in words
    assert "no outcome" in words and "Overdue by 4 days" in words


def test_filters_narrow_it_and_nonsense_is_passed_over(meeting, action, ben, mina, browse):
    raise_one(meeting, mina, text="Bring the cake", owners=[Owner(organisation=ben.organisation)])
    raise_one(meeting, mina, text="Send comments", owners=[ALL_MEMBERS])
    operations.publish_actions(meeting, by=mina, now=NOW)
    browser = browse()

    assert "1 open action" in browser.page("/actions?owner=fenland-carers-link").words
    assert "Send comments" in browser.page("/actions?owner=all-members").words
    assert "1 open action" in browser.page("/actions?theme=funding-commissioning-contracts").words
    assert "None matches." in browser.page("/actions?state=closed").words
    nonsense = browser.page("/actions?state=nonsense&owner=nobody&theme=none&sort=colour&page=x")
    assert "3 open actions" in nonsense.words


def test_a_moved_date_shows_the_first_one_too(action, ada, browse):
    operations.move_due_date(action, "11 december", reason="Late.", by=ada.person, now=NOW)

    page = browse().page("/actions")

    assert "first 30 November 2026 11 December 2026 moved once" in page.words
    assert "<del>" in page.html


def test_a_long_log_comes_in_pages(meeting, ada, mina, browse):
    for number in range(A_PAGE + 1):
        raise_one(meeting, mina, ada, text=f"Number {number}")
    operations.publish_actions(meeting, by=mina, now=NOW)

    page = browse().page("/actions?sort=newest")
    assert "Number 50" in page.words and "Number 0 " not in page.words
    assert page.links["Next page"] == "/actions?sort=newest&page=2"
    assert "Number 0 " in browse().page(page.links["Next page"]).words


def test_it_asks_as_often_for_many_as_for_one(meeting, item, ada, ben, mina, browse, counted):
    raise_one(meeting, mina, ada, item=item)
    operations.publish_actions(meeting, by=mina, now=NOW)
    browser = browse()
    with counted() as few:
        browser.get("/actions")
    for number in range(20):
        raise_one(meeting, mina, ada, ben, text=f"Number {number}", item=item)
    operations.publish_actions(meeting, by=mina, now=NOW)
    with counted() as many:
        browser.get("/actions")

    assert many.count == few.count <= 16


# ---- One action ---------------------------------------------------------------------------------------------


def test_its_page_shows_the_thread_and_what_has_happened(action, ada, browse):
    operations.move_due_date(action, "11 december", reason="Two lists are missing.", by=ada.person, now=NOW)

    page = browse().page(address(action))

    for words in ("FC1 Grants 2.0 and the Grants Functional Standard", "Item 2, 14 November 2026",
                  "A-2026-001, due in 17 days", "Outcome (not yet) None yet", "“30 november”",
                  "Due date moved to 11 December", "“Two lists are missing.”",
                  "Ada Marsh, Black Fen Community Transport, 24 November 2026"):  # fmt: skip
        assert words in page.words
    assert "On track" not in page.words and "Confirm" not in page.words


def test_before_the_minutes_are_out_only_owners_and_officers_see_it(meeting, ada, ben, mina, browse):
    action = raise_one(meeting, mina, ada)

    assert browse().get(address(action)).status_code == 302
    assert browse(ben.person).get(address(action)).status_code == 403
    for person in (ada.person, mina):
        assert (
            "Everyone sees this once the minutes are circulated."
            in browse(person).page(address(action)).words
        )
    assert "A-2026-001" not in browse().page("/actions").words


def test_one_that_does_not_exist_is_404(forum, browse):
    assert browse().get("/actions/A-2026-999").status_code == 404


def test_its_owner_says_on_track_and_done(action, ada, browse):
    browser = browse(ada.person)
    assert "Ada, is it on its way?" in browser.page(address(action)).words

    page = browser.send(address(action), {"say": "track"})
    assert page.notices == ["Thank you. The record shows that it is on track."]
    page = browser.send(address(action), {"say": "done", "text": "The list has been out since Monday."})
    assert "“The list has been out since Monday.”" in page.words

    assert state(action) is ActionState.SAID_TO_BE_DONE
    assert "Said to be done" in page.words
    assert browse().post(address(action), {"say": "done"}).status_code == 302
    assert browse().post(address(action), {"say": "done"}).location.startswith("/sign-in")


def test_more_time_needs_a_date_and_a_reason_and_keeps_what_was_typed(action, ada, browse):
    browser = browse(ada.person)
    assert "It is due on Monday 30 November 2026." in browser.page(address(action, "/more-time")).words

    page = browser.send(address(action, "/more-time"), {"due": "31 november", "reason": "Late."})
    assert page.problems == ["“31 november” is no date in the calendar. Check the day and the month."]
    assert 'value="31 november"' in page.html and "Late." in page.html and page.title.startswith("Error:")
    assert browser.send(address(action, "/more-time"), {"due": "", "reason": ""}).problems == [
        "Give the new date, such as 30 November.", "Say why, in a few words.",
    ]  # fmt: skip

    page = browser.send(
        address(action, "/more-time"), {"due": "11 december", "reason": "Two lists are missing."}
    )

    assert page.notices == ["The date is now 11 December 2026."]


@pytest.mark.parametrize(
    "step, heading, state_after",
    [("/not-mine", "“It is not mine”", ActionState.OPEN), ("/held-up", "Held up", ActionState.BLOCKED)],
)
def test_its_owner_says_that_it_is_held_up_or_not_theirs(action, ada, browse, step, heading, state_after):
    browser = browse(ada.person)
    assert browser.page(address(action, step)).status == 200
    assert browser.send(address(action, step), {"reason": " "}).problems == ["Say why, in a few words."]
    refused = browser.send(address(action, step), {"reason": "Ring 01480 411480"})
    assert refused.problems == ["Take out the e-mail address or telephone number: everyone can read this."]

    page = browser.send(address(action, step), {"reason": "The council has the data."})

    assert heading in page.words and state(action) is state_after


def test_what_nobody_wants_lies_on_the_desk(action, ada, cleo, browse):
    browse(ada.person).post(address(action, "/not-mine"), {"reason": "Ben does this."})

    page = browse(cleo).page("/desk")

    assert "Whose is it? Send the list" in page.words
    assert "Ada Marsh, Black Fen Community Transport says that it is not theirs." in page.words


def test_an_officer_confirms_with_what_came_of_it(action, mina, browse):
    browser = browse(mina)
    assert "Confirm that it is done" in browser.page(address(action)).words
    assert browser.page(address(action, "/close")).status == 200
    assert browser.send(address(action, "/close"), {"outcome": ""}).problems == [
        "Say what came of it, in a sentence or two."
    ]

    page = browser.send(address(action, "/close"), {"outcome": "The list is published."})

    assert "What came of it The list is published." in page.words
    assert "closed on 24 November" in page.words


def test_an_officer_who_owns_it_is_told_who_can_confirm(action, forum, ada, mina, browse):
    make_officer(forum, "", Office.ORGANISER, person=ada.person)

    page = browse(ada.person).send(address(action, "/close"), {"outcome": "Done."})

    assert page.problems == [
        "Owners do not close their own actions. Mina Lindqvist can confirm that it is done."
    ]


def test_dropped_opened_again_and_handed_over(action, ben, mina, browse):
    browser = browse(mina)
    for step in ("/drop", "/hand-over"):
        assert browser.page(address(action, step)).status == 200

    assert "Dropped" in browser.send(address(action, "/drop"), {"reason": "The council does it."}).words
    assert browser.page(address(action, "/reopen")).status == 200
    assert browser.send(address(action, "/reopen"), {"reason": "It does not."}).notices == ["Open again."]
    assert browser.send(address(action, "/hand-over"), {"reason": "As asked."}).problems == [
        "Choose whose action it is."
    ]
    key = f"{ben.person.reference}:{ben.organisation.reference}"
    page = browser.send(address(action, "/hand-over"), {"owner": key, "reason": "As asked."})

    assert "Ben Holt, Fenland Carers’ Link" in page.words
    assert "Before: Ada Marsh, Black Fen Community Transport." in page.words


def test_what_has_ended_refuses_in_a_sentence(action, mina, ada, browse):
    operations.drop_action(action, reason="No need.", by=mina, now=NOW)

    assert browse(ada.person).send(address(action), {"say": "done"}).status == 409
    page = browse(mina).send(address(action, "/drop"), {"reason": "Again."})
    assert page.problems == ["A-2026-001 is dropped. Open it again first."]


def test_whoever_left_is_named_with_what_they_were_then(action, ada, browse):
    leave(ada)

    assert "Ada Marsh, then of Black Fen Community Transport" in browse().page(address(action)).words


def test_one_taken_back_shows_its_number_without_its_words(meeting, ada, mina, browse):
    action = raise_one(meeting, mina, ada, text="Fire the treasurer")
    operations.withdraw_action(action, by=mina, now=NOW)
    operations.publish_actions(meeting, by=mina, now=NOW)

    for page in (browse().page(address(action)), browse().page("/actions?state=dropped")):
        assert "A-2026-001" in page.words
        assert "treasurer" not in page.html
