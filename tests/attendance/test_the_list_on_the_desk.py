"""The list of attendance on the desk, on paper and in other programs."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from forum.attendance import operations, queries
from forum.attendance.models import Presence
from forum.attendance.rules import Tick
from forum.booking.models import Apologies, Invitation, Needs
from forum.foundation import clock
from tests.makers import (
    NOW,
    keep,
    make_booking,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_representative,
)

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def marked(meeting, placed, ada, ben, mina):
    """Ada came at ten."""
    operations.tick(meeting, ada.person, Tick.HERE, by=mina, now=NOW)
    return meeting


def one(meeting, name):
    return next(found for found in queries.attendance_of(meeting) if found.name == name)


def address_of(desk, representative):
    return f"{desk}/{representative.person.reference}"


def test_who_stands_how_by_side(desk, marked, ben, lena, mina, browse):
    keep(Apologies(meeting=marked, organisation=ben.organisation, sent_at=NOW))

    page = browse(mina).page(desk)

    assert "1 person is marked as present: 1 voluntary sector." in page.words
    assert [words for level, words in page.headings if level == 2][:3] == [
        "Voluntary sector", "Commissioners", "Lay members and others",
    ]  # fmt: skip
    assert "Fenland Carers’ Link Apologies" in page.words
    assert page.links["Open the sign-in page"] == f"/meetings/{marked.reference}/sign-in"


def test_a_long_list_comes_in_pages(desk, meeting, placed, mina, browse, counted):
    browser = browse(mina)
    browser.page(desk)
    with counted() as few:
        browser.page(desk)
    for n in range(60):
        operations.add_walk_in(meeting, f"Guest Number {n}", by=mina, now=NOW)

    with counted() as many:
        page = browser.page(desk)

    assert "Page 1 of 2" in page.words and many.count == few.count
    assert "Guest Number 9" in browser.page(f"{desk}?page=2").words


def test_one_person_is_changed(desk, marked, placed, ada, ben, mina, browse):
    browser = browse(mina)
    page = browser.page(address_of(desk, ada))
    assert 'value="10:00"' in page.html and "Why is the list changed?" not in page.words
    seen = one(marked, "Ada Marsh").row.marked_at.isoformat()

    page = browser.send(address_of(desk, ada), {
        "presence": "present", "arrived": "9.50", "left": "11:30", "substitute_for": "", "is_online": "y", "seen": seen,
    })  # fmt: skip

    assert "Saved." in page.notices and "09:50 to 11:30" in page.words and "Present online" in page.words


def test_a_substitute_says_for_whom(desk, marked, ada, mina, browse):
    eve = make_person("Eve Stott")
    make_representative(marked.forum, "Eve", ada.organisation, person=eve)
    seen = one(marked, "Ada Marsh").row.marked_at.isoformat()
    browse(mina).send(
        address_of(desk, ada), {"presence": "present", "substitute_for": eve.reference, "seen": seen}
    )

    assert "Present instead of Eve Stott" in browse(mina).page(desk).words


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"presence": ""}, "Choose whether they were there."),
        ({"arrived": "25:00"}, "There is no such time. Hours go from 0 to 23, minutes to 59."),
        ({"arrived": "11:00", "left": "10:00"}, "Nobody leaves before they arrive. Check the two times."),
        ({"because": "x" * 3000}, "Keep it under 1,000 characters."),
    ],
)
def test_what_cannot_be_is_said_at_the_question(desk, marked, placed, ben, mina, browse, sent, problem):
    page = browse(mina).send(address_of(desk, ben), {"presence": "present", "seen": "", **sent})

    assert problem in page.problems
    assert one(marked, "Ben Holt").presence is Presence.EXPECTED


def test_a_time_that_the_clock_change_leaves_out(forum, ada, mina, browse):
    meeting = make_meeting(forum, starts_at=NOW.replace(month=10, day=25, hour=9))
    make_booking(meeting, ada)
    address = f"/desk/meetings/{meeting.reference}/attendance/{ada.person.reference}"

    page = browse(mina).send(address, {"presence": "present", "arrived": "01:30", "seen": ""})

    assert page.problems == ["The clocks change in that hour. Give a time before or after it."]


def test_somebody_marked_meanwhile_is_not_written_over(desk, marked, ada, mina, browse):
    page = browse(mina).send(address_of(desk, ada), {"presence": "absent", "seen": ""})

    assert page.problems[0].startswith("Somebody marked Ada Marsh while you wrote.")
    assert one(marked, "Ada Marsh").presence is Presence.PRESENT


def test_after_the_day_a_correction_needs_a_reason(desk, marked, ada, ben, mina, browse):
    seen = one(marked, "Ada Marsh").row.marked_at.isoformat()
    with clock.stopped_at(TOMORROW):
        browser = browse(mina)
        page = browser.send(address_of(desk, ada), {"presence": "absent", "seen": seen})
        assert page.problems[0].startswith("Say why the list is changed")
        page = browser.send(
            address_of(desk, ada), {"presence": "absent", "seen": seen, "because": "Her sister came."}
        )
        assert "Changed: Her sister came." in page.words
        browser.send(address_of(desk, ben), {"presence": "present", "seen": ""})

    assert one(marked, "Ben Holt").presence is Presence.PRESENT


def test_approved_the_list_says_what_to_do_instead(desk, marked, ada, mina, cleo, browse):
    operations.note_approved(marked, by=cleo, now=NOW)
    browser = browse(mina)

    page = browser.page(desk)
    assert "A meeting approved these minutes, so the list stays as it is." in page.words
    assert "Change how Ada Marsh stands" not in page.links
    page = browser.send(address_of(desk, ada), {"presence": "absent", "seen": "", "because": "No."})
    assert page.problems[0].startswith("A meeting approved these minutes")
    assert one(marked, "Ada Marsh").presence is Presence.PRESENT


def test_everybody_else_is_marked_at_once(desk, marked, mina, browse):
    browse(mina).post(desk, {"everyone": "away"})

    assert [found.presence.value for found in queries.attendance_of(marked)].count("absent") == 3
    assert browse(mina).post(desk, {}).status_code == 302


def test_somebody_is_added_afterwards(desk, marked, mina, cleo, browse):
    browser = browse(mina)
    assert browser.send(f"{desk}/add", {"name": ""}).problems == ["Write down the name of whoever came."]
    with clock.stopped_at(TOMORROW):
        page = browse(mina).send(f"{desk}/add", {"name": "Sam Poole", "organisation": "Food Bank"})
        assert "Sam Poole is on the list, as present." in page.notices
        operations.note_circulated(marked, by=cleo, now=TOMORROW)
        page = browse(mina).send(f"{desk}/add", {"name": "Kit Lowe"})
        assert page.problems[0].startswith("Say why the list is changed")
        browse(mina).send(f"{desk}/add", {"name": "Kit Lowe", "because": "On the signed sheet."})

    assert one(marked, "Kit Lowe").because == "On the signed sheet."


def test_who_was_invited_and_did_not_come_stands_apart(desk, marked, cora, mina, browse):
    eve = make_person("Eve Stott")
    police = make_organisation("Fen Police")
    make_member(marked.forum, police)
    speaks = make_representative(marked.forum, "Eve", police, person=eve)
    keep(Invitation(meeting=marked, person=eve, representative=speaks, invited_at=NOW))

    browser = browse(mina)
    assert "Invited and did not come" not in browser.page(desk).words
    assert "Invited and did not come" not in browser.get(f"{desk}.csv").text
    with clock.stopped_at(TOMORROW):
        page = browse(mina).page(desk)
        assert (
            "Eve Stott,Fen Police,Voluntary sector,Invited and did not come"
            in browse(mina).get(f"{desk}.csv").text
        )

    assert (2, "Invited and did not come: 1") in page.headings and "Fen Police (Eve Stott)" in page.words


def test_officers_alone_see_the_list(desk, marked, ada, drew, browse):
    for step in ("", "/add", f"/{ada.person.reference}", ".csv", ".xlsx"):
        assert browse(ada.person).get(desk + step).status_code == 403
        assert browse(drew).get(desk + step).status_code == 403
        assert browse().get(desk + step).status_code == 302


def test_a_person_who_is_not_listed_is_not_there(desk, marked, drew, mina, browse):
    assert browse(mina).get(f"{desk}/{drew.reference}").status_code == 404


# ---- In other programs --------------------------------------------------------------------------------------


def test_the_list_as_csv_and_xlsx(desk, marked, lena, mina, browse):
    operations.add_walk_in(marked, "=cmd|' /C calc'!A0", "@Evil", by=mina, now=NOW)
    browser = browse(mina)

    answer = browser.get(f"{desk}.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert answer.headers["Content-Disposition"] == f"attachment; filename=attendance-{marked.reference}.csv"
    assert rows[0][:4] == ["Name", "Organisation", "Side", "Attendance"]
    assert rows[1][:5] == [
        "'=cmd|' /C calc'!A0",
        "'@Evil",
        "Lay members and others",
        "Present",
        "In the room",
    ]
    assert rows[2][:6] == ["Ada Marsh", "Black Fen Community Transport", "Voluntary sector", "Present", "In the room",
            "2026-11-24 10:00"]  # fmt: skip
    assert rows[-1][:4] == ["Lena Ferris", "Lay member", "Lay members and others", "Not marked"]
    book = load_workbook(io.BytesIO(browser.get(f"{desk}.xlsx").get_data()))
    assert book.active["A2"].value == "=cmd|' /C calc'!A0" and book.active["A2"].data_type == "s"


# ---- On paper -----------------------------------------------------------------------------------------------


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_sheet_and_the_badges_are_for_the_room_and_say_no_needs(meeting, placed, ada, mina, browse):
    keep(Needs(booking_id=placed[ada].id, access="Large print", diet="Vegan", delete_at=NOW))
    where, browser = f"/desk/meetings/{meeting.reference}", browse(mina)

    sheet = browser.get(f"{where}/sign-in-sheet.pdf")
    badges = browser.get(f"{where}/badges.pdf")

    for answer, name in ((sheet, "sign-in-sheet"), (badges, "badges")):
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}-{meeting.reference}.pdf"
        words = words_of(answer.get_data())
        assert "Ada Marsh" in words and "County Council" in words and "Lena Ferris" in words
        assert "Large print" not in words and "Vegan" not in words
    assert "Lay member" in words_of(badges.get_data())
    assert browser.get(f"{where}/badges.pdf").get_data() == badges.get_data()
    assert "/MarkInfo" in PdfReader(io.BytesIO(sheet.get_data())).trailer["/Root"]


def test_without_anybody_there_is_a_sheet_to_write_on_and_no_badges(meeting, mina, browse):
    where, browser = f"/desk/meetings/{meeting.reference}", browse(mina)

    assert "Not on the list" in words_of(browser.get(f"{where}/sign-in-sheet.pdf").get_data())
    answer = browser.get(f"{where}/badges.pdf")
    assert answer.status_code == 409 and "there are no badges to print" in answer.get_data(as_text=True)
    assert "Badges (PDF)" not in browser.page(f"{where}/attendance").links
