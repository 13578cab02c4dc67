"""The home page: what the forum is, when it meets next, and what came of the last meeting."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.actions.models import Action, ActionOwner, ActionState, Outcome
from forum.decisions.models import Decision, DecisionAction
from forum.meetings.models import MeetingState
from forum.overview.rules.what_came import lines
from tests.makers import NOW, keep, make_forum, make_meeting


@pytest.fixture
def september(forum):
    return make_meeting(forum, starts_at=datetime(2026, 9, 17, 9, 0, tzinfo=UTC), title="Specifications")


def decide(meeting, number: int, text: str) -> Decision:
    decision = Decision(reference=f"D-2026-{number:03}", forum=meeting.forum, meeting=meeting, text=text, taken_at=NOW,
                        changed_at=NOW, published_at=NOW)  # fmt: skip
    keep(decision)
    return decision


def act(meeting, number: int, text: str, ada, decision=None, **values) -> Action:
    action = Action(reference=f"A-2026-{number:03}", forum=meeting.forum, meeting=meeting, text=text, raised_at=NOW,
                    changed_at=NOW, published_at=NOW, **values)  # fmt: skip
    keep(action, ActionOwner(action=action, organisation=ada.organisation),
         *([DecisionAction(decision=decision, action=action)] if decision else []))  # fmt: skip
    return action


def test_it_says_when_the_forum_meets_next(forum, browse):
    make_meeting(forum)
    page = browse().page("/")
    assert "Thursday 17 December 2026" in page.words and "10:00 to 12:00" in page.words
    assert page.links["Book a place"] == "/meetings/quarterly-2026-12/book"
    assert "30 places left" in page.words


def test_a_meeting_called_off_or_not_published_is_not_the_next(forum, browse):
    make_meeting(forum, state=MeetingState.CANCELLED)
    make_meeting(forum, published_at=None)
    page = browse().page("/")
    assert "The next date is not fixed yet." in page.words


def test_a_provisional_date_cannot_be_booked(forum, browse):
    make_meeting(forum, state=MeetingState.PROVISIONAL, starts_at=None, on=date(2027, 3, 18))
    page = browse().page("/")
    assert "Provisional date" in page.words and "Book a place" not in page.links


def test_what_came_of_the_last_meeting_outcomes_first(forum, september, ada, browse):
    waiting = decide(september, 15, "Nobody took this up.")
    carried = decide(september, 14, "Drafts are shown early.")
    act(september, 31, "Publish the list.", ada, carried, due_on=date(2026, 11, 30))
    done = act(september, 17, "Publish the calendar.", ada, state=ActionState.CLOSED)
    keep(
        Outcome(
            action=done, text="14 rounds were announced early.", recorded_at=NOW, recorded_by_id=ada.person.id
        )
    )

    page = browse().page("/")

    shown = [heading for level, heading in page.headings if level == 3]
    assert shown[:3] == ["14 rounds were announced early.", "Drafts are shown early.", waiting.text]
    assert "What came of the meeting in September" in page.words
    assert "Doing, due 30 November" in page.words and "no action yet" in page.words


def test_the_lines_of_a_meeting_with_nothing_are_none():
    class Nothing:
        decisions = actions = ()
        actions_of = outcomes_of = {}  # noqa: RUF012 - nothing is ever put in

    assert lines(Nothing(), NOW.date()) == []


def test_with_two_forums_the_visitor_chooses(forum, browse):
    make_forum("Children and Young People’s Forum", "CYP", is_first=False)
    browser = browse()
    page = browser.page("/")
    assert page.headings[0] == (1, "Which forum?")
    browser.page(page.links["Children and Young People’s Forum"])
    assert "Children and Young People’s Forum" in browser.page("/meetings").title


def test_before_there_is_a_forum_it_says_what_to_do(database, browse):
    page = browse().page("/")
    assert page.status == 200 and "add-organiser" in page.words


def test_it_asks_as_often_for_many_meetings_as_for_one(forum, september, ada, browse, counted):
    browser = browse()
    asked = []
    for number in range(1, 4):
        make_meeting(forum, starts_at=NOW + timedelta(days=20 * number))
        decision = decide(september, number, f"Decided {number}.")
        act(september, number, f"To do {number}.", ada, decision)
        browser.page("/")
        with counted() as questions:
            browser.page("/")
        asked.append(questions.count)
    assert asked == [asked[0]] * 3
