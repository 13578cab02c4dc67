"""Every page of the permission table in a real browser: nothing for axe to find, and nothing wider than a phone."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from tests.demo_world import World
from tests.house.pages import Visit
from tests.house.samples import CODE_FOR
from tests.look.sampler import Quiet

WIDTHS = (1280, 375)
NARROWEST = 320
ASK_AXE = """() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"], selectors: false,
}).then(found => found.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WHO = (
    "visitor",
    "outsider",
    "administrator",
    "lay",
    "commissioner",
    "member",
    "minute-taker",
    "chair",
    "organiser",
)
"""The kinds of people, those last who see most on a page that many may open."""


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """Where the world answers."""
    server = make_server("127.0.0.1", 0, world.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def pages_of(visit: Visit, who: str) -> list[str]:
    """The pages to look at as somebody: each page once, as who sees most of it."""
    by_sight = sorted(visit.html_pages, key=lambda page: WHO.index(page.who))
    sees_most = {page.address: page.who for page in by_sight}
    return sorted(path for path, by in sees_most.items() if by == who)


def what_is_wrong(page: Any) -> list[object]:
    """What axe finds on the page at each width, and whether it scrolls sideways on the narrowest phone."""
    found: list[object] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [(width, *violation) for violation in page.evaluate(ASK_AXE)]
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    over = page.evaluate(TOO_WIDE)
    return [*found, f"{over} pixels too wide"] if over > 0 else found


def test_everybody_has_pages_to_look_at(visit):
    assert {page.who for page in visit.html_pages} <= set(WHO)
    assert sum(len(pages_of(visit, who)) for who in WHO) > 70


@pytest.mark.parametrize("who", WHO)
def test_no_barrier_on_any_page(world, visit, address, chromium, who):
    paths = pages_of(visit, who)
    context = chromium.new_context(base_url=address, locale="en-GB")
    context.add_init_script(
        Axe().axe_script
    )  # before each page, which is cheaper than into each that has opened
    context.add_cookies([{"name": "forum", "value": world.cookie(who, **CODE_FOR), "url": address}])
    page = context.new_page()
    wrong = {}
    for path in paths:
        page.goto(path)
        if found := what_is_wrong(page):
            wrong[path] = found
    context.close()

    assert wrong == {}
