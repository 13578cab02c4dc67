"""Two hundred people book twenty places at the same moment, from four processes, and one process is killed."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from forum.booking import queries
from forum.booking.models import Booking, BookingState
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry
from forum.membership.models import Representative
from forum.people.models import Person
from tests.makers import NOW, keep, make_meeting

PEOPLE, PLACES, PROCESSES = 200, 20, 4
EACH = PEOPLE // PROCESSES


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, places=PLACES)


@pytest.fixture
def first(forum) -> int:
    """The number of the first of two hundred lay members, who follow each other."""
    people = [Person(name=f"Person {n}", email=f"p{n}@forum.example", made_at=NOW) for n in range(PEOPLE)]
    speakers = [Representative(person=person, from_on=NOW.date(), organisation=None) for person in people]
    keep(*people, *speakers)
    numbers = [person.id for person in people]
    assert numbers == list(range(numbers[0], numbers[0] + PEOPLE))
    return numbers[0]


class Bookers:
    """Processes that begin to book at the same moment."""

    def __init__(self, database, meeting, first: int, *, held: bool = True) -> None:
        url = database.config["SQLALCHEMY_DATABASE_URI"]
        command = [sys.executable, "-m", "tests.booking.booking_process", url, meeting.reference]
        db.session.rollback()
        self.running = [
            subprocess.Popen(
                [*command, str(first + n * EACH), str(EACH), "held" if held else "free"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                cwd=Path(__file__).parents[2],
            )
            for n in range(PROCESSES)
        ]  # fmt: skip
        for process in self.running:
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        for process in self.running:
            process.stdin.write("go\n")
            process.stdin.flush()

    def said(self) -> list[list[str]]:
        """What each said until its end: state, person, reference."""
        lines = []
        for process in self.running:
            out, problems = process.communicate(timeout=100)
            assert process.returncode in (0, -9), problems
            lines += [line.split() for line in out.splitlines() if line.count(" ") == 2]
        return lines


def test_nobody_is_lost_nobody_twice_and_not_one_place_too_many(database, meeting, first):
    said = Bookers(database, meeting, first).said()

    assert Counter(state for state, _, _ in said) == {"confirmed": PLACES, "waiting": PEOPLE - PLACES}
    bookings = db.session.query(Booking).order_by(Booking.id).all()
    assert sorted(booking.person_id for booking in bookings) == list(range(first, first + PEOPLE))
    assert {booking.reference for booking in bookings} == {reference for _, _, reference in said}
    assert [booking.state for booking in bookings[:PLACES]] == [BookingState.CONFIRMED] * PLACES
    line = [queries.position_of(booking) for booking in bookings[PLACES:]]
    assert line == list(range(1, PEOPLE - PLACES + 1))
    assert db.session.query(Letter).count() == PEOPLE


def test_with_the_hold_taken_out_it_would_go_wrong(database, meeting, first):
    """This shows that the test above can fail: more places are given than there are, or people are turned away."""
    said = Counter(state for state, _, _ in Bookers(database, meeting, first, held=False).said())

    assert said["confirmed"] > PLACES or said["failed"] > 0


def test_what_was_acknowledged_survives_a_kill_and_nothing_is_half_there(database, meeting, first):
    bookers = Bookers(database, meeting, first)
    victim = bookers.running[0]
    before = [victim.stdout.readline().split() for _ in range(10)]
    victim.kill()

    said = [line for line in before + bookers.said() if line[0] != "failed"]

    kept = {booking.reference: booking for booking in db.session.query(Booking)}
    assert PEOPLE - EACH + len(before) <= len(said) <= len(kept) < PEOPLE
    for state, person, reference in said:
        assert (kept[reference].state.value, kept[reference].person_id) == (state, int(person))
    states = Counter(booking.state for booking in kept.values())
    assert states[BookingState.CONFIRMED] == PLACES
    told = {letter.to_reference for letter in db.session.query(Letter)}
    noted = {entry.reference for entry in db.session.query(JournalEntry).filter_by(thing="Booking")}
    assert told == {booking.person.reference for booking in kept.values()}
    assert noted == set(kept)
