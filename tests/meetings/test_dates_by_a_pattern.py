"""The third Thursday of March: which days a pattern means, in each month of each year."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.meetings import rules
from forum.meetings.rules import Pattern, Which
from tests.makers import TODAY

THURSDAY = 3
QUARTERS = frozenset({3, 6, 9, 12})


def pattern(**values):
    return Pattern(**{"which": Which.THIRD, "weekday": THURSDAY, "months": QUARTERS, "from_year": 2027,
                      "to_year": 2027, **values})  # fmt: skip


def test_the_third_thursdays_of_a_year():
    assert rules.days_of(pattern(), TODAY) == [
        date(2027, 3, 18), date(2027, 6, 17), date(2027, 9, 16), date(2027, 12, 16)
    ]  # fmt: skip
    assert pattern().in_words() == "The third Thursday of March, June, September and December"
    assert pattern(which=Which.LAST, weekday=0, months=frozenset(range(1, 13))).in_words() == (
        "The last Monday of each month"
    )


@pytest.mark.parametrize(
    "year, month, which, weekday, day",
    [
        (2026, 12, Which.FIRST, 1, 1),  # the month begins on that weekday
        (2026, 12, Which.LAST, THURSDAY, 31),  # a fifth one, on the last day
        (2026, 12, Which.FOURTH, THURSDAY, 24),  # the fourth is not the last there
        (2027, 2, Which.LAST, 6, 28),  # 28 days: the fourth is the last
        (2027, 2, Which.FOURTH, 6, 28),
        (2028, 2, Which.LAST, 1, 29),  # a leap year
        (2100, 2, Which.LAST, 6, 28),  # divided by four, and no leap year
    ],
)
def test_the_edges_of_months(year, month, which, weekday, day):
    assert rules.day_in_month(year, month, which, weekday) == date(year, month, day)


@given(st.integers(1900, 2200), st.integers(1, 12), st.sampled_from(Which), st.integers(0, 6))
def test_it_is_the_weekday_asked_for_and_counted_rightly(year, month, which, weekday):
    on = rules.day_in_month(year, month, which, weekday)

    assert (on.year, on.month, on.weekday()) == (year, month, weekday)
    in_order = [
        day
        for number in range(1, monthrange(year, month)[1] + 1)
        if (day := date(year, month, number)).weekday() == weekday
    ]
    assert on == (in_order[-1] if which is Which.LAST else in_order[list(Which).index(which)])


@given(
    st.sampled_from(Which), st.integers(0, 6), st.frozensets(st.integers(1, 12), min_size=1),
    st.integers(2020, 2030), st.integers(1, rules.MOST_DATES),
)  # fmt: skip
def test_the_next_so_many_are_to_come_in_order_and_none_is_left_out(which, weekday, months, year, most):
    days = rules.days_of(Pattern(which, weekday, months, year, most=most), TODAY)

    assert len(days) == most and days == sorted(set(days)) and days[0] >= TODAY
    assert {day.month for day in days} <= months
    between = [
        (on.year, on.month)
        for number in range((days[-1] - days[0]).days + 1)
        if (on := days[0] + timedelta(days=number)).month in months
    ]
    assert len(set(between)) - len(days) in {0, 1}  # the first month may have been passed by this year's day


def test_days_that_have_passed_are_left_out():
    days = rules.days_of(pattern(from_year=2026), TODAY)

    assert days[0] == date(2026, 12, 17) and len(days) == 5
    assert rules.days_of(pattern(from_year=2026, to_year=2026), date(2026, 12, 17)) == [date(2026, 12, 17)]


@pytest.mark.parametrize(
    "values, refusal",
    [
        ({"to_year": None}, rules.NoEndIsGiven),
        ({"to_year": 2026}, rules.YearsUpsideDown),
        ({"from_year": 2020, "to_year": 2025}, rules.NoDateFits),
        ({"to_year": 2200}, rules.TooManyDates),
    ],
)
def test_a_pattern_without_sense_is_refused_in_a_sentence(values, refusal):
    with pytest.raises(refusal, match=r"^[A-Z].*\.$"):
        rules.days_of(pattern(**values), TODAY)


def test_no_end_of_years_is_too_far():
    assert len(rules.days_of(pattern(to_year=None, most=60), TODAY)) == 60
