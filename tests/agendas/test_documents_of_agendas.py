"""A published agenda as PDF: the same as its page, as much as its reader may see, and made once."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from forum.agendas import making, operations, queries, rules
from forum.agendas.models import DocumentCopy, DocumentKind, Visibility
from forum.foundation.database import db
from forum.foundation.storage import path_of
from tests.agendas.papers_on_stage import fetch, give_paper, publish_with_papers, turn
from tests.agendas.stage import add, begin, change, commitment
from tests.makers import NOW, make_meeting, make_strategy

PLANTED = "Xylophone"


def said_in(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def copies() -> int:
    agendas = select(func.count(DocumentCopy.id)).where(DocumentCopy.kind == DocumentKind.AGENDA)
    return db.session.scalar(agendas) or 0


def test_the_pdf_says_what_the_page_says(forum, cleo, ada, browse):
    make_strategy()
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = operations.put_on(agenda, commitment("FC9"), by=cleo, now=NOW)
    change(item, cleo, summary="What would you change?", presenters=[rules.presenter_for(ada)])
    give_paper(item, "Three options", late_because="")
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    add(agenda, "A late word on winter", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    address = f"/meetings/{meeting.reference}/agenda"

    page, answer = browse().page(address), fetch(browse(), f"{address}.pdf")
    said = said_in(answer.data)

    assert answer.mimetype == "application/pdf"
    assert f"agenda-{meeting.reference}-v2.pdf" in answer.headers["Content-Disposition"]
    for words in (
        "Version 2, published 24 November 2026", "Item 4a was added.", "4a. A late word on winter",
        "4. Protection of VCSE providers", "10:20 20 min", "Ada Marsh, Black Fen Community Transport",
        "What would you change?", "FC9 Protection of VCSE providers", "Three options PDF, 2 pages",
        queries.get_version(meeting).digest,
    ):  # fmt: skip
        assert words in said, words
    for title in (row.title for row in rules.rows_of(
        rules.published_items(queries.get_version(meeting)), meeting.starts_at, {}
    )):  # fmt: skip
        assert title in said and title in page.words
    first = said_in(fetch(browse(), f"{address}/v1.pdf").data)
    assert "Version 1, published" in first and "winter" not in first and "What changed" not in first


@pytest.mark.parametrize("who, sees_members, sees_closed", [
    (None, False, False), ("drew", False, False), ("ada", True, False), ("mina", True, True), ("cleo", True, True),
])  # fmt: skip
def test_everyone_gets_as_much_as_they_may_see(
    forum, cleo, ada, mina, drew, browse, who, sees_members, sees_closed
):  # fmt: skip
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    closed = add(agenda, f"{PLANTED} closed", cleo)
    turn(
        closed,
        visibility=Visibility.CLOSED,
        closed_because="One body’s affairs.",
        summary=f"{PLANTED} why",
    )
    give_paper(closed, f"{PLANTED} closed paper")
    members = add(agenda, f"{PLANTED} members", cleo)
    turn(members, visibility=Visibility.MEMBERS)
    open_ = add(agenda, "Open", cleo)
    give_paper(open_, f"{PLANTED} inner paper", visibility=Visibility.MEMBERS)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    person = {None: None, "drew": drew, "ada": ada.person, "mina": mina, "cleo": cleo}[who]

    said = said_in(fetch(browse(person), f"/meetings/{meeting.reference}/agenda.pdf").data)

    assert (f"{PLANTED} closed" in said) == (f"{PLANTED} closed paper" in said) == sees_closed
    assert (f"{PLANTED} members" in said) == (f"{PLANTED} inner paper" in said) == sees_members
    assert (PLANTED in said) == sees_members
    assert ("It is for you alone" in said) == sees_closed
    assert ("for members of the forum. Do not pass" in said) == (sees_members and not sees_closed)
    assert "One body’s affairs." in said or sees_closed


def test_a_copy_is_made_once_for_all_who_see_the_same(forum, cleo, ada, ben, browse):
    meeting = make_meeting(forum)
    agenda, _, _ = publish_with_papers(meeting, cleo, "bus")
    address = f"/meetings/{meeting.reference}/agenda.pdf"
    visitor = fetch(browse(), address)
    for person in (None, ada.person, ben.person, cleo):
        assert fetch(browse(person), address).data == visitor.data
    assert copies() == 1

    members = add(agenda, "Inner", cleo)
    turn(members, visibility=Visibility.MEMBERS)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    for person in (None, ada.person, ben.person, cleo):
        fetch(browse(person), address)
    assert copies() == 3, "one of version 1, and of version 2 one for everyone and one for those inside"


def test_who_has_it_already_is_told_so_and_a_part_can_be_had(forum, cleo, browse):
    meeting = make_meeting(forum)
    publish_with_papers(meeting, cleo, "bus")
    address = f"/meetings/{meeting.reference}/agenda.pdf"
    answer = fetch(browse(), address)

    again = fetch(browse(), address, headers={"If-None-Match": answer.headers["ETag"]})
    part = fetch(browse(), address, headers={"Range": "bytes=0-3"})

    assert again.status == 304 and part.data == b"%PDF"
    assert "private" in answer.headers["Cache-Control"]


def test_an_erased_name_is_in_no_copy_made_after(forum, cleo, ada, database):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Buses", cleo)
    change(item, cleo, presenters=[rules.presenter_for(ada)])
    version = operations.publish_agenda(agenda, by=cleo, now=NOW)
    before = making.agenda_copy(version, rules.EVERYONE, NOW)
    digest = before.digest

    turn(ada.person, erased_at=NOW)
    after = making.agenda_copy(queries.get_version(meeting), rules.EVERYONE, NOW)

    assert "Ada Marsh" in said_in(path_of(digest).read_bytes())
    assert after.digest != digest and "Ada Marsh" not in said_in(path_of(after.digest).read_bytes())


def test_a_file_that_has_gone_is_made_again(forum, cleo, database):
    meeting = make_meeting(forum)
    _, version, _ = publish_with_papers(meeting, cleo, "bus")
    copy = making.agenda_copy(version, rules.EVERYONE, NOW)
    path_of(copy.digest).unlink()

    again = making.agenda_copy(queries.get_version(meeting), rules.EVERYONE, NOW)

    assert again.id == copy.id and path_of(again.digest).is_file()


def test_a_withheld_version_has_no_document_and_its_copies_go(forum, cleo, browse):
    meeting = make_meeting(forum)
    agenda, _, _ = publish_with_papers(meeting, cleo, "bus")
    address = f"/meetings/{meeting.reference}/agenda"
    assert fetch(browse(), f"{address}.pdf").status == 200
    operations.withhold_version(queries.get_version(meeting), because="A name was in it.", by=cleo, now=NOW)

    assert fetch(browse(), f"{address}.pdf").status == 404
    one = fetch(browse(), f"{address}/v1.pdf")
    assert one.status == 302 and one.headers["Location"].endswith(f"{address}/v1")
    assert operations.forget_copies(NOW) == 2, "the agenda, and the pack that was asked for"
    assert copies() == 0 and operations.forget_copies(NOW) == 0


def test_old_copies_go_and_are_made_again_when_asked_for(forum, cleo, database):
    meeting = make_meeting(forum)
    _, version, _ = publish_with_papers(meeting, cleo, "bus")
    making.agenda_copy(version, rules.EVERYONE, NOW)

    assert operations.forget_copies(NOW + timedelta(days=29)) == 0
    assert operations.forget_copies(NOW + timedelta(days=31)) == 2
    assert making.agenda_copy(queries.get_version(meeting), rules.EVERYONE, NOW).digest is not None


def test_a_document_asks_as_often_for_many_items_as_for_one(forum, cleo, browse, counted):
    meeting = make_meeting(forum)
    agenda, _, _ = publish_with_papers(meeting, cleo, "bus")
    browser = browse()
    address = f"/meetings/{meeting.reference}/agenda.pdf"
    fetch(browser, address)
    with counted() as few:
        fetch(browser, address)
    for number in range(8):
        give_paper(add(agenda, f"More {number}", cleo), f"paper {number}")
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    fetch(browser, address)

    with counted() as many:
        fetch(browser, address)

    assert many.count == few.count


def test_a_meeting_that_nobody_may_see_has_no_documents(forum, cleo, browse):
    meeting = make_meeting(forum)
    begin(meeting, cleo)
    for end in ("agenda.pdf", "agenda/v1.pdf", "pack", "pack.pdf"):
        assert fetch(browse(), f"/meetings/{meeting.reference}/{end}").status == 404
        assert fetch(browse(), f"/meetings/nothing/{end}").status == 404
