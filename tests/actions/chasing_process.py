"""One worker that sends the weekly letters, for the test that lets several do so at the same moment.

Without holding nobody waits for another, and nobody looks who had their letter already.
"""

from flask import Flask

from forum.actions import chasing, queries
from forum.actions.operations import digests
from forum.foundation import database, post
from forum.foundation.database import db, prepare_engine
from forum.membership.queries import forums
from tests.actions.weekly import MONDAY
from tests.at_once import Line


def let_everything_go() -> None:
    """Take out what keeps two workers apart, but for what the database promises."""
    digests.hold = lambda _row: None
    queries.had_digest = lambda *_asked: set()
    database.is_writing = lambda: False


def main(line: Line, url: str, held: bool) -> None:
    """Send what is due, and say how many letters were new."""
    app = Flask("forum")  # the roof with all its pages takes seconds to build, and has no part in this
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SECRET_KEY"] = "for tests alone"  # signs the links in letters
    db.init_app(app)
    post.prepare(app, base_url="http://127.0.0.1:8000", mail_from="forum@forum.example")
    if not held:
        let_everything_go()
    with app.app_context():
        prepare_engine(db.engine)
        forums()
        db.session.rollback()
        line.wait_for_the_word()
        line.say(str(chasing.send_digests(MONDAY)))
        db.session.remove()
        db.engine.dispose()
