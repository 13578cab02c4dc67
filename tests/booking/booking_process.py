"""A process of its own that books and gives up places from several threads: for the tests of many at once.

It says "ready" and waits to be told the numbers of people: who books, and who of them gives the place up again.
Then it says each thing that the forum acknowledged, as soon as it did.
"""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from multiprocessing.connection import Connection

from flask import Flask
from sqlalchemy import select

from forum.booking import operations, queries, rules
from forum.booking.models import Booking, Joining
from forum.booking.operations import places
from forum.foundation import database, post
from forum.foundation.database import DatabaseIsBusy, db, prepare_engine
from forum.meetings.queries import get_meeting
from forum.membership.models import Representative
from tests.makers import NOW

THREADS = 4


def take_the_hold_out() -> None:
    """Book without holding the meeting, and on SQLite also without the gate that lets one writer through."""
    places.hold = lambda row: None
    database._write_gate = lambda session: nullcontext()
    database.is_writing = lambda: False  # a plain BEGIN


def book(reference: str, number: int) -> Booking:
    """Book for the person with this number; the booking that stands, where there is one."""
    meeting = get_meeting(reference)
    speaker = db.session.scalars(select(Representative).where(Representative.person_id == number)).one()
    try:
        return operations.book_place(
            meeting, speaker.person, speaker, joining=Joining.IN_THE_ROOM, by=speaker.person, now=NOW
        )
    except rules.AlreadyBooked:  # as a page does after a second click
        found = queries.find_live_booking(meeting, speaker.person)
        assert found is not None
        return found


def act(reference: str, number: int, say: Callable[..., None], *, gives_up: bool) -> None:
    """Book, perhaps give it up again, and try once more when the database asks for it."""
    for _ in range(20):
        try:
            booking = book(reference, number)
            said = (booking.state.value, number, booking.reference)
            say(*said)
            if gives_up:
                operations.cancel_booking(booking, by=booking.person, now=NOW)
                say("cancelled", *said[1:])
        except DatabaseIsBusy:
            continue
        except Exception as problem:
            say("failed", number, type(problem).__name__)
        return
    say("failed", number, "DatabaseIsBusy")


def main(line: Connection, url: str, reference: str, held: bool) -> None:
    """Book for those who are named, each thread every so many."""
    app = Flask("forum")  # the roof with all its pages takes seconds to build, and has no part in this
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SECRET_KEY"] = "for tests alone"  # signs the links in letters
    if url.startswith("postgresql"):
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": THREADS + 1}
    db.init_app(app)
    post.prepare(app, base_url="http://127.0.0.1:8000", mail_from="forum@forum.example")
    if not held:
        take_the_hold_out()
    one_at_a_time = threading.Lock()

    def say(*words: object) -> None:
        with one_at_a_time:
            line.send(words)

    def act_for(numbers: list[int], give_up: set[int]) -> None:
        for number in numbers:
            with app.app_context():
                act(reference, number, say, gives_up=number in give_up)

    with app.app_context():
        prepare_engine(db.engine)
        get_meeting(reference)  # the first question costs what no later one does
    say("ready")
    everybody, give_up = line.recv()
    threads = [
        threading.Thread(target=act_for, args=(everybody[n::THREADS], give_up)) for n in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
