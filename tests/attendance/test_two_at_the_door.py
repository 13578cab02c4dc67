"""Two devices at the same door at the same moment, each in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from forum.attendance.models import Attendance, Presence
from forum.foundation.database import db
from forum.journal.models import JournalEntry
from forum.people.models import Person


def at_once(database, meeting, *works):
    """Let processes do their deeds at the same moment; returns what each said."""
    command = [sys.executable, "-m", "tests.attendance.marking_process",
               database.config["SQLALCHEMY_DATABASE_URI"], meeting.reference]  # fmt: skip
    db.session.rollback()
    running = [
        subprocess.Popen([*command, json.dumps(work)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        for work in works
    ]  # fmt: skip
    for process in running:
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = []
    for process in running:
        out, problems = process.communicate(timeout=60)
        assert process.returncode == 0, problems
        said.append(out.split("\n")[:-1])
    db.session.rollback()
    return said


def test_the_same_person_is_marked_once(database, meeting, placed):
    people = [one.person.reference for one in placed]
    work = [["tick", reference, "here"] for reference in people]

    said = at_once(database, meeting, work, work[::-1], work)

    assert not any("busy" in lines or "nothing" in lines for lines in said)
    rows = db.session.query(Attendance).all()
    assert sorted(row.person.reference for row in rows) == sorted(people)
    assert {row.presence for row in rows} == {Presence.PRESENT}
    assert db.session.query(JournalEntry).filter_by(thing="Attendance").count() == len(people)


def test_marks_of_different_people_all_stand(database, meeting, placed, ada, ben, cora, lena):
    one, other = ([ada, ben], [cora, lena])

    at_once(
        database, meeting, *([["tick", who.person.reference, "here"] for who in own] for own in (one, other))
    )

    assert db.session.query(Attendance).filter_by(presence=Presence.PRESENT).count() == 4


def test_somebody_who_walks_in_and_is_sent_twice_is_put_down_once(database, meeting):
    work = [["walk-in", "Sam Poole", "Wisbech Stargazers", "key"]]

    said = at_once(database, meeting, work, work, work)

    assert len({lines[0] for lines in said}) == 1 and said[0][0].startswith("row")
    assert db.session.query(Attendance).count() == 1
    assert db.session.query(Person).filter_by(name="Sam Poole").count() == 1
