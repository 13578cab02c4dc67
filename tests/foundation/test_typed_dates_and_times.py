"""Dates, times and lengths as people type them."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired

from forum.foundation.fields import DayField, MinutesField, TimeField, read_day, read_minutes, read_time
from forum.foundation.forms import ForumForm


@pytest.mark.parametrize(
    "typed",
    ["17/12/2026", "17.12.2026", "17-12-26", "17 12 2026", "2026-12-17", "17 December 2026", "17 dec 2026",
     "17th December 2026", "17th of December, 2026", "Thursday 17 December 2026", "Thu, 17 Dec 2026",
     " 17\u00a0December\u00a02026 "],
)  # fmt: skip
def test_a_day_is_read_as_people_in_britain_write_it(typed):
    assert read_day(typed) == date(2026, 12, 17)


def test_figures_are_read_with_the_day_first():
    assert read_day("3/4/2027") == date(2027, 4, 3)


@pytest.mark.parametrize(
    "typed, said",
    [("31/11/2026", "There is no such date"), ("17 December", "Write the year too"),
     ("next week", "Write the date"), ("Friday 17 December 2026", "is a Thursday"), ("17 Decemberish 2026", "Write"),
     ("99999999999", "Write the date"), ("17/12/0026", "Check the year"), ("17 ma 2026", "Write the date")],
)  # fmt: skip
def test_a_day_that_cannot_be_read_gets_a_sentence(typed, said):
    with pytest.raises(ValueError, match=said):
        read_day(typed)


@pytest.mark.parametrize(
    "typed, meant",
    [("10:00", time(10)), ("10.00", time(10)), ("10am", time(10)), ("10 AM", time(10)), ("2pm", time(14)),
     ("2.30 p.m.", time(14, 30)), ("12am", time(0)), ("12pm", time(12)), ("noon", time(12)), ("0:05", time(0, 5)),
     ("9h30", time(9, 30)), ("23:59", time(23, 59))],
)  # fmt: skip
def test_a_time_is_read(typed, meant):
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed, said",
    [("2", "am or pm"), ("25:00", "no such time"), ("10:61", "no such time"), ("13pm", "from 1 to 12"),
     ("soon", "Write a time"), ("10:0", "Write a time")],
)  # fmt: skip
def test_a_time_that_cannot_be_read_gets_a_sentence(typed, said):
    with pytest.raises(ValueError, match=said):
        read_time(typed)


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("20", 20),
        ("20 minutes", 20),
        ("1 hour", 60),
        ("1h 30", 90),
        ("1 hour and 5 minutes", 65),
        ("90 min", 90),
    ],
)
def test_a_length_is_read(typed, meant):
    assert read_minutes(typed) == timedelta(minutes=meant)


@pytest.mark.parametrize("typed", ["", "long", "-5", "20 hours", "1:30"])
def test_a_length_that_cannot_be_read_gets_a_sentence(typed):
    with pytest.raises(ValueError, match=r"\w+ .*\."):
        read_minutes(typed)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_gets_a_sentence(typed):
    for read in (read_day, read_time, read_minutes):
        try:
            read(typed)
        except ValueError as problem:
            assert str(problem).endswith(".") and str(problem)[0].isupper() or str(problem)[0].isdigit()


class _Form(ForumForm):
    on = DayField("On", validators=[InputRequired("Give the date.")])
    at = TimeField("At")
    length = MinutesField("Minutes")


def test_the_fields_keep_what_was_typed_beside_the_sentence():
    form = _Form(MultiDict({"on": "32 December 2026", "at": "10am", "length": "1 hour"}))

    assert not form.validate()
    assert form.on.errors == ["There is no such date. Check the day and the month."]
    assert form.on._value() == "32 December 2026"
    assert form.at.data == time(10)
    assert form.length.data == timedelta(hours=1)


def test_an_empty_field_is_nothing_and_can_be_asked_for():
    form = _Form(MultiDict({"on": "", "at": " "}))

    assert not form.validate()
    assert form.on.errors == ["Give the date."]
    assert form.at.data is None and not form.at.errors


def test_a_value_is_written_as_people_read_it():
    form = _Form(on=date(2026, 12, 17), at=time(9, 5), length=timedelta(minutes=90))

    assert [field._value() for field in form] == ["17 December 2026", "09:05", "90"]
