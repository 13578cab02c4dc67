"""What the page does when the forum's answer is lost, when it is busy, and when two windows write."""

from forum.foundation.database import db
from forum.minutes.models import Entry, MinutesState

BUSY = {"status": 503, "headers": {"Retry-After": "1"}, "body": "busy"}


def kept():
    db.session.rollback()
    return [entry.text for entry in db.session.query(Entry).order_by(Entry.id)]


def type_lines(page, *lines):
    for line in lines:
        page.locator("#line").focus()
        page.keyboard.insert_text(line)
        page.keyboard.press("Enter")


def all_is_saved(page):
    page.wait_for_function(
        "() => !document.querySelector('#waiting li') && !document.querySelector('#unsaved .notice')"
    )


def test_an_answer_that_is_lost_and_a_busy_forum_cost_no_line_and_double_none(
    meeting, item, minutes, mina, open_page
):
    page = open_page(f"/desk/meetings/{meeting.reference}/minutes/{item.reference}#line", mina)
    asked = []

    def answer(route):
        if route.request.method != "POST":
            return route.continue_()
        asked.append(route)
        if len(asked) == 1:  # the forum has the line, and its answer never comes
            route.fetch()
            return route.abort()
        return route.fulfill(**BUSY) if len(asked) < 4 else route.continue_()

    page.route("**/minutes/*", answer)
    type_lines(page, "First.", "Second.", "Third.")

    page.get_by_text("The forum does not answer: 3 lines are not saved yet.").wait_for()
    assert "Kept in this browser; trying again since" in page.locator("#waiting").inner_text()
    page.get_by_role("button", name="Copy what is not saved").click()
    page.locator("#unsaved textarea, #unsaved button:text-is('Copied')").wait_for()
    all_is_saved(page)

    assert kept() == ["First.", "Second.", "Third."]
    assert page.locator("#lines > li").count() == 3


def test_two_windows_of_one_person_double_nothing(meeting, item, minutes, mina, open_page):
    address = f"/desk/meetings/{meeting.reference}/minutes/{item.reference}"
    page = open_page(address, mina)
    other = page.context.new_page()
    other.goto(address)
    page.context.set_offline(True)
    type_lines(page, "One.", "Two.")
    type_lines(other, "Three.")
    type_lines(page, "Four.")

    page.context.set_offline(False)
    all_is_saved(page)
    all_is_saved(other)

    assert kept() == ["One.", "Two.", "Three.", "Four."]


def test_what_was_typed_before_the_minutes_were_approved_is_shown_to_be_copied(
    meeting, item, minutes, mina, open_page
):
    page = open_page(f"/desk/meetings/{meeting.reference}/minutes/{item.reference}", mina)
    minutes.state = MinutesState.APPROVED
    db.session.commit()

    type_lines(page, "Too late.")
    page.get_by_text("These minutes were approved, so they stay as they are.").wait_for()
    page.reload()

    page.get_by_text("These minutes take no more lines.").wait_for()
    assert page.get_by_label("What is not saved").input_value() == "item 2, note: Too late."
    assert kept() == []
