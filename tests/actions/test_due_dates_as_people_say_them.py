"""Due dates as they are said at meetings: what each means, and that what was said is kept."""

from datetime import date

import pytest

from forum.actions import due

SAID_ON = date(2026, 11, 24)
"""A Tuesday."""

NEXT = date(2027, 3, 18)


def meaning(said: str) -> date | None:
    return due.understand(said, said_on=SAID_ON, next_meeting_on=NEXT).on


@pytest.mark.parametrize(
    "said, on",
    [
        ("30 november", date(2026, 11, 30)),
        ("by 30 November 2026", date(2026, 11, 30)),
        ("3 oct", date(2027, 10, 3)),  # gone by this year: the next one to come
        ("3rd of Oct", date(2027, 10, 3)),
        ("Oct 3", date(2027, 10, 3)),
        ("Friday 4 Dec", date(2026, 12, 4)),
        ("friday, 4th december", date(2026, 12, 4)),
        ("24 nov", SAID_ON),
        ("7 July 2023", date(2023, 7, 7)),
        ("31/10/2027", date(2027, 10, 31)),
        ("1/12", date(2026, 12, 1)),
        ("3.2.27", date(2027, 2, 3)),
        ("2027-01-15", date(2027, 1, 15)),
        ("29 feb", date(2028, 2, 29)),
        ("7/12/22", date(2022, 12, 7)),
        ("7 July 27", date(2027, 7, 7)),
        ("22 June 2023", date(2023, 6, 22)),
        ("May the 4th", date(2027, 5, 4)),
    ],
)
def test_a_day(said, on):
    assert meaning(said) == on


@pytest.mark.parametrize(
    "said, on",
    [
        ("by end of august", date(2027, 8, 31)),
        ("End Aug", date(2027, 8, 31)),
        ("end of November", date(2026, 11, 30)),
        ("the end of february", date(2027, 2, 28)),
        ("end of Feb 2028", date(2028, 2, 29)),
        ("May 2023", date(2023, 5, 31)),
        ("december", date(2026, 12, 31)),
        ("in January", date(2027, 1, 31)),
        ("mid december", date(2026, 12, 15)),
        ("mid-March", date(2027, 3, 15)),
        ("mid november", date(2027, 11, 15)),
        ("start of April", date(2027, 4, 1)),
        ("end of the month", date(2026, 11, 30)),
        ("next month", date(2026, 12, 31)),
        ("end of the year", date(2026, 12, 31)),
        ("End Au", date(2027, 8, 31)),
        ("End August", date(2027, 8, 31)),
        ("end of aug 28", date(2028, 8, 31)),
        ("early march", date(2027, 3, 10)),
        ("Q1 2027", date(2027, 3, 31)),
        ("by the end of Q4", date(2026, 12, 31)),
        ("Q1 2027/28", date(2027, 6, 30)),
        ("Q4 2027-28", date(2028, 3, 31)),
        ("spring 2027", date(2027, 5, 31)),
        ("in the autumn", date(2026, 11, 30)),
        ("winter", date(2027, 2, 28)),
        ("winter 2027", date(2028, 2, 29)),
        ("end of the financial year", date(2027, 3, 31)),
    ],
)
def test_a_month_is_a_window_due_on_its_last_day(said, on):
    assert meaning(said) == on


@pytest.mark.parametrize(
    "said, on",
    [
        ("friday", date(2026, 11, 27)),
        ("this Friday", date(2026, 11, 27)),
        ("tuesday", date(2026, 12, 1)),  # said on a Tuesday: the one to come
        ("next friday", date(2026, 12, 4)),
        ("next week", date(2026, 12, 4)),
        ("this week", date(2026, 11, 27)),
        ("tomorrow", date(2026, 11, 25)),
        ("in two weeks", date(2026, 12, 8)),
        ("friday week", date(2026, 12, 4)),
        ("in 10 days", date(2026, 12, 4)),
        ("within two weeks", date(2026, 12, 8)),
        ("a fortnight", date(2026, 12, 8)),
        ("3 months", date(2027, 2, 24)),
        ("next meeting", NEXT),
        ("by the next meeting", NEXT),
        ("before next mtg", NEXT),
    ],
)
def test_counted_from_the_meeting(said, on):
    assert meaning(said) == on


@pytest.mark.parametrize(
    "said", ["", "ongoing", "None", "TBC", "asap", "when published", "once the funding is agreed", "-"]
)
def test_words_that_name_no_day_leave_it_open(said):
    assert meaning(said) is None


def test_what_was_said_is_kept_as_it_was():
    assert due.understand(" End  Aug", said_on=SAID_ON).as_said == "End Aug"


@pytest.mark.parametrize(
    "said", ["31 november", "30/02/2027", "31/11/2026", "99/99", "31 June 2027", "End Ju", "Q1 2027/29"]
)
def test_a_date_that_is_not_in_the_calendar_is_refused(said):
    with pytest.raises(due.NoSuchDate):
        meaning(said)


def test_the_next_meeting_needs_a_date():
    with pytest.raises(due.NextMeetingIsNotFixed):
        due.understand("next meeting", said_on=SAID_ON)


def test_words_that_only_begin_like_a_date_are_words():
    assert due.find("end users", said_on=SAID_ON) is None


def test_month_ends_are_right_when_the_month_is_shorter():
    assert due.understand("in a month", said_on=date(2027, 1, 31)).on == date(2027, 2, 28)


def test_our_own_grammar_does_not_guess():
    assert due.find("by hand", said_on=SAID_ON) is None
    assert due.find("May we meet", said_on=SAID_ON) is None


def test_the_library_is_the_last_resort_and_day_comes_first():
    assert meaning("5 12 2026") == date(2026, 12, 5)
    assert meaning("4 déc 2026") == date(2026, 12, 4)


@pytest.mark.parametrize(
    "said, words",
    [
        ("end of august", "Tuesday 31 August 2027"),
        ("next meeting", "Thursday 18 March 2027, the next meeting. It moves when the meeting moves."),
        ("May 2023", "Wednesday 31 May 2023. That day has passed."),
        ("ongoing", "No date. It stays open until one is given."),
    ],
)
def test_how_it_is_understood_in_words(said, words):
    understood = due.understand(said, said_on=SAID_ON, next_meeting_on=NEXT)

    assert due.in_words(understood, SAID_ON).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    "said, is_plain",
    [("30 november", True), ("by Friday 4 Dec", True), ("7/12/22", True), ("", True), ("ongoing", True),
     ("end of august", False), ("next meeting", False), ("friday", False), ("once it is agreed", False)],
)  # fmt: skip
def test_what_can_only_mean_one_thing(said, is_plain):
    assert due.is_plain(said) is is_plain
