"""The chair's sheet: the agenda as it stands, who presents and whose interests touch it, and who is expected."""

from datetime import timedelta

import pytest

from forum.agendas import operations, rules
from forum.agendas.models import PresenterAnswer, Regime, Visibility
from forum.booking.models import Apologies, BookingState, Joining
from forum.interests.models import DeclaredAt, Effect
from forum.interests.operations import correct_declaration, declare, record_effects, withdraw_declaration
from forum.interests.queries import declarations_at
from forum.interests.rules import those_that_count
from forum.overview.rules.run_sheet import expected_in_words
from tests.agendas.papers_on_stage import fetch, give_paper, turn
from tests.agendas.stage import add, begin
from tests.agendas.test_documents_of_agendas import said_in
from tests.makers import NOW, keep, make_booking, make_meeting


@pytest.fixture
def meeting(forum):
    return make_meeting(forum)


def sheet_of(browse, meeting, person) -> str:
    answer = fetch(browse(person), f"/desk/meetings/{meeting.reference}/run-sheet.pdf")
    assert answer.status == 200 and answer.mimetype == "application/pdf"
    return said_in(answer.data)


def test_it_has_every_item_with_times_presenters_and_papers(meeting, cleo, ada, browse):
    agenda = begin(meeting, cleo)
    item = add(agenda, "Buses", cleo, presenters=[rules.presenter_for(ada)])
    closed = add(agenda, "A secret contract", cleo, minutes=15)
    turn(closed, visibility=Visibility.CLOSED, public_title="An item", closed_because="One body’s affairs.")
    off = add(agenda, "Off again", cleo)
    give_paper(
        item, "Three options", due_on=(NOW - timedelta(days=2)).date(), late_because="Figures came late."
    )
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    turn(off, withdrawn_at=NOW, withdrawn_because="It is not ready.")
    [presenter] = item.presenters

    before = sheet_of(browse, meeting, cleo)
    turn(presenter, answer=PresenterAnswer.CONFIRMED, answered_at=NOW, asked_for_on=meeting.on,
         asked_for_at=meeting.starts_at)  # fmt: skip
    after = sheet_of(browse, meeting, cleo)

    for words in (
        "Run-sheet", "10:20 to 10:40 20 min", "4. Buses", "Ada Marsh, Black Fen Community Transport",
        "Three options PDF, 2 pages", "2 days late: Figures came late.",
        "10:40 to 10:55", "A secret contract", "One body’s affairs.",
        "Off again Withdrawn: it is not ready. It keeps its number.",
        "Version 1, published 24 November 2026, with changes that have not been published",
        "as of 24 November 2026, 10:00", "Nobody has booked a place yet.",
    ):  # fmt: skip
        assert words in before, words
    assert "(not asked yet)" in before and "(confirmed)" in after


