"""The grid before a meeting: a real one carried through two meetings as it was printed; and what goes adrift."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.actions import operations, rules
from forum.actions.models import Action, ActionState, Said
from forum.actions.queries.grid import adrift_actions, grid_of
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.actions.rules.grid import Adrift, RowsRefused, Told, Word, mark_of
from forum.foundation import clock
from forum.meetings.models import Form, Meeting
from tests.makers import (
    NOW,
    TODAY,
    make_agenda,
    make_meeting,
    make_member,
    make_organisation,
    make_representative,
)

GRID = (
    # date set, the action in our words, who and by when as printed, and what "by when" means
    (date(2022, 12, 7), "Raise an alternative provider inside DWP", "Leonard Ashgrove", "23 March 2023", "2023-03-23"),
    (date(2022, 12, 7), "Share the Connected Nations report once published", "Dennis Tarn", "23 March 2023",
     "2023-03-23"),
    (date(2023, 3, 23), "Meet on communicating the full-fibre link and vouchers", "Cora / Hamish", "May 2023",
     "2023-05-31"),
    (date(2023, 3, 23), "Paper on the digital working group to the June meeting", "Evan Inverarity", "22 June 2023",
     "2023-06-22"),
    (date(2023, 6, 22), "Comments on the lack of a car ferry to Dunoon", "All", "7 July 2023", "2023-07-07"),
    (date(2023, 6, 22), "Circulate a job description; nominations invited", "All", "7 July 2023", "2023-07-07"),
    (date(2023, 6, 22), "Meet on climate support", "Bert, Cllr Rennick and Craig M", "End Au", "2023-08-31"),
    (date(2023, 6, 22), "Share details of the project with the Poverty Alliance", "Struan Pell", "once available", ""),
)  # fmt: skip
"""The action grid that a partnership printed for its meeting of 7 September 2023, and one action told orally."""


def at_ten(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def hold_meeting(forum, day, *titles):
    meeting = make_meeting(forum, starts_at=at_ten(day), form=Form.ONLINE, venue=None)
    make_agenda(meeting, *titles)
    return meeting


def owners_of(printed, people):
    if printed == "All":
        return [ALL_MEMBERS]
    names = printed.replace(" and ", ", ").replace(" / ", ", ").split(", ")
    return [people[name.split()[0]] for name in names]


@pytest.fixture
def people(forum):
    """Whoever stands in the grid, by first name, as representatives of one body."""
    body = make_organisation("Western Isles Partnership")
    make_member(forum, body, from_on=date(2021, 1, 1))
    found = {}
    for name in ("Leonard Ashgrove", "Dennis Tarn", "Cora Flint", "Hamish MacOrrin", "Evan Inverarity",
                 "Bert Ollerton", "Cllr Rennick", "Craig McWhannel", "Struan Pell"):  # fmt: skip
        one = make_representative(forum, name, body, from_on=date(2021, 1, 1))
        found[name.split()[0]] = Owner(one.person, body)
    return found


@pytest.fixture
def printed(forum, people, mina):
    """The actions of the grid, each agreed at its meeting; and the meetings of September and January."""
    for day in sorted({row[0] for row in GRID}):
        hold_meeting(forum, day)
    september = hold_meeting(forum, date(2023, 9, 7), "Welcome", "Action grid")
    january = hold_meeting(forum, date(2024, 1, 12), "Welcome", "Action grid")
    meetings = {meeting.on: meeting for meeting in _meetings(forum)}
    for day, text, who, due, _ in GRID:
        action = operations.raise_action(
            meetings[day], text, owners=owners_of(who, people), owners_as_said=who, due_as_said=due, by=mina,
            now=at_ten(day),
        )  # fmt: skip
        operations.publish_action(action, because="It was agreed.", by=mina, now=at_ten(day))
    return september, january


def _meetings(forum):
    return Meeting.query.filter_by(forum_id=forum.id).all()


def as_printed(grid):
    return sorted(
        (
            one.meeting.on,
            one.text,
            one.owners_as_said,
            one.due_as_said,
            one.due_on.isoformat() if one.due_on else "",
        )
        for one in grid.live
    )


def test_a_printed_grid_comes_back_as_it_was_printed_at_the_next_two_meetings(
    printed, forum, cleo, mina, people, database
):
    september, january = printed
    with clock.stopped_at(at_ten(september.on)):
        grid = grid_of(september, at_ten(september.on))
        assert as_printed(grid) == sorted(GRID)
        assert grid.live[-1].due_as_said == "once available", "what has no date comes last"
        actions = {one.text.split()[0] + one.text.split()[-1]: one for one in grid.live}
        told = [
            Told(one.reference, word, words, seen=mark_of(one))
            for key, word, words in (
                ("RaiseDWP", Word.NO_UPDATE, "The team will keep asking."),
                ("Sharepublished", Word.WAITS, "The report is not published."),
                ("Meetvouchers", Word.ON_TRACK, ""),
                ("Papermeeting", Word.CLOSED, "Presented at the June meeting."),
                ("Meetsupport", Word.NO_UPDATE, "A meeting is expected in the next weeks."),
            )
            for one in (actions[key],)
        ]
        kept = operations.review_actions(
            {one.reference: one for one in grid.live}, told, by=cleo, now=at_ten(september.on)
        )
    assert kept == 5
    states = {one.text.split()[0] + one.text.split()[-1]: one.state for one in Action.query.all()}
    assert states["RaiseDWP"] is ActionState.OPEN, "no update is not the same as not done"
    assert states["Sharepublished"] is ActionState.BLOCKED
    assert states["Meetvouchers"] is ActionState.IN_PROGRESS
    assert states["Papermeeting"] is ActionState.CLOSED
    again = grid_of(september, at_ten(september.on))
    assert [one.owners_as_said for one in again.ended] == ["Evan Inverarity"]
    later = grid_of(january, at_ten(january.on))
    assert as_printed(later) == sorted(row for row in GRID if row[2] != "Evan Inverarity")
    assert later.last_words[actions["RaiseDWP"].id].text == "The team will keep asking."
    raise_due = actions["Meetvouchers"]
    assert rules.rag(raise_due, january.on).kind == "red", "told to be in progress, and overdue all the same"


def test_what_ended_shows_at_the_next_meeting_once(printed, forum, cleo, mina, database):
    september, january = printed
    grid = grid_of(september, at_ten(september.on))
    operations.close_action(grid.live[0], "Raised.", by=cleo, now=at_ten(date(2023, 10, 3)))
    assert grid_of(september, at_ten(date(2023, 10, 4))).ended == []
    ended = grid_of(january, at_ten(january.on)).ended
    assert [one.id for one in ended] == [grid.live[0].id]
    spring = hold_meeting(forum, date(2024, 3, 20))
    assert grid_of(spring, at_ten(spring.on)).ended == []


@pytest.mark.parametrize(
    ("told", "about", "says"),
    [
        ({"word": Word.CLOSED}, "words", "say what came of it"),
        ({"word": Word.WAITS}, "words", "say what it waits for"),
        ({"words": "Soon."}, "word", "Choose how"),
        ({"due": "30 november 2027"}, "words", "why the date moves"),
        ({"due": "31 november", "words": "Later."}, "due", "31 november"),
        ({"word": Word.ON_TRACK, "words": "Ring 01223 715461."}, "words", "telephone"),
        ({"word": Word.ON_TRACK, "seen": "open:then"}, "word", "changed meanwhile"),
    ],
)
def test_one_row_that_cannot_be_kept_keeps_all_back(forum, cora, cleo, mina, database, told, about, says):
    meeting = make_meeting(forum, starts_at=NOW - timedelta(days=70))
    first, second = (
        operations.raise_action(
            meeting,
            text,
            owners=[Owner(cora.person, cora.organisation)],
            by=mina,
            now=NOW - timedelta(days=70),
        )
        for text in ("Publish the list.", "Ask the council.")
    )
    rows = [
        Told(first.reference, Word.ON_TRACK, seen=mark_of(first)),
        Told(second.reference, **{"word": None, "seen": mark_of(second), **told}),
    ]
    with pytest.raises(RowsRefused) as refused:
        operations.review_actions({first.reference: first, second.reference: second}, rows, by=cleo, now=NOW)
    assert list(refused.value.problems) == [second.reference]
    refusal = refused.value.problems[second.reference]
    assert says in str(refusal)
    assert refusal.about == about
    assert Action.query.filter_by(reference=first.reference).one().state is ActionState.OPEN


def test_twenty_actions_are_taken_through_in_one_page(forum, cora, cleo, mina, browse):
    before = make_meeting(forum, starts_at=NOW - timedelta(days=70))
    meeting = make_meeting(forum, starts_at=NOW - timedelta(minutes=30))
    make_agenda(meeting, "Welcome")
    made = [
        operations.raise_action(
            before, f"Do thing {number}.", owners=[Owner(cora.person, cora.organisation)], by=mina,
            now=NOW - timedelta(days=70),
        )
        for number in range(20)
    ]  # fmt: skip
    desk, address = browse(mina), f"/desk/meetings/{meeting.reference}/actions"
    sent = {f"seen-{one.reference}": mark_of(one) for one in made}
    for number, one in enumerate(made):
        word = (Word.ON_TRACK, Word.NO_UPDATE, Word.CLOSED)[number % 3]
        sent |= {f"word-{one.reference}": word.value, f"words-{one.reference}": f"Said {number}."}
    wrong = desk.send(address, {**sent, f"words-{made[2].reference}": ""})
    assert "say what came of it" in wrong.words
    assert 'value="Said 19."' in wrong.html, "what was typed stays"
    page = desk.send(address, sent)
    assert "20 actions updated." in page.notices
    assert page.words.count("Closed on") == 6
    assert Action.query.filter_by(state=ActionState.CLOSED).count() == 6


def test_what_may_be_nobodys_is_found_with_why(forum, ada, cora, cleo, mina, database):
    long_ago = NOW - timedelta(days=200)
    meeting = make_meeting(forum, starts_at=long_ago)
    for days in (100, 10):
        make_meeting(forum, starts_at=NOW - timedelta(days=days))

    def agree(text, *owners, due="30 november 2026", told=True):
        action = operations.raise_action(meeting, text, owners=owners, due_as_said=due, by=mina, now=long_ago)
        if told:
            operations.report_on_action(action, Said.ON_TRACK, by=mina, now=NOW - timedelta(days=5))
        return action

    own, body = Owner(ada.person, ada.organisation), Owner(None, cora.organisation)
    agree("Looked after.", own)
    agree("Ongoing.", body, due="ongoing")
    agree("Dateless.", body, due="")
    agree("A team's.", Owner(team="The planning team"))
    agree("Silent.", body, told=False)
    left = agree("Left behind.", own)
    operations.report_on_action(agree("Not mine.", body), Said.NOT_MINE, text="Ask others.", by=mina, now=NOW)
    gone = make_representative(forum, "Gone Away", ada.organisation, until_on=TODAY - timedelta(days=1))
    operations.hand_over_action(
        left, [Owner(gone.person, ada.organisation)], reason="So agreed.", by=cleo, now=NOW
    )
    found = {action.text: why for action, why in adrift_actions(forum, TODAY)}
    assert found == {
        "Dateless.": [Adrift.NO_DATE],
        "A team's.": [Adrift.TEAM_ALONE],
        "Silent.": [Adrift.NO_WORD],
        "Not mine.": [Adrift.DISOWNED],
        "Left behind.": [Adrift.OWNER_LEFT],
    }
