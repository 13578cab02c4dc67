"""What an agenda begins with: the usual items, the forum's own, or last time's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forum.agendas import operations, queries, rules
from forum.agendas.models import AgendaItem, Part, Purpose, Standing, Visibility
from forum.foundation.database import db
from tests.agendas.stage import add, begin, change, titles
from tests.makers import NOW, make_meeting

PLAN = rules.StandingGiven(
    "", "Forward agenda plan", Purpose.INFORM, timedelta(minutes=5), Standing.FORWARD_PLAN, "Closing", True
)
MINUTES = rules.StandingGiven(
    "", "Minutes of {last meeting} and action log", Purpose.DECIDE, timedelta(minutes=10), Standing.MINUTES, "", False
)  # fmt: skip
STORY = rules.StandingGiven("", "A person’s story", Purpose.INFORM, timedelta(minutes=15), None, "", False)


def save(forum, cleo, *lines, **more):
    operations.save_standing_items(forum, lines, by=cleo, now=NOW, **more)


def test_an_agenda_begins_with_the_forums_own_items(forum, cleo):
    save(forum, cleo, PLAN, MINUTES, STORY)

    agenda = begin(make_meeting(forum), cleo)

    assert titles(agenda) == [
        "Minutes of the last meeting and action log", "A person’s story", "Forward agenda plan",
    ]  # fmt: skip
    assert [(item.part, item.section) for item in agenda.items] == [
        (Part.OPENING, ""), (Part.OPENING, ""), (Part.CLOSING, "Closing"),
    ]  # fmt: skip
    add(agenda, "To decide", cleo, purpose=Purpose.DECIDE)
    add(agenda, "To hear", cleo, purpose=Purpose.INFORM)
    assert titles(agenda)[2:4] == ["To decide", "To hear"]


def test_lines_are_changed_moved_and_removed_and_begun_agendas_stay(forum, cleo):
    save(forum, cleo, PLAN, MINUTES, STORY)
    agenda = begin(make_meeting(forum), cleo)
    rows = queries.standing_items_of(forum)
    lines = [
        rules.StandingGiven(one.reference, one.title, one.purpose, one.length, one.standing, "", one.is_closing)
        for one in rows
    ]  # fmt: skip

    save(
        forum, cleo, lines[2], replace(lines[0], title="Work programme"), seen=[one.reference for one in rows]
    )

    assert [one.title for one in queries.standing_items_of(forum)] == ["A person’s story", "Work programme"]
    assert titles(agenda)[2] == "Forward agenda plan"


def test_two_who_change_them_at_once_lose_nothing(forum, cleo):
    save(forum, cleo, PLAN, MINUTES)

    with pytest.raises(rules.ChangedByAnother):
        save(forum, cleo, STORY, seen=[])

    assert len(queries.standing_items_of(forum)) == 2


def test_a_template_has_something_and_not_everything(forum, cleo):
    with pytest.raises(rules.NothingStanding):
        save(forum, cleo)
    with pytest.raises(rules.TooManyStanding):
        save(forum, cleo, *[STORY] * 21)
    with pytest.raises(rules.LengthIsOdd):
        save(forum, cleo, replace(STORY, length=timedelta()))


def test_the_usual_items_come_back(forum, cleo):
    save(forum, cleo, PLAN)
    operations.use_usual_items(forum, by=cleo, now=NOW)
    operations.use_usual_items(forum, by=cleo, now=NOW)

    assert begin(make_meeting(forum), cleo).items[0].title == "Welcome and apologies"


# ---- Like the last one --------------------------------------------------------------------------------------


@pytest.fixture
def june(forum, cleo, ada):
    """The agenda of June: something to decide, something closed, something withdrawn."""
    make_meeting(forum, starts_at=NOW - timedelta(days=250))
    meeting = make_meeting(forum, starts_at=NOW - timedelta(days=150))
    agenda = begin(meeting, cleo)
    change(agenda.items[0], cleo, presenters=[rules.presenter_for(ada)])
    add(agenda, "Grants again", cleo, purpose=Purpose.DECIDE, presenters=[rules.presenter_for(ada)],
        more=rules.Particulars(section="For decision"))  # fmt: skip
    add(
        agenda,
        "A complaint",
        cleo,
        visibility=Visibility.CLOSED,
        public_title="A matter",
        closed_because="Names.",
    )
    off = add(agenda, "Off again", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW - timedelta(days=170))
    operations.take_off(off, by=cleo, now=NOW - timedelta(days=170))
    return agenda


def test_last_times_agenda_comes_again_without_what_was_closed(forum, june, cleo):
    meeting = make_meeting(forum)

    agenda = operations.begin_agenda(meeting, like=queries.agenda_before(meeting), by=cleo, now=NOW)

    assert titles(agenda) == [
        "Welcome and apologies", "Interests to declare", "Minutes of 27\u00a0June and open actions",
        "Grants again", "Any other business and the next meeting",
    ]  # fmt: skip
    grants = agenda.items[3]
    assert (grants.section, grants.number, grants.presenters) == ("For decision", None, [])
    assert [one.person.name for one in agenda.items[0].presenters] == ["Ada Marsh"]


def test_an_agenda_with_only_standing_items_is_filled_like_the_last(forum, june, cleo):
    agenda = begin(make_meeting(forum), cleo)

    operations.fill_like(agenda, june, by=cleo, now=NOW)

    assert "Grants again" in titles(agenda)
    with pytest.raises(rules.HasMatters):
        operations.fill_like(agenda, june, by=cleo, now=NOW)


@pytest.mark.parametrize("title, renewed", [
    ("Minutes of 18\u00a0June and open actions", "Minutes of 17\u00a0September and open actions"),
    ("Minutes of 18 June 2026", "Minutes of 17\u00a0September\u00a02026"),
    ("Minutes of the annual meeting", "Minutes of the annual meeting"),
])  # fmt: skip
def test_the_minutes_are_those_of_the_meeting_before(title, renewed):
    item = AgendaItem(title=title, standing=Standing.MINUTES)
    assert rules.renewed_title(item, date(2026, 6, 18), date(2026, 9, 17)) == renewed


def test_the_first_minutes_had_no_day():
    item = AgendaItem(title="Minutes of the last meeting", standing=Standing.MINUTES)
    assert rules.renewed_title(item, None, date(2026, 9, 17)) == "Minutes of 17\u00a0September"


# ---- What was not reached -----------------------------------------------------------------------------------


def test_what_was_not_reached_goes_on_with_all_that_it_was(forum, june, cleo):
    earlier = next(item for item in june.items if item.title == "Grants again")
    earlier.not_reached_because = "The meeting ran out of time"
    db.session.commit()
    agenda = begin(make_meeting(forum), cleo)

    item = operations.carry_on(agenda, earlier, by=cleo, now=NOW)

    assert (item.continues, item.title, item.purpose, item.why_here) == (
        earlier, "Grants again", Purpose.DECIDE, "Carried from 27\u00a0June",
    )  # fmt: skip
    assert [one.person.name for one in item.presenters] == ["Ada Marsh"]
    with pytest.raises(rules.AlreadyOnAgenda):
        operations.carry_on(agenda, earlier, by=cleo, now=NOW)
    operations.take_off(item, by=cleo, now=NOW)
    assert "Grants again" not in titles(agenda)


def test_what_is_not_carried_further_says_why(june, cleo):
    item = june.items[3]
    with pytest.raises(rules.NothingToLeave):
        operations.leave_item(item, "Settled by letter.", by=cleo, now=NOW)
    item.not_reached_because = "The meeting ran out of time"
    db.session.commit()

    operations.leave_item(item, "Settled by letter.", by=cleo, now=NOW)

    assert item.left_because == "Settled by letter."
    with pytest.raises(rules.NothingToLeave):
        operations.leave_item(item, "Again.", by=cleo, now=NOW)
