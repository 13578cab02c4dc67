"""How a membership stands on a day: computed from its terms, whatever the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.membership import rules
from forum.membership.models import Membership, MembershipState, Term


def membership(*terms: tuple[date, date | None, bool], applied_on: date = date(2024, 1, 1)) -> Membership:
    return Membership(
        applied_on=applied_on,
        terms=[Term(from_on=first, until_on=until, is_ended=ended) for first, until, ended in terms],
    )


LAPSED = (date(2024, 4, 1), date(2025, 3, 31), False)
ENDED = (date(2025, 6, 1), date(2025, 12, 31), True)
OPEN = (date(2026, 4, 1), None, False)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), MembershipState.APPLIED),
        (date(2024, 3, 31), MembershipState.APPLIED),
        (date(2024, 4, 1), MembershipState.ACTIVE),
        (date(2025, 3, 31), MembershipState.ACTIVE),
        (date(2025, 4, 1), MembershipState.LAPSED),
        (date(2025, 6, 1), MembershipState.ACTIVE),
        (date(2026, 1, 1), MembershipState.ENDED),
        (date(2026, 4, 1), MembershipState.ACTIVE),
        (date(2099, 1, 1), MembershipState.ACTIVE),
    ],
)
def test_standing_on_a_day(on, standing):
    assert rules.standing(membership(LAPSED, ENDED, OPEN), on) is standing


def test_a_term_that_follows_at_once_leaves_no_gap():
    followed = membership(LAPSED, (date(2025, 4, 1), None, False))

    assert rules.member_since(followed.terms, date(2026, 1, 1)) == date(2024, 4, 1)
    assert rules.member_since(membership(LAPSED, OPEN).terms, date(2026, 5, 1)) == date(2026, 4, 1)
    assert rules.member_since(membership(LAPSED).terms, date(2026, 5, 1)) is None


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(days, st.lists(st.tuples(days, st.none() | st.integers(0, 900), st.booleans()), max_size=4), days)
def test_a_member_is_active_exactly_on_the_days_of_its_terms(applied_on, drawn, on):
    terms = [
        (first, None if days is None else first + timedelta(days), ended) for first, days, ended in drawn
    ]

    standing = rules.standing(membership(*terms, applied_on=applied_on), on)

    alive = any(first <= on and (until is None or until >= on) for first, until, _ended in terms)
    assert (standing is MembershipState.ACTIVE) is alive
    since = rules.member_since(membership(*terms).terms, on)
    assert (since is not None) is alive
    assert since is None or since <= on


@given(days, st.none() | st.integers(0, 900), days, st.none() | st.integers(0, 900))
def test_two_stretches_overlap_when_they_share_a_day(first, length, other, other_length):
    until = None if length is None else first + timedelta(length)
    other_until = None if other_length is None else other + timedelta(other_length)
    latest_start = max(first, other)
    shared = all(end is None or end >= latest_start for end in (until, other_until))

    assert rules.overlaps(first, until, other, other_until) is shared
    assert rules.overlaps(other, other_until, first, until) is shared
