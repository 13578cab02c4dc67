"""The schema's numbered steps. They only climb, and they know nothing of the models."""

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, text

HERE = Path(__file__).resolve().parent


class BrokenLinks(RuntimeError):
    """A step left rows that point to nothing. Everything was rolled back."""


class UnknownStep(RuntimeError):
    """A step that this code does not know: the database, or a backup, comes from a newer release."""


def _config(connection: Connection | None = None, **attributes: Any) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("version_locations", str(HERE / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(attributes, connection=connection)
    return config


def head() -> str:
    """The newest step that this code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def step_of(connection: Connection) -> str | None:
    """The step at which a database stands, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def climb(engine: Engine, to: str = "head") -> None:
    """Bring a database's schema up to a step, in one transaction.

    On SQLite foreign keys are off meanwhile: rebuilding a table with them on would silently delete the rows
    that point to it. They are checked before the transaction is kept. Raises `BrokenLinks`, or
    `UnknownStep` for a database that stands at a step of a newer release.
    """
    from alembic import command

    sqlite = engine.dialect.name == "sqlite"
    climber = create_engine(engine.url)
    if sqlite:
        event.listen(climber, "connect", _without_foreign_keys)
        event.listen(climber, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with climber.begin() as connection:
            if not sqlite:  # two starts at once: the second waits, then finds nothing to do
                connection.execute(text("SELECT pg_advisory_xact_lock(7302026)"))
            try:
                command.upgrade(_config(connection), to)
            except CommandError as problem:
                raise UnknownStep(str(problem)) from problem
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BrokenLinks("A step of the schema left rows that point to nothing.")
    finally:
        climber.dispose()


def _without_foreign_keys(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def draft(connection: Connection, metadata: MetaData, message: str) -> Path:
    """Draft the next step from what the models say and the database lacks. Returns the file, to be read and mended."""
    from alembic import command

    number = f"{int(head() or 0) + 1:04}"
    command.revision(_config(connection, metadata=metadata), message, autogenerate=True, rev_id=number)
    return next((HERE / "versions").glob(f"{number}_*.py"))
