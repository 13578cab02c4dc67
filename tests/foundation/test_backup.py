"""Backup and restore: rows and files together, while people go on writing."""

import io
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import MetaData, create_engine, func, select, text

from forum import migrations
from forum.foundation.backup import BadBackup, back_up, restore
from forum.foundation.database import db, prepare_engine
from forum.foundation.storage import MB, arriving_folder, keep_file, open_file
from tests.makers import NOW, make_meeting, make_person


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request, tmp_path: Path):
    """An empty database and an empty instance folder, to restore into."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{folder / 'forum.sqlite3'}")
    else:
        address = request.getfixturevalue("postgresql_address")
        server = create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS restored"))
            connection.execute(text("CREATE DATABASE restored"))
        server.dispose()
        engine = create_engine(f"{address}/restored")
    prepare_engine(engine)
    yield engine, folder
    engine.dispose()


@pytest.fixture
def lived_in(forum, ada, tmp_path):
    """An instance folder of a forum that is lived in, with its rows in the database."""
    folder = tmp_path / "instance"
    (folder / "letters").mkdir(parents=True)
    (folder / "letters" / "one.eml").write_bytes(b"Subject: One\r\n\r\nHello\r\n")
    (folder / "secret-key").write_text("a secret")
    (folder / "secret-key").chmod(0o600)
    (folder / "static").mkdir()
    (folder / "static" / "forum.css").write_text("made again by set-up")
    (folder / "forum.sqlite3-wal").write_text("the database goes in as rows")
    make_meeting(forum, title="Names with “quotes”, é and 👩‍👩‍👧", joining_link="https://meet.example/x")
    return folder


def contents(engine) -> dict[str, list[tuple]]:
    """Every row of a database, table by table, as text."""
    found = MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        return {
            name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
            for name, table in found.tables.items()
        }


def test_what_was_kept_comes_back_whole(lived_in, elsewhere, tmp_path):
    engine, folder = elsewhere
    with db.engine.connect() as connection:
        if migrations.step_of(connection) is None:
            pytest.fail("The tests' database was not climbed.")

    kept = back_up(db.engine, lived_in, tmp_path / "forum.backup", NOW)
    back = restore(engine, folder, tmp_path / "forum.backup")

    assert back == kept and kept.files == 2 and kept.rows > 10
    assert contents(engine) == contents(db.engine)
    assert (folder / "letters" / "one.eml").read_bytes() == b"Subject: One\r\n\r\nHello\r\n"
    assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600
    assert not (folder / "static").exists()
    with engine.begin() as connection:  # the numbers go on after the highest
        connection.execute(text("INSERT INTO person (reference, name, made_at, is_administrator, is_demo) "
                                "VALUES ('NEW', 'New', '2026-01-01 10:00:00', false, false)"))  # fmt: skip


def test_kept_files_come_back_under_their_digests_and_what_is_half_there_does_not(
    lived_in, elsewhere, tmp_path, database, monkeypatch
):
    engine, folder = elsewhere
    monkeypatch.setitem(database.extensions, "settings", SimpleNamespace(instance=lived_in))
    kept = keep_file(io.BytesIO(b"what the paper says"), most=MB)
    (arriving_folder() / "half").write_bytes(b"what the pa")

    back_up(db.engine, lived_in, tmp_path / "forum.backup", NOW)
    restore(engine, folder, tmp_path / "forum.backup")

    back = [path for path in (folder / "files").rglob("*") if path.is_file()]
    assert [path.name for path in back] == [kept.digest]
    assert back[0].parent.name == kept.digest[:2]
    assert back[0].read_bytes() == b"what the paper says"
    assert back[0].stat().st_mode & 0o777 == 0o600
    monkeypatch.setitem(database.extensions, "settings", SimpleNamespace(instance=folder))
    with open_file(kept.digest) as file:
        assert file.read() == b"what the paper says"
    assert keep_file(io.BytesIO(b"what the paper says"), most=MB) == kept


def test_the_rows_are_those_of_one_moment_while_others_write(lived_in, elsewhere, tmp_path, database):
    engine, folder = elsewhere
    stop = threading.Event()
    written: list[str] = []

    def write() -> None:
        with database.app_context():
            while not stop.is_set():
                written.append(make_person(f"Writer {len(written)}").reference)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 5:
            stop.wait(0.01)
        back_up(db.engine, lived_in, tmp_path / "forum.backup", NOW)
        wrote_on = len(written)
    finally:
        stop.set()
        writer.join()
    restore(engine, folder, tmp_path / "forum.backup")

    rows = contents(engine)
    with engine.connect() as connection:
        people = connection.execute(
            text("SELECT count(*) FROM person WHERE name LIKE 'Writer%'")
        ).scalar_one()
        noted = connection.execute(
            text("SELECT count(*) FROM journal_entry WHERE reference IN "
                 "(SELECT reference FROM person WHERE name LIKE 'Writer%')")
        ).scalar_one()  # fmt: skip
    assert 5 <= people <= wrote_on + 1
    assert people == noted, "a person without the journal entry of the same transaction"
    assert rows["forum"]


@pytest.mark.parametrize("damage", ["cut", "changed", "something else"])
def test_a_damaged_file_says_so_and_changes_nothing(lived_in, elsewhere, tmp_path, damage):
    engine, folder = elsewhere
    source = tmp_path / "forum.backup"
    back_up(db.engine, lived_in, source, NOW)
    whole = source.read_bytes()
    if damage == "cut":
        source.write_bytes(whole[: len(whole) // 2])
    elif damage == "changed":
        source.write_bytes(whole[:-400] + bytes(byte ^ 1 for byte in whole[-400:]))
    else:
        source.write_text("This is no backup.")

    with pytest.raises(BadBackup, match="backup|damaged"):
        restore(engine, folder, source)

    assert list(folder.glob("[!f]*")) == []
    with engine.connect() as connection:
        assert migrations.step_of(connection) is None


def test_a_database_that_holds_a_forum_is_not_written_over(lived_in, tmp_path):
    back_up(db.engine, lived_in, tmp_path / "forum.backup", NOW)
    before = db.session.execute(select(func.count()).select_from(db.metadata.tables["person"])).scalar()
    db.session.rollback()
    with pytest.raises(BadBackup, match="already holds a forum"):
        restore(db.engine, lived_in, tmp_path / "forum.backup")
    assert (
        db.session.execute(select(func.count()).select_from(db.metadata.tables["person"])).scalar() == before
    )


def test_a_place_that_cannot_be_written_is_told(lived_in, tmp_path):
    with pytest.raises(BadBackup, match="cannot be written"):
        back_up(db.engine, lived_in, tmp_path / "nowhere" / "forum.backup", NOW)
