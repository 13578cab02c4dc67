"""Pictures of every page of the demo forum, as each kind of person sees it, at 1280 and 375 pixels."""

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forum.running.bench.server import Running, forum_server
from forum.running.trouble import CannotGoOn

WIDTHS = (1280, 375)
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run")  # fmt: skip

PAGES: dict[str, dict[str, str]] = {
    "": {
        "home": "/", "meetings": "/meetings", "meeting": "{soon}", "meeting-past": "{past}", "agenda": "{soon}/agenda",
        "minutes": "{past}/minutes", "strategy": "/strategies/civil-society-strategy-2018",
        "theme": "/strategies/civil-society-strategy-2018/funding-commissioning-contracts",
        "commitment": "/strategies/civil-society-strategy-2018/commitments/FC5",
        "gap": "/strategies/civil-society-strategy-2018/commitments/LI4",
        "decisions": "/decisions", "decision": "/decisions/{decision}", "actions": "/actions",
        "action": "/actions/{action}", "organisations": "/organisations",
        "organisation": "/organisations/fenland-carers-link", "proposals": "/proposals", "calendars": "/calendars",
        "book-public": "{next}/book",
        "about": "/about", "privacy": "/privacy", "accessibility": "/accessibility", "sign-in": "/sign-in",
        "not-found": "/nowhere",
    },
    "member": {
        "book": "{next}/book", "book-colleague": "{next}/book?for=colleague",
        "propose": "/proposals/new", "me": "/me", "password": "/account/password",
        "not-allowed": "/desk",
    },
    "commissioner": {"action-own": "/actions/{action}", "me-commissioner": "/me"},
    "minutes": {"desk-minutes": "/desk", "minutes-writing": "/desk{past}/minutes"},
    "organiser": {
        "desk": "/desk", "desk-meetings": "/desk/meetings", "desk-meeting": "/desk{next}",
        "desk-meeting-change": "/desk{next}/change",
        "desk-meeting-new": "/desk/meetings/new", "desk-year": "/desk/meetings/year", "desk-venues": "/desk/venues",
        "builder": "/desk{next}/agenda",
        "publish": "/desk{soon}/agenda/publish", "places": "/desk{soon}/places",
        "places-find": "/desk{next}/places/book?q=fen", "places-guest": "/desk{next}/places/book?guest=yes",
        "letters": "/desk/letters",
        "settings": "/desk/settings", "officers": "/desk/officers", "organisation-new": "/desk/organisations/new",
        "lay-new": "/desk/people/lay/new",
    },
}  # fmt: skip
"""Which pages are taken, by who looks: a name for the file, and an address."""


def main(argv: list[str]) -> int:
    """Take the pictures into `instance/shots/`. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 wsgi.py shots")
    parser.add_argument("--into", type=Path, help="the folder to put them in (instance/shots)")
    parser.add_argument("--only", help="only pages whose name begins so")
    asked = parser.parse_args(argv)
    instance = Path(os.environ.get("FORUM_INSTANCE") or "instance")
    into: Path = asked.into or instance / "shots"
    into.mkdir(parents=True, exist_ok=True)
    count = 0
    with (
        tempfile.TemporaryDirectory(prefix="forum-shots-") as folder,
        _demo(Path(folder)) as (server, names),
        _browser() as browser,
    ):
        for login, pages in PAGES.items():
            wanted = {name: address for name, address in pages.items() if name.startswith(asked.only or "")}
            for width in WIDTHS if wanted else ():
                count += _take(browser, server, login, wanted, names, width, into)
    print(f"{count} pictures are in {into}.", flush=True)
    return 0


@contextlib.contextmanager
def _demo(instance: Path) -> Iterator[tuple[Running, dict[str, str]]]:
    """The demo forum on a server of its own, and the references that stand in the addresses."""
    from forum.running.bench.data import make_demo

    settings, names = make_demo(instance)
    with forum_server(instance, settings) as server:
        yield server, names


@contextlib.contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = next((path for path in CHROMIUM if Path(path).exists()), None)
    if program is None:
        raise CannotGoOn("There is no Chromium on this machine: install the package chromium and try again.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


def _take(browser: Any, server: Running, login: str, pages: dict[str, str], names: dict[str, str], width: int,
          into: Path) -> int:  # fmt: skip
    """Open each page as one person at one width, and keep its picture. Returns how many were taken."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, base_url=f"http://127.0.0.1:{server.port}", locale="en-GB"
    )
    page = context.new_page()
    if login:
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(f"{login}@forum.example")
        page.get_by_label("Password").fill("forum-demo")
        page.locator("main form button").first.click()
        page.wait_for_load_state()
    taken = 0
    for name, address in pages.items():
        answer = page.goto(address.format(**names))
        if answer is None or answer.status >= 500:
            print(f"{address.format(**names)} could not be opened.", file=sys.stderr)
            continue
        page.screenshot(path=str(into / f"{name}-{width}.png"), full_page=True)
        taken += 1
    context.close()
    return taken
