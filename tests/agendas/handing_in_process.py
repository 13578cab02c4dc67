"""One process that hands in a new version of a paper, for the test that lets several do so at the same moment."""

from datetime import timedelta
from pathlib import Path
from tempfile import gettempdir

from flask import Flask

from forum.agendas import operations, queries, rules
from forum.foundation.database import db, prepare_engine
from forum.foundation.post import prepare
from forum.people.models import Person
from tests.at_once import Line
from tests.makers import NOW


def main(line: Line, url: str, reference: str, digest: str) -> None:
    """Hand a file in, and say the number of the version that it became."""
    app = Flask("forum")  # the roof with all its pages takes seconds to build, and has no part in this
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SECRET_KEY="for tests alone")
    db.init_app(app)
    prepare(
        app, base_url="http://forum.example", mail_from="forum@forum.example", instance=Path(gettempdir())
    )
    given = rules.VersionGiven(kind="PDF", name="paper.pdf", digest=digest, size=1)
    with app.app_context():
        prepare_engine(db.engine)
        paper = queries.get_paper(reference)
        person = db.session.query(Person).order_by(Person.id).first()
        db.session.rollback()
        line.wait_for_the_word()
        version = operations.add_paper_version(paper, given, by=person, now=NOW + timedelta(minutes=1))
        line.say(str(version.number))
        db.session.remove()
        db.engine.dispose()
