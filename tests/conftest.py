"""The cast and the stage: people everyone knows, on SQLite and on PostgreSQL."""

import os
import shutil
import smtplib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from werkzeug.serving import make_server

from forum.accounts.models import SignIn
from forum.accounts.queries import digest_of
from forum.factory import create_app
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.references import new_secret
from forum.membership.models import Forum, Office, Representative
from forum.organisations.models import Sector
from forum.people.models import Person
from forum.settings import Settings
from tests import makers
from tests.browsing import Browser
from tests.databases import emptying, postgresql_server

CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What touches the database runs on both of them; pages, which add nothing to that, run on SQLite."""
    if "database" in metafunc.fixturenames:
        pages = {"browse", "live", "open_page"} & set(metafunc.fixturenames)
        metafunc.parametrize("database", ["sqlite"] if pages else ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Templates are compiled once, however many apps the tests make: each app would compile them for itself."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", cache)
        yield


# ---- Databases ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the static files in it."""
    from forum.running.assets import build

    folder = tmp_path_factory.mktemp("instance")
    build(folder)
    return folder


def _settings(instance: Path, url: str) -> Settings:
    return Settings(instance=instance, database_url=url, secret_key="for tests alone", testing=True)


def _make_schema(app: Flask) -> None:
    from forum.commands import make_schema

    with app.app_context():
        make_schema(db.engine)
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_app(instance: Path) -> Iterator[Flask]:
    """The app on a SQLite file."""
    app = create_app(_settings(instance, f"sqlite:///{instance / 'forum.sqlite3'}"))
    spare_the_disk(app)
    _make_schema(app)
    shutil.copy(instance / "forum.sqlite3", instance / "empty.sqlite3")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """The address of a PostgreSQL server that runs for these tests, up to the database's name."""
    with postgresql_server() as address:
        yield address


