"""The life of an action: raised, reported on, moved, handed over, closed, dropped, opened again, taken back."""

from datetime import date, datetime, timedelta

import pytest

from forum.actions import due, operations, queries, rules
from forum.actions.models import ActionState, Said
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.foundation.database import db
from forum.journal.models import JournalEntry
from forum.membership.models import Office
from forum.strategy.models import Commitment
from tests.makers import NOW, TODAY, make_agenda, make_item, make_meeting, make_officer, make_strategy


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, starts_at=NOW - timedelta(days=10))


def owner(representative):
    return Owner(
        representative.person, representative.organisation, is_lay=representative.organisation is None
    )


def raise_one(meeting, by, *owners, text="Send the list", **values):
    values.setdefault("due_as_said", "30 november")
    return operations.raise_action(meeting, text, owners=owners, by=by, now=NOW, **values)


def publish(meeting, by):
    return operations.publish_actions(meeting, by=by, now=NOW)


def test_it_gets_the_next_number_and_keeps_what_was_said(meeting, ada, mina):
    first = raise_one(meeting, mina, owner(ada), due_as_said="by End of  november")
    second = raise_one(meeting, mina, owner(ada), due_as_said="when published")

    assert [first.reference, second.reference] == ["A-2026-001", "A-2026-002"]
    assert (first.due_as_said, first.due_on) == ("by End of november", date(2026, 11, 30))
    assert (second.due_as_said, second.due_on) == ("when published", None)
    assert first.first_due_on == first.due_on


def test_the_year_is_that_of_the_meeting(forum, ada, mina):
    last_year = make_meeting(forum, starts_at=NOW - timedelta(days=400))

    assert raise_one(last_year, mina, owner(ada)).reference == "A-2025-001"


def test_next_meeting_is_the_one_that_follows_in_the_series(forum, meeting, ada, mina):
    with pytest.raises(due.NextMeetingIsNotFixed):
        raise_one(meeting, mina, owner(ada), due_as_said="next meeting")
    make_meeting(forum)

    assert raise_one(meeting, mina, owner(ada), due_as_said="next meeting").due_on == date(2026, 12, 17)


def test_it_serves_the_commitments_of_its_item(meeting, ada, mina):
    make_strategy()
    promise = db.session.query(Commitment).filter_by(code="FC1").one()
    item = make_item(make_agenda(meeting), "Grants", promise)

    action = raise_one(meeting, mina, owner(ada), item=item)

    assert [serves.commitment.code for serves in action.commitments] == ["FC1"]
    assert queries.actions_of_commitment(promise, mina, meeting.forum) == [action]


def test_a_refused_action_takes_no_number(meeting, ada, mina):
    for wrong in ({"owners": ()}, {"text": " "}, {"due_as_said": "31 november"}):
        with pytest.raises((rules.ActionNeedsOwner, rules.ActionNeedsText, due.NoSuchDate)):
            operations.raise_action(
                meeting,
                **{"text": "Send it", "owners": (owner(ada),), "due_as_said": "", **wrong},
                by=mina,
                now=NOW,
            )

    assert raise_one(meeting, mina, owner(ada)).reference == "A-2026-001"


def test_its_owner_says_how_it_stands(meeting, ada, mina):
    action = raise_one(meeting, mina, owner(ada))

    for said, state in [
        (Said.ON_TRACK, ActionState.IN_PROGRESS),
        (Said.HELD_UP, ActionState.BLOCKED),
        (Said.NOT_MINE, ActionState.BLOCKED),
        (Said.DONE, ActionState.SAID_TO_BE_DONE),
    ]:
        operations.report_on_action(action, said, text="Two lists are missing.", by=ada.person, now=NOW)
        assert action.state is state

    assert [rules.report_heading(report) for report in queries.reports_of(action)] == [
        "Said to be done", "“It is not mine”", "Held up", "On track",
    ]  # fmt: skip
    assert rules.reporter_words(queries.reports_of(action)[0]) == "Ada Marsh, Black Fen Community Transport"


def test_what_is_not_mine_needs_a_word_why(meeting, ada, mina):
    action = raise_one(meeting, mina, owner(ada))

    with pytest.raises(rules.ReasonIsMissing):
        operations.report_on_action(action, Said.NOT_MINE, by=ada.person, now=NOW)

    assert queries.reports_of(action) == []


