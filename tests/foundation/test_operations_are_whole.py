"""One operation, one transaction: kept whole, or not at all."""

import threading
from contextlib import suppress

import pytest
from sqlalchemy import select, text

from forum.factory import create_app
from forum.foundation.database import DatabaseIsBusy, UnsavedChanges, db, hold, operation, remembered
from forum.foundation.refusals import Refusal
from forum.journal.operations import note
from forum.people.models import Person
from tests.makers import NOW, make_person


def names() -> list[str]:
    return list(db.session.scalars(select(Person.name).order_by(Person.name)))


@operation
def add(name: str) -> Person:
    person = Person(name=name, made_at=NOW)
    db.session.add(person)
    db.session.flush()
    note(None, "added a person", person, now=NOW)
    return person


def test_what_fails_leaves_nothing_behind(database):
    @operation
    def add_and_fail():
        add("Half")
        raise Refusal

    with pytest.raises(Refusal):
        add_and_fail()
    assert names() == []


def test_an_operation_inside_another_joins_it(database):
    @operation
    def add_two():
        add("One")
        add("Two")

    add_two()
    assert names() == ["One", "Two"]


def test_a_failure_inside_dooms_the_whole_even_when_it_is_caught(database):
    @operation
    def swallow():
        add("Kept?")
        with suppress(Refusal):
            refuse()

    @operation
    def refuse():
        raise Refusal

    with pytest.raises(RuntimeError, match="swallowed"):
        swallow()
    assert names() == []


def test_rows_changed_outside_an_operation_are_a_mistake_of_ours(database):
    person = make_person("Ada")
    person.name = "Changed by the way"
    with pytest.raises(UnsavedChanges):
        add("Ben")
    db.session.rollback()
    assert names() == ["Ada"]


def test_what_is_held_is_seen_as_it_is_now(database):
    person = make_person("Ada")
    assert person.name == "Ada"
    _elsewhere(database, "UPDATE person SET name = 'Ada Marsh'")

    @operation
    def look() -> str:
        hold(person)
        return person.name

    assert look() == "Ada Marsh"


def test_an_answer_is_remembered_until_an_operation(database):
    asked = []
    for _ in range(3):
        assert remembered("names", lambda: asked.append(1) or len(asked)) == 1
    add("Ada")
    assert remembered("names", lambda: asked.append(1) or len(asked)) == 2


def test_a_writer_whose_turn_does_not_come_is_told_to_try_again(database, monkeypatch):
    if db.engine.dialect.name != "sqlite":
        return _two_write_at_once(database)
    monkeypatch.setattr("forum.foundation.database.GATE_WAIT", NOW - NOW)
    inside, go = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with database.app_context():
            operation(lambda: (inside.set(), go.wait(5)))()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    inside.wait(5)
    try:
        with pytest.raises(DatabaseIsBusy):
            add("Late")
    finally:
        go.set()
        slow.join()
    assert names() == []


def _two_write_at_once(database) -> None:
    """PostgreSQL holds rows, not the whole: two writers of different rows do not wait for one another."""
    inside, go = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with database.app_context():
            operation(lambda: (inside.set(), go.wait(5)))()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    inside.wait(5)
    add("Not late")
    go.set()
    slow.join()
    assert names() == ["Not late"]


def _elsewhere(app, statement: str) -> None:
    """Write from another connection, as another process would."""
    db.session.rollback()

    def write() -> None:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text(statement))

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(database):
    real = create_app(database.extensions["settings"])  # the tests' own app does not wait for the disk
    with real.app_context():
        if db.engine.dialect.name == "sqlite":
            pragmas = {name: db.session.execute(text(f"PRAGMA {name}")).scalar()
                       for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
            assert pragmas == {
                "journal_mode": "wal",
                "synchronous": 2,
                "foreign_keys": 1,
                "busy_timeout": 5000,
            }
        else:
            assert db.session.execute(text("SHOW transaction_isolation")).scalar() == "read committed"
        db.session.remove()
        db.engine.dispose()
