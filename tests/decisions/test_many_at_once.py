"""Forty decisions as lines of minutes, from four processes at the same moment: each has a number, none is missing."""

from datetime import timedelta

import pytest

from forum.decisions.models import Decision
from forum.foundation.database import db
from forum.minutes.models import Entry
from forum.minutes.operations import start_minutes
from tests.at_once import at_once
from tests.decisions.deciding_process import main
from tests.makers import NOW, make_agenda, make_meeting, make_person

PROCESSES, EACH = 4, 10


@pytest.fixture
def meeting(forum):
    meeting = make_meeting(forum, starts_at=NOW - timedelta(minutes=30))
    make_agenda(meeting, "Welcome")
    start_minutes(meeting, by=make_person("Mina Lindqvist"), now=NOW)
    return meeting


def decide_at_once(database, meeting, *, held: bool) -> list[str]:
    """What each decision was given, by processes that begin together."""
    given = (database.config["SQLALCHEMY_DATABASE_URI"], meeting.reference, EACH, held)
    db.session.rollback()
    return [words for said in at_once(main, *[given] * PROCESSES) for words in said]


WHOLE = [f"D-2026-{count:03d}" for count in range(1, PROCESSES * EACH + 1)]


def test_each_has_a_number_and_no_number_is_missing(database, meeting):
    given = decide_at_once(database, meeting, held=True)

    assert sorted(given) == WHOLE
    assert sorted(row.reference for row in db.session.query(Decision)) == WHOLE
    assert db.session.query(Entry).count() == PROCESSES * EACH


def test_with_the_hold_taken_out_decisions_would_be_lost(database, meeting):
    """This shows that the test above can fail: two are given one number, and the database refuses the second."""
    given = decide_at_once(database, meeting, held=False)

    kept = sorted(row.reference for row in db.session.query(Decision))
    assert sorted(given) != WHOLE
    assert len(set(kept)) == len(kept) < PROCESSES * EACH
