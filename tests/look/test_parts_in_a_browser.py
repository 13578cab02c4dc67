"""The parts of the look in a real browser: axe, small screens, large text, paper, forced colours, no script."""

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from tests.look.sampler import PAGES, Quiet, make_sampler

ALL = (*PAGES, "/error/404", "/error/500")
"""With one error page of each layout."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the sample app answers."""
    app = make_sampler(tmp_path_factory.mktemp("look"))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_sample(chromium, address):
    """Opens a page of the sample app: `open_sample("/form", width=375)`."""
    contexts = []

    def open_it(path, width=1280, **how):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 800}, **how))
        page = contexts[-1].new_page()
        page.goto(address + path)
        return page

    yield open_it
    for context in contexts:
        context.close()


def overhang(page):
    """By how many pixels a page is wider than its screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("path", ALL)
def test_axe_finds_nothing(open_sample, path, width):
    violations = (
        Axe().run(open_sample(path, width), options={"resultTypes": ["violations"]}).response["violations"]
    )

    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == []


@pytest.mark.parametrize("path", ALL)
def test_nothing_scrolls_sideways_at_320_pixels(open_sample, path):
    assert overhang(open_sample(path, width=320)) == 0


@pytest.mark.parametrize("path", PAGES)
def test_text_twice_as_large_still_fits(open_sample, path):
    page = open_sample(path, width=640)
    page.add_style_tag(content="html { font-size: 200% }")

    assert overhang(page) == 0


@pytest.mark.parametrize("path", PAGES)
def test_it_is_whole_without_script(open_sample, path):
    page = open_sample(path, java_script_enabled=False)

    assert page.locator("h1").is_visible()
    assert page.locator("main button[hidden]:visible").count() == 0


def test_what_is_touched_on_a_phone_is_large_enough(open_sample):
    page = open_sample("/desk", width=375)
    heights = {
        button.inner_text(): button.bounding_box()["height"]
        for button in page.locator("main .govuk-button").all()
    }

    assert {words: height for words, height in heights.items() if height < 44} == {}


def test_the_summary_of_problems_is_where_the_reader_starts(open_sample):
    page = open_sample("/form?wrong")

    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Choose at least one theme.").click()
    assert page.evaluate("document.activeElement.id") == "themes"


def test_an_address_is_copied_where_the_browser_can(open_sample, address):
    page = open_sample("/empty", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy Address of the calendar").click()
    page.get_by_text("Copied.").wait_for()

    assert page.evaluate("navigator.clipboard.readText()") == "https://forum.example/calendars/meetings.ics"


def test_paper_shows_the_record_and_none_of_the_buttons(open_sample):
    page = open_sample("/desk")
    page.emulate_media(media="print")

    assert page.locator(".nav").is_hidden()
    assert page.locator("main .govuk-button").first.is_hidden()
    assert page.get_by_text("This page: 127.0.0.1").is_visible()
    assert page.get_by_text("A paper was added to item 4.").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_thread_is_seen_in_forced_colours(open_sample):
    page = open_sample("/", forced_colors="active")
    step = page.locator(".thread--across li").first
    line = step.evaluate("e => getComputedStyle(e, '::before').borderTopWidth")
    bead = step.evaluate("e => getComputedStyle(e, '::after').borderTopWidth")

    assert line == "3px"
    assert bead.startswith("6")


def test_a_button_that_is_reached_by_keyboard_shows_it(open_sample):
    page = open_sample("/empty")
    page.keyboard.press("Tab")

    assert page.get_by_role("link", name="Skip to main content").bounding_box()["height"] > 20
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
