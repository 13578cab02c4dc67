"""Five hundred people book sixty places at the same moment, from four processes, and some of those are killed.

What happened is read from the journal, whose lines stand in the order in which the operations took their turns, and
is held against a reckoning that knows nothing of the forum's rules.
"""

import queue
import random
import signal
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from types import MappingProxyType

import pytest

from forum.booking import queries
from forum.booking.models import Booking, BookingState
from forum.booking.rules import speaker_of
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry
from forum.meetings.rules import plan_of
from forum.membership.models import Representative
from forum.organisations.models import Organisation, Sector
from forum.people.models import Person
from tests.at_once import forks
from tests.booking import booking_process
from tests.booking.reckoning import ROOM, Booked, Promises
from tests.makers import NOW, keep, make_meeting

PEOPLE, PLACES, PROCESSES = 500, 60, 4
MOST, KEPT = 12, 25  # of the places: for commissioners, and for the voluntary sector
KILLS = 3
SIDES = (Sector.COMMISSIONER, Sector.VCSE, Sector.COMMISSIONER, Sector.OTHER_PROVIDER, None)
"""In turn: more commissioners than may come, and more lay members than what is open to all can hold."""

TELLS = {
    "booked a place": "booked",
    "joined the waiting list": "waiting",
    "gave a place from the waiting list": "place given",
    "cancelled a booking": "cancelled",
}
"""The letter that each act writes."""


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, places=PLACES, most_commissioners=MOST, kept_voluntary=KEPT)


