"""An agenda is built: by keyboard alone with script off, from the first button to publishing; and by dragging."""

import re
import sqlite3
from contextlib import closing

import pytest

from tests.journeys.conftest import DESK


def when_she_opens_the_agenda_that_nobody_began(organiser):
    organiser.opens("/sign-in")
    organiser.signs_in()
    organiser.opens("/desk/meetings")
    organiser.follows("Plan a meeting")
    organiser.chooses("Series", "Quarterly meeting")
    organiser.writes("Title", "What the winter asks of us")
    organiser.writes("Date", "18 February 2027")
    organiser.writes("Starts at", "10:00")
    organiser.writes("Ends at", "11:00")
    organiser.marks("In person")
    organiser.chooses("Venue", "Orchard Hall, Huntingdon")
    organiser.writes("Places in the room", "20")
    organiser.presses("Save the meeting")
    if "Before it is saved" in organiser.reads():
        organiser.presses("Save the meeting all the same")
    organiser.presses("Publish the meeting")
    organiser.follows("Agenda", exact=True)


def tab_to(organiser, name, most=400):
    """Press Tab until the focus is on what bears this name, as somebody without a mouse does."""
    for _ in range(most):
        organiser.page.keyboard.press("Tab")
        held = organiser.page.evaluate(
            "() => document.activeElement.innerText || document.activeElement.name || ''"
        )
        if re.sub(r"\s+", " ", held.replace("\u00a0", " ")).strip().startswith(name):
            return
    raise AssertionError(f"No Tab leads to {name}")


def press(organiser, name, key="Enter"):
    tab_to(organiser, name)
    with organiser.page.expect_navigation():
        organiser.page.keyboard.press(key)


def order_of(organiser):
    return [
        words.replace("\u00a0", " ").split(". ", 1)[1]
        for words in organiser.page.locator("ol.order .order__title").all_inner_texts()
    ]


def minutes_over(words):
    """By how many minutes an agenda runs over, out of its own words; below 0 where some are left."""
    if words == "The time is just filled":
        return 0
    number, _, way = words.replace("\u00a0", " ").split()[:3]
    return int(number) * (1 if way == "over" else -1)


def test_by_keyboard_alone_with_script_off(at_a_browser):
    organiser = at_a_browser("organiser", DESK, script=False)
    when_she_opens_the_agenda_that_nobody_began(organiser)

    press(organiser, "Begin the agenda")
    assert "30 minutes left" in organiser.reads()
    press(organiser, "Put on the agenda: CP2")
    press(organiser, "Put on the agenda: LI1")
    assert "10 minutes over" in organiser.reads()
    before = order_of(organiser)[3:5]
    tab_to(organiser, "minutes-")
    organiser.page.keyboard.type("1")  # the whole box is marked when Tab comes to it
    press(organiser, "↓ Move item 4 down")
    assert order_of(organiser)[3:5] == before[::-1]
    assert "9 minutes left" in organiser.reads()
    assert organiser.page.evaluate("location.hash").startswith("#item-")
    press(organiser, "Take off item 5")
    assert "10 minutes left" in organiser.reads()

    press(organiser, "Check and publish")
    press(organiser, "Publish version 1")
    assert "Version 1 is published" in organiser.reads()


@pytest.fixture
def being_built(stage):
    """Where the next quarterly agenda is built, whether another journey has published it by now or not."""
    titled = "SELECT reference FROM meeting WHERE title LIKE 'When a public body fails%'"
    with closing(sqlite3.connect(stage[1] / "forum.sqlite3")) as database:
        return f"/desk/meetings/{database.execute(titled).fetchone()[0]}/agenda"


def saved(page):
    """Wait until what was arranged has come back from the server."""
    page.locator("input[name=order][value='']").wait_for(state="attached")


def drag(page, row, onto):
    """Take a row by its handle, and let go of it in the lower half of another one."""
    page.locator("ol.order > li").nth(row).locator(".grip").hover()
    page.mouse.down()
    box = page.locator("ol.order > li").nth(onto).bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 4, steps=6)
    page.mouse.up()
    saved(page)


def test_items_are_dragged_and_moved_by_keys_where_there_is_script(at_a_browser, being_built):
    organiser = at_a_browser("organiser", DESK)
    organiser.opens("/sign-in")
    organiser.signs_in()
    organiser.opens(being_built)
    page = organiser.page
    page.set_viewport_size({"width": 1280, "height": 2400})
    before = order_of(organiser)

    drag(page, 3, 5)

    dragged = [*before[:3], before[4], before[5], before[3], *before[6:]]
    assert order_of(organiser) == dragged
    page.reload()
    assert order_of(organiser) == dragged

    page.locator("ol.order > li").nth(5).locator("a").first.focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    saved(page)
    assert order_of(organiser) == before
    page.get_by_text("is now number 4 of", exact=False).wait_for(state="attached")
    assert page.evaluate("document.activeElement.closest('li').querySelector('.mins').id") == (
        page.locator("ol.order > li").nth(3).locator(".mins").get_attribute("id")
    )
    page.reload()
    assert order_of(organiser) == before


def test_the_time_left_is_counted_while_minutes_are_typed_and_another_organisers_change_is_told(
    at_a_browser, being_built
):
    organiser, other = at_a_browser("organiser", DESK), at_a_browser("organiser", DESK)
    for one in (organiser, other):
        one.opens("/sign-in")
        one.signs_in()
        one.opens(being_built)
    page = organiser.page
    minutes = page.locator(".mins").first
    over = minutes_over(page.locator("[data-left]").first.inner_text())
    will_be = max(over, 0) + 10
    typed = str(int(minutes.input_value()) + will_be - over)

    minutes.fill(typed)

    assert {words.replace("\u00a0", " ") for words in page.locator("[data-left]").all_inner_texts()} == {
        f"{will_be} minutes over"
    }
    page.get_by_text(f"{will_be}\u00a0minutes over", exact=True).last.wait_for(state="attached")
    other.page.locator(".mins").first.fill("8")
    other.presses("Save times")
    minutes.press("Alt+ArrowDown")
    page.get_by_text(f"and you typed {typed}").first.wait_for()
    assert page.locator(".mins").first.input_value() == typed
    organiser.presses("Save times")
    assert "and you typed" not in organiser.reads()
    assert page.locator(".mins").first.input_value() == typed
