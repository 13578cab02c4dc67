"""A list of dates as people have it in a letter, a spreadsheet or their head."""

import string
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.meetings.rules import MOST_DATES, Sitting, read_list

DAY = date(2026, 12, 17)
TEN, TWELVE = time(10), time(12)


def plain(text):
    return text.replace("\u00a0", " ")


def problems(text, **times):
    return [plain(problem) for problem in read_list(text, **times).problems]


@pytest.mark.parametrize("written", [
    "Thu 17 Dec 2026", "17/12/2026", "17/12/26", "2026-12-17", "17 December 2026", "Thursday, 17th December 2026",
    "Thursday 17 of December 2026", "17-Dec-26", "17-12-2026", "17.12.2026", "17 / 12 / 2026", "17. 12. 2026",
    "December 17, 2026", "Dec 17th 2026", "17/12/2026 (Thu)", "17 Dec 2026, Thursday", "- 17 December 2026",
    "• 17/12/2026", "1. 17/12/2026", "3) Thursday 17 December 2026", "2026/12/17", "\t17 DECEMBER\t2026 ",
    "Thurs 17 Dec. 2026", "12/17/2026", "17 December 2026;",
])  # fmt: skip
def test_a_date_is_read_however_it_is_written(written):
    assert read_list(written).sittings == [Sitting(DAY)]


@pytest.mark.parametrize("written", [
    "10:00-12:00", "10:00 – 12:00", "10.00 to 12.00", "10am-12pm", "10am to noon", "10-12pm", "from 10:00 until 12:00",
    "at 10:00 to 12:00", "10:00 12:00", "\t10:00\t12:00", ", 10:00, 12:00", "10:00:00 12:00:00", "1000-1200",
    "1000hrs to 1200hrs", "10h00-12h00", "10 a.m. to 12 noon", "@ 10:00-12:00", ": 10.00am - 12.00pm",
])  # fmt: skip
def test_times_are_read_however_they_are_written(written):
    assert read_list(f"17/12/2026 {written}").sittings == [Sitting(DAY, TEN, TWELVE)]


@pytest.mark.parametrize(
    "written, starts, ends",
    [
        ("2-4pm", time(14), time(16)),
        ("11.30-1pm", time(11, 30), time(13)),
        ("12-2pm", time(12), time(14)),
        ("9am-1pm", time(9), time(13)),
        ("6.30pm to 8pm", time(18, 30), time(20)),
    ],
)
def test_am_and_pm_are_said_once_for_both(written, starts, ends):
    assert read_list(f"17 Dec 2026 {written}").sittings == [Sitting(DAY, starts, ends)]


def test_lines_without_times_take_those_given_and_empty_lines_none():
    pasted = read_list("\n17/12/2026\n\n18 March 2027 14:00-16:00\n", TEN, TWELVE)

    assert pasted.sittings == [Sitting(DAY, TEN, TWELVE), Sitting(date(2027, 3, 18), time(14), time(16))]
    assert [line.number for line in pasted.lines] == [2, 4]


def test_a_year_on_a_line_of_its_own_holds_for_those_below():
    pasted = read_list("2027\n18 March\nThurs 17 June\n16/9\n2028:\n16 March")

    assert [one.on for one in pasted.sittings] == [
        date(2027, 3, 18), date(2027, 6, 17), date(2027, 9, 16), date(2028, 3, 16)
    ]  # fmt: skip
    assert not pasted.problems


@pytest.mark.parametrize("written, said", [
    ("31 June", "31 June does not exist."),
    ("31 June 2027", "31 June does not exist."),
    ("31/6/2027", "31 June does not exist."),
    ("29 February 2027", "29 February 2027 does not exist."),
    ("17/13/2027", "There is no month 13."),
    ("2027-13-01", "There is no month 13."),
    ("17 December", "Write the year too, or put it on a line of its own above."),
    ("Fri 17 December 2026", "17 December 2026 is a Thursday. Check the date."),
    ("17 December 1066", "Check the year."),
    ("to be agreed", "No date stands at the front. Write the date, then the times if they are known: "
                     "17 December 2026 10:00 to 12:00."),
    ("17 Dec 2026 Orchard Hall", "“orchard hall” is no time of day. Write the date, then the times if they are "
                                 "known: 17 December 2026 10:00 to 12:00."),
    ("17 Dec 2026 at 10:00", "Give both times: when it starts and when it ends."),
    ("17 Dec 2026 12:00-10:00", "The meeting ends before it starts. Check the two times."),
    ("17 Dec 2026 10-12", "Write the time with its minutes, or with am or pm: 10:00 or 2pm."),
    ("17 Dec 2026 25:00-26:00", "There is no such time. Hours go from 0 to 23, minutes to 59."),
    ("99/99/9999", "Check the year."),
    ("17 Foo 2026", "No date stands at the front. Write the date, then the times if they are known: "
                    "17 December 2026 10:00 to 12:00."),
])  # fmt: skip
def test_a_line_that_cannot_be_read_is_said_by_its_number(written, said):
    assert problems(f"17/12/2026\n\n{written}") == [f"Line 3: {said}"]


