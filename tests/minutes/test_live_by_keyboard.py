"""A meeting minuted live with the keyboard alone, and watched by the chair on a phone."""

from axe_playwright_python.sync_playwright import Axe

from forum.foundation.database import db
from forum.minutes.models import Entry
from tests.minutes.writing import mark, mark_all

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def barriers(page):
    """What axe finds on the page, and whether it scrolls sideways."""
    found = [one["id"] for one in Axe().run(page, options=RULES).response["violations"]]
    return [*found, *(["too wide"] if page.evaluate(TOO_WIDE) > 0 else [])]


def rows(page):
    return [
        " ".join(words.replace("\u00a0", " ").split())
        for words in page.locator("#lines > li").all_inner_texts()
    ]


def test_live_minutes_by_keyboard(meeting, agenda, minutes, ada, cora, mina, chas, open_page):
    mark_all(meeting, mina, mark(ada), mark(cora))
    address = f"/desk/meetings/{meeting.reference}/minutes"
    chair = open_page(f"{address}/{agenda.items[0].reference}", chas, width=375)
    page = open_page(f"{address}/{agenda.items[0].reference}#line", mina)
    keys, box, offers = page.keyboard, page.locator("#line"), page.locator("#offers [role=option]")

    keys.type("Small providers see it late.")
    keys.press("Shift+Enter")
    keys.type("Members agree.")
    keys.press("Enter")
    page.locator("#lines > li", has_text="Members agree.").wait_for()
    keys.type("d Providers see each draft.")
    keys.press("Enter")
    page.get_by_role("link", name="D-2026-001").wait_for()

    keys.type("a @ad")
    offers.first.wait_for()
    assert offers.first.inner_text().split("\n") == ["Ada Marsh, Black Fen Community Transport", "here"]
    assert box.get_attribute("aria-activedescendant") == "offer-0"
    keys.press("Enter")
    keys.type("by end of nov")
    keys.press("ArrowDown")
    keys.press("Tab")
    page.get_by_text("“end of november”: Monday 30 November 2026").wait_for()
    assert box.input_value() == 'a @"Ada Marsh" by end of november '
    keys.type("publish the list")
    keys.press("Enter")
    page.get_by_role("link", name="A-2026-001").wait_for()

    keys.type("r @cou")
    offers.first.wait_for()
    keys.press("Escape")
    assert offers.count() == 0
    keys.type("nty by 4 dec Show the drafts. [[Jo Lee]] asked")
    page.get_by_text("kept off public pages").wait_for()
    keys.press("Enter")
    page.get_by_role("link", name="R-2026-001").wait_for()

    keys.type("a @zed by 4 dec call them")
    keys.press("Enter")
    page.get_by_text("1 line needs you before it is saved.").wait_for()
    assert barriers(page) == []
    page.set_viewport_size({"width": 375, "height": 800})
    assert barriers(page) == []
    keys.type("The meeting goes on.")
    keys.press("Enter")
    page.locator("#lines > li", has_text="goes on").wait_for()
    page.get_by_role("button", name="Keep “zed” as").focus()
    keys.press("Enter")
    page.get_by_role("link", name="A-2026-002").wait_for()
    assert page.locator("#waiting li").count() == 0 and page.locator("#unsaved .notice").count() == 0
    assert page.evaluate("document.activeElement.id") == "line"

    chair.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # the phone is looked at again
    chair.get_by_text("The meeting goes on.").wait_for()
    assert rows(chair) == [words.replace(" · Change the line saved 10:00:00", "") for words in rows(page)]
    assert barriers(chair) == []

    keys.type("half a li")
    with page.expect_navigation():
        keys.press("Alt+n")
    page.locator("#keys").wait_for()
    assert page.locator("h1").inner_text().startswith("2.")
    keys.type("Under the next item.")
    keys.press("Enter")
    page.locator("#lines > li", has_text="next item").wait_for()
    page.go_back()
    page.wait_for_function("() => document.getElementById('line').value === 'half a li'")
    db.session.rollback()
    kept = db.session.query(Entry).order_by(Entry.id).all()
    assert [(entry.item_id - kept[0].item_id, entry.kind.value, entry.text) for entry in kept] == [
        (0, "note", "Small providers see it late.\nMembers agree."),
        (0, "decision", "Providers see each draft."),
        (0, "action", "Publish the list"),
        (0, "recommendation", "Show the drafts. [[Jo Lee]] asked"),
        (0, "note", "The meeting goes on."),
        (0, "action", "Call them"),
        (1, "note", "Under the next item."),
    ]
