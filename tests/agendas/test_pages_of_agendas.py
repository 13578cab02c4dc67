"""The pages of published agendas: the newest, an old one, and what they say of each other."""

from forum.agendas import operations, queries, rules
from tests.agendas.stage import add, begin, change, commitment
from tests.makers import NOW, make_meeting, make_strategy


def test_the_plain_address_shows_the_newest_and_the_old_one_says_so(forum, cleo, ada, browse):
    make_strategy()
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = operations.put_on(agenda, commitment("FC9"), by=cleo, now=NOW)
    change(item, cleo, summary="What would you change?", presenters=[rules.presenter_for(ada)])
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    add(agenda, "A late word on winter", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    address = f"/meetings/{meeting.reference}/agenda"

    newest, first = browse().page(address), browse().page(f"{address}/v1")

    assert newest.title.startswith("Agenda for 17 December 2026")
    assert "Version 2, published 24 November" in newest.words
    assert "Item 4a was added." in newest.words
    assert (3, "4a. A late word on winter") in newest.headings
    assert "10:20 20 min 4. Protection of VCSE providers" in newest.words
    assert "Ada Marsh, Black Fen Community Transport" in newest.words
    assert newest.links["FC9 Protection of VCSE providers when a public body fails (a gap)"].endswith(
        "/commitments/FC9"
    )
    assert "A late word on winter" not in first.words
    assert first.links["version 2"] == address
    assert first.links["Version 2"] == f"{address}/v2"
    assert queries.get_version(meeting, 2).digest[:16] in newest.words


def test_an_agenda_that_is_not_out_is_not_there(forum, cleo, browse):
    meeting = make_meeting(forum)
    begin(meeting, cleo)
    assert browse(cleo).page(f"/meetings/{meeting.reference}/agenda").status == 404
    assert browse().page("/meetings/nothing/agenda").status == 404
    assert browse().page(f"/meetings/{meeting.reference}/agenda/v7").status == 404


def test_a_withdrawn_item_keeps_its_number_and_takes_no_time(forum, cleo, browse):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Off again", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    operations.take_off(item, by=cleo, now=NOW)
    operations.publish_agenda(agenda, by=cleo, now=NOW)

    page = browse().page(f"/meetings/{meeting.reference}/agenda")

    assert "4. Off again Withdrawn. It keeps its number." in page.words
    assert "10:20 10 min 5. Any other business" in page.words
    assert "Item 4 was withdrawn." in page.words


def test_the_newest_version_keeps_to_the_hour_of_the_meeting(forum, cleo, browse):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)

    page = browse().page(f"/meetings/{meeting.reference}/agenda")

    assert (2, "10:00 to 12:00") in page.headings
    assert rules.hours_of(queries.get_version(meeting)) == (meeting.starts_at, meeting.ends_at)


def test_names_are_asked_for_once_however_many_present(forum, cleo, ada, lena, browse, counted):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    add(agenda, "One", cleo, presenters=[rules.presenter_for(ada)])
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    browser = browse()
    address = f"/meetings/{meeting.reference}/agenda"
    browser.page(address)
    with counted() as few:
        browser.page(address)
    for at in range(10):
        add(agenda, f"More {at}", cleo, presenters=[rules.presenter_for(ada), rules.presenter_for(lena)])
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    browser.page(address)

    with counted() as many:
        page = browser.page(address)

    assert "More 9" in page.words
    assert many.count == few.count
