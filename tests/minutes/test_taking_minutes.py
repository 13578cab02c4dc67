"""Taking minutes: begun from the agenda and the bookings, written line by line, checked at the end."""

from datetime import date, timedelta

import pytest

from forum.actions.models import Action, ActionState
from forum.actions.rules import Owner
from forum.attendance.queries import attendance_of
from forum.decisions.models import Decision, DecisionState
from forum.decisions.queries import decisions_carried_out_by
from forum.foundation.database import db
from forum.minutes import operations, queries, rules
from tests.makers import NOW, make_booking, make_meeting
from tests.minutes.writing import ACTION, DECISION, owner, write

# ---- Beginning ----------------------------------------------------------------------------------------------


def test_begun_twice_they_are_the_same(meeting, minutes, mina):
    assert operations.start_minutes(meeting, by=mina, now=NOW) is minutes


def test_not_before_the_day_not_without_agenda_and_not_once_called_off(forum, meeting, mina):
    with pytest.raises(rules.NoAgendaYet):
        operations.start_minutes(meeting, by=mina, now=NOW)
    with pytest.raises(rules.TooEarlyForMinutes):
        operations.start_minutes(make_meeting(forum), by=mina, now=NOW)


# ---- Writing ------------------------------------------------------------------------------------------------


def test_each_line_says_when_it_was_saved(minutes, item, mina):
    first = write(minutes, item, mina)
    second = write(minutes, item, mina, "They have 30 days.", now=NOW + timedelta(minutes=3))

    assert queries.entries_of(minutes, item) == [first, second]
    assert second.saved_at == NOW + timedelta(minutes=3)


def test_a_decision_and_an_action_get_their_numbers_at_once(minutes, item, ada, mina):
    decided = write(minutes, item, mina, "Providers see each draft.", DECISION)
    to_do = write(
        minutes, item, mina, "Send the list.", ACTION,
        owners=[Owner(ada.person, ada.organisation)], due_as_said="friday", carries_out=decided.decision,
    )  # fmt: skip

    assert (decided.decision.reference, to_do.action.reference) == ("D-2026-001", "A-2026-001")
    assert to_do.action.due_on == date(2026, 11, 27)
    assert decisions_carried_out_by([to_do.action], mina, minutes.meeting.forum) == {
        to_do.action.id: decided.decision
    }
    assert to_do.action.published_at is None


def test_the_same_line_sent_twice_is_one(minutes, item, mina):
    first = write(minutes, item, mina, "Providers see each draft.", DECISION, sent_key="k1")
    again = write(minutes, item, mina, "Providers see each draft. ", DECISION, sent_key="k1")
    other = write(minutes, item, mina, "Providers see each draft, and more.", DECISION, sent_key="k1")

    assert again is first and other is not first
    assert db.session.query(Decision).count() == 2


def test_sent_again_after_it_was_changed_it_is_still_one(minutes, item, mina):
    entry = write(minutes, item, mina, "They have 30 days.", sent_key="k1")
    operations.change_entry(entry, "They have 20 days.", edition=1, by=mina, now=NOW)

    assert write(minutes, item, mina, "They have 30 days.", sent_key="k1") is entry


def test_two_who_write_on_one_line_see_each_other(minutes, item, mina, cleo):
    entry = write(minutes, item, mina, "They have 30 days.")
    operations.change_entry(entry, "They have 20 days.", edition=1, by=mina, now=NOW)

    with pytest.raises(rules.ChangedMeanwhile, match="They have 20 days"):
        operations.change_entry(entry, "They have 25 days.", edition=1, by=cleo, now=NOW)

    assert entry.text == "They have 20 days."


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 8001])
def test_an_empty_line_or_one_too_long_is_refused(minutes, item, mina, text):
    with pytest.raises((rules.LineIsEmpty, rules.LineIsTooLong)):
        write(minutes, item, mina, text)


def test_changing_a_line_changes_what_it_holds(minutes, item, ada, ben, mina):
    decided = write(minutes, item, mina, "Providers see drafts.", DECISION)
    to_do = write(minutes, item, mina, "Send the list.", ACTION, owners=[Owner(ada.person, ada.organisation)])

    operations.change_entry(decided, "Providers see each draft.", edition=1, by=mina, now=NOW)
    operations.change_entry(
        to_do, "Send both lists.", edition=1, owners=[Owner(organisation=ben.organisation)],
        due_as_said="4 dec", by=mina, now=NOW,
    )  # fmt: skip

    assert decided.decision.text == "Providers see each draft."
    assert (to_do.action.text, to_do.action.due_on) == ("Send both lists.", date(2026, 12, 4))


def test_a_note_taken_out_takes_nothing_with_it(minutes, item, ada, mina):
    note = write(minutes, item, mina)
    decided = write(minutes, item, mina, "Providers see each draft.", DECISION)
    to_do = write(minutes, item, mina, "Send it.", ACTION, owners=[Owner(ada.person, ada.organisation)])

    operations.withdraw_entry(note, by=mina, now=NOW)

    assert queries.entries_of(minutes) == [decided, to_do]
    assert db.session.query(Decision).one().state is DecisionState.CONFIRMED
    assert db.session.query(Action).one().state is ActionState.OPEN


def test_a_decision_or_action_taken_out_is_withdrawn_and_its_line_and_number_stay(minutes, item, ada, mina):
    decided = write(minutes, item, mina, "Providers see each draft.", DECISION)
    to_do = write(minutes, item, mina, "Send it.", ACTION, owners=[Owner(ada.person, ada.organisation)])

    operations.withdraw_entry(decided, by=mina, now=NOW)
    operations.withdraw_entry(to_do, by=mina, now=NOW)

    assert queries.entries_of(minutes) == [decided, to_do]
    assert decided.decision.state is DecisionState.WITHDRAWN
    assert to_do.action.state is ActionState.WITHDRAWN
    assert write(minutes, item, mina, "Another.", DECISION).decision.reference == "D-2026-002"


# ---- Ending and checking ------------------------------------------------------------------------------------


def checks(minutes, meeting):
    found = rules.things_to_check(
        queries.numbered_items(meeting), queries.entries_of(minutes), attendance_of(meeting)
    )
    return [check.words.replace("\u00a0", " ") for check in found]


def test_what_is_missing_is_said(minutes, meeting, item, ada, ben, mina):
    write(minutes, item, mina, "Send it.", ACTION, owners=[Owner(ada.person, ada.organisation)])
    make_booking(meeting, ben)

    assert checks(minutes, meeting) == [
        "Nobody is marked as present",
        "1 person who booked is not marked",
        "Nothing is written under item 1, Welcome",
        "A-2026-001 has no date",
    ]


def test_addresses_and_numbers_are_found_where_they_stand(minutes, meeting, item, mina):
    write(minutes, item, mina, "Write to owen@council.example.org or ring 01480 411480.")

    assert checks(minutes, meeting)[:2] == [
        "A telephone number in item 2, saved 10:00:00",
        "An e-mail address in item 2, saved 10:00:00",
    ]


def test_the_words_of_a_due_date_are_looked_at_too(minutes, meeting, item, ada, mina):
    write(minutes, item, mina, "Ask.", ACTION, owners=[owner(ada)], due_as_said="ring 01480 411480 first")

    assert "A telephone number in item 2, saved 10:00:00" in checks(minutes, meeting)


def test_a_meeting_ends_once(minutes, mina):
    operations.end_minutes(minutes, by=mina, now=NOW)

    with pytest.raises(rules.MeetingHasEnded):
        operations.end_minutes(minutes, by=mina, now=NOW)