@pytest.fixture(scope="session")
def postgresql_app(instance: Path, postgresql_address: str) -> Iterator[Flask]:
    """The app on PostgreSQL."""
    app = create_app(_settings(instance, f"{postgresql_address}/postgres"))
    _make_schema(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def empty_postgresql(postgresql_app: Flask) -> Iterator[Callable[[], None]]:
    """Empties every table of the app on PostgreSQL."""
    with emptying(postgresql_app.config["SQLALCHEMY_DATABASE_URI"], list(db.metadata.tables)) as empty:
        yield empty


def spare_the_disk(app: Flask) -> None:
    """Let an app on SQLite not wait for the disk: nothing that a test keeps has to live through a power cut.

    What is promised to people is tested on an engine of its own, in `tests/foundation/test_operations_are_whole.py`.
    """
    with app.app_context():
        event.listen(db.engine, "connect", lambda file, _record: file.execute("PRAGMA synchronous=OFF"))


def _empty_sqlite(instance: Path) -> None:
    for leftover in ("forum.sqlite3-wal", "forum.sqlite3-shm"):
        (instance / leftover).unlink(missing_ok=True)
    shutil.copy(instance / "empty.sqlite3", instance / "forum.sqlite3")


@pytest.fixture
def database(request: pytest.FixtureRequest, instance: Path) -> Iterator[Flask]:
    """An empty database, with the app that stands on it. The test runs inside the app's context."""
    if request.param == "sqlite":
        app: Flask = request.getfixturevalue("sqlite_app")
        _empty_sqlite(instance)
    else:
        app = request.getfixturevalue("postgresql_app")
        request.getfixturevalue("empty_postgresql")()
    with app.app_context():
        yield app
        db.session.remove()
        # A file gives way to a fresh one. The one connection to a server is kept for the next test: by several, rows
        # would not lie in the order in which they came.
        pool: Any = db.engine.pool
        if request.param == "sqlite" or pool.checkedout() or pool.checkedin() > 1:
            db.engine.dispose()
    (instance / "replies-read").unlink(missing_ok=True)


@pytest.fixture
def stopped_clock() -> Iterator[None]:
    """The clock stands still at `makers.NOW`."""
    with clock.stopped_at(makers.NOW):
        yield


# ---- The cast -----------------------------------------------------------------------------------------------


@pytest.fixture
def forum(database: Flask, stopped_clock: None) -> Forum:
    """The Fenland Commissioning Forum."""
    return makers.make_forum()


@pytest.fixture
def ada(forum: Forum) -> Representative:
    """Ada represents Black Fen Community Transport, a member from the voluntary sector."""
    organisation = makers.make_organisation("Black Fen Community Transport")
    makers.make_member(forum, organisation)
    return makers.make_representative(forum, "Ada Marsh", organisation)


@pytest.fixture
def ben(forum: Forum) -> Representative:
    """Ben represents Fenland Carers' Link, a member from the voluntary sector."""
    organisation = makers.make_organisation("Fenland Carers’ Link")
    makers.make_member(forum, organisation)
    return makers.make_representative(forum, "Ben Holt", organisation)


@pytest.fixture
def cora(forum: Forum) -> Representative:
    """Cora represents the County Council, a commissioner."""
    organisation = makers.make_organisation("County Council", Sector.COMMISSIONER)
    makers.make_member(forum, organisation)
    return makers.make_representative(forum, "Cora Tregarth", organisation)


@pytest.fixture
def lena(forum: Forum) -> Representative:
    """Lena is a lay member."""
    return makers.make_representative(forum, "Lena Ferris")


@pytest.fixture
def cleo(forum: Forum) -> Person:
    """Cleo is the organiser."""
    return makers.make_officer(forum, "Cleo Adeyemi", Office.ORGANISER).person


@pytest.fixture
def chas(forum: Forum) -> Person:
    """Chas is the chair."""
    return makers.make_officer(forum, "Chas Osei-Wright", Office.CHAIR).person


@pytest.fixture
def mina(forum: Forum) -> Person:
    """Mina takes the minutes."""
    return makers.make_officer(forum, "Mina Lindqvist", Office.MINUTE_TAKER).person


@pytest.fixture
def drew(forum: Forum) -> Person:
    """Drew has an account and no part in the forum."""
    return makers.make_person("Drew Outside")


# ---- Letters, pages, queries --------------------------------------------------------------------------------


@pytest.fixture
def letters(database: Flask) -> Callable[[], list[str]]:
    """To whom letters were written so far, in order."""
    from forum.foundation.post import Letter

    def addresses() -> list[str]:
        return [letter.to_address for letter in db.session.query(Letter).order_by(Letter.id)]

    return addresses


@pytest.fixture
def replies_read(database: Flask, stopped_clock: None) -> None:
    """Somebody has read what comes to the forum's address, so letters ask for an answer."""
    from forum.foundation.post import note_that_replies_are_read

    note_that_replies_are_read()


def sign_in_as(app: Flask, person: Person) -> str:
    """Open a sign-in for a person and return its token."""
    token = new_secret()
    makers.keep(
        SignIn(person_id=person.id, token_digest=digest_of(token), made_at=clock.now(),
               last_seen_at=clock.now(), device="a test")
    )  # fmt: skip
    return token


@pytest.fixture
def browse(database: Flask) -> Callable[..., Browser]:
    """A browser for a person, signed in; for nobody, a visitor's."""

    def open_browser(person: Person | None = None) -> Browser:
        browser = Browser(database)
        if person is not None:
            token = sign_in_as(database, person)
            with browser.client.session_transaction() as session:
                session["_user_id"] = token
                session["_fresh"] = True
        return browser

    return open_browser


@pytest.fixture
def counted(database: Flask) -> Callable[[], Any]:
    """Counts the questions put to the database: `with counted() as asked: ...; asked.count`."""

    @contextmanager
    def count() -> Iterator[SimpleNamespace]:
        asked = SimpleNamespace(count=0, statements=[])

        def see(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            asked.count += 1
            asked.statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", see)
        try:
            yield asked
        finally:
            event.remove(db.engine, "before_cursor_execute", see)

    return count


@pytest.fixture(autouse=True)
def no_mail_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would hand a letter to any machine but this one fails."""
    connect = smtplib.SMTP.connect

    def stay_here(
        self: smtplib.SMTP, host: str = "localhost", port: int = 0, *more: Any, **named: Any
    ) -> Any:
        if host not in {"127.0.0.1", "localhost"}:
            raise AssertionError(f"A test tried to send mail to {host}.")
        return connect(self, host, port, *more, **named)

    monkeypatch.setattr(smtplib.SMTP, "connect", stay_here)


# ---- A real browser -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium, driven by Playwright. Without it these tests are skipped; on the build machine they fail."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("The browser tests need Chromium: install the package chromium.")
        pytest.skip("NO BROWSER: install the package chromium to run this test.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
                  "--disable-component-update", "--no-first-run"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def live(database: Flask) -> Iterator[str]:
    """The app served on this machine. Yields its address."""
    server = make_server("127.0.0.1", 0, database, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_page(database: Flask, live: str, chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page in Chromium: `open_page("/meetings", person, width=375, script=False)`."""
    contexts: list[Any] = []

    def open_(address: str, person: Person | None = None, *, width: int = 1280, script: bool = True) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            base_url=live,
            locale="en-GB",
        )
        contexts.append(context)
        if person is not None:
            token = sign_in_as(database, person)
            with database.test_client() as client:
                with client.session_transaction() as session:
                    session["_user_id"] = token
                    session["_fresh"] = True
                cookie = client.get_cookie("forum")
            assert cookie is not None
            context.add_cookies([{"name": "forum", "value": cookie.value, "url": live}])
        page = context.new_page()
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
