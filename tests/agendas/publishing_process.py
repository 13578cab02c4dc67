"""One process that publishes an agenda, for the test that lets several do so at the same moment."""

from pathlib import Path
from tempfile import gettempdir

from flask import Flask

from forum.agendas import operations, queries
from forum.foundation.database import db, prepare_engine
from forum.foundation.post import prepare
from forum.foundation.refusals import Refusal
from forum.meetings.queries import get_meeting
from forum.people.models import Person
from tests.at_once import Line
from tests.makers import NOW


def main(line: Line, url: str, meeting_reference: str, seen: str) -> None:
    """Publish what was seen, and say the version's number or the sentence that refused."""
    app = Flask("forum")  # the roof with all its pages takes seconds to build, and has no part in this
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SECRET_KEY="for tests alone")
    db.init_app(app)
    prepare(
        app, base_url="http://forum.example", mail_from="forum@forum.example", instance=Path(gettempdir())
    )
    with app.app_context():
        prepare_engine(db.engine)
        meeting = get_meeting(meeting_reference)
        db.session.rollback()
        line.wait_for_the_word()
        agenda = queries.get_agenda(meeting)
        person = db.session.query(Person).order_by(Person.id).first()
        try:
            version = operations.publish_agenda(agenda, previewed=seen, by=person, now=NOW)
            line.say(f"Version {version.number}")
        except Refusal as refusal:
            line.say(str(refusal))
        db.session.remove()
        db.engine.dispose()