def test_declarations_stand_at_their_items_as_they_count_now(meeting, cleo, ada, ben, cora, browse):
    agenda = begin(meeting, cleo)
    item = add(agenda, "Buses", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    said = {"asked_at": DeclaredAt.BOOKING, "by": cleo, "now": NOW}
    [first] = declare(meeting, [item], nature="Drives a bus", effect=Effect.STAYS, person=ada.person, **said)
    correct_declaration(first, nature="Owns a bus", effect=Effect.SPEAKS, by=ada.person, now=NOW)
    [other] = declare(
        meeting, [item], nature="Knows a driver", effect=Effect.STAYS, person=ben.person, **said
    )
    withdraw_declaration(other, "It was another item.", by=cleo, now=NOW)
    declare(meeting, [], nature="Sits on the council", effect=Effect.STAYS, person=cora.person, **said)

    sheet = sheet_of(browse, meeting, cleo)

    assert "Ada Marsh: Owns a bus. Speaks but does not decide." in sheet
    assert "Drives a bus" not in sheet and "Knows a driver" not in sheet
    assert "Interests not tied to an item" in sheet and "Sits on the council." in sheet
    [counts] = [one for one in those_that_count(declarations_at(meeting)) if one.item_id == item.id]
    record_effects(meeting, {counts.reference: Effect.LEAVES}, by=cleo, now=NOW)
    assert "Left for the item." in sheet_of(browse, meeting, cleo)


def test_who_is_expected_stands_by_side_and_name(meeting, cleo, ada, ben, cora, lena, browse):
    agenda = begin(meeting, cleo)
    add(agenda, "Buses", cleo, presenters=[rules.presenter_for(ada)])
    for speaker, values in (
        (ada, {}), (cora, {"joining": Joining.ONLINE}), (lena, {}), (ben, {"state": BookingState.WAITING}),
    ):  # fmt: skip
        make_booking(meeting, speaker, **values)
    keep(Apologies(meeting=meeting, organisation=ben.organisation, sent_at=NOW))

    sheet = sheet_of(browse, meeting, cleo)

    assert (
        "3 expected: 1 of the voluntary sector, 1 commissioner and 1 other. 1 person waits for a place."
        in sheet
    )
    assert (
        "Voluntary sector (1)" in sheet and "Ada Marsh Black Fen Community Transport Presents item 4" in sheet
    )
    assert "Commissioners (1)" in sheet and "Online" in sheet.split("Commissioners (1)")[1]
    assert f"Apologies (1) {ben.organisation.known_as}" in sheet
    assert ben.person.name not in sheet
    assert "This agenda has not been published yet." in sheet


def test_items_stand_in_the_order_in_which_they_are_taken(meeting, cleo, browse):
    agenda = begin(meeting, cleo)
    first, second = add(agenda, "Buses", cleo), add(agenda, "Trains", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    turn(second, taken_as=first.position)
    turn(first, taken_as=second.position)

    sheet = sheet_of(browse, meeting, cleo)

    assert sheet.index("5. Trains") < sheet.index("4. Buses")
    assert "10:20 to 10:40 20 min 5. Trains" in sheet


def test_nobody_reads_of_a_paper_before_its_release(meeting, cleo, chas, browse):
    agenda = begin(meeting, cleo)
    item = add(agenda, "Tender", cleo)
    turn(item, regime=Regime.PROCUREMENT_ACT)
    give_paper(item, "Xylophone", release_at=NOW + timedelta(hours=1))
    operations.publish_agenda(agenda, by=cleo, now=NOW)

    for person in (cleo, chas):
        sheet = sheet_of(browse, meeting, person)
        assert "Xylophone" not in sheet and "1 paper comes out on" in sheet


def test_it_is_for_officers_and_the_desk_leads_there(meeting, cleo, mina, ada, drew, browse):
    desk = f"/desk/meetings/{meeting.reference}"
    assert browse(cleo).get(f"{desk}/run-sheet.pdf").status_code == 404, "no agenda was begun"
    assert "Run-sheet for the chair" not in browse(cleo).page(desk).links
    add(begin(meeting, cleo), "Buses", cleo)

    assert browse(mina).page(desk).links["Run-sheet for the chair"] == f"{desk}/run-sheet.pdf"
    assert [browse(who).get(f"{desk}/run-sheet.pdf").status_code for who in (ada.person, drew)] == [403, 403]
    assert "no-store" in browse(mina).get(f"{desk}/run-sheet.pdf").headers["Cache-Control"]


def test_it_asks_as_often_for_many_as_for_one(meeting, cleo, ada, lena, browse, counted):
    agenda = begin(meeting, cleo)
    give_paper(add(agenda, "Buses", cleo, presenters=[rules.presenter_for(ada)]), "One")
    make_booking(meeting, ada)
    address = f"/desk/meetings/{meeting.reference}/run-sheet.pdf"
    browser = browse(cleo)
    browser.get(address)
    with counted() as few:
        browser.get(address)
    make_booking(meeting, lena)
    for number in range(6):
        item = add(
            agenda, f"More {number}", cleo, presenters=[rules.presenter_for(ada), rules.presenter_for(lena)]
        )
        give_paper(item, f"Paper {number}")

    with counted() as many:
        browser.get(address)

    assert many.count == few.count


def test_nobody_expected_is_not_counted():
    assert expected_in_words([]) == ""
