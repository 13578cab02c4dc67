"""A year of meetings: what speaks against each date, then all of them planned in one go, once."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from forum.foundation.database import db
from forum.journal.models import JournalEntry
from forum.meetings import operations, queries, rules
from forum.meetings.models import Balance, Form, Meeting, MeetingState, Series
from forum.meetings.rules import Plan, Sitting
from forum.people.models import Person
from tests.makers import NOW, make_forum, make_meeting, make_series, make_venue

DAYS = [date(2027, 3, 18), date(2027, 6, 17), date(2027, 9, 16), date(2027, 12, 16)]
PLAN = Plan("Quarterly meeting", DAYS[0], time(10), time(12), is_provisional=True, places=30)


def plans(**values):
    return [replace(PLAN, on=on, **values) for on in DAYS]


def rows(*sittings, series=None, others=()):
    by_day = {}
    for other in others:
        by_day.setdefault(other.on, []).append(other)
    return rules.rows_of(sittings, series, by_day, NOW)


def at_ten(on):
    return Sitting(on, time(10), time(12))


# ---- What speaks against a date -----------------------------------------------------------------------------


def test_a_plain_day_has_nothing_against_it():
    (row,) = rows(at_ten(DAYS[0]))

    assert (row.bar, row.said, row.is_chosen) == ("", [], True)
    assert (row.key, row.times) == ("2027-03-18 10:00 12:00", "10:00\u00a0to\u00a012:00")
    assert rows(Sitting(DAYS[0]))[0].times == ""


@pytest.mark.parametrize(
    "sitting, said, is_chosen",
    [
        (at_ten(date(2026, 12, 25)), "Bank holiday: Christmas Day.", False),
        (Sitting(date(2027, 3, 29)), "Bank holiday: Easter Monday.", False),
        (at_ten(date(2027, 3, 20)), "At the weekend.", True),
    ],
)
def test_bank_holidays_and_weekends_are_said(sitting, said, is_chosen):
    (row,) = rows(sitting)

    assert (row.said, row.is_chosen, row.bar) == ([said], is_chosen, "")


@pytest.mark.parametrize(
    "sitting, bar",
    [
        (Sitting(date(2026, 11, 23)), "This date has passed."),
        (Sitting(date(2026, 11, 24), time(9), time(11)), "This date has passed."),
        (Sitting(date(2027, 3, 28), time(1, 30), time(3)), "missing or comes twice"),
        (Sitting(date(2027, 10, 31), time(0, 30), time(1, 30)), "missing or comes twice"),
    ],
)
def test_what_cannot_be_is_not_offered(sitting, bar):
    (row,) = rows(sitting)

    assert bar in row.bar and not row.is_chosen and not row.is_planned


def test_dates_stand_in_order_and_the_same_one_counts_once():
    late, first, again, other = rows(at_ten(DAYS[1]), at_ten(DAYS[0]), at_ten(DAYS[0]),
                                     Sitting(DAYS[0], time(14), time(16)))[::-1]  # fmt: skip

    assert [one.sitting.on for one in (other, again, first, late)] == [DAYS[0]] * 3 + [DAYS[1]]
    assert (other.is_chosen, again.bar) == (True, "It stands twice, with the same times.")
    assert (first.said, first.is_chosen) == (["This date stands twice."], False)


def test_other_meetings_of_the_day_are_said_with_title_and_time(forum):
    other_forum = make_forum("Peterborough Forum", "PET", is_first=False)
    series = make_series(forum)
    make_meeting(forum, title="Another", series=make_series(forum, "Workshops"), starts_at=at(DAYS[0], 14))
    make_meeting(other_forum, title="Theirs", starts_at=at(DAYS[0], 9))
    make_meeting(other_forum, title="Not out", starts_at=at(DAYS[0], 10), published_at=None)
    make_meeting(forum, title="Off", starts_at=at(DAYS[1]), state=MeetingState.CANCELLED, series=series)
    make_meeting(forum, title="Ours", starts_at=at(DAYS[2], 14), published_at=None, series=series)
    make_meeting(forum, title="The very one", starts_at=at(DAYS[3]), published_at=None, series=series)

    found = rules.rows_of([at_ten(on) for on in DAYS], series, queries.meetings_on_days(forum, DAYS), NOW)

    assert found[0].said == ["Also on this day: Theirs (09:00), Peterborough Forum.",
                             "Also on this day: Another (14:00), Fenland Commissioning Forum."]  # fmt: skip
    assert (found[0].is_chosen, found[1].said) == (True, [])
    assert found[2].said == ["The series meets on this day already: Ours (14:00)."]
    assert not found[2].is_chosen
    assert (found[3].bar, found[3].is_planned) == ("It is planned already.", True)


def at(on, hour=10):
    return datetime.combine(on, time(hour), UTC) - (
        timedelta(hours=1) if 4 <= on.month <= 10 else timedelta()
    )


# ---- Planned in one go --------------------------------------------------------------------------------------


def test_a_year_is_planned_as_provisional_meetings(forum, cleo):
    venue = make_venue(forum)
    planned, known = operations.plan_year(
        make_series(forum),
        plans(form=Form.HYBRID, venue=venue, places_online=20, balance=Balance(None, 12, 8, 0)),
        by=cleo, now=NOW,
    )  # fmt: skip

    assert [meeting.on for meeting in planned] == DAYS and known == []
    assert [meeting.reference for meeting in planned] == [f"fen-quarterly-{on:%Y-%m}" for on in DAYS]
    for meeting in planned:
        assert (meeting.state, meeting.is_published) == (MeetingState.PROVISIONAL, False)
        assert (meeting.venue, meeting.places, meeting.places_online) == (venue, 30, 20)
        assert meeting.balance == Balance(None, 12, 8, 0)
    assert planned[1].starts_at == datetime(2027, 6, 17, 9, tzinfo=UTC)
    assert db.session.query(JournalEntry).filter_by(act="planned a meeting").count() == 4


def test_planned_twice_is_planned_once(forum, cleo):
    series = make_series(forum)
    first, _ = operations.plan_year(series, plans(), by=cleo, now=NOW)

    planned, known = operations.plan_year(series, plans(), by=cleo, now=NOW)

    assert (planned, known) == ([], first)
    assert db.session.query(Meeting).count() == 4


def test_days_alone_are_planned_once_too(forum, cleo):
    series, days = make_series(forum), plans(starts=None, ends=None, is_provisional=False)
    operations.plan_year(series, days, by=cleo, now=NOW)

    assert len(operations.plan_year(series, days, by=cleo, now=NOW)[1]) == 4
    assert len(operations.plan_year(series, plans(), by=cleo, now=NOW)[0]) == 4  # at a time: another meeting


def test_one_that_cannot_be_plans_none(forum, cleo):
    with pytest.raises(rules.IsInThePast):
        operations.plan_year(
            make_series(forum), [*plans(), replace(PLAN, on=date(2026, 1, 15))], by=cleo, now=NOW
        )

    assert db.session.query(Meeting).count() == 0


def test_a_new_series_comes_with_its_year_and_once(forum, cleo):
    planned, _ = operations.plan_year_of_new_series(forum, "Workshops", plans(), by=cleo, now=NOW)
    assert (planned[0].series.name, planned[0].reference) == ("Workshops", "workshops-2027-03")

    again = operations.plan_year_of_new_series(forum, "Workshops", plans(), by=cleo, now=NOW)
    assert again == ([], planned)
    with pytest.raises(rules.NameIsTaken):
        operations.plan_year_of_new_series(forum, "Workshops", plans(starts=time(9)), by=cleo, now=NOW)
    assert db.session.query(Series).count() == 1


def test_two_clicks_at_the_same_moment_plan_one_year(forum, cleo, database):
    series, who, told = make_series(forum).id, cleo.id, []
    start = threading.Barrier(2)

    def click():
        with database.app_context():
            mine = db.session.get(Series, series), db.session.get(Person, who)
            start.wait()
            planned, known = operations.plan_year(mine[0], plans(), by=mine[1], now=NOW)
            told.append((len(planned), len(known)))

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    db.session.rollback()

    assert sorted(told) == [(0, 4), (4, 0)]
    assert db.session.query(Meeting).count() == 4


# ---- Confirmed and published together -----------------------------------------------------------------------


def settle(meetings, cleo, confirm=True, publish=True):
    return operations.confirm_and_publish(meetings, confirm=confirm, publish=publish, by=cleo, now=NOW)


def test_many_are_confirmed_and_published_at_once_and_those_done_are_left(forum, cleo):
    planned, _ = operations.plan_year(make_series(forum), plans(), by=cleo, now=NOW)
    assert settle(planned[:1], cleo, publish=False) == planned[:1]
    assert settle(planned[1:2], cleo, confirm=False) == planned[1:2]
    sequence = planned[0].sequence

    assert settle(planned, cleo) == planned
    assert all(one.is_confirmed and one.is_published for one in planned)
    assert planned[0].sequence == sequence  # it was confirmed before
    assert settle(planned, cleo) == []


def test_one_that_cannot_be_confirmed_is_named_and_nothing_is_done(forum, cleo):
    series = make_series(forum)
    planned, _ = operations.plan_year(series, plans(), by=cleo, now=NOW)
    day_only, _ = operations.plan_year(
        series,
        [replace(PLAN, title="No times", on=date(2027, 7, 1), starts=None, ends=None)],
        by=cleo,
        now=NOW,
    )

    with pytest.raises(rules.ThatOneCannot) as refused:
        settle([*planned, *day_only], cleo)

    assert str(refused.value).replace("\u00a0", " ") == (
        "No times, Thursday 1 July 2027: This meeting has no times yet. Give them first: that confirms it. "
        "Nothing was done with the others."
    )
    assert not any(one.is_confirmed or one.is_published for one in planned)
    assert settle([*planned, *day_only], cleo, confirm=False) == [
        *planned,
        *day_only,
    ]  # a date alone may be out


def test_what_was_called_off_is_not_published_again_and_nothing_chosen_is_said(forum, cleo):
    off = make_meeting(forum, state=MeetingState.CANCELLED, published_at=None)

    with pytest.raises(rules.ThatOneCannot, match="called off"):
        settle([off], cleo)
    with pytest.raises(rules.NothingIsChosen):
        settle([], cleo)


def test_what_was_done_is_said_in_words():
    def said(*how):
        return rules.done_in_words(how[0], confirm=how[1], publish=how[2]).replace("\u00a0", " ")

    assert said(1, True, False) == "1 meeting is confirmed."
    assert said(4, True, True) == "4 meetings are confirmed and published."
    assert said(0, True, True) == "Nothing was left to do: they were all done before."


def test_only_meetings_of_the_own_forum_are_found_by_their_names(forum):
    own, theirs = make_meeting(forum), make_meeting(make_forum("Peterborough Forum", "PET", is_first=False))

    assert queries.meetings_named(forum, [own.reference, theirs.reference, "none"]) == [own]
