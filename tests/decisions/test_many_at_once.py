"""Twenty decisions from four processes at the same moment: each has a number, no number is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from forum.decisions.models import Decision
from forum.foundation.database import db
from tests.makers import make_meeting, make_person

PROCESSES, EACH = 4, 5


@pytest.fixture
def meeting(forum):
    make_person("Mina Lindqvist")
    return make_meeting(forum)


def decide_at_once(database, meeting, *, held: bool) -> list[str]:
    """What each decision was given, by processes that begin together."""
    url = database.config["SQLALCHEMY_DATABASE_URI"]
    command = [sys.executable, "-m", "tests.decisions.deciding_process", url, meeting.reference, str(EACH)]
    db.session.rollback()
    running = [
        subprocess.Popen(
            [*command, "held" if held else "free"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(PROCESSES)
    ]  # fmt: skip
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    given: list[str] = []
    for process in running:
        out, problems = process.communicate(timeout=120)
        assert process.returncode == 0, problems
        given += out.split()
    return given


WHOLE = [f"D-2026-{count:03d}" for count in range(1, PROCESSES * EACH + 1)]


def test_each_has_a_number_and_no_number_is_missing(database, meeting):
    given = decide_at_once(database, meeting, held=True)

    assert sorted(given) == WHOLE
    assert sorted(row.reference for row in db.session.query(Decision)) == WHOLE


def test_with_the_hold_taken_out_decisions_would_be_lost(database, meeting):
    """This shows that the test above can fail: two are given one number, and the database refuses the second."""
    given = decide_at_once(database, meeting, held=False)

    kept = sorted(row.reference for row in db.session.query(Decision))
    assert sorted(given) != WHOLE
    assert len(set(kept)) == len(kept) < PROCESSES * EACH
