"""One process that records decisions, for the test that lets several do so at the same moment.

Without holding nothing is held, and no operation waits for its turn.
"""

from contextlib import nullcontext

from flask import Flask
from sqlalchemy.exc import DBAPIError

from forum.decisions import operations
from forum.decisions.models import Decision
from forum.foundation import database
from forum.foundation.database import db, prepare_engine
from forum.meetings.queries import get_meeting
from forum.membership import operations as membership_operations
from forum.people.models import Person
from tests.at_once import Line
from tests.makers import NOW


def let_everything_go() -> None:
    """Take out what keeps the promise: the hold of the row that counts, and SQLite's one writer at a time."""
    membership_operations.hold = lambda _row: None
    operations.hold = lambda _row: None
    database._write_gate = lambda _session: nullcontext()
    database.is_writing = lambda: False


def main(line: Line, url: str, meeting_reference: str, count: int, held: bool) -> None:
    """Record the decisions and say each number, or the name of what went wrong."""
    if not held:
        let_everything_go()
    app = Flask("forum")  # the roof with all its pages takes seconds to build, and has no part in this
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        db.session.execute(db.select(Decision.id).limit(1)).all()
        db.session.rollback()
        line.wait_for_the_word()
        for turn in range(count):
            meeting = get_meeting(meeting_reference)
            person = db.session.query(Person).order_by(Person.id).first()
            try:
                decision = operations.record_decision(meeting, f"Decision {turn}", by=person, now=NOW)
                line.say(decision.reference)
            except DBAPIError as problem:
                db.session.rollback()
                line.say(type(problem.orig).__name__)
        db.session.remove()
        db.engine.dispose()
