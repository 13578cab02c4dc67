"""The page that everyone reads: nothing before its release, each thing with its moment, and nobody's name."""

from tests.engagement.stage import play


def test_everyone_reads_what_was_released_with_its_moment(forum, cleo, ada, cora, browse):
    stage = play(forum, cleo, "Who rides today", buyer=cora.organisation)
    stage.ask("How long is it for?", ada.person, "Four years.")
    stage.release()
    stage.ask("Who owns the buses?", ada.person, "The county.")

    page = browse().page(stage.page)

    assert page.status == 200
    assert page.words.count("Released to everyone at 10:00 on Tuesday 24 November 2026") == 2
    assert "Who rides today" in page.words and "Four years." in page.words
    assert "Procurement Act 2023" in page.words and "County Council" in page.words
    assert "Who owns the buses?" not in page.words and "The county." not in page.words
    assert "1 answer comes out later, to everyone at one moment." in page.words
    assert "Ada" not in page.words
    assert browse().get(page.links["Who rides today"]).status_code == 200


def test_it_asks_as_often_for_many_as_for_one(forum, cleo, ada, cora, browse, counted):
    stage = play(forum, cleo, "One", buyer=cora.organisation)
    stage.ask("One?", ada.person, "Yes.")
    stage.release()
    few, desk = _asked(browse(), stage.page, counted), _asked(browse(cleo), f"/desk{stage.page}", counted)
    record = _asked(browse(cleo), f"/desk/items/{stage.item.reference}/record.csv", counted)
    for number in range(12):
        stage.hand_in(f"More {number}")
        stage.ask(f"More {number}?", ada.person, "Yes.")
    stage.publish()
    stage.release()
    browse().get(stage.page)  # a version of an agenda is read once in the life of a process

    assert _asked(browse(), stage.page, counted) == few
    assert _asked(browse(cleo), f"/desk{stage.page}", counted) == desk
    assert _asked(browse(cleo), f"/desk/items/{stage.item.reference}/record.csv", counted) == record


def test_many_answers_come_in_pages(forum, cleo, ada, browse):
    stage = play(forum, cleo)
    for number in range(25):
        stage.ask(f"Number {number:02}?", ada.person, "Yes.")
    stage.release()

    first = browse().page(stage.page)
    second = browse().page(f"{stage.page}?page=2")

    assert "Number 00?" in first.words and "Number 24?" not in first.words
    assert "Number 24?" in second.words and "Released to everyone at 10:00" in second.words


def test_the_agenda_and_the_item_lead_to_it(forum, cleo, browse):
    stage = play(forum, cleo)

    agenda = browse().page(f"/meetings/{stage.meeting.reference}/agenda")
    item = browse().page(f"/items/{stage.item.reference}")

    assert agenda.links["May lead to a contract (Procurement Act 2023)"] == stage.page
    assert item.links["May lead to a contract"] == stage.page


def test_a_visitor_is_led_to_sign_in_and_a_stranger_is_told(forum, cleo, drew, browse):
    stage = play(forum, cleo)

    assert browse().page(stage.page).links["Sign in to ask"] == (f"/sign-in?next={stage.page}/ask")
    assert "Those who belong to the forum ask." in browse(drew).page(stage.page).words


def _asked(browser, address, counted) -> int:
    browser.get(address)  # what is kept for the next time is kept now
    with counted() as asked:
        assert browser.get(address).status_code == 200
    return asked.count