def test_the_first_date_stays_for_ever(meeting, ada, mina):
    action = raise_one(meeting, mina, owner(ada))

    for typed in ("11 december", "end of january"):
        operations.move_due_date(action, typed, reason="Not all is there.", by=ada.person, now=NOW)

    assert (action.first_due_on, action.due_on) == (date(2026, 11, 30), date(2027, 1, 31))
    assert (action.times_moved, action.due_as_said) == (2, "30 november")
    heading = rules.report_heading(queries.reports_of(action)[0])
    assert heading.replace("\u00a0", " ") == "Due date moved to 31 January"


def test_a_first_date_given_later_is_no_move(meeting, ada, mina):
    action = raise_one(meeting, mina, owner(ada), due_as_said="")

    operations.move_due_date(action, "11 december", reason="Agreed by telephone.", by=mina, now=NOW)

    assert (action.first_due_on, action.times_moved) == (date(2026, 12, 11), 0)


def test_closing_keeps_what_came_of_it_and_tells_its_owners(meeting, ada, ben, mina, letters):
    action = raise_one(meeting, mina, owner(ada), Owner(organisation=ben.organisation))

    operations.close_action(action, "The list is published.", by=mina, now=NOW)

    assert action.state is ActionState.CLOSED and action.ended_at == NOW
    assert queries.outcomes_of([action])[action.id].text == "The list is published."
    assert letters() == [ada.person.email, ben.person.email]
    with pytest.raises(rules.ActionHasEnded):
        operations.close_action(action, "Again.", by=mina, now=NOW)


def test_an_officer_who_owns_it_leaves_closing_to_another(forum, meeting, ada, cleo, mina):
    action = raise_one(meeting, mina, Owner(cleo))

    with pytest.raises(rules.OwnersCloseNotTheirOwn, match="Mina Lindqvist can confirm"):
        operations.close_action(action, "It is done.", by=cleo, now=NOW)

    assert action.state is ActionState.OPEN


def test_an_officer_of_the_body_that_owns_it_is_its_owner_too(forum, meeting, ada, mina):
    make_officer(forum, "", Office.CHAIR, person=ada.person)
    action = raise_one(meeting, mina, Owner(organisation=ada.organisation))

    with pytest.raises(rules.OwnersCloseNotTheirOwn):
        operations.close_action(action, "It is done.", by=ada.person, now=NOW)


def test_with_no_other_officer_the_record_says_that_it_was_closed_alone(forum, meeting, cleo):
    action = raise_one(meeting, cleo, Owner(cleo))

    operations.close_action(action, "It is done.", by=cleo, now=NOW)

    assert queries.reports_of(action)[0].is_confirmed_alone


def test_dropped_with_a_reason_and_opened_again(meeting, ada, mina):
    action = raise_one(meeting, mina, owner(ada))

    operations.drop_action(action, reason="The council publishes it anyway.", by=mina, now=NOW)
    assert action.state is ActionState.DROPPED
    operations.reopen_action(action, reason="It does not after all.", by=mina, now=NOW)

    assert action.state is ActionState.OPEN and action.ended_at is None
    with pytest.raises(rules.ActionIsLive):
        operations.reopen_action(action, reason="Twice.", by=mina, now=NOW)


def test_taken_back_before_circulation_its_number_stays(meeting, ada, mina):
    action = raise_one(meeting, mina, owner(ada))

    operations.withdraw_action(action, by=mina, now=NOW)

    assert action.state is ActionState.WITHDRAWN
    assert raise_one(meeting, mina, owner(ada)).reference == "A-2026-002"


def test_once_circulated_it_is_dropped_not_taken_back_and_its_words_stay(meeting, ada, mina):
    action = raise_one(meeting, mina, owner(ada))
    assert publish(meeting, mina) == [action] and publish(meeting, mina) == []

    with pytest.raises(rules.AlreadyCirculated):
        operations.withdraw_action(action, by=mina, now=NOW)
    with pytest.raises(rules.CirculatedTextStays):
        operations.correct_action(
            action, text="Other", owners=[owner(ada)], due_as_said="30 november", by=mina, now=NOW
        )


def test_what_was_written_down_is_put_right_without_being_moved(meeting, ada, ben, mina):
    action = raise_one(meeting, mina, owner(ada))

    operations.correct_action(
        action, text="Send both lists", owners=[owner(ben)], due_as_said="11 december", by=mina, now=NOW
    )

    assert (action.text, action.first_due_on, action.times_moved) == (
        "Send both lists",
        date(2026, 12, 11),
        0,
    )
    assert rules.owners_words(action) == ["Ben Holt, Fenland Carers’ Link"]


