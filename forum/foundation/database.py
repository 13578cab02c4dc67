"""The database: what a row is made of, and what makes an operation whole."""

import enum
import fcntl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, Executable, Integer, MetaData, Row, Text, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

P = ParamSpec("P")
T = TypeVar("T")

GATE_WAIT = timedelta(seconds=5)
"""How long an operation waits for its turn to write, before the person is asked to try again."""


class DatabaseIsBusy(Exception):
    """The turn to write did not come in time. Shown as 503 with Retry-After."""


class UnsavedChanges(RuntimeError):
    """Rows were changed outside an operation: a mistake of ours, never of the person."""


class WrongIsolation(RuntimeError):
    """PostgreSQL does not run at READ COMMITTED, under which the holds of rows were thought out."""


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC without its zone and handed out with it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Length(TypeDecorator[timedelta]):
    """A length of time, kept as whole seconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.total_seconds())

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(seconds=value)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """What every model stands on. The type map lies in the registry, since Flask-SQLAlchemy copies the base."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: Moment,
            timedelta: Length,
            str: Text,
            dict[str, Any]: JSON,
            list[Any]: JSON,
            enum.Enum: Enum(enum.Enum, native_enum=False, length=40, values_callable=_values),
        },
    )

    __journalled__ = True
    """Whether the journal wants to hear of a change. Letters, counts and sign-ins keep no journal."""


db = SQLAlchemy(model_class=Base)


@event.listens_for(db.Model, "attribute_instrument", propagate=True)
def _know_what_was_there(_model: object, _key: str, attribute: Any) -> None:
    """Have a column's old value loaded before a new one is set: the journal says what was there before."""
    if hasattr(attribute.property, "columns"):
        event.listen(attribute, "set", lambda *_what: None, active_history=True)


_here = threading.local()  # whether this thread writes: SQLite then begins with BEGIN IMMEDIATE
_thread_gate = threading.Lock()
_before_keeping: list[Callable[[Session], None]] = []


def before_keeping(work: Callable[[Session], None]) -> Callable[[Session], None]:
    """Call `work` with the session at the end of each operation, inside its transaction."""
    _before_keeping.append(work)
    return work


def operation(work: Callable[P, T]) -> Callable[P, T]:
    """Make one function one transaction, kept whole or not at all. Called inside another, it joins that one.

    Raises what `work` raises, after everything was rolled back; `DatabaseIsBusy` when no turn came.
    """

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        session = db.session()
        if session.info.get("in_operation"):
            return _joined(session, work, *args, **kwargs)
        _refuse_unsaved_changes(session)
        session.rollback()  # ends the read that a page began; what it read is read again, under the gate
        session.info.pop("remembered", None)
        with _write_gate(session):
            session.info["in_operation"] = True
            _here.writes = True
            try:
                result = work(*args, **kwargs)
                _keep_unless_doomed(session)
                return result
            except BaseException:
                session.rollback()
                raise
            finally:
                _here.writes = False
                for key in ("in_operation", "doomed", "remembered"):
                    session.info.pop(key, None)

    run.is_operation = True  # type: ignore[attr-defined]
    return run


def _joined(session: Session, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run inside an operation that is under way. What fails inside dooms the whole, even if it is caught."""
    try:
        return work(*args, **kwargs)
    except BaseException:
        session.info["doomed"] = True
        raise


def _keep_unless_doomed(session: Session) -> None:
    if session.info.get("doomed"):
        raise RuntimeError("A part of this operation failed, and its failure was swallowed.")
    for work in _before_keeping:
        work(session)
    session.commit()


def _refuse_unsaved_changes(session: Session) -> None:
    if session.new or session.dirty or session.deleted:
        raise UnsavedChanges("Rows were changed outside an operation.")


def is_writing() -> bool:
    """Whether an operation is under way in this thread."""
    return bool(getattr(_here, "writes", False))


def hold(row: Base) -> None:
    """Keep a row to ourselves until the operation ends, and see it as it is now.

    PostgreSQL locks it FOR NO KEY UPDATE. SQLite's operations write alone anyway, so a fresh look is enough.
    """
    db.session.flush()  # a refresh would silently drop what the operation has changed in this row so far
    # Of this row alone: what the query that found it joined (a venue that may be missing) cannot be locked.
    db.session.refresh(row, with_for_update={"key_share": True, "of": type(row)})


def is_twice_the_same(problem: IntegrityError) -> bool:
    """Whether the database refused a row because one like it is there: somebody else was a moment earlier."""
    is_unique = getattr(problem.orig, "sqlstate", None) == "23505"  # PostgreSQL's unique_violation
    return is_unique or str(problem.orig).startswith("UNIQUE constraint failed")


def look(question: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
    """Ask one small question by itself, outside the session, for a third of what it costs there.

    For what is asked again and again and stands alone, such as whether a page or a feed has changed.
    """
    with db.engine.connect() as connection:
        return connection.execute(question, values or {}).all()


def remembered(key: object, find: Callable[[], T]) -> T:
    """Answer from what this session found before, until an operation begins or ends."""
    found = db.session().info.setdefault("remembered", {})
    if key not in found:
        found[key] = find()
    return found[key]


# ---- SQLite -------------------------------------------------------------------------------------------------


@contextmanager
def _write_gate(session: Session) -> Iterator[None]:
    """Let one writer through at a time, over all threads and processes. PostgreSQL needs no gate."""
    url = db.engine.url
    if url.get_backend_name() != "sqlite":
        yield
        return
    patience = GATE_WAIT.total_seconds()
    until = time.monotonic() + patience
    if not _thread_gate.acquire(timeout=patience):
        raise DatabaseIsBusy
    try:
        try:
            gate = Path(f"{url.database}.gate").open("a")  # noqa: SIM115 - closed below, where it was opened
        except OSError as problem:
            raise DatabaseIsBusy(f"The gate file could not be opened: {problem.strerror}.") from problem
        with gate:
            pause = 0.0005
            while True:
                try:
                    fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise DatabaseIsBusy from None
                    time.sleep(pause)
                    pause = min(pause * 1.5, 0.005)
            yield  # closing the file opens the gate
    finally:
        _thread_gate.release()


def _on_connect_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # we write BEGIN ourselves, below
    cursor = connection.cursor()
    # FULL: what was acknowledged survives a power cut. NORMAL would not promise that in WAL mode.
    # Each of a worker's threads has a connection: half a megabyte of pages each is enough beside the system's own.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=5000",
        "foreign_keys=ON",
        "cache_size=-512",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing() else "BEGIN")


# ---- PostgreSQL ---------------------------------------------------------------------------------------------


def _on_connect_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        (level,) = cursor.fetchone()
    connection.rollback()
    if level != "read committed":
        raise WrongIsolation(
            f"PostgreSQL runs at “{level}”. Set default_transaction_isolation to read committed."
        )


def prepare_engine(engine: Engine) -> None:
    """Teach an engine how its database begins and what it promises."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect_sqlite)
        event.listen(engine, "begin", _on_begin_sqlite)
    else:
        event.listen(engine, "connect", _on_connect_postgresql)
