"""Links of letters pressed at the same moment, on both databases: each deed is done once, and none is half done."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import time

import pytest

from forum.booking import operations, queries
from forum.booking.links import path_for
from forum.booking.models import Apologies, Booking, BookingState, Joining
from forum.booking.rules import Purpose
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.meetings.rules import plan_of
from forum.people.models import Person
from tests.makers import NOW, make_meeting, make_representative

BROWSERS = 6


@pytest.fixture
def at_once(database) -> Callable[..., Counter[int]]:
    """Presses the buttons of these pages at the same moment, again and again round the list; nobody is signed in."""

    def send(*forms: tuple[str, dict[str, str]]) -> Counter[int]:
        db.session.rollback()
        start, said, lock = threading.Barrier(BROWSERS), Counter[int](), threading.Lock()

        def one(number: int) -> None:
            client = database.test_client()
            address, data = forms[number % len(forms)]
            start.wait()
            status = client.post(address, data=data).status_code
            with lock:
                said[status] += 1

        database.config["SHOW_PROBLEMS"] = True
        threads = [threading.Thread(target=one, args=(number,)) for number in range(BROWSERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        database.config["SHOW_PROBLEMS"] = False
        db.session.expire_all()
        assert sum(said.values()) == BROWSERS
        assert not set(said) - {200, 303, 409, 503}, said
        return said

    return send


@pytest.fixture
def meeting(forum):
    """A meeting with two places."""
    return make_meeting(forum, places=2)


def book(meeting, who):
    return operations.book_place(
        meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=NOW
    )


def live(meeting):
    """Who has what, by name."""
    return {one.person.name: one.state for one in queries.live_bookings(meeting)}


def kinds():
    return Counter(letter.kind for letter in db.session.query(Letter))


def test_apologies_by_two_links_at_once_are_sent_once(meeting, ada, ben, cora, at_once):
    booking = book(meeting, ada)
    book(meeting, ben), book(meeting, cora)

    at_once((path_for(booking, Purpose.APOLOGIES), {}))

    assert live(meeting) == {"Ben Holt": BookingState.CONFIRMED, "Cora Tregarth": BookingState.CONFIRMED}
    assert db.session.query(Apologies).count() == 1
    assert kinds()["apologies received"] == kinds()["place given"] == 1


def test_of_two_substitutes_named_at_once_one_comes(forum, meeting, ada, ben, cora, at_once):
    bea = make_representative(forum, "Bea Wynn", ada.organisation)
    booking = book(meeting, ada)
    book(meeting, ben), book(meeting, cora)
    path = path_for(booking, Purpose.SUBSTITUTE)

    at_once(
        (path, {"who": bea.reference}),
        (path, {"who": "new", "name": "Jo Penn", "email": "jo@fen.example"}),
    )

    found = live(meeting)
    assert len(found) == 3 and found["Ben Holt"] is BookingState.CONFIRMED
    assert found["Cora Tregarth"] is BookingState.WAITING
    (instead,) = set(found) - {"Ben Holt", "Cora Tregarth"}
    (apologies,) = db.session.query(Apologies)
    assert apologies.substitute.name == instead
    assert kinds()["comes instead"] == kinds()["apologies received"] == 1
    assert queries.places_taken(meeting).room.confirmed == 2


def test_one_person_is_made_of_one_new_address(forum, meeting, ada, ben, at_once):
    form = {"who": "new", "name": "Jo Penn", "email": "jo@fen.example"}
    adas, bens = book(meeting, ada), book(meeting, ben)

    at_once((path_for(adas, Purpose.SUBSTITUTE), form), (path_for(bens, Purpose.SUBSTITUTE), form))

    assert db.session.query(Person).filter_by(email="jo@fen.example").count() == 1
    states = Counter(one.state for one in db.session.query(Booking))
    assert states[BookingState.CONFIRMED] == 2  # Jo has one place, and whose place it was not keeps theirs


def test_keeping_and_giving_up_at_once_leave_one_answer(meeting, ada, ben, cora, cleo, at_once):
    booking = book(meeting, ada)
    book(meeting, ben), book(meeting, cora)
    moved = replace(plan_of(meeting), starts=time(14), ends=time(16))
    operations.change_meeting(meeting, moved, by=cleo, now=NOW)

    at_once((path_for(booking, Purpose.KEEP), {}), (path_for(booking, Purpose.APOLOGIES), {}))

    assert booking.state is BookingState.CANCELLED  # giving up is the last word, whoever was first
    assert live(meeting)["Cora Tregarth"] is BookingState.CONFIRMED
    assert queries.answers_after_move(meeting) == queries.Answers(gave_up=1, open=1)
    assert kinds()["apologies received"] == 1 and kinds()["place kept"] <= 1


def test_a_place_kept_by_several_presses_is_kept_once(meeting, ada, cleo, at_once):
    booking = book(meeting, ada)
    moved = replace(plan_of(meeting), starts=time(14), ends=time(16))
    operations.change_meeting(meeting, moved, by=cleo, now=NOW)

    at_once((path_for(booking, Purpose.KEEP), {}))

    assert booking.kept_at == NOW
    assert kinds()["place kept"] == 1
