"""Two devices at the same door at the same moment, each in a process of its own."""

from forum.attendance.models import Attendance, Presence
from forum.foundation.database import db
from forum.journal.models import JournalEntry
from forum.people.models import Person
from tests.at_once import at_once
from tests.attendance.marking_process import main


def mark_at_once(database, meeting, *works):
    """Let processes do their deeds at the same moment; returns what each said."""
    url = database.config["SQLALCHEMY_DATABASE_URI"]
    db.session.rollback()
    said = at_once(main, *((url, meeting.reference, work) for work in works))
    db.session.rollback()
    return said


def test_the_same_person_is_marked_once(database, meeting, placed):
    people = [one.person.reference for one in placed]
    work = [["tick", reference, "here"] for reference in people]

    said = mark_at_once(database, meeting, work, work[::-1], work)

    assert not any("busy" in lines or "nothing" in lines for lines in said)
    rows = db.session.query(Attendance).all()
    assert sorted(row.person.reference for row in rows) == sorted(people)
    assert {row.presence for row in rows} == {Presence.PRESENT}
    assert db.session.query(JournalEntry).filter_by(thing="Attendance").count() == len(people)


def test_marks_of_different_people_all_stand(database, meeting, placed, ada, ben, cora, lena):
    one, other = ([ada, ben], [cora, lena])

    mark_at_once(
        database, meeting, *([["tick", who.person.reference, "here"] for who in own] for own in (one, other))
    )

    assert db.session.query(Attendance).filter_by(presence=Presence.PRESENT).count() == 4


def test_somebody_who_walks_in_and_is_sent_twice_is_put_down_once(database, meeting):
    work = [["walk-in", "Sam Poole", "Wisbech Stargazers", "key"]]

    said = mark_at_once(database, meeting, work, work, work)

    assert len({lines[0] for lines in said}) == 1 and said[0][0].startswith("row")
    assert db.session.query(Attendance).count() == 1
    assert db.session.query(Person).filter_by(name="Sam Poole").count() == 1