def test_handed_over_its_new_owner_gets_a_letter_and_the_old_one_stands_in_the_history(
    meeting, ada, ben, mina, letters
):
    action = raise_one(meeting, mina, owner(ada))
    publish(meeting, mina)

    operations.hand_over_action(action, [owner(ben)], reason="Ada asked Ben.", by=mina, now=NOW)

    assert letters() == [ben.person.email]
    assert queries.reports_of(action)[0].text == (
        "Ada asked Ben. Before: Ada Marsh, Black Fen Community Transport."
    )


def test_every_change_stands_in_the_journal(meeting, ada, mina):
    action = raise_one(meeting, mina, owner(ada))
    operations.move_due_date(action, "11 december", reason="Late.", by=ada.person, now=NOW)

    moved = db.session.query(JournalEntry).filter_by(thing="Action", act="moved the date of an action").one()
    assert moved.before["due_on"] == "2026-11-30" and moved.after["due_on"] == "2026-12-11"


def test_the_log_counts_as_the_marks_say(forum, meeting, ada, mina):
    for said in ("1 nov 2026", "20 nov 2026", "1 december", "8 dec", "end of january", "when published"):
        raise_one(meeting, mina, owner(ada), due_as_said=said)
    done = raise_one(meeting, mina, owner(ada), due_as_said="1 nov 2026")
    operations.report_on_action(done, Said.DONE, by=ada.person, now=NOW)
    closed = raise_one(meeting, mina, owner(ada))
    operations.close_action(closed, "Done.", by=mina, now=NOW)

    counts = queries.count_actions(mina, forum, today=TODAY)
    kinds = [
        rules.rag(action, TODAY).kind
        for action in queries.page_of_actions(queries.Wanted(), mina, forum, today=TODAY).things
    ]

    assert (counts.overdue, counts.soon, counts.on_track, counts.without_date, counts.closed_this_year) == (
        kinds.count("red"), kinds.count("amber"), kinds.count("green"), kinds.count("none"), 1,
    )  # fmt: skip
    assert (counts.overdue, counts.soon, counts.on_track, counts.without_date) == (2, 2, 2, 1)
    assert counts.live == 7


def test_filters_and_orders(forum, meeting, ada, ben, mina):
    late = raise_one(meeting, mina, owner(ada), due_as_said="20 nov 2026")
    early = raise_one(meeting, mina, owner(ben), due_as_said="1 november 2026")
    everyones = raise_one(meeting, mina, ALL_MEMBERS, due_as_said="11 december")
    open_ended = raise_one(meeting, mina, Owner(organisation=ada.organisation), due_as_said="")

    def listed(**wanted):
        return list(queries.page_of_actions(queries.Wanted(**wanted), mina, forum, today=TODAY).things)

    assert listed() == [early, late, everyones, open_ended]
    assert listed(which=queries.Which.OVERDUE) == [early, late]
    assert listed(which=queries.Which.SOON) == []
    assert listed(owner=ada.organisation.reference) == [late, open_ended]
    assert listed(owner=queries.ALL_MEMBERS) == [everyones]
    assert listed(first=queries.First.NEWEST) == [open_ended, everyones, early, late]
    assert listed(first=queries.First.OWNER) == [everyones, late, open_ended, early]
    assert listed(theme="young-people") == []
    assert queries.page_of_actions(queries.Wanted(), mina, forum, today=TODAY, number=2, size=3).things == [
        open_ended
    ]


def test_what_nobody_wants_is_found_until_it_is_handed_over(forum, meeting, ada, ben, mina):
    action = raise_one(meeting, mina, owner(ada))
    operations.report_on_action(action, Said.NOT_MINE, text="Ben does this.", by=ada.person, now=NOW)
    assert queries.actions_not_mine(forum) == [action]

    operations.hand_over_action(action, [owner(ben)], reason="As Ada says.", by=mina, now=NOW)

    assert queries.actions_not_mine(forum) == []


def test_times_are_kept_in_utc_and_days_are_london_s(forum, meeting, ada, mina):
    late_evening = datetime.fromisoformat("2026-06-30T23:30:00+00:00")  # 1 July in London
    action = raise_one(meeting, mina, owner(ada), due_as_said="30 november")
    operations.move_due_date(action, "tomorrow", reason="Sooner.", by=mina, now=late_evening)

    assert action.due_on == date(2026, 7, 2)
