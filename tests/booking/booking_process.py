"""A process of its own that books places for some people from several threads: for the tests of many at once.

Run as `python -m tests.booking.booking_process URL MEETING FIRST COUNT HELD`. It says "ready", waits for a line, and
then prints one line for each booking as soon as the forum acknowledged it.
"""

import sys
import threading
from contextlib import nullcontext

from flask import Flask
from sqlalchemy import select

from forum.booking import operations
from forum.booking.models import Joining
from forum.booking.operations import places
from forum.foundation import database, post
from forum.foundation.database import DatabaseIsBusy, db, prepare_engine
from forum.meetings.queries import get_meeting
from forum.membership.models import Representative
from tests.makers import NOW

THREADS = 4
_says = threading.Lock()


def take_the_hold_out() -> None:
    """Book without holding the meeting, and on SQLite also without the gate that lets one writer through."""
    places.hold = lambda row: None
    database._write_gate = lambda session: nullcontext()
    database.is_writing = lambda: False  # a plain BEGIN


def say(*words: object) -> None:
    """Print one whole line at once."""
    with _says:
        sys.stdout.write(" ".join(str(word) for word in words) + "\n")
        sys.stdout.flush()


def book(reference: str, number: int) -> None:
    """Book for the person with this number, and try again when the database asks for it."""
    for _ in range(3):
        try:
            meeting = get_meeting(reference)
            representative = db.session.scalars(
                select(Representative).where(Representative.person_id == number)
            ).one()
            person = representative.person
            booking = operations.book_place(
                meeting, person, representative, joining=Joining.IN_THE_ROOM, by=person, now=NOW
            )
        except DatabaseIsBusy:
            continue
        except Exception as problem:
            say("failed", number, type(problem).__name__)
            return
        say(booking.state.value, number, booking.reference)
        return
    say("failed", number, "DatabaseIsBusy")


def main(url: str, reference: str, first: int, count: int, held: bool) -> None:
    """Book for `count` people from the number `first` on, each thread every so many."""
    app = Flask("forum")  # the roof with all its pages takes seconds to build, and has no part in this
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    if url.startswith("postgresql"):
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": THREADS + 1}
    db.init_app(app)
    post.prepare(app, base_url="http://127.0.0.1:8000", mail_from="forum@forum.example")
    if not held:
        take_the_hold_out()

    def book_some(start: int) -> None:
        for number in range(first + start, first + count, THREADS):
            with app.app_context():
                book(reference, number)

    with app.app_context():
        prepare_engine(db.engine)
        get_meeting(reference)  # the first question costs what no later one does
    say("ready")
    sys.stdin.readline()
    threads = [threading.Thread(target=book_some, args=(start,)) for start in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5] == "held")