@pytest.fixture
def people(forum) -> list[int]:
    """The numbers of five hundred people in a mixed order. Those of organisations are three each."""
    organisations = [
        Organisation(reference=f"many-{n}", legal_name=f"Many {n}", known_as=f"Many {n}", made_at=NOW,
                     sector=SIDES[n % len(SIDES)])
        for n in range(PEOPLE // 3 + 1) if SIDES[n % len(SIDES)]
    ]  # fmt: skip
    by_reference = {organisation.reference: organisation for organisation in organisations}
    everybody = [Person(name=f"Person {n}", email=f"p{n}@forum.example", made_at=NOW) for n in range(PEOPLE)]
    speakers = [
        Representative(person=person, from_on=NOW.date(), organisation=by_reference.get(f"many-{n // 3}"))
        for n, person in enumerate(everybody)
    ]
    keep(*organisations, *everybody, *speakers)
    numbers = [person.id for person in everybody]
    random.Random("who comes first").shuffle(numbers)
    return numbers


class Crowd:
    """Processes that begin to book at the same moment. One that is killed is followed by another for the rest."""

    def __init__(self, database, meeting, *, held: bool = True) -> None:
        self.given = (database.config["SQLALCHEMY_DATABASE_URI"], meeting.reference, held)
        self.said: list[tuple[str, int, str]] = []  # what the forum acknowledged: state, person, reference
        self.codes: list[int | None] = []  # how each process ended
        db.session.rollback()

    @contextmanager
    def ready(self, number: int):
        """So many processes that stand ready."""
        context = forks()
        started = []
        self.spares = queue.Queue()
        try:
            for _ in range(number):
                here, there = context.Pipe()
                process = context.Process(target=booking_process.main, args=(there, *self.given))
                process.start()
                there.close()
                started.append((process, here))
            for process, here in started:
                assert here.recv() == ("ready",)
                self.spares.put((process, here))
            yield
        finally:
            for process, here in started:
                process.kill()
                process.join()
                here.close()

    def come(
        self,
        people: list[int],
        give_up: frozenset[int] = frozenset(),
        kill_after: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        """Let all book; `kill_after` says which process dies after how many acts. Waits until all is done."""
        with self.ready(PROCESSES + len(kill_after)):
            first = [self.spares.get() for _ in range(PROCESSES)]
            threads = [
                threading.Thread(
                    target=self._follow, args=(*started, people[n::PROCESSES], give_up, kill_after.get(n))
                )
                for n, started in enumerate(first)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    def _follow(
        self, process, line, people: list[int], give_up: frozenset[int], kill_after: int | None
    ) -> None:
        """Let one process book for these people, and another one for the rest if it is killed."""
        rest = dict.fromkeys(people)
        line.send((people, give_up))
        count = 0
        with suppress(EOFError, ConnectionResetError):
            while words := line.recv():
                self.said.append(words)
                count += 1
                if words[0] == "cancelled" or words[1] not in give_up:
                    rest.pop(words[1], None)
                if count == kill_after:
                    process.kill()
        process.join()
        self.codes.append(process.exitcode)
        if process.exitcode == -signal.SIGKILL:
            self._follow(*self.spares.get(), list(rest), give_up, None)


def as_it_happened(meeting) -> Promises:
    """Go through the journal and check each act against the reckoning. Returns how it stands at the end."""
    plan = plan_of(meeting)
    promises = Promises(plan, meeting.forum.places_for_each_organisation, is_kept=True)
    found = {booking.reference: booking for booking in db.session.query(Booking)}
    live: dict[str, Booked] = {}
    due: list[str] = []  # who must get a place before anything else happens
    for entry in db.session.query(JournalEntry).filter_by(thing="Booking").order_by(JournalEntry.id):
        if entry.act == "gave a place from the waiting list":
            assert entry.reference == due.pop(0)
            continue
        assert not due, entry.act
        if entry.act == "cancelled a booking":
            promises.booked.remove(live.pop(entry.reference))
            due = promises.go_down_the_line()
            continue
        booking = found[entry.reference]
        newcomer = Booked(entry.reference, booking.joining, speaker_of(booking.representative))
        live[entry.reference] = newcomer
        promises.booked.append(newcomer)
        newcomer.has_place = promises.may_have(newcomer)
        assert entry.act == ("booked a place" if newcomer.has_place else "joined the waiting list")
    assert not due
    return promises


def check_the_whole(meeting, said: list[tuple[str, int, str]]) -> None:
    """What must hold however it went: limits, order, one state each, nothing lost, one letter each."""
    promises = as_it_happened(meeting)
    bookings = db.session.query(Booking).order_by(Booking.id).all()
    live = [booking for booking in bookings if booking.is_live]
    confirmed = [booking for booking in live if booking.state is BookingState.CONFIRMED]
    waiting = [booking for booking in live if booking.state is BookingState.WAITING]

    stands = {one.number: one.has_place for one in promises.booked}
    assert {one.reference: one.state is BookingState.CONFIRMED for one in live} == stands
    assert [one.reference for one in waiting] == [one.number for one in promises.booked if not one.has_place]
    assert [queries.position_of(one) for one in waiting[:40]] == list(range(1, len(waiting[:40]) + 1))

    taken = queries.places_taken(meeting).room
    assert promises.spoken_for(ROOM) == PLACES  # every place is held or kept, and not one more
    assert taken.commissioners <= MOST and taken.confirmed == len(confirmed) <= PLACES
    each = Counter(one.representative.organisation_id for one in confirmed if one.representative.organisation)
    assert max(each.values()) == meeting.forum.places_for_each_organisation == 2

    assert len({one.person_id for one in live}) == len(live)  # nobody both has a place and waits
    kept = {booking.reference: booking for booking in bookings}
    for state, person, reference in said:
        assert kept[reference].person_id == person
        assert state != "cancelled" or kept[reference].state is BookingState.CANCELLED

    acts = Counter(
        (kept[entry.reference].person.reference, TELLS[entry.act])
        for entry in db.session.query(JournalEntry).filter_by(thing="Booking")
    )
    letters = db.session.query(Letter).all()
    assert Counter((letter.to_reference, letter.kind) for letter in letters) == acts
    assert len({letter.message_id for letter in letters}) == len(letters)


def test_the_limits_hold_and_nobody_is_lost_whoever_is_killed(database, meeting, people):
    """Random processes die while they book; every tenth of those who booked gives the place up at once."""
    chance = random.Random("who dies")
    kill_after = {number: chance.randint(20, 80) for number in chance.sample(range(PROCESSES), KILLS)}
    give_up = frozenset(people[3::10])
    crowd = Crowd(database, meeting)
    crowd.come(people, give_up, kill_after)

    assert sorted(crowd.codes) == [-signal.SIGKILL] * KILLS + [0] * PROCESSES
    assert not [words for words in crowd.said if words[0] == "failed"]
    live = db.session.query(Booking.person_id).filter(Booking.state != BookingState.CANCELLED)
    assert {person for (person,) in live} == set(people) - give_up
    assert {person for state, person, _ in crowd.said if state == "cancelled"} == give_up
    check_the_whole(meeting, crowd.said)


def test_with_the_hold_taken_out_it_would_go_wrong(database, meeting, people):
    """This shows that the tests above can fail: more places are given than there are, or people are turned away."""
    crowd = Crowd(database, meeting, held=False)
    crowd.come(people[:200])

    taken = queries.places_taken(meeting).room
    failed = Counter(words[2] for words in crowd.said if words[0] == "failed")
    assert failed.keys() <= {"OperationalError", "IntegrityError"}, (
        failed
    )  # nothing but two in each other's way
    assert failed or taken.confirmed > PLACES - KEPT + taken.voluntary or taken.commissioners > MOST
