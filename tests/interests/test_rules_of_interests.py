"""What counts in the register, what is said of a declaration, and when somebody is asked again."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from forum.interests import rules
from forum.interests.models import Effect, InterestKind

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DELIA = SimpleNamespace(shown_name="Delia Marsh")


def entry(number=1, **values):
    base = {
        "id": number, "person": DELIA, "organisation": None, "kind": InterestKind.FINANCIAL, "is_indirect": False,
        "from_on": None, "until_on": None, "struck_at": None, "struck_because": "",
    }  # fmt: skip
    return SimpleNamespace(**{**base, **values})


def said(number=1, **values):
    base = {
        "id": number, "person": DELIA, "organisation": None, "nature": "Trustee of the Fen Trust.",
        "effect": Effect.LEAVES, "recorded_effect": None, "withdrawn_at": None, "withdrawn_because": "",
        "corrects_id": None,
    }  # fmt: skip
    return SimpleNamespace(**{**base, **values})


@pytest.mark.parametrize("values, corrected, counts, mark", [
    ({}, (), True, ""),
    ({"until_on": TODAY}, (), True, ""),
    ({"until_on": TODAY - timedelta(days=1)}, (), False, "Ended on 23\u00a0November\u00a02026"),
    ({}, {1}, False, "Corrected by a newer entry"),
    ({"struck_at": NOON, "struck_because": "Another Marsh."}, (), False, "Entered in error: Another Marsh."),
])  # fmt: skip
def test_what_counts_on_a_day(values, corrected, counts, mark):
    line = rules.line_of(entry(**values), TODAY, corrected)

    assert (line.is_live, line.mark) == (counts, mark)


@pytest.mark.parametrize("from_on, until_on, words", [
    (None, None, ""),
    (date(2019, 5, 1), None, "since May\u00a02019"),
    (None, date(2024, 6, 30), "until June\u00a02024"),
    (date(2019, 5, 1), date(2024, 6, 30), "May\u00a02019 to June\u00a02024"),
])  # fmt: skip
def test_days_in_words(from_on, until_on, words):
    assert rules.days_in_words(from_on, until_on) == words


def test_an_indirect_interest_says_so():
    assert rules.line_of(entry(is_indirect=True), TODAY, ()).kind == "Financial, indirect"


def test_the_last_day_cannot_come_before_the_first():
    with pytest.raises(rules.EndsBeforeItBegins):
        rules.check_days(TODAY, TODAY - timedelta(days=1))
    rules.check_days(TODAY, TODAY)


@pytest.mark.parametrize("because", ["", "  "])
def test_a_change_of_the_record_needs_a_reason(because):
    with pytest.raises(rules.SayWhy):
        rules.check_reason(because)


def test_the_chair_reads_who_declared_what_and_what_they_mean_to_do():
    assert rules.in_one_line(said()) == "Delia Marsh: Trustee of the Fen Trust. Leaves for the item"


def test_once_recorded_the_chair_reads_what_happened():
    line = rules.in_one_line(said(recorded_effect=Effect.STAYS))

    assert line == "Delia Marsh: Trustee of the Fen Trust. Stayed and took part"


def test_of_a_correction_both_are_shown_and_the_newer_counts():
    first, second = said(1), said(2, corrects_id=1, effect=Effect.STAYS)

    assert rules.those_that_count([first, second]) == [second]
    assert rules.declared(first, {1}).mark == "Corrected below"
    assert rules.declared(second, {1}).counts


def test_what_was_withdrawn_says_why_and_counts_no_more():
    one = said(withdrawn_at=NOON, withdrawn_because="Meant for item 5.")

    assert rules.those_that_count([one]) == []
    assert rules.declared(one, ()).mark == "Withdrawn: Meant for item 5."
