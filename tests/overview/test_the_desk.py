"""The desk: what needs an officer now, first what holds up most."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.actions.models import Action, ActionOwner, ActionState
from forum.agendas.models import Agenda, AgendaItem, Proposal, Purpose
from forum.decisions.models import Decision
from forum.minutes.models import Minutes
from forum.overview.rules import desk as rules
from tests.makers import NOW, TODAY, keep, make_meeting, make_person


def test_every_meeting_that_needs_an_agenda_soon_is_on_the_desk(forum, ada, cleo, browse):
    make_meeting(forum)
    make_meeting(forum, starts_at=datetime(2026, 12, 29, 10, 0, tzinfo=UTC))
    make_meeting(forum, starts_at=datetime(2027, 3, 18, 10, 0, tzinfo=UTC))
    empty = [task for task in tasks_of(browse(cleo).page("/desk")) if "is empty" in task]
    assert empty == ["The agenda of 17 December is empty", "The agenda of 29 December is empty"]


def tasks_of(page) -> list[str]:
    return [heading for level, heading in page.headings if level == 3]


def test_an_empty_desk_says_so_and_names_the_next_date(forum, ada, cleo, browse):
    from tests.makers import make_strategy

    make_strategy()
    make_meeting(forum, starts_at=datetime(2027, 3, 18, 10, 0, tzinfo=UTC))
    page = browse(cleo).page("/desk")
    assert "Good morning, Cleo" in page.words
    assert "Nothing needs you. The next date is Thursday 18 February." in page.words
    assert tasks_of(page) == []


def test_a_new_forum_is_told_its_first_steps(forum, cleo, browse):
    assert tasks_of(browse(cleo).page("/desk")) == [
        "Load the strategy", "Add the first member organisation", "Plan the next meeting"]  # fmt: skip


def test_proposals_come_before_the_agenda_and_say_which(forum, ada, cleo, browse):
    meeting = make_meeting(forum)
    keep(Proposal(forum=forum, meeting=meeting, person=ada.person, title="van insurance", why="Dear.",
                  purpose=Purpose.DISCUSS, length=timedelta(minutes=15), made_at=NOW))  # fmt: skip
    page = browse(cleo).page("/desk")
    assert tasks_of(page)[:2] == ["Answer 1 proposal for 17 December", "The agenda of 17 December is empty"]
    assert "Van insurance" in page.words
    assert "23 days left" in page.words and "Publish by Wednesday 9 December." in page.words


def test_an_agenda_that_runs_over_says_by_how_much(forum, cleo, browse):
    meeting = make_meeting(forum)
    agenda = Agenda(meeting=meeting)
    keep(agenda, *(AgendaItem(agenda=agenda, position=number, title=f"Item {number}", length=timedelta(minutes=131 / 2))
                   for number in (1, 2)))  # fmt: skip
    page = browse(cleo).page("/desk")
    assert "The agenda of 17 December is 11 minutes over" in tasks_of(page)


def test_minutes_that_are_late_are_red_and_lead_to_where_they_are_written(forum, mina, browse):
    meeting = make_meeting(forum, starts_at=datetime(2026, 11, 5, 10, 0, tzinfo=UTC))
    page = browse(mina).page("/desk")
    assert tasks_of(page) == ["Write the minutes of 5 November"]
    assert "Overdue by 5 days" in page.words and "mark--red" in page.html
    keep(Minutes(meeting=meeting, started_at=NOW))
    assert tasks_of(browse(mina).page("/desk")) == ["Finish the minutes of 5 November"]


def test_overdue_actions_and_decisions_without_one(forum, ada, cleo, browse):
    meeting = make_meeting(forum, starts_at=datetime(2026, 6, 18, 9, 0, tzinfo=UTC))
    keep(Minutes(meeting=meeting, started_at=NOW, state="circulated"))
    for number, state in ((1, ActionState.OPEN), (2, ActionState.SAID_TO_BE_DONE)):
        action = Action(reference=f"A-2026-00{number}", forum=forum, meeting=meeting, text=f"Do it {number}",
                        due_on=date(2026, 11, 2), raised_at=NOW, changed_at=NOW, state=state)  # fmt: skip
        keep(action, ActionOwner(action=action, organisation=ada.organisation))
    keep(Decision(reference="D-2026-009", forum=forum, meeting=meeting, text="A design group.", taken_at=NOW,
                  changed_at=NOW, published_at=NOW))  # fmt: skip
    page = browse(cleo).page("/desk")
    found = tasks_of(page)
    assert found[:3] == ["Confirm that it is done: Do it 2", "Do it 1", "D-2026-009 has no action"]
    assert "Overdue by 22 days" in page.words


def test_a_minute_taker_is_not_asked_to_run_the_forum(forum, mina, browse):
    make_meeting(forum)
    page = browse(mina).page("/desk")
    assert tasks_of(page) == [] and "Settings" not in page.links


def test_an_administrator_finds_officers_and_the_journal_and_no_more(forum, browse):
    make_meeting(forum)
    page = browse(make_person("Ali Admin", is_administrator=True)).page("/desk")
    assert {"Officers", "Journal"} <= set(page.links) and "Settings" not in page.links
    assert tasks_of(page) == [] and "Who is coming" not in page.links


@pytest.mark.parametrize("count, words", [
    (0, "Nothing needs you."), (1, "One thing needs you."), (4, "Four things need you."), (12, "12 things need you.")
])  # fmt: skip
def test_the_lead_counts_in_words(count, words):
    assert rules.lead([rules.Task("", "", "", "")] * count) == words


def test_the_dates_ahead_are_in_order_and_to_come(forum):
    meeting = make_meeting(forum)
    desk = rules.Desk(forum, TODAY, True, True, [rules.NextMeeting(meeting)])
    dates = rules.dates_ahead(desk)
    assert [one.on for one in dates] == [
        date(2026, 12, 3),
        date(2026, 12, 9),
        date(2026, 12, 17),
        date(2027, 1, 5),
    ]


def test_it_asks_as_often_for_a_full_desk_as_for_an_empty_one(forum, ada, cleo, browse, counted):
    browser = browse(cleo)
    asked = []
    for number in range(1, 4):
        meeting = make_meeting(forum, starts_at=NOW - timedelta(days=20 * number))
        action = Action(reference=f"A-2026-00{number}", forum=forum, meeting=meeting, text="Do it", due_on=TODAY
                        - timedelta(days=1), raised_at=NOW, changed_at=NOW)  # fmt: skip
        keep(action, ActionOwner(action=action, organisation=ada.organisation))
        browser.page("/desk")
        with counted() as questions:
            browser.page("/desk")
        asked.append(questions.count)
    assert asked == [asked[0]] * 3


def test_a_day_begins_at_the_desk_for_whoever_has_one(forum, ada, cleo, browse):
    assert browse(cleo).get("/me/start").location == "/desk"
    assert browse(ada.person).get("/me/start").location == "/me"
    assert "/sign-in" in browse().get("/me/start").location
