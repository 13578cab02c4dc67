"""All papers of a meeting in one file: asked for, made by the worker, seen by those who may."""

import threading
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from forum.agendas import making, operations, queries, rules
from forum.agendas.models import CopyState, DocumentCopy, DocumentKind, PaperForm, Regime, Visibility
from forum.foundation.clock import stopped_at
from forum.foundation.database import db, operation
from forum.foundation.documents import PackWentWrong
from forum.foundation.storage import path_of
from tests.agendas.papers_on_stage import fetch, give_paper, pdf_of, publish_with_papers, turn
from tests.agendas.stage import add, begin
from tests.makers import NOW, make_meeting

LATER = NOW + timedelta(hours=1)


def work(now: datetime = NOW) -> int:
    """Let the worker make what waits. Returns how much it was."""
    made = 0
    while making.make_waiting_pack(now):
        made += 1
    return made


def packs() -> list[DocumentCopy]:
    return list(
        db.session.scalars(
            select(DocumentCopy).where(DocumentCopy.kind == DocumentKind.PACK).order_by(DocumentCopy.id)
        )
    )


def said_in(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


# ---- One that goes well


def test_publishing_asks_for_it_and_everybody_gets_it_once_the_worker_made_it(forum, cleo, ada, browse):
    meeting = make_meeting(forum)
    agenda, _, _ = publish_with_papers(meeting, cleo, "bus", "taxi")
    address = f"/meetings/{meeting.reference}/pack"
    before = browse().page(address)
    waits = fetch(browse(), f"{address}.pdf")

    assert work() == 1
    after, pack = browse().page(address), fetch(browse(ada.person), f"{address}.pdf")

    assert "It waits for its turn." in before.words and before.links["Look again"] == address
    assert waits.status == 302 and waits.headers["Location"].endswith(address)
    assert after.links["Download all papers"] == f"{address}.pdf"
    assert "PDF, 6 pages," in after.words
    assert "the 2 papers that are PDF" in after.words and "convenience copy" in after.words
    assert pack.mimetype == "application/pdf"
    assert f"papers-{meeting.reference}-v1.pdf" in pack.headers["Content-Disposition"]
    said = said_in(pack.data)
    for words in (
        "bus one",
        "taxi two",
        "Page 6 of 6",
        "4. About bus",
        "pages 3–4",
        "This is a convenience copy",
        f"/papers/{queries.published(1, queries.get_version(meeting).digest).items[3].papers[0].reference}",
    ):
        assert words in said, words  # fmt: skip
    assert work() == 0


def test_it_is_made_once_for_all_who_see_the_same(forum, cleo, ada, mina, drew, browse):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    give_paper(add(agenda, "Buses", cleo), "bus")
    give_paper(turned(add(agenda, "Inner", cleo), visibility=Visibility.MEMBERS), "inner paper")
    closed = turned(add(agenda, "Closed", cleo), visibility=Visibility.CLOSED, public_title="An item",
                    closed_because="Affairs of one body.")  # fmt: skip
    give_paper(closed, "secret paper")
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    address = f"/meetings/{meeting.reference}/pack"
    for person in (ada.person, mina, cleo, drew, None):
        assert browse(person).post(address).status_code == 302

    assert work() == 3
    seen = {
        person.name if person else "": said_in(fetch(browse(person), f"{address}.pdf").data)
        for person in (None, drew, ada.person, mina, cleo)
    }

    assert len(packs()) == 3 and all(copy.state is CopyState.MADE for copy in packs())
    for name, said in seen.items():
        assert "bus one" in said
        assert ("inner paper one" in said) == (name not in {"", drew.name}), name
        assert ("secret paper one" in said) == (name in {mina.name, cleo.name}), name


def turned(row, **values):
    turn(row, **values)
    return row


def test_what_is_no_pdf_withdrawn_or_not_released_is_not_in_it(forum, cleo, browse):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Buses", cleo)
    original = give_paper(item, "bus")
    give_paper(item, "sheet", b"PK sheet", kind="Excel", media_type="application/zip")
    give_paper(
        item, "site", digest=None, address="https://council.example/site", kind="Link", size=0, pages=None
    )
    give_paper(item, "large bus", form=PaperForm.LARGE_PRINT, alternative_of=original)
    gone = give_paper(item, "gone paper")
    tender = turned(add(agenda, "Tender", cleo), regime=Regime.PROCUREMENT_ACT)
    give_paper(tender, "tender paper", release_at=LATER)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    turn(gone, withdrawn_at=NOW, withdrawn_because="Wrong figures.")
    address = f"/meetings/{meeting.reference}/pack"
    browse().post(address)
    work()

    page, said = browse().page(address), said_in(fetch(browse(), f"{address}.pdf").data)

    assert "2 papers are no PDF" in page.words
    cover = said.split("Not in this copy")[1].split("The record of this agenda")[0]
    assert "sheet" in cover and "It is not a PDF." in cover and "It is a link to another place." in cover
    assert "large bus" not in cover and "gone paper" not in cover
    assert "bus one" in said and "Wrong figures." in said
    for words in ("gone paper one", "large bus one", "tender paper"):
        assert words not in said
    with stopped_at(LATER):
        assert "has not been put together yet" in browse().page(address).words, "what it says has changed"
        browse().post(address)
        work(LATER)
        assert "tender paper one" in said_in(fetch(browse(), f"{address}.pdf").data)


def test_without_a_pdf_there_is_nothing_to_put_together(forum, cleo, browse):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    give_paper(add(agenda, "Buses", cleo), "sheet", b"PK", kind="Excel")
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    address = f"/meetings/{meeting.reference}/pack"

    assert "None of the papers is a PDF" in browse().page(f"{address}.pdf").words
    assert browse().post(address).status_code == 302
    assert packs() == []


def test_a_withheld_version_takes_its_pack_along(forum, cleo, browse):
    meeting = make_meeting(forum)
    agenda, version, _ = publish_with_papers(meeting, cleo, "bus")
    work()
    address = f"/meetings/{meeting.reference}/pack"
    assert fetch(browse(), f"{address}.pdf").status == 200

    operations.withhold_version(queries.get_version(meeting), because="A name was in it.", by=cleo, now=NOW)

    assert fetch(browse(), f"{address}.pdf").status == 404
    assert operations.forget_copies(NOW) == 1


# ---- One that does not


def test_a_damaged_paper_is_named_on_the_cover(forum, cleo, browse):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Buses", cleo)
    give_paper(item, "bus")
    give_paper(item, "broken", b"%PDF-1.7 and no more")
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    work()

    said = said_in(fetch(browse(), f"/meetings/{meeting.reference}/pack.pdf").data)

    assert "bus one" in said and "Its file is damaged" in said


def test_one_that_failed_says_so_and_can_be_made_again(forum, cleo, browse, monkeypatch):
    meeting = make_meeting(forum)
    publish_with_papers(meeting, cleo, "bus")
    address = f"/meetings/{meeting.reference}/pack"

    def go_wrong(*_what, **_how):
        raise PackWentWrong("the binder ended with 1")

    with monkeypatch.context() as broken:
        broken.setattr(making, "make_pack", go_wrong)
        with pytest.raises(PackWentWrong):
            making.make_waiting_pack(NOW)
    page = browse().page(address)
    again = browse().send(address)

    assert "It could not be put together." in page.words and "tell the organiser" in page.words
    assert "binder" not in page.words
    assert "It waits for its turn." in again.words
    assert work() == 1 and "Download all papers" in browse().page(address).links


def test_asking_again_and_again_is_stopped(forum, cleo, browse, monkeypatch):
    meeting = make_meeting(forum)
    publish_with_papers(meeting, cleo, "bus")
    answers = [browse().post(f"/meetings/{meeting.reference}/pack").status_code for _ in range(21)]

    assert answers == [302] * 20 + [429] and len(packs()) == 1


def test_one_that_nobody_begins_says_that_something_is_wrong(forum, cleo, browse):
    meeting = make_meeting(forum)
    publish_with_papers(meeting, cleo, "bus")

    with stopped_at(NOW + timedelta(minutes=6)):
        page = browse().page(f"/meetings/{meeting.reference}/pack")

    assert "It has waited since 10:00." in page.words


# ---- Workers


def test_two_workers_do_not_make_the_same(forum, cleo, database):
    for number in range(3):
        publish_with_papers(make_meeting(forum, reference=f"meeting-{number}"), cleo, "bus", f"taxi {number}")
    claimed: list[int | None] = []
    ready = threading.Barrier(4)

    def claim() -> None:
        with database.app_context():
            ready.wait()
            for _ in range(2):
                copy = operations.claim_copy(now=NOW)
                claimed.append(copy.id if copy else None)
            db.session.remove()

    workers = [threading.Thread(target=claim) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    taken = [number for number in claimed if number is not None]
    assert len(taken) == len(set(taken)) == 3


def test_what_a_killed_worker_left_is_taken_over_and_the_dead_one_has_no_say(forum, cleo, database):
    meeting = make_meeting(forum)
    publish_with_papers(meeting, cleo, "bus")
    first = operations.claim_copy(now=NOW)
    assert first is not None
    number, tries = first.id, first.tries

    assert operations.claim_copy(now=NOW + timedelta(minutes=1)) is None, "it may still be alive"
    assert operations.note_progress(number, tries, 1, 4, now=NOW + timedelta(minutes=1))
    assert operations.claim_copy(now=NOW + timedelta(minutes=2, seconds=30)) is None, "it was heard of"
    second = operations.claim_copy(now=NOW + timedelta(minutes=4))

    assert second is not None and second.id == number and second.tries == tries + 1
    assert not operations.note_progress(number, tries, 2, 4, now=NOW)
    assert not operations.fail_copy(number, tries, "dead", now=NOW)
    with pytest.raises(making.ClaimIsLost):
        making._teller(number, tries)(1, 4)


def test_one_that_kills_every_worker_fails_in_the_end(forum, cleo, browse):
    meeting = make_meeting(forum)
    publish_with_papers(meeting, cleo, "bus")
    moments = [NOW + timedelta(minutes=5 * number) for number in range(4)]

    assert [operations.claim_copy(now=moment) is not None for moment in moments] == [True, True, True, False]
    assert (
        "It was begun 3 times and never finished."
        in browse().page(f"/meetings/{meeting.reference}/pack").words
    )


def test_what_changed_since_it_was_asked_for_is_made_as_it_is_now(forum, cleo, browse):
    meeting = make_meeting(forum)
    _, _, (bus, taxi) = publish_with_papers(meeting, cleo, "bus", "taxi")
    turn(taxi, withdrawn_at=NOW, withdrawn_because="Wrong figures.")

    assert work() == 1
    assert "taxi one" not in said_in(fetch(browse(), f"/meetings/{meeting.reference}/pack.pdf").data)

    turn(bus, withdrawn_at=NOW, withdrawn_because="Wrong too.")
    assert "None of the papers is a PDF" in browse().page(f"/meetings/{meeting.reference}/pack").words


def test_how_far_it_is_can_be_seen_meanwhile(forum, cleo, browse):
    meeting = make_meeting(forum)
    publish_with_papers(meeting, cleo, "bus")
    copy = operations.claim_copy(now=NOW)
    assert copy is not None
    operations.note_progress(copy.id, copy.tries, 3, 8, now=NOW)

    answer = browse().get(f"/meetings/{meeting.reference}/pack")

    assert 'value="3" max="8"' in answer.text and "3 of 8" in answer.text
    assert "no-store" in answer.headers["Cache-Control"] or "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("script", [True, False])
def test_in_a_browser_the_page_follows_or_is_asked_again(forum, cleo, open_page, database, script):
    meeting = make_meeting(forum)
    publish_with_papers(meeting, cleo, "bus")
    page = open_page(f"/meetings/{meeting.reference}/pack", width=375, script=script)
    bar = page.get_by_role("progressbar", name="It waits for its turn.")
    assert bar.count() == 1 and bar.get_attribute("value") is None

    copy = operations.claim_copy(now=NOW)
    assert copy is not None
    operations.note_progress(copy.id, copy.tries, 3, 8, now=NOW)
    again = page.get_by_role("link", name="Look again")
    if script:
        assert again.is_hidden()
    else:
        again.click()
    page.get_by_role("progressbar", name="3 of 8 pages done").wait_for()

    turn_back(copy.id)
    work()
    if not script:
        again.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all papers").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


@operation
def turn_back(copy_id: int) -> None:
    """The worker was killed long ago."""
    db.session.get_one(DocumentCopy, copy_id).claimed_at = NOW - timedelta(hours=1)


def test_nothing_half_made_stays_when_it_fails(forum, cleo, database, monkeypatch):
    meeting = make_meeting(forum)
    publish_with_papers(meeting, cleo, "bus")
    left = path_of("0" * 64).parents[1] / ".arriving"

    def fill_the_disk(agenda, files, to, **_how):
        to.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "make_pack", fill_the_disk)
    with pytest.raises(OSError, match="No space"):
        making.make_waiting_pack(NOW)

    assert list(left.iterdir()) == []
    assert packs()[0].state is CopyState.FAILED


def test_the_page_asks_as_often_for_many_papers_as_for_one(forum, cleo, browse, counted):
    meeting = make_meeting(forum)
    agenda, _, _ = publish_with_papers(meeting, cleo, "bus")
    browser = browse()
    address = f"/meetings/{meeting.reference}/pack"
    browser.page(address)
    with counted() as few:
        browser.page(address)
    for number in range(8):
        give_paper(add(agenda, f"More {number}", cleo), f"paper {number}", pdf_of(f"paper {number}"))
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    browser.page(address)

    with counted() as many:
        browser.page(address)

    assert many.count == few.count
    assert db.session.scalar(select(func.count(DocumentCopy.id))) == 2


def test_a_sight_is_kept_and_read_again():
    sight = rules.Sight(takes_part=True, person="7K4Q-92XM")

    assert rules.kept_sight(DocumentCopy(sight=rules.sight_as_kept(sight))) == sight
