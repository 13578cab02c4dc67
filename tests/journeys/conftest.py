"""The stage of the journeys: the server program itself, the demo forum, and people with browsers of their own."""

import shutil
import sqlite3
import time as clockwork
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from forum.commands import make_schema
from forum.demo.loading import PASSWORD, load_demo
from forum.factory import create_app
from forum.foundation.clock import LONDON, now
from forum.foundation.database import db
from forum.running.bench.server import forum_server
from forum.settings import Settings

PHONE, DESK = 375, 1280
LAST_START = time(23, 54)
"""After this minute of the day no meeting can be planned for the same day, booked, and minuted."""


_SIGNED_IN: dict[tuple[str, str], list[Any]] = {}
"""The cookies of those who have signed in, by the address of the forum and their name."""


class Somebody:
    """A person of the story at a browser: they find things by the words that they read."""

    def __init__(self, page: Any, name: str, address: str) -> None:
        self.page, self.name, self.address = page, name, address

    def opens(self, path: str) -> None:
        """Type an address."""
        answer = self.page.goto(self.address + path)
        assert answer.status == 200, f"{path} answers {answer.status}"

    def follows(self, words: str, *, exact: bool = False) -> None:
        """Follow a link: come to it, and press Enter."""
        self.page.get_by_role("link", name=words, exact=exact).first.press("Enter")
        self.page.wait_for_load_state()

    def presses(self, words: str) -> None:
        """Press a button by the keyboard."""
        self.page.get_by_role("button", name=words).first.press("Enter")
        self.page.wait_for_load_state()

    def writes(self, label: str, words: str) -> None:
        """Fill in the field of a label."""
        self.page.get_by_label(label, exact=True).fill(words)

    def chooses(self, label: str, words: str) -> None:
        """Choose one of a list."""
        self.page.get_by_label(label, exact=True).select_option(label=words)

    def marks(self, *words: str) -> None:
        """Mark one of several answers, by its name and by the line beneath it."""
        answers = self.page.locator(".govuk-radios__item")
        for one in words:
            answers = answers.filter(has_text=one)
        answers.get_by_role("radio").check()

    def reads(self) -> str:
        """What stands on the page."""
        words: str = self.page.locator("main").inner_text()
        return words.replace("\u00a0", " ")

    def signs_in(self) -> None:
        """Sign in with address and password on the page that asks for them.

        Whoever did so in an earlier journey is still signed in: more than ten times in a quarter of an hour is refused.
        """
        kept = _SIGNED_IN.get((self.address, self.name))
        if kept:
            self.page.context.add_cookies(kept)
            has_a_way_on = "next=" in self.page.url
            self.page.goto(self.page.url if has_a_way_on else f"{self.address}/me/start")
        if not kept or "/sign-in" in self.page.url:
            self._types_the_password()
        _SIGNED_IN[self.address, self.name] = self.page.context.cookies()

    def _types_the_password(self) -> None:
        self.writes("E-mail address", f"{self.name}@forum.example")
        self.writes("Password", PASSWORD)
        self.page.get_by_label("Password", exact=True).press("Enter")
        self.page.wait_for_load_state()
        assert "/sign-in" not in self.page.url, self.reads()


@pytest.fixture(scope="session")
def stage(instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The demo forum, run by the server program as it is in service: where it answers, and its folder."""
    _wait_for_a_day_with_time()
    folder = tmp_path_factory.mktemp("journey")
    shutil.copytree(instance / "static", folder / "static")
    url = f"sqlite:///{folder / 'forum.sqlite3'}"
    app = create_app(Settings(instance=folder, database_url=url, secret_key="for tests alone"))
    with app.app_context():
        make_schema(db.engine)
        load_demo(now())
        db.session.remove()
        db.engine.dispose()
    with forum_server(folder, {"FORUM_DATABASE_URL": url, "FORUM_SECRET_KEY": "for tests alone"}) as running:
        yield f"http://127.0.0.1:{running.port}", folder


@pytest.fixture(scope="session")
def address(stage: tuple[str, Path]) -> str:
    """Where the demo forum answers."""
    return stage[0]


@pytest.fixture
def letters_to(stage: tuple[str, Path]) -> Callable[[str], list[str]]:
    """The words of the letters to an address that wait to leave, the newest first: `letters_to("jo@…")`."""

    def found(email: str) -> list[str]:
        with closing(sqlite3.connect(stage[1] / "forum.sqlite3")) as database:
            rows = database.execute("SELECT text FROM letter WHERE to_address = ? ORDER BY id DESC", (email,))
            return [text for (text,) in rows]

    return found


def _wait_for_a_day_with_time() -> None:
    while datetime.now(LONDON).time() >= LAST_START:
        clockwork.sleep(5)


@pytest.fixture
def at_a_browser(chromium: Any, address: str) -> Iterator[Callable[..., Somebody]]:
    """Somebody at a browser: `at_a_browser("member", PHONE)`; `script=False` for one without JavaScript."""
    contexts = []

    def sit_down(name: str, width: int = DESK, *, script: bool = True) -> Somebody:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, locale="en-GB"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Somebody(context.new_page(), name, address)

    yield sit_down
    for context in contexts:
        context.close()
