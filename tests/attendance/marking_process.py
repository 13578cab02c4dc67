"""A process of its own that marks who is there, for the tests of two devices at once.

Each of its deeds is `tick REFERENCE HERE|UNDO|LEFT` or `walk-in NAME ORGANISATION KEY`, as a list. It says one line
for each.
"""

from flask import Flask

from forum.attendance import operations
from forum.attendance.rules import Tick
from forum.foundation import post
from forum.foundation.database import DatabaseIsBusy, db, prepare_engine
from forum.foundation.refusals import Refusal
from forum.meetings.queries import get_meeting
from forum.people.queries import get_person
from tests.at_once import Line
from tests.makers import NOW


def do(reference: str, deed: list[str]) -> str:
    """One deed, tried again while the database asks for it."""
    for _ in range(5):
        try:
            meeting = get_meeting(reference)
            if deed[0] == "tick":
                row = operations.tick(meeting, get_person(deed[1]), Tick(deed[2]), by=None, now=NOW)
            else:
                row = operations.add_walk_in(meeting, deed[1], deed[2], sent_key=deed[3], by=None, now=NOW)
        except DatabaseIsBusy:
            continue
        except Refusal as refusal:
            return type(refusal).__name__
        return "nothing" if row is None else f"row {row.id}"
    return "busy"


def main(line: Line, url: str, reference: str, deeds: list[list[str]]) -> None:
    """Do the deeds, one after the other."""
    app = Flask("forum")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    post.prepare(app, base_url="http://127.0.0.1:8000", mail_from="forum@forum.example")
    with app.app_context():
        prepare_engine(db.engine)
        get_meeting(reference)
        db.session.rollback()
        line.wait_for_the_word()
        for deed in deeds:
            line.say(do(reference, deed))
        db.session.remove()
        db.engine.dispose()
