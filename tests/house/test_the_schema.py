"""The schema's steps: they climb with data in every table, and end where the models stand."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

import forum
from forum import migrations
from forum.foundation.database import db, prepare_engine

for module in pkgutil.walk_packages([str(Path(forum.__file__).parent)], "forum."):
    if module.name.endswith(".models"):
        importlib.import_module(module.name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path: Path):
    """An engine on a database with nothing in it."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'climbed.sqlite3'}")
    else:
        address = request.getfixturevalue("postgresql_address")
        server = create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS climbed"))
            connection.execute(text("CREATE DATABASE climbed"))
        server.dispose()
        engine = create_engine(f"{address}/climbed")
    prepare_engine(engine)
    yield engine
    engine.dispose()


def test_the_climbed_schema_is_that_of_the_models(empty):
    assert {"booking", "letter", "tries", "journal_entry"} <= set(db.metadata.tables)
    migrations.climb(empty)

    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
        assert migrations.step_of(connection) == migrations.head()


def test_its_checks_and_guards_are_those_of_the_models(empty, tmp_path):
    """What the comparison above does not see: CHECKs, partial indexes, and the guards of the journal."""
    migrations.climb(empty)
    made = create_engine(f"sqlite:///{tmp_path / 'made.sqlite3'}")
    db.metadata.create_all(made)
    for table in db.metadata.tables:
        ours = {check["name"] for check in inspect(empty).get_check_constraints(table)}
        assert ours == {check["name"] for check in inspect(made).get_check_constraints(table)}, table
    if empty.dialect.name == "sqlite":
        wanted = text(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        )
        with empty.connect() as one, made.connect() as other:
            assert _named(one.execute(wanted)) == _named(other.execute(wanted))
    made.dispose()


def _named(rows) -> dict[str, str]:
    return {name: " ".join(statement.split()) for name, statement in rows}


@pytest.mark.parametrize("step", migrations.steps())
def test_climbing_from_each_step_keeps_every_row(empty, step):
    migrations.climb(empty, to=step)
    with empty.begin() as connection:
        connection.execute(text("INSERT INTO person (reference, name, made_at, is_administrator, is_demo) "
                                "VALUES ('AAAA-AAAA', 'Ada', '2026-01-01 10:00:00', false, false)"))  # fmt: skip
        connection.execute(text(
            "INSERT INTO journal_entry (operation, at, by_id, act, thing, reference, before, after) "
            "VALUES ('o', '2026-01-01 10:00:00', 1, 'made', 'Person', 'AAAA-AAAA', '{}', '{}')"
        ))  # fmt: skip

    migrations.climb(empty)

    with empty.connect() as connection:
        assert connection.execute(text("SELECT name FROM person")).all() == [("Ada",)]
        assert connection.execute(text("SELECT by_id FROM journal_entry")).all() == [(1,)]


def test_climbing_twice_changes_nothing(empty):
    migrations.climb(empty)
    migrations.climb(empty)
    with empty.connect() as connection:
        assert migrations.step_of(connection) == migrations.head()


def test_the_climbed_database_keeps_its_journal(empty):
    migrations.climb(empty)
    with empty.begin() as connection:
        connection.execute(text("INSERT INTO journal_entry (operation, at, act, thing, reference, before, after) "
                                "VALUES ('o', '2026-01-01 10:00:00', 'made', 'Person', 'x', '{}', '{}')"))  # fmt: skip
    for statement in ("UPDATE journal_entry SET act = 'other'", "DELETE FROM journal_entry"):
        with pytest.raises(DBAPIError, match="journal"), empty.begin() as connection:
            connection.execute(text(statement))


def test_a_database_of_a_newer_release_is_not_touched(empty):
    migrations.climb(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrations.UnknownStep):
        migrations.climb(empty)
