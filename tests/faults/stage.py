"""The stage of the faults: a forum of its own on a real server that is killed and started again on the same port."""

import http.client
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from forum.accounts.models import SignIn
from forum.commands import make_schema
from forum.factory import create_app
from forum.foundation.clock import now
from forum.foundation.database import db
from forum.membership.models import Office
from forum.minutes.models import Entry
from forum.minutes.operations import start_minutes
from forum.people.models import Person
from forum.running.serving import server_command, surroundings
from forum.running.tools import CHECKOUT
from forum.settings import Settings
from tests import makers
from tests.conftest import sign_in_as
from tests.databases import free_port

SECRET = "for tests alone"
WRITER = "Mina Lindqvist"
STARTS_WITHIN = 60


class Server:
    """The forum's own server, which may be killed outright at any moment."""

    def __init__(self, folder: Path, url: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **surroundings("127.0.0.1", self.port), "FORUM_INSTANCE": str(folder), "FORUM_DATABASE_URL": url,
            "FORUM_SECRET_KEY": SECRET,
        }  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, without waiting."""
        nothing = subprocess.DEVNULL
        self._process = subprocess.Popen(
            server_command("127.0.0.1", self.port, "1"), env=self._environment, cwd=CHECKOUT, stdin=nothing,
            stdout=nothing, stderr=nothing, start_new_session=True,
        )  # fmt: skip

    def wait_until_open(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/healthz")
                connection.getresponse()
                return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                connection.close()
        raise AssertionError("The server did not start again.")

    def kill(self) -> None:
        """End it with all its workers at once, in the middle of whatever they do."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


class Killer:
    """Kills a server again and again at moments that nobody foresees, and starts it anew."""

    def __init__(self, server: Server, count: int, chance: random.Random) -> None:
        self._server, self._count, self._chance = server, count, chance
        self.killed = 0
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.trouble: BaseException | None = None

    def __enter__(self) -> "Killer":
        self._thread.start()
        return self

    def __exit__(self, *_what: object) -> None:
        self._thread.join(self._count * STARTS_WITHIN)
        if self.trouble is not None:
            raise self.trouble

    def _work(self) -> None:
        try:
            for _ in range(self._count):
                time.sleep(self._chance.uniform(0.05, 1.2))
                self._server.kill()
                self.killed += 1
                time.sleep(self._chance.uniform(0, 0.4))
                self._server.start()
                self._server.wait_until_open()
        except BaseException as trouble:
            self.trouble = trouble


@dataclass
class Stage:
    """A meeting that has begun, its items, and what the browser of its minute-taker sends to be known."""

    app: Any
    server: Server
    meeting: str
    items: list[str]
    cookie: str
    other_cookie: str
    names: dict[str, int] = field(default_factory=dict)

    def page_of(self, item: int) -> str:
        """The address under which an item is minuted."""
        return f"/desk/meetings/{self.meeting}/minutes/{self.items[item]}"

    def signs_in_anew(self) -> str:
        """End every sign-in of the minute-taker, and sign her in again. Returns what her browser would send."""
        with self.app.app_context():
            writer = db.session.scalars(select(Person).where(Person.name == WRITER)).one()
            db.session.execute(delete(SignIn).where(SignIn.person_id == writer.id))
            db.session.commit()
            cookie = _cookie(self.app, writer)
            db.session.remove()
        return cookie

    def kept(self, item: int) -> list[str]:
        """What the database holds under an item, in the order of the record, each with its kind."""
        with self.app.app_context():
            rows = db.session.execute(
                select(Entry.kind, Entry.text)
                .where(Entry.item_id == self.names[self.items[item]], Entry.withdrawn_at.is_(None))
                .order_by(Entry.position, Entry.id)
            )
            found = [f"{kind.value}: {text}" for kind, text in rows]
            db.session.remove()
        return found


@contextmanager
def stage_on(folder: Path, url: str) -> Iterator[Stage]:
    """A forum with a meeting that began ten minutes ago, two items and a minute-taker; its server runs."""
    app = create_app(Settings(instance=folder, database_url=url, secret_key=SECRET))
    app.logger.disabled = True
    with app.app_context():
        make_schema(db.engine)
        forum = makers.make_forum()
        body = makers.make_organisation("Black Fen Community Transport")
        makers.make_member(forum, body)
        makers.make_representative(forum, "Ada Marsh", body)
        writers = [
            makers.make_officer(forum, WRITER, Office.MINUTE_TAKER).person,
            makers.make_officer(forum, "Cleo Adeyemi", Office.ORGANISER).person,
        ]
        meeting = makers.make_meeting(forum, starts_at=now() - timedelta(minutes=10))
        agenda = makers.make_agenda(meeting, "Welcome", "Seeing a specification before it is final")
        start_minutes(meeting, by=writers[0], now=now())
        server = Server(folder, url)
        stage = Stage(
            app, server, meeting.reference, [item.reference for item in agenda.items],
            *(_cookie(app, person) for person in writers),
            names={item.reference: item.id for item in agenda.items},
        )  # fmt: skip
        db.session.remove()
    server.start()
    try:
        server.wait_until_open()
        yield stage
    finally:
        server.kill()
        with app.app_context():
            db.engine.dispose()


def _cookie(app: Any, person: Any) -> str:
    token = sign_in_as(app, person)
    with app.test_client() as client:
        with client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        found = client.get_cookie("forum")
    assert found is not None
    value: str = found.value
    return value
