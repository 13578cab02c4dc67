"""A process of its own that gives numbers: several of these at once show whether any is given twice."""

import time

from flask import Flask

from forum.foundation.database import db, operation, prepare_engine
from forum.membership import operations, queries
from tests.at_once import Line


@operation
def give_number(year: int) -> str:
    """Give a number and keep at it for a moment, as an operation with more to do would."""
    number = operations.next_number(queries.forums()[0], "D", year)
    time.sleep(0.01)
    return number


def run(line: Line, url: str, year: int, how_many: int, held: bool) -> None:
    """Say that all stands ready, wait for the word, give numbers and say them."""
    if not held:
        operations.hold = lambda _row: None  # type: ignore[assignment]
    app = Flask("forum")  # the roof with all its pages takes seconds to build, and has no part in this
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        queries.forums()
        db.session.rollback()
        line.wait_for_the_word()
        for _ in range(how_many):
            line.say(give_number(year))
        db.engine.dispose()
