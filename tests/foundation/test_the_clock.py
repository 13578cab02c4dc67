"""London's clocks, and which days are working days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.foundation import clock


@pytest.mark.parametrize("day, at, moment", [
    (date(2026, 2, 5), time(10, 0), datetime(2026, 2, 5, 10, 0, tzinfo=UTC)),
    (date(2026, 7, 2), time(10, 0), datetime(2026, 7, 2, 9, 0, tzinfo=UTC)),
    (date(2026, 3, 29), time(2, 0), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    (date(2026, 10, 25), time(2, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
])  # fmt: skip
def test_ten_in_the_morning_is_ten_in_london(day, at, moment):
    assert clock.london_moment(day, at) == moment


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2027, 10, 31), date(2028, 3, 26)])
def test_an_hour_that_is_missing_or_comes_twice_is_refused(day):
    with pytest.raises(clock.NoSuchTime, match="the clocks change"):
        clock.london_moment(day, time(1, 30))


@pytest.mark.parametrize("day, name", [
    (date(2026, 12, 25), "Christmas Day"),
    (date(2026, 4, 3), "Good Friday"),
    (date(2026, 4, 6), "Easter Monday"),
    (date(2026, 8, 31), "Late Summer Bank Holiday"),
    (date(2027, 12, 27), "Christmas Day"),
])  # fmt: skip
def test_bank_holidays_of_england_and_wales(day, name):
    found = clock.bank_holiday(day)
    assert found is not None and name.lower() in found.lower()
    assert not clock.is_working_day(day)


def test_scotlands_own_holidays_are_not_ours():
    assert clock.bank_holiday(date(2026, 11, 30)) is None
    assert clock.bank_holiday(date(2026, 1, 2)) is None


@pytest.mark.parametrize("meeting, days, due", [
    (date(2026, 12, 17), 5, date(2026, 12, 9)),  # Thursday: 10, 11, 14, 15 and 16 December lie between
    (date(2027, 1, 5), 5, date(2026, 12, 23)),  # Christmas, Boxing Day (28th in lieu) and New Year do not count
    (date(2026, 4, 9), 5, date(2026, 3, 30)),  # Good Friday and Easter Monday do not count
])  # fmt: skip
def test_clear_working_days_count_neither_end(meeting, days, due):
    assert clock.clear_working_days_before(meeting, days) == due


def test_ten_working_days_over_christmas():
    assert clock.working_days_after(date(2026, 12, 17), 10) == date(2027, 1, 5)
    assert clock.working_days_before(date(2026, 12, 17), 10) == date(2026, 12, 3)


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 25))
def test_there_and_back_are_the_same_number_of_working_days(day, count):
    later = clock.working_days_after(day, count)
    between = sum(
        clock.is_working_day(day + timedelta(days=step)) for step in range(1, (later - day).days + 1)
    )
    assert between == count


def test_a_stopped_clock_stands_and_then_goes_on():
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.stopped_at(moment):
        assert clock.now() == moment
    assert clock.now() != moment