def test_two_formats_and_a_thirty_first_of_june_in_one_list():
    pasted = read_list("Thu 18 Mar 2027\n17/06/2027 10:00-12:00\n31 June 2027\n2027-09-16")

    assert [one.on for one in pasted.sittings] == [date(2027, 3, 18), date(2027, 6, 17), date(2027, 9, 16)]
    assert [plain(problem) for problem in pasted.problems] == ["Line 3: 31 June does not exist."]


# ---- 03/04 ----------------------------------------------------------------------------------------------------


def test_figures_are_read_day_first_and_the_list_says_so():
    pasted = read_list("03/04/2027\n5 June 2027\n07/09/2027\n08/10/2027")

    assert [one.on for one in pasted.sittings] == [
        date(2027, 4, 3), date(2027, 6, 5), date(2027, 9, 7), date(2027, 10, 8)
    ]  # fmt: skip
    assert [plain(note) for note in pasted.notes] == [
        "03/04/2027 is read as 3 April 2027, with the day first, as in Britain. So are 2 more."
    ]


def test_nothing_is_said_of_figures_that_can_be_read_one_way_alone():
    assert read_list("17/12/2026\n03/03/2027").notes == []


def test_a_month_first_is_read_where_it_is_the_only_way_and_said():
    assert [plain(note) for note in read_list("12/17/2026").notes] == [
        "12/17/2026 is read as 17 December 2026, with the month first."
    ]


def test_unclear_figures_beside_a_month_first_are_refused_in_words():
    assert problems("12/17/2026\n03/04/2027\n18 March 2027") == [
        "Line 2: 03/04/2027 may be 3 April or 4 March, since line 1 puts the month first. "
        "Write the month as a word."
    ]


def test_a_weekday_makes_figures_clear():
    assert read_list("Thu 03/04/2027").sittings == [Sitting(date(2027, 3, 4))]
    assert read_list("Sat 03/04/2027").sittings == [Sitting(date(2027, 4, 3))]
    assert read_list("12/17/2026\nSat 03/04/2027").sittings[1] == Sitting(date(2027, 4, 3))
    assert problems("Mon 03/04/2027") == ["Line 1: 3 April 2027 is a Saturday. Check the date."]


# ---- Whatever is pasted ---------------------------------------------------------------------------------------


def test_too_many_dates_are_said():
    assert problems("\n".join(["17/12/2026"] * (MOST_DATES + 1))) == [
        f"Line {MOST_DATES + 1}: That is more than {MOST_DATES} dates. Plan fewer at a time."
    ]


WAYS = ("{0:%Y-%m-%d}", "{0.day}/{0.month}/{0:%Y}", "{0.day} {0:%B} {0:%Y}", "{0:%a} {0.day} {0:%b} {0:%Y}",
        "{0:%A}, {0.day}th of {0:%B} {0:%Y}", "{0:%d-%b-%y}", "{0:%B} {0.day}, {0:%Y}")  # fmt: skip


@given(
    st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.sampled_from(WAYS)), max_size=20)
)
def test_what_was_written_is_what_is_read(lines):
    pasted = read_list("\n".join(way.format(on) for on, way in lines))

    assert pasted.problems == []
    assert [one.on for one in pasted.sittings] == [on for on, _ in lines]


@given(st.text(alphabet=string.printable + "–—…é½٣²", max_size=200))
def test_nothing_that_is_pasted_breaks_it(text):
    pasted = read_list(text)

    assert all(problem.endswith((".", "?")) for problem in pasted.problems)
    assert len(pasted.lines) <= len(text.splitlines())
