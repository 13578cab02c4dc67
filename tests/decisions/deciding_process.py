"""One process that writes decisions into minutes, for the test that lets several do so at the same moment.

Without holding nothing is held, and no operation waits for its turn.
"""

from contextlib import nullcontext

from flask import Flask
from sqlalchemy.exc import DBAPIError

from forum.agendas.operations import taking as agendas_operations
from forum.decisions.models import Decision
from forum.decisions.operations import register as decisions_operations
from forum.foundation import database
from forum.foundation.database import db, prepare_engine
from forum.meetings.queries import get_meeting
from forum.membership import operations as membership_operations
from forum.minutes.models import EntryKind
from forum.minutes.operations import taking as minutes_operations
from forum.minutes.operations import write_entry
from forum.minutes.queries import get_minutes, numbered_items
from forum.people.models import Person
from tests.at_once import Line
from tests.makers import NOW


def let_everything_go() -> None:
    """Take out what keeps the promise: the holds of the rows that count, and SQLite's one writer at a time."""
    for operations in (membership_operations, agendas_operations, decisions_operations, minutes_operations):
        operations.hold = lambda _row: None
    database._write_gate = lambda _session: nullcontext()
    database.is_writing = lambda: False


def main(line: Line, url: str, meeting_reference: str, count: int, held: bool) -> None:
    """Write the decisions, each as a line, and say its number, or the name of what went wrong."""
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
            (_number, item), *_ = numbered_items(meeting)
            try:
                entry = write_entry(
                    get_minutes(meeting), item, EntryKind.DECISION, f"Decision {turn}", by=person, now=NOW
                )
                line.say(entry.decision.reference if entry.decision else "no decision")
            except DBAPIError as problem:
                db.session.rollback()
                line.say(type(problem.orig).__name__)
        db.session.remove()
        db.engine.dispose()
