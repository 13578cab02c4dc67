"""Knows whether an installation is as it was when it was last made ready, so that a start can be quick."""

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path

from forum.running.tools import CHECKOUT

_SOURCES = ("forum", "static")
_NO_SOURCES = {"__pycache__", "node_modules", ".ruff_cache"}


def find_ready(surroundings: dict[str, str], host: str) -> bool | None:
    """None when the installation must be made ready first; else whether the forum in it is the demo.

    It is ready when no source and no setting has changed since, when the database is the default one, has the
    schema that it had, and holds a forum.
    """
    instance = _instance(surroundings)
    if surroundings.get("FORUM_DATABASE_URL"):
        return None
    try:
        kept = json.loads((instance / ".ready").read_text(encoding="utf-8"))
        assets_are_there = (instance / "static" / "manifest.json").is_file()
        schema, forums, demos = _look_into(instance)
    except (OSError, ValueError, sqlite3.Error):
        return None
    as_it_was = kept == {"sources": _digest(surroundings, host), "schema": schema}
    return demos > 0 if as_it_was and assets_are_there and forums else None


def keep_ready(surroundings: dict[str, str], host: str) -> None:
    """Note that the installation has just been made ready. Where that cannot be noted, the next start is slower."""
    instance = _instance(surroundings)
    with contextlib.suppress(OSError, sqlite3.Error):
        schema, _, _ = _look_into(instance)
        kept = {"sources": _digest(surroundings, host), "schema": schema}
        (instance / ".ready").write_text(json.dumps(kept), encoding="utf-8")


def _instance(surroundings: dict[str, str]) -> Path:
    return Path(surroundings.get("FORUM_INSTANCE") or CHECKOUT / "instance")


def _look_into(instance: Path) -> tuple[str, int, int]:
    """The schema's step, how many forums there are, and how many of them are demos."""
    address = f"{(instance / 'forum.sqlite3').absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as database:
        (schema,) = database.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
        forums, demos = database.execute("SELECT count(*), coalesce(sum(is_demo), 0) FROM forum").fetchone()
    return schema, forums, demos


def _digest(surroundings: dict[str, str], host: str) -> str:
    settings = sorted(item for item in surroundings.items() if item[0].startswith("FORUM_"))
    seen = [repr((host, settings))]
    for folder in _SOURCES:
        for path in sorted((CHECKOUT / folder).rglob("*")):
            if not _NO_SOURCES & {*path.parts} and path.is_file():
                about = path.stat()
                seen.append(f"{path} {about.st_mtime_ns} {about.st_size}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()
