"""Two organisers publish at the same moment, each in a process of their own: one version, one letter to each."""

from collections import Counter

from forum.agendas import queries, rules
from forum.agendas.models import AgendaVersion
from forum.foundation.database import db
from forum.foundation.post import Letter
from tests.agendas.publishing_process import main
from tests.agendas.stage import add, begin
from tests.at_once import at_once
from tests.makers import make_meeting


def test_one_version_is_made_and_the_others_read_a_sentence(database, forum, cleo, ada, ben):
    meeting = make_meeting(forum)
    add(begin(meeting, cleo), "Talk", cleo)
    seen = queries.get_draft(meeting).digest
    url = database.config["SQLALCHEMY_DATABASE_URI"]
    reference = meeting.reference
    db.session.rollback()

    said = [words for (words,) in at_once(main, *[(url, reference, seen)] * 3)]

    refused = rules.NothingChanged(number=1).args[0]
    assert sorted(said) == sorted(["Version 1", refused, refused])
    assert db.session.query(AgendaVersion).count() == 1
    assert Counter(one.to_name for one in db.session.query(Letter)) == {"Ada Marsh": 1, "Ben Holt": 1}
