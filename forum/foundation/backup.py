"""Backup and restore: the database and the instance folder together, in one file, while the server runs.

The rows are written as text that any database of ours can take in again: a backup of SQLite can be restored into
PostgreSQL, and the other way round.
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import JSON, Connection, Engine, MetaData, Table, event, func, insert, select, text, update

from forum import migrations

FORMAT = 1
NOT_KEPT = ("static", "tools", "tmp", "shots")
"""Folders of the instance that set-up makes again."""

ROWS_AT_ONCE = 500


class BadBackup(Exception):
    """A file that cannot be restored, or a place that cannot take it. The message says which; nothing changed."""


@dataclass(frozen=True)
class Kept:
    """What a backup holds: rows and files, counted, and the step of the schema."""

    rows: int
    files: int
    step: str


# ---- Backup -------------------------------------------------------------------------------------------------


def back_up(engine: Engine, instance: Path, to: Path, now: datetime) -> Kept:
    """Write the database and the instance folder to one file, readable by its owner alone.

    The rows are those of one moment, whatever is written meanwhile. The files are copied after the rows: a file is
    kept before the row that names it, so every file that a row names is in. Raises `BadBackup` when `to` cannot be
    written; what was at `to` before then still stands.
    """
    try:
        handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.")
    except OSError as problem:
        raise BadBackup(f"{to} cannot be written ({problem.strerror}). Choose another file.") from None
    new = Path(name)
    try:
        with (
            os.fdopen(handle, "wb") as raw,
            tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive,
        ):
            kept = _write(engine, instance, archive, now)
            archive.close()
            raw.flush()
            os.fsync(raw.fileno())
        new.replace(to)
    except OSError as problem:
        raise BadBackup(
            f"{to} cannot be written ({problem.strerror}). Make room or choose another file."
        ) from None
    finally:
        new.unlink(missing_ok=True)
    return kept


def _write(engine: Engine, instance: Path, archive: tarfile.TarFile, now: datetime) -> Kept:
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        step = migrations.step_of(connection)
        if step is None:
            raise BadBackup("This database is empty: there is nothing to back up.")
        for table in _tables(connection):
            with tempfile.TemporaryFile() as spool:
                counts[table.name] = _write_rows(connection, table, spool)
                name = f"rows/{table.name}.jsonl"
                digests[name] = _add(archive, name, spool)
    for path in _files(instance):
        name = f"instance/{path.relative_to(instance).as_posix()}"
        try:
            with path.open("rb") as file:
                digests[name] = _add(archive, name, file, mode=path.stat().st_mode & 0o777)
        except FileNotFoundError:  # a letter that was tidied away meanwhile
            continue
    about = {"format": FORMAT, "made_at": now.isoformat(), "step": step, "rows": counts, "digests": digests}
    _add(archive, "about.json", io.BytesIO(json.dumps(about, indent=1).encode()))
    files = sum(name.startswith("instance/") for name in digests)
    return Kept(rows=sum(counts.values()), files=files, step=step)


def _tables(connection: Connection) -> list[Table]:
    """The tables as they stand in the database, each after those that it points to."""
    found = MetaData()
    event.listen(found, "column_reflect", _keep_nothing_as_nothing)
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _keep_nothing_as_nothing(_inspector: object, _table: object, column: Any) -> None:
    """Have an empty JSON column go back as empty, not as the word `null`."""
    if isinstance(column["type"], JSON):
        column["type"] = JSON(none_as_null=True)


def _write_rows(connection: Connection, table: Table, spool: Any) -> int:
    """Write a table's rows, a line of JSON each. Returns how many."""
    count = 0
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
        select(table).order_by(*table.primary_key.columns)
    ):
        values = {key: _written(value) for key, value in row._mapping.items()}
        spool.write(json.dumps(values, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _files(instance: Path) -> Iterator[Path]:
    """The files of the instance that set-up does not make again. The SQLite database goes in as rows."""
    for path in sorted(instance.rglob("*")):
        inside = path.relative_to(instance)
        database = inside.parts[0].startswith("forum.sqlite3")
        hidden = any(part.startswith(".") for part in inside.parts)
        if (
            path.is_file()
            and not path.is_symlink()
            and not database
            and not hidden
            and inside.parts[0] not in NOT_KEPT
        ):
            yield path


def _add(archive: tarfile.TarFile, name: str, file: Any, mode: int = 0o600) -> str:
    """Add a file to the archive, as long as it is now, piece by piece. Returns its digest."""
    member = tarfile.TarInfo(name)
    member.size = file.seek(0, os.SEEK_END)
    member.mode = mode
    file.seek(0)
    hashed = _Hashed(file)
    archive.addfile(member, hashed)  # type: ignore[arg-type]
    return hashed.digest.hexdigest()


class _Hashed:
    """A file whose digest is known once it was read."""

    def __init__(self, file: Any) -> None:
        self.digest = hashlib.sha256()
        self._file = file

    def read(self, size: int) -> bytes:
        """The next piece."""
        piece: bytes = self._file.read(size)
        self.digest.update(piece)
        return piece


# ---- Restore ------------------------------------------------------------------------------------------------


def restore(engine: Engine, instance: Path, source: Path) -> Kept:
    """Bring a backup into an empty database and its instance folder.

    The whole file is checked first, and the rows go in as one transaction. Raises `BadBackup` when the file is
    damaged, comes from a newer release, or the database already holds something; then nothing has changed.
    """
    about = _checked(source)
    with engine.connect() as connection:
        if migrations.step_of(connection) and _holds_rows(connection):
            raise BadBackup(
                "The database already holds a forum. Restore into an empty one: move the old one out of the way first."
            )
    try:
        migrations.climb(engine, to=about["step"])
    except migrations.UnknownStep:
        raise BadBackup("This backup was made by a newer release. Bring this one up to date first.") from None
    with tarfile.open(source) as archive:
        with engine.begin() as connection:
            _bring_in_rows(connection, archive, about["rows"])
        files = _bring_in_files(archive, instance)
    migrations.climb(engine)
    return Kept(rows=sum(about["rows"].values()), files=files, step=about["step"])


def _checked(source: Path) -> dict[str, Any]:
    """What the backup says of itself, after every file in it was compared with its digest."""
    seen: dict[str, str] = {}
    about: dict[str, Any] | None = None
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                inside = PurePosixPath(member.name)
                file = archive.extractfile(member) if member.isfile() else None
                if file is None or inside.is_absolute() or ".." in inside.parts:
                    raise BadBackup(
                        f"{source} holds something that no backup of ours holds. Nothing was changed."
                    )
                if member.name == "about.json":
                    about = json.loads(file.read())
                else:
                    seen[member.name] = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except (OSError, EOFError, tarfile.TarError, gzip.BadGzipFile, ValueError):
        raise BadBackup(f"{source} cannot be read as a backup: it is damaged or something else.") from None
    if about is None or about.get("format") != FORMAT or about.get("digests") != seen:
        raise BadBackup(f"{source} is damaged or not whole. Nothing was changed.")
    return about


def _holds_rows(connection: Connection) -> bool:
    return any(
        connection.execute(select(func.count()).select_from(table)).scalar_one() > 0
        for table in _tables(connection)
    )


def _bring_in_rows(connection: Connection, archive: tarfile.TarFile, counts: dict[str, int]) -> None:
    postgresql = connection.dialect.name == "postgresql"
    for table in _tables(connection):
        if table.name not in counts:
            continue
        file = archive.extractfile(f"rows/{table.name}.jsonl")
        assert file is not None  # noqa: S101 - the digests were compared
        # A column that points into its own table may point at a row that comes later: it is filled in afterwards.
        own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
        later: list[dict[str, Any]] = []
        batch: list[dict[str, Any]] = []
        for line in file:
            row = _read(table, json.loads(line))
            if any(row[name] is not None for name in own):
                later.append({"its_id": row["id"], **{name: row[name] for name in own}})
                row.update(dict.fromkeys(own))
            batch.append(row)
            if len(batch) >= ROWS_AT_ONCE:
                connection.execute(insert(table), batch)
                batch = []
        if batch:
            connection.execute(insert(table), batch)
        for row in later:
            connection.execute(update(table).where(table.c.id == row.pop("its_id")).values(row))
        if postgresql and "id" in table.c:
            _set_sequence(connection, table)


def _set_sequence(connection: Connection, table: Table) -> None:
    """Let PostgreSQL give the next number after the highest that was brought in."""
    name = connection.execute(
        text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name}
    ).scalar()
    highest = connection.execute(select(func.max(table.c.id))).scalar()
    if name and highest:
        connection.execute(text("SELECT setval(:name, :value)"), {"name": name, "value": highest})


def _read(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """A row as the database wants it: dates and moments are read back from their text."""
    row = {}
    for name, value in values.items():
        kind = table.c[name].type
        try:
            wanted = kind.python_type
        except NotImplementedError:
            wanted = str
        if value is not None and wanted is datetime:
            value = datetime.fromisoformat(value)
        elif value is not None and wanted is date:
            value = date.fromisoformat(value)
        elif value is not None and wanted is bool:
            value = bool(value)
        row[name] = value
    return row


def _bring_in_files(archive: tarfile.TarFile, instance: Path) -> int:
    """Put the files back. A file that is already there is replaced, the secret key too: links stay good."""
    count = 0
    for member in archive.getmembers():
        if not member.name.startswith("instance/"):
            continue
        target = instance / PurePosixPath(member.name).relative_to("instance")
        file = archive.extractfile(member)
        assert file is not None  # noqa: S101 - checked before
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{target.name}.new")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, member.mode)
        with os.fdopen(handle, "wb") as out:
            shutil.copyfileobj(file, out)
        new.replace(target)
        count += 1
    return count
