"""Who was present and received what: by name for officers, by organisation for everyone."""

import csv
import io
from datetime import timedelta

import pypdf
import pytest

from forum.attendance.models import Attendance, Presence
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.post import Letter, LetterState
from forum.organisations.models import Sector
from tests.agendas.papers_on_stage import fetch
from tests.agendas.stage import alter
from tests.engagement.stage import play
from tests.makers import NOW, keep, make_organisation, make_person

AFTER = NOW + timedelta(days=40)


@pytest.fixture
def met(forum, cleo, ada, lena, browse):
    """A meeting that is over: Ada and Lena came, and a guest; Ada opened the paper; one letter left."""
    stage = play(forum, cleo, "Who rides today")
    stage.release()
    browse(ada.person).get(f"/papers/{stage.papers[0].reference}")
    guest = make_person("=HYPERLINK(1)")
    for person, organisation, more in ((ada.person, ada.organisation, {}), (lena.person, None, {"is_lay": True}),
                                       (guest, None, {"guest_from": "Ramsey"})):  # fmt: skip
        keep(Attendance(
            meeting_id=stage.meeting.id, person_id=person.id, organisation_id=organisation and organisation.id,
            presence=Presence.PRESENT, arrived_at=stage.meeting.starts_at, **more,
        ))  # fmt: skip
    letter = db.session.query(Letter).filter_by(kind="release", to_name="Ada Marsh").one()
    alter(letter, state=LetterState.SENT, sent_at=NOW + timedelta(minutes=2))
    return stage


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_list_says_who_came_who_was_written_to_and_who_opened_what(met, cleo, browse):
    with clock.stopped_at(AFTER):
        file = fetch(browse(cleo), f"/desk/items/{met.item.reference}/record.csv")

    assert file.mimetype == "text/csv" and "no-store" in file.headers["Cache-Control"]
    found = [[cell.replace("\u00a0", " ") for cell in row] for row in rows(file.data)]
    assert found[0] == ["Organisation", "Name", "How", "What", "When"]
    subject = "Released to everyone: Day care from 2028"
    arrived = "2026-12-17 10:00"
    assert [row[1:] for row in found[1:]] == [
        ["Ada Marsh", "Present", "In the room", arrived],
        ["Lena Ferris", "Present", "In the room", arrived],
        ["'=HYPERLINK(1)", "Present", "In the room", arrived],
        ["Ada Marsh", "Letter", subject, "2026-11-24 10:02"],
        ["Lena Ferris", "Letter, waiting", subject, ""],
        ["Ada Marsh", "Opened a paper", "Who rides today, version 1 (PDF, 1 page, 1 kB)", "2026-11-24 10:00"],
    ]
    transport = "Black Fen Community Transport"
    assert [row[0] for row in found[1:]] == [
        transport,
        "Lay member",
        "Ramsey",
        transport,
        "Lay member",
        transport,
    ]


def test_the_same_on_paper_can_be_read_aloud(met, cleo, mina, browse):
    with clock.stopped_at(AFTER):
        file = fetch(browse(mina), f"/desk/items/{met.item.reference}/record.pdf")

    assert file.mimetype == "application/pdf"
    book = pypdf.PdfReader(io.BytesIO(file.data))
    text = " ".join(" ".join(page.extract_text() for page in book.pages).split())
    assert book.trailer["/Root"]["/MarkInfo"]["/Marked"] and book.trailer["/Root"]["/Lang"] == "en-GB"
    for words in ("Who was present and received what", "Ada Marsh", "Present at the meeting (3)", "Who rides today",
                  "Released to everyone at 10:00 on Tuesday 24 November 2026"):  # fmt: skip
        assert words in text.replace("\u00a0", " ")


def test_everyone_reads_who_came_by_organisation_once_it_is_over(met, browse):
    assert "Black Fen Community Transport" not in browse().page(met.page).words
    with clock.stopped_at(AFTER):
        words = browse().page(met.page).words
    assert "Who was at the meeting Black Fen Community Transport 1 lay member 1 guest" in words
    assert "Ada Marsh" not in words and "Ramsey" not in words


def test_the_names_are_for_officers(met, ada, browse):
    for kind in ("csv", "pdf"):
        address = f"/desk/items/{met.item.reference}/record.{kind}"
        assert browse(ada.person).get(address).status_code == 403
        assert browse().get(address).status_code in (302, 303)


# ---- The facts of a notice ----------------------------------------------------------------------------------


def test_the_commissioner_fills_in_the_facts_and_takes_them_along(forum, cleo, cora, browse):
    stage = play(forum, cleo, buyer=cora.organisation)
    theirs = browse(cora.person)
    page = theirs.page(f"{stage.page}/notice")
    assert "The forum sends no notice." in page.words
    assert page.links["What might be bought"] == f"{stage.page}/facts#subject"

    page = theirs.send(
        f"{stage.page}/facts",
        {"organisation": cora.organisation.reference, "contact": "office@council.example", "subject": "+Day care",
         "how_to_take_part": "Write.", "ocds_id": "OCDS-h6vhtk-04d2b1", "notice_number": "012345-2026"},
    )  # fmt: skip

    assert "Still missing" not in page.words and "ocds-h6vhtk-04d2b1" in page.words
    listed = rows(fetch(theirs, f"{stage.page}/notice.csv").data)
    assert ["What might be bought", "'+Day care", ""] in listed
    text = fetch(theirs, f"{stage.page}/notice.txt")
    assert text.mimetype == "text/plain" and "+Day care" in text.data.decode()
    public = browse().page(stage.page)
    assert public.links["012345-2026"] == "https://www.find-tender.service.gov.uk/Notice/012345-2026"


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"ocds_id": "04d2b1"}, "Give the whole identifier, such as ocds-h6vhtk-04d2b1. It stands on the notice."),
        ({"notice_number": "1"}, "Give the number as Find a Tender writes it: 012345-2026, or 2026/S 000-012345."),
        ({"notice_address": "http://a.gov.uk/"}, "Give an address that begins with https://."),
        ({"tender_on": "spring"},
         "Write the date with day, month and year, such as 17 December 2026 or 17/12/2026."),
    ],
)  # fmt: skip
def test_facts_that_are_odd_get_a_sentence(forum, cleo, browse, sent, problem):
    stage = play(forum, cleo)

    page = browse(cleo).send(f"{stage.page}/facts", {"subject": "Day care", **sent})

    assert page.problems == [problem] and "Day care" in page.html


def test_a_buyer_who_has_left_the_forum_stays_with_the_facts(forum, cleo, browse):
    gone = make_organisation("Old Council", Sector.COMMISSIONER)
    stage = play(forum, cleo, buyer=gone)

    page = browse(cleo).send(f"{stage.page}/facts", {"organisation": gone.reference, "subject": "Day care"})

    assert "Old Council" in page.words
    assert "Old Council" in browse(cleo).page(f"{stage.page}/facts").words
