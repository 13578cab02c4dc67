"""One process that tells of releases, for the test that lets several workers do so at the same moment."""

from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

from flask import Flask

from forum.engagement import operations, queries
from forum.foundation.database import db, prepare_engine
from forum.foundation.post import prepare
from tests.at_once import Line


def main(line: Line, url: str, moment: str) -> None:
    """Do what has fallen due, and say of how many releases people were told."""
    app = Flask("forum")  # the roof with all its pages takes seconds to build, and has no part in this
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SECRET_KEY="for tests alone")
    db.init_app(app)
    prepare(
        app, base_url="http://forum.example", mail_from="forum@forum.example", instance=Path(gettempdir())
    )
    now = datetime.fromisoformat(moment)
    with app.app_context():
        prepare_engine(db.engine)
        queries.releases_to_tell(now)
        db.session.rollback()
        line.wait_for_the_word()
        line.say(str(operations.tell_of_releases(now)))
        db.session.remove()
        db.engine.dispose()
