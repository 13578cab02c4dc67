"""How dates, times and counts read."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.foundation import words
from forum.foundation.words import HARD

THEN = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace(HARD, " ")


@pytest.mark.parametrize("written, expected", [
    (words.day(date(2026, 12, 17)), "Thursday 17 December 2026"),
    (words.day_and_time(THEN, THEN + timedelta(hours=2, minutes=30)), "Thursday 19 November 2026, 10:00 to 12:30"),
    (words.day_and_time(datetime(2026, 7, 1, 9, 0, tzinfo=UTC)), "Wednesday 1 July 2026, 10:00"),
    (words.day_and_time(THEN, THEN + timedelta(days=1)),
     "Thursday 19 November 2026, 10:00 to Friday 20 November 2026, 10:00"),
    (words.near_date(date(2026, 12, 17), date(2026, 11, 24)), "17 December"),
    (words.near_date(date(2025, 6, 19), date(2026, 11, 24)), "19 June 2025"),
    (words.near_day(date(2026, 12, 17), date(2026, 11, 24)), "Thursday 17 December"),
    (words.month_and_year(date(2026, 3, 1)), "March 2026"),
    (words.clock_time(time(9, 5)), "09:05"),
    (words.count_of(1, "place"), "1 place"),
    (words.count_of(0, "place"), "0 places"),
    (words.count_of(1200, "person", "people"), "1,200 people"),
    (words.how_long(timedelta(minutes=65)), "1 hour 5 minutes"),
    (words.how_long(timedelta(hours=2)), "2 hours"),
    (words.how_long(timedelta(0)), "0 minutes"),
    (words.listed([]), ""),
    (words.listed(["a"]), "a"),
    (words.listed(["a", "b", "c"]), "a, b and c"),
    (words.page_range([]), ""),
    (words.page_range([[16, 16]]), "page 16"),
    (words.page_range([[105, 107]]), "pages 105 to 107"),
    (words.page_range([[16, 16], [43, 45]]), "pages 16 and 43 to 45"),
    (words.in_days(date(2026, 11, 24), date(2026, 11, 24)), "due today"),
    (words.in_days(date(2026, 11, 25), date(2026, 11, 24)), "due in 1 day"),
    (words.in_days(date(2026, 11, 2), date(2026, 11, 24)), "overdue by 22 days"),
    (words.capital("overdue by 2 days"), "Overdue by 2 days"),
    (words.capital(""), ""),
    (words.first_name("Ada Marsh"), "Ada"),
])  # fmt: skip
def test_they_read_as_people_in_britain_write_them(written, expected):
    assert plain(written) == expected


def test_a_date_is_never_broken_between_its_day_and_its_month():
    assert words.day(date(2026, 12, 17)) == f"Thursday 17{HARD}December{HARD}2026"


def test_summer_time_is_told_by_the_clock_on_the_wall():
    assert words.clock_time(datetime(2026, 7, 1, 9, 0, tzinfo=UTC)) == "10:00"
    assert words.clock_time(datetime(2026, 2, 1, 9, 0, tzinfo=UTC)) == "09:00"


@given(st.text())
def test_no_control_character_is_left_in_what_was_typed(text):
    kept = words.without_controls(text)
    assert not any(ord(letter) < 32 and letter not in "\n\t" or 127 <= ord(letter) < 160 for letter in kept)
    assert words.without_controls(kept) == kept
    kept.encode()  # a lone surrogate could not be kept
