"""Lists of meetings whose minutes went out before lists knew of it: the schema's step makes them as firm."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, create_engine, text

from forum import migrations
from forum.foundation.database import prepare_engine

WHEN = datetime.fromisoformat("2026-06-01 10:00:00")
FILLED: dict[type, Any] = {
    str: "x",
    int: 1,
    bool: False,
    date: WHEN.date(),
    datetime: WHEN,
    dict: {},
    list: [],
    object: [],
}
"""What stands in a column of a kind; a list in one that holds any JSON."""


@pytest.fixture
def old(tmp_path) -> Iterator[Engine]:
    """A database as the first release left it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    prepare_engine(engine)
    migrations.climb(engine, to="0001")
    yield engine
    engine.dispose()


def put(connection, tables: MetaData, name: str, **values: Any) -> None:
    """Put a row into a table, with anything in the columns that must hold something."""
    table = tables.tables[name]
    for column in table.columns:
        if column.name not in values and not column.nullable and column.name != "id":
            values[column.name] = FILLED[column.type.python_type]
    connection.execute(table.insert().values(**values))


def test_what_was_circulated_or_approved_before_is_as_firm(old):
    tables = MetaData()
    tables.reflect(old)
    with old.begin() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        put(connection, tables, "organisation", id=1)
        put(connection, tables, "person", id=1)
        put(connection, tables, "forum", id=1, host_id=1)
        put(connection, tables, "series", id=1, forum_id=1)
        for number in (1, 2, 3):
            put(connection, tables, "meeting", id=number, reference=f"m{number}", uid=f"u{number}", forum_id=1,
                series_id=1)  # fmt: skip
            put(connection, tables, "minutes", id=number, meeting_id=number)
        for minutes, number, state, at in (
            (1, 1, "circulated", "2026-06-02"), (1, 2, "circulated", "2026-06-03"), (2, 1, "circulated", "2026-06-04"),
            (2, 2, "approved", "2026-07-05"),
        ):  # fmt: skip
            put(connection, tables, "minutes_version", minutes_id=minutes, number=number, state=state,
                published_at=datetime.fromisoformat(at), published_by_id=1)  # fmt: skip

    migrations.climb(old)

    with old.connect() as connection:
        found = connection.execute(
            text("SELECT meeting_id, circulated_at, approved_at FROM attendance_list ORDER BY meeting_id")
        ).all()
    days = [
        (meeting, str(circulated)[:10], approved and str(approved)[:10])
        for meeting, circulated, approved in found
    ]
    assert days == [(1, "2026-06-02", None), (2, "2026-06-04", "2026-07-05")]
