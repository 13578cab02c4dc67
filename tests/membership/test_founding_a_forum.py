"""Founding a forum: its host is a member from the start, a second forum has a code in its numbers."""

from datetime import timedelta

import pytest

from forum.foundation.clock import day_in_london
from forum.membership import operations, queries, rules
from forum.membership.models import MembershipState
from forum.organisations.models import Sector
from forum.organisations.queries import find_organisation
from tests.makers import NOW, TODAY, make_organisation


def found(name="Fenland Commissioning Forum", code="FEN", **values):
    host = values.pop("host", None) or make_organisation(f"Host of {code}", Sector.INFRASTRUCTURE)
    return operations.found_forum(name, code=code, host=host, by=None, now=NOW, **values)


@pytest.mark.parametrize("code", ["", "F", "fen", "1AB", "ABCDEFG", "A-B", "ÄB"])
def test_a_code_is_short_and_in_capitals(code):
    with pytest.raises(rules.CodeIsMalformed):
        rules.check_code(code)


def test_the_host_is_a_member_from_the_start(database):
    forum = found()

    membership = queries.find_membership(forum, forum.host)
    assert membership is not None
    assert rules.standing(membership, day_in_london(NOW)) is MembershipState.ACTIVE
    assert queries.member_organisations(forum, TODAY) == [forum.host]
    assert queries.member_organisations(forum, TODAY - timedelta(days=1)) == []


def test_the_first_forums_numbers_carry_no_code_and_a_seconds_do(database):
    first, second = found(), found("Children and Young People", "CYP")

    assert operations.next_number(first, "D", 2026) == "D-2026-001"
    assert operations.next_number(second, "D", 2026) == "D-CYP-2026-001"


def test_a_code_is_given_once(database):
    found()

    with pytest.raises(rules.CodeIsTaken, match="FEN"):
        found("Another", "FEN", host=make_organisation("Another host"))
    assert len(queries.forums()) == 1


def test_a_forum_needs_a_name(database):
    with pytest.raises(rules.NameIsMissing):
        found("  ")


def run(database, *arguments: str):
    return database.test_cli_runner().invoke(args=["add-forum", *arguments])


def test_a_second_forum_is_made_by_command(forum, database):
    done = run(database, "Children and Young People", "--code", "CYP", "--host", "Ouse Valley Support")

    assert done.exit_code == 0
    assert done.output == "Children and Young People (CYP) is founded, hosted by Ouse Valley Support.\n"
    host = find_organisation("ouse valley support")
    assert host is not None and host.sector is Sector.INFRASTRUCTURE
    assert queries.get_forum("CYP").host_id == host.id
    assert not queries.get_forum("CYP").is_first


def test_the_command_takes_a_host_that_is_known_already(forum, ada, database):
    run(database, "Transport", "--code", "TR", "--host", "Black Fen Community Transport")

    assert queries.get_forum("TR").host_id == ada.organisation_id


def test_the_command_says_what_is_wrong_and_changes_nothing(forum, database):
    done = run(database, "Transport", "--code", "FEN", "--host", "Somebody New")

    assert done.exit_code == 1 and "Another forum has the code FEN." in done.output
    assert find_organisation("Somebody New") is None
