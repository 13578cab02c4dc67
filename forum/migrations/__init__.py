"""The schema's numbered steps. They only climb, and they know nothing of the models.

Alembic is imported where it is used: a server that finds its schema up to date never needs its nine megabytes.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).resolve().parent


class BrokenLinks(RuntimeError):
    """A step left rows that point to nothing. Everything was rolled back."""


class UnknownStep(RuntimeError):
    """A step that this code does not know: the database, or a backup, comes from a newer release."""


@cache
def steps() -> tuple[str, ...]:
    """The numbers of the steps that this code knows, lowest first."""
    return tuple(sorted(path.name[:4] for path in (HERE / "versions").glob("[0-9][0-9][0-9][0-9]_*.py")))


def head() -> str:
    """The newest step that this code knows."""
    return steps()[-1]


def step_of(connection: Connection) -> str | None:
    """The step at which a database stands, or None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    step: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return step


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
            if step_of(connection) not in (None, *steps()) or to not in ("head", *steps()):
                raise UnknownStep("The database comes from a newer release of the forum.")
            command.upgrade(_config(connection), to)
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BrokenLinks("A step of the schema left rows that point to nothing.")
    finally:
        climber.dispose()


def draft(connection: Connection, metadata: MetaData, message: str) -> Path:
    """Draft the next step from what the models say and the database lacks. Returns the file, to be read and mended."""
    from alembic import command

    number = f"{int(steps()[-1] if steps() else 0) + 1:04}"
    command.revision(_config(connection, metadata=metadata), message, autogenerate=True, rev_id=number)
    steps.cache_clear()
    return next((HERE / "versions").glob(f"{number}_*.py"))


def _config(connection: Connection, **attributes: Any) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("version_locations", str(HERE / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(attributes, connection=connection)
    return config


def _without_foreign_keys(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
