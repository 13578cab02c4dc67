"""Keeping the journal: every change is written down, and what is written stays."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from forum.foundation.database import db, operation
from forum.journal.models import JournalEntry, JournalPersonal
from forum.journal.operations import NothingNoted, note
from tests.makers import NOW, make_meeting, make_person


def newest() -> JournalEntry:
    return db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()


def test_an_entry_says_who_what_when_before_and_after(forum, cleo):
    meeting = make_meeting(forum, title="Transport")

    @operation
    def rename():
        meeting.title = "Buses"
        db.session.flush()  # what a flush forgets, the journal still knows
        meeting.title = "Trains"
        note(cleo, "renamed a meeting", meeting, now=NOW)

    rename()

    entry = newest()
    assert (entry.by_id, entry.act, entry.thing, entry.reference) == (
        cleo.id,
        "renamed a meeting",
        "Meeting",
        meeting.reference,
    )
    assert (entry.at, entry.before, entry.after) == (NOW, {"title": "Transport"}, {"title": "Trains"})


def test_a_change_without_a_word_in_the_journal_is_refused(forum):
    meeting = make_meeting(forum)

    @operation
    def change_quietly():
        meeting.title = "Quiet"

    with pytest.raises(NothingNoted):
        change_quietly()
    assert meeting.title != "Quiet"


def test_everything_that_one_operation_changed_stands_in_the_journal(forum, cleo):
    meeting = make_meeting(forum)

    @operation
    def change_two():
        meeting.title = "New"
        forum.purpose = "To meet"
        note(cleo, "changed two things", meeting, now=NOW)

    change_two()

    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "changed two things")).all()
    assert {entry.thing for entry in entries} == {"Meeting", "Forum"}
    assert len({entry.operation for entry in entries}) == 1


def test_names_and_addresses_lie_apart_and_secrets_nowhere(forum):
    person = make_person("Ida Secret", phone="01480 000000")

    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.reference == person.reference)).one()
    personal = db.session.scalars(select(JournalPersonal).where(JournalPersonal.entry_id == entry.id)).one()

    assert "Ida" not in str(entry.after)
    assert personal.after["name"] == "Ida Secret"
    assert personal.person_id == person.id

    meeting = make_meeting(forum, joining_link="https://meet.example/secret")
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.reference == meeting.reference)).one()
    assert entry.after["joining_link"] == "changed"


@pytest.mark.parametrize(
    "statement",
    [
        update(JournalEntry).values(act="something else"),
        delete(JournalEntry),
        delete(JournalPersonal),
        update(JournalPersonal).values(after={"name": "somebody else"}),
    ],
)
def test_the_database_itself_refuses_to_change_the_journal(forum, statement):
    make_person("Ida Kept")
    with pytest.raises(DBAPIError, match="journal"):
        db.session.execute(statement)
    db.session.rollback()


def test_personal_values_can_be_blanked_and_the_entry_stays(forum):
    make_person("Ida Erased")
    before = db.session.scalars(select(JournalEntry)).all()

    db.session.execute(update(JournalPersonal).values(before=None, after=None))

    assert db.session.scalars(select(JournalEntry)).all() == before
    assert (
        db.session.execute(text("SELECT count(*) FROM journal_personal WHERE after IS NOT NULL")).scalar()
        == 0
    )
    db.session.rollback()
