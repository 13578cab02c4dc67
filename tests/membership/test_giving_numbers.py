"""Giving numbers: without gaps and never twice, however many give them at once."""

import pytest
from flask import Flask

from forum.foundation.database import db, operation
from forum.membership import operations, rules
from forum.membership.models import Forum
from tests.at_once import at_once
from tests.makers import make_forum
from tests.membership.numbering_process import run

PROCESSES, EACH = 3, 7


def test_a_number_says_register_year_and_count():
    forum = Forum(code="CYP", is_first=True)

    assert rules.number_words(forum, "D", 2026, 14) == "D-2026-014"
    assert rules.number_words(forum, "A", 2026, 1234) == "A-2026-1234"


def test_a_second_forums_numbers_carry_its_code():
    assert rules.number_words(Forum(code="CYP", is_first=False), "D", 2026, 3) == "D-CYP-2026-003"


def test_each_register_year_and_forum_counts_for_itself(forum):
    other = make_forum("Children and Young People", code="CYP", is_first=False)

    given = [
        operations.next_number(forum, "D", 2026),
        operations.next_number(forum, "D", 2026),
        operations.next_number(forum, "A", 2026),
        operations.next_number(forum, "D", 2027),
        operations.next_number(other, "D", 2026),
    ]

    assert given == ["D-2026-001", "D-2026-002", "A-2026-001", "D-2027-001", "D-CYP-2026-001"]


def test_two_numbers_in_one_operation_differ(forum):
    @operation
    def give_two() -> list[str]:
        return [operations.next_number(forum, "A", 2026) for _ in range(2)]

    assert give_two() == ["A-2026-001", "A-2026-002"]


def test_what_is_rolled_back_gives_its_number_back(forum):
    @operation
    def fail() -> None:
        operations.next_number(forum, "D", 2026)
        raise rules.NameIsMissing

    operations.next_number(forum, "D", 2026)
    with pytest.raises(rules.NameIsMissing):
        fail()

    assert operations.next_number(forum, "D", 2026) == "D-2026-002"


def _given_at_once(database: Flask, year: int, *, held: bool) -> list[str]:
    """What several processes are given at the same time."""
    given = (database.config["SQLALCHEMY_DATABASE_URI"], year, EACH, held)
    db.session.rollback()
    return [number for said in at_once(run, *[given] * PROCESSES) for number in said]


def test_many_processes_at_once_leave_no_gap_and_give_no_number_twice(database, forum):
    given = _given_at_once(database, 2026, held=True)

    assert sorted(given) == [f"D-2026-{count:03d}" for count in range(1, PROCESSES * EACH + 1)]


def test_without_the_hold_numbers_would_be_given_twice(database, forum):
    """This shows that the test above can fail. SQLite lets one operation write at a time, hold or no hold."""
    given = _given_at_once(database, 2026, held=False)

    assert len(given) == PROCESSES * EACH
    if database.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        assert len(set(given)) < len(given)
    else:
        assert len(set(given)) == len(given)
