"""Planning, changing, publishing and calling off a meeting: from the rules up to the database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from forum.foundation.database import db
from forum.journal.models import JournalEntry
from forum.meetings import operations, queries, rules
from forum.meetings.models import Balance, Form, MeetingState
from forum.meetings.rules import Plan
from tests.makers import NOW, make_forum, make_meeting, make_series, make_venue

THURSDAY = date(2026, 12, 17)
PLAN = Plan(title="How transport is bought", on=THURSDAY, starts=time(10), ends=time(12), places=30)


def plan(series, cleo, now=NOW, **values):
    return operations.plan_meeting(series, replace(PLAN, **values), by=cleo, now=now)


# ---- Rules ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values, refusal",
    [
        ({"ends": time(10)}, rules.EndsBeforeStart),
        ({"ends": time(9, 59)}, rules.EndsBeforeStart),
        ({"ends": None}, rules.OneTimeMissing),
        ({"on": date(2026, 11, 23)}, rules.IsInThePast),
        ({"on": date(2026, 11, 24), "starts": time(9)}, rules.IsInThePast),
        ({"on": date(2027, 3, 28), "starts": time(1, 30)}, rules.ClocksChange),
        ({"on": date(2027, 10, 31), "starts": time(0, 30), "ends": time(1, 30)}, rules.ClocksChange),
        (
            {"balance": Balance(kept_voluntary=8), "kept_until_on": date(2026, 12, 18)},
            rules.KeptBeyondTheMeeting,
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused(values, refusal):
    with pytest.raises(refusal, match=r"^[A-Z0-9].*\.$"):
        rules.check_plan(replace(PLAN, **values), NOW)


def test_places_are_kept_until_the_day_of_the_meeting_at_the_latest():
    rules.check_plan(replace(PLAN, balance=Balance(kept_voluntary=8), kept_until_on=THURSDAY), NOW)
    rules.check_plan(replace(PLAN, kept_until_on=date(2026, 12, 24)), NOW)  # nothing is kept


def test_a_past_meeting_can_be_kept_for_the_record_and_its_title_mended():
    past = replace(PLAN, on=date(2025, 9, 18))

    rules.check_plan(past, NOW, for_the_record=True)
    rules.check_plan(replace(past, title="Mended"), NOW, past)
    with pytest.raises(rules.IsInThePast):
        rules.check_plan(replace(past, on=date(2025, 9, 25)), NOW, past)


def test_london_time_in_summer_is_an_hour_before_utc():
    assert replace(PLAN, on=date(2027, 6, 17)).starts_at == datetime(2027, 6, 17, 9, 0, tzinfo=UTC)


def test_a_date_without_times_is_provisional():
    assert replace(PLAN, starts=None, ends=None).state is MeetingState.PROVISIONAL
    assert PLAN.state is MeetingState.CONFIRMED


def test_bank_holidays_weekends_and_clashes_are_said_and_not_refused():
    said = rules.warnings_of(replace(PLAN, on=date(2026, 12, 25)), NOW, "Christmas Day", [])
    assert "bank holiday: Christmas Day" in said[0]
    assert "weekend" in rules.warnings_of(replace(PLAN, on=date(2026, 12, 19)), NOW, None, [])[0]
    assert rules.warnings_of(PLAN, NOW, None, []) == []


def test_days_that_a_moved_meeting_left_behind_are_said():
    left = replace(
        PLAN, booking_closes_at=datetime(2026, 11, 12, 17, tzinfo=UTC), kept_until_on=date(2026, 11, 10),
        balance=Balance(kept_voluntary=8),
    )  # fmt: skip
    assert rules.warnings_of(left, NOW, None, []) == [
        "Booking closes on Thursday 12\u00a0November\u00a02026, 35\u00a0days before the meeting.",
        "Kept places are open to all from Tuesday 10\u00a0November\u00a02026, 37\u00a0days before the meeting.",
    ]
    near = replace(left, booking_closes_at=datetime(2026, 11, 19, tzinfo=UTC), balance=Balance())
    assert rules.warnings_of(near, NOW, None, []) == []


def test_references_are_the_first_free_one():
    assert rules.free_reference("quarterly-2026-12", set()) == "quarterly-2026-12"
    taken = {"quarterly-2026-12", "quarterly-2026-12-2"}
    assert rules.free_reference("quarterly-2026-12", taken) == "quarterly-2026-12-3"


def test_the_moment_of_a_change_only_goes_forward():
    before = NOW + timedelta(seconds=5)
    assert rules.moment_after(before, NOW) == before + timedelta(seconds=1)
    assert rules.moment_after(NOW - timedelta(days=1), NOW.replace(microsecond=7)) == NOW


# ---- Operations -----------------------------------------------------------------------------------------


def test_planning_a_meeting(forum, cleo):
    meeting = plan(make_series(forum), cleo)

    assert meeting.reference == "fen-quarterly-2026-12"  # the maker's series carries the forum's code
    assert (meeting.state, meeting.sequence, meeting.is_published) == (MeetingState.CONFIRMED, 0, False)
    assert meeting.starts_at == datetime(2026, 12, 17, 10, 0, tzinfo=UTC)
    assert queries.get_meeting(meeting.reference) is meeting


def test_two_meetings_in_one_month_have_two_references(forum, cleo):
    series = operations.add_series(forum, "Quarterly meeting", by=cleo, now=NOW)

    assert plan(series, cleo).reference == "quarterly-2026-12"
    assert plan(series, cleo).reference == "quarterly-2026-12-2"


def test_a_second_forum_has_references_of_its_own(forum, cleo):
    other = make_forum("Peterborough Forum", "PET", is_first=False)
    series = operations.add_series(other, "Quarterly meetings", by=cleo, now=NOW)

    assert plan(series, cleo).reference == "pet-quarterly-2026-12"


def test_two_series_of_a_forum_cannot_have_one_name(forum, cleo):
    operations.add_series(forum, "Quarterly meeting", by=cleo, now=NOW)

    with pytest.raises(rules.NameIsTaken):
        operations.add_series(forum, "quarterly  Meeting", by=cleo, now=NOW)


def test_another_time_is_a_new_edition_for_calendars_and_a_new_title_is_not(forum, cleo):
    meeting = plan(make_series(forum), cleo)
    uid, first = meeting.uid, meeting.changed_at

    assert operations.change_meeting(meeting, replace(PLAN, title="Who decides"), by=cleo, now=NOW)
    assert (meeting.sequence, meeting.changed_at) == (0, first + timedelta(seconds=1))

    operations.change_meeting(meeting, replace(PLAN, starts=time(11)), by=cleo, now=NOW)
    assert (meeting.sequence, meeting.changed_at) == (1, first + timedelta(seconds=2))

    operations.change_meeting(meeting, replace(PLAN, starts=None, ends=None), by=cleo, now=NOW)
    assert (meeting.sequence, meeting.state) == (2, MeetingState.PROVISIONAL)
    assert meeting.uid == uid


def test_saving_a_meeting_unchanged_moves_nothing(forum, cleo):
    meeting = plan(make_series(forum), cleo)
    before = meeting.changed_at

    assert not operations.change_meeting(meeting, PLAN, by=cleo, now=NOW + timedelta(days=1))
    assert (meeting.changed_at, meeting.sequence) == (before, 0)


def test_publishing_once(forum, cleo):
    meeting = plan(make_series(forum), cleo)
    operations.publish_meeting(meeting, by=cleo, now=NOW)

    assert meeting.is_published
    with pytest.raises(rules.IsPublished):
        operations.publish_meeting(meeting, by=cleo, now=NOW)


def test_what_was_called_off_stays_and_is_not_changed_again(forum, cleo):
    meeting = make_meeting(forum)
    operations.call_off_meeting(meeting, because=" The hall is flooded. ", by=cleo, now=NOW)

    assert (meeting.state, meeting.sequence) == (MeetingState.CANCELLED, 1)
    assert meeting.cancelled_because == "The hall is flooded."
    assert [listed.id for listed in queries.upcoming_meetings(forum, NOW).things] == [meeting.id]
    assert queries.next_meeting(forum, NOW) is None
    for work in (
        lambda: operations.change_meeting(meeting, PLAN, by=cleo, now=NOW),
        lambda: operations.publish_meeting(meeting, by=cleo, now=NOW),
        lambda: operations.call_off_meeting(meeting, because="Again", by=cleo, now=NOW),
    ):
        with pytest.raises(rules.IsCalledOff):
            work()


def test_a_meeting_is_called_off_with_a_reason_and_before_it_is_over(forum, cleo):
    meeting = make_meeting(forum)

    with pytest.raises(rules.ReasonIsMissing):
        operations.call_off_meeting(meeting, because=" ", by=cleo, now=NOW)
    with pytest.raises(rules.IsOver):
        operations.call_off_meeting(meeting, because="Too late", by=cleo, now=NOW + timedelta(days=30))


def test_a_venue_with_a_new_name_is_told_to_calendars_for_each_meeting_there(forum, cleo):
    venue = make_venue(forum)
    coming = make_meeting(forum, venue=venue)
    held = make_meeting(forum, venue=venue, starts_at=NOW - timedelta(days=20))
    before = coming.changed_at, held.changed_at

    operations.change_venue(
        venue, name="Orchard House", address=venue.address, town=venue.town, access="", by=cleo, now=NOW
    )

    assert coming.changed_at == held.changed_at == NOW > max(before)


def test_access_to_a_venue_is_nothing_that_calendars_show(forum, cleo):
    venue = make_venue(forum)
    meeting = make_meeting(forum, venue=venue)
    before = meeting.changed_at

    operations.change_venue(
        venue, name=venue.name, address=venue.address, town=venue.town, access="A ramp.", by=cleo, now=NOW
    )

    assert meeting.changed_at == before


def test_the_journal_says_what_was_there_before_and_no_joining_link(forum, cleo):
    meeting = plan(make_series(forum), cleo)
    changed = replace(PLAN, title="Who decides", form=Form.HYBRID, joining_link="https://meet.example/secret")
    operations.change_meeting(meeting, changed, by=cleo, now=NOW)

    entry = db.session.query(JournalEntry).filter_by(act="changed a meeting").one()
    assert (entry.before["title"], entry.after["title"]) == (PLAN.title, "Who decides")
    assert "secret" not in str(entry.after)


# ---- Finding --------------------------------------------------------------------------------------------


def test_the_next_meeting_is_published_and_not_over(forum):
    under_way = make_meeting(forum, starts_at=NOW - timedelta(hours=1))
    make_meeting(forum, starts_at=NOW + timedelta(days=5), published_at=None)
    later = make_meeting(forum, starts_at=NOW + timedelta(days=9))

    assert queries.next_meeting(forum, NOW) is under_way
    assert queries.next_meeting(forum, NOW + timedelta(hours=3)) is later


def test_lists_are_in_order_and_paged(forum, counted):
    past = [make_meeting(forum, starts_at=NOW - timedelta(days=days)) for days in (300, 200, 100)]
    day_only = make_meeting(forum, starts_at=None, on=date(2027, 3, 18), state=MeetingState.PROVISIONAL)
    soon = make_meeting(forum, starts_at=NOW + timedelta(days=3))

    assert queries.upcoming_meetings(forum, NOW).things == [soon, day_only]
    page = queries.past_meetings(forum, NOW, number=2, size=2)
    assert (list(page.things), page.total, page.last) == ([past[0]], 3, 2)
    with counted() as asked:
        for meeting in queries.past_meetings(forum, NOW).things:
            assert meeting.series.name and meeting.venue.name and meeting.forum.name
    assert asked.count == 1
