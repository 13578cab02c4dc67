"""The pages of minutes: taking them under each item, checking, circulating, reading."""

from datetime import timedelta

import pytest

from forum.agendas.models import Visibility
from forum.decisions.models import Decision
from forum.foundation.database import db
from forum.minutes import operations
from forum.minutes.models import Entry
from tests.makers import NOW, make_agenda, make_booking, make_item, make_meeting
from tests.minutes.writing import ACTION, DECISION, mark, mark_all, owner, write


def desk(meeting, step=""):
    return f"/desk/meetings/{meeting.reference}/minutes{step}"


@pytest.fixture
def here(minutes, ada, ben, cora, mina):
    """Ada and Cora are here, Ben is expected."""
    mark_all(minutes.meeting, mina, mark(ada), mark(cora))
    make_booking(minutes.meeting, ben)
    return minutes


@pytest.fixture
def at(meeting, item, here):
    """The address under which item 2 is minuted."""
    return desk(meeting, f"/{item.reference}")


def saved():
    db.session.rollback()
    return db.session.query(Entry).order_by(Entry.id).all()


# ---- Beginning ----------------------------------------------------------------------------------------------


def test_they_are_begun_from_the_agenda_and_the_bookings(meeting, agenda, ada, mina, browse):
    make_booking(meeting, ada)
    browser = browse(mina)
    assert "They begin with the 2 items of the agenda" in browser.page(desk(meeting)).words

    page = browser.send(desk(meeting))

    assert (1, "1. Welcome") in page.headings
    assert "Nothing written yet. The item has 20 minutes." in page.words
    assert "1 not marked" in page.words


def test_without_an_agenda_the_page_says_so(meeting, mina, chas, browse):
    assert "This meeting has no agenda yet." in browse(mina).page(desk(meeting)).words
    refused = browse(mina).send(desk(meeting))
    assert refused.problems == [
        "This meeting has no agenda yet. Put one together first: minutes are written under its items."
    ]
    assert browse(chas).post(desk(meeting)).status_code == 403


# ---- Writing ------------------------------------------------------------------------------------------------


def test_the_page_shows_lines_with_when_they_were_saved_and_who_is_here(at, here, item, mina, browse):
    write(here, item, mina, now=NOW - timedelta(minutes=8))
    write(here, item, mina, "Providers see each draft.", DECISION)

    page = browse(mina).page(at)

    for words in ("09:52 Small providers see it late. Saved 09:52:00", "Decision D-2026-001 Providers see each draft.",
                  "10:00 · started 09:52 · 12 of 20 minutes left", "Here now: 2 1 voluntary sector, 1 commissioner.",
                  "1. Welcome", "D-2026-001 no action yet"):  # fmt: skip
        assert words in page.words


def test_a_line_is_a_note_a_decision_or_an_action_by_its_button(at, ada, mina, browse):
    browser = browse(mina)
    key = f"{ada.person.reference}:{ada.organisation.reference}"

    answer = browser.post(at, {"line": "They have 30 days.", "kind": "note", "sent_key": "a"})
    assert answer.status_code == 302 and answer.location.endswith("#line")
    browser.post(at, {"line": "Providers see drafts.", "kind": "decision", "sent_key": "b"})
    page = browser.send(
        at, {"line": "Send the list", "kind": "action", "sent_key": "c", "owner": key, "due": "4 dec"}
    )

    assert [entry.kind.value for entry in saved()] == ["note", "decision", "action"]
    assert (
        "Ada Marsh, Black Fen Community Transport · “4 dec”, understood as Friday 4 December 2026"
        in page.words
    )


def test_a_beginning_does_the_same_and_the_action_carries_out_the_decision(at, mina, browse):
    browser = browse(mina)

    browser.post(at, {"line": "d Providers see each draft.", "sent_key": "a"})
    page = browser.send(at, {"line": "a @cora by end of november publish the list", "sent_key": "b"})

    assert (
        "Cora Tregarth, County Council · “end of november”, understood as Monday 30 November 2026"
        in page.words
    )
    assert "Follows D-2026-001" in browser.page("/actions/A-2026-001").words


@pytest.mark.parametrize(
    "typed, problem",
    [
        ("", "Write something first: the line is empty."),
        ("a @zoe by friday call", "“@zoe” fits nobody here and no member. "
         "Choose the owner, or keep “zoe” as the name of a team."),
        ("a @ada by someday call", "“someday call” begins with no date that we know. "
         "Write “by 3 oct”, “by end of january” or “by next meeting”, or move “by …” further back in the line."),
        ("a @ada by 31 november call", "“31 november” is no date in the calendar. Check the day and the month."),
        ("x" * 8001, "That is too long for one line: it holds 8,000 characters. It can be kept as several."),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_says_why_and_is_kept(at, mina, browse, typed, problem):
    page = browse(mina).send(at, {"line": typed, "sent_key": "a"})

    assert page.status == 200 and page.problems == [problem]
    assert typed in page.html and 'name="sent_key" value="a"' in page.html
    assert saved() == []


def test_an_action_needs_an_owner_and_keeps_what_was_chosen(at, mina, browse):
    page = browse(mina).send(at, {"line": "Send it", "kind": "action", "due": "4 dec", "sent_key": "a"})

    assert page.problems == ["Say whose action it is: an organisation, a person, a team, or all members."]
    assert 'value="4 dec"' in page.html and 'id="more" open' in page.html


def test_sent_twice_it_is_one(at, mina, browse):
    browser = browse(mina)
    for _ in range(2):
        browser.post(at, {"line": "d Providers see each draft.", "sent_key": "a"})

    assert len(saved()) == 1
    assert db.session.query(Decision).count() == 1


def test_the_chair_reads_and_does_not_write(at, chas, ada, browse):
    page = browse(chas).page(at)
    assert page.status == 200 and "Write the next line" not in page.words and "Change" not in page.words
    assert browse(chas).post(at, {"line": "x"}).status_code == 403
    assert browse(ada.person).get(at).status_code == 403


def test_a_line_is_put_right(at, meeting, here, item, ada, ben, mina, browse):
    entry = write(here, item, mina, "Send it", ACTION, owners=[owner(ada)], due_as_said="4 dec")
    browser = browse(mina)
    address = desk(meeting, f"/lines/{entry.reference}")
    page = browser.page(address)
    assert 'value="4 dec"' in page.html and "selected>Ada Marsh, Black Fen Community Transport" in page.html

    key = f"{ben.person.reference}:{ben.organisation.reference}"
    page = browser.send(address, {"text": "Send both", "edition": "1", "owner": key, "due": "5 dec"})

    assert "Ben Holt, Fenland Carers’ Link · “5 dec”, understood as Saturday 5 December 2026" in page.words
    assert browser.send(address, {"text": "", "edition": "2"}).problems == [
        "Write something: the line is empty."
    ]


def test_a_line_is_taken_out_and_a_number_stays(at, meeting, here, item, mina, browse):
    note = write(here, item, mina)
    decided = write(here, item, mina, "Providers see each draft.", DECISION)
    browser = browse(mina)

    browser.post(desk(meeting, f"/lines/{note.reference}/take-out"))
    page = browser.send(desk(meeting, f"/lines/{decided.reference}/take-out"))

    assert "Small providers" not in page.words
    assert "Decision D-2026-001 , taken back" in page.words
    assert "Its number stays" in browser.page(desk(meeting, f"/lines/{decided.reference}")).words


def test_unknown_items_and_lines_are_404(meeting, here, mina, browse):
    browser = browse(mina)

    assert browser.get(desk(meeting, "/NONE-NONE")).status_code == 404
    assert browser.get(desk(meeting, "/lines/NONE-NONE")).status_code == 404
    assert browser.get("/desk/meetings/none/minutes").status_code == 404


# ---- Who is here --------------------------------------------------------------------------------------------


def test_who_is_here_is_marked_where_attendance_lies(meeting, here, mina, browse):
    browser = browse(mina)
    assert (
        browser.page(desk(meeting)).links["Mark who is here at the door"]
        == f"/meetings/{meeting.reference}/sign-in"
    )

    answer = browser.get(desk(meeting, "/attendance"))

    assert answer.location == f"/desk/meetings/{meeting.reference}/attendance"


# ---- The end ------------------------------------------------------------------------------------------------


def test_from_the_check_to_the_public_page(meeting, here, agenda, item, cora, mina, cleo, browse):
    write(here, agenda.items[0], mina, "Chas welcomed everyone.")
    write(here, item, mina, "Providers see each draft.", DECISION)
    write(here, item, mina, "Publish the list", ACTION, owners=[owner(cora)], due_as_said="friday")
    organiser = browse(cleo)
    assert "The minutes are being written." in browse().page(f"/meetings/{meeting.reference}/minutes").words

    page = organiser.page(desk(meeting, "/end"))
    assert "2 things to look at" in page.words and "1 person who booked is not marked" in page.words
    page = organiser.send(desk(meeting, "/end"))
    assert "The meeting ended at 10:00." in page.words and "See what goes out" in page.links
    page = organiser.page(desk(meeting, "/circulate"))
    assert "1 decision and 1 action become public." in page.words
    assert "2 people who were there, and everyone with an action, get a letter." in page.words
    page = organiser.send(desk(meeting, "/circulate"))

    assert page.notices == ["Version 1 is out."]
    page = browse().page(f"/meetings/{meeting.reference}/minutes")
    for words in ("Draft Circulated on 24 November 2026. The next meeting approves them.", "Present: 2",
                  "Decision D-2026-001 Providers see each draft.",
                  "Cora Tregarth, County Council · due Friday 27 November 2026"):  # fmt: skip
        assert words in page.words
    assert {"D-2026-001", "A-2026-001"} <= set(page.ids)
    again = organiser.send(desk(meeting, "/circulate"))
    assert again.problems == ["Nothing has changed since version 1 was circulated."]


def test_what_stops_it_is_said_with_the_way_to_it(meeting, here, item, mina, cleo, browse):
    write(here, item, mina, "Write to owen@council.example.org")
    operations.end_minutes(here, by=mina, now=NOW)
    browser = browse(cleo)

    assert "An e-mail address in item 2, saved 10:00:00" in browser.page(desk(meeting, "/end")).words
    page = browser.send(desk(meeting, "/circulate"))

    assert page.problems == [
        "Everyone can read circulated minutes. First see to an e-mail address in item 2, saved 10:00:00."
    ]


def test_a_closed_item_is_on_no_public_page(meeting, agenda, here, mina, cleo, ada, browse):
    closed = make_item(
        agenda, "The Hartwell contract", visibility=Visibility.CLOSED, closed_because="It names a bidder.",
        public_title="A contract",
    )  # fmt: skip
    write(here, closed, mina, "Hartwell bid lowest.", DECISION)
    operations.end_minutes(here, by=mina, now=NOW)
    operations.circulate_minutes(here, by=cleo, now=NOW)
    addresses = [f"/meetings/{meeting.reference}/minutes", f"/meetings/{meeting.reference}/minutes/v1",
                 "/decisions", "/actions?state=all"]  # fmt: skip

    for browser in (browse(), browse(ada.person)):
        for address in addresses:
            page = browser.page(address)
            assert page.status == 200 and "Hartwell" not in page.html
        assert browser.get("/decisions/D-2026-001").status_code in (302, 403)
    page = browse().page(addresses[0])
    assert "3. A contract Not public: It names a bidder." in page.words
    assert "Hartwell bid lowest." in browse(cleo).page(addresses[0]).words


def test_approved_and_each_version_has_its_address(forum, meeting, here, item, mina, cleo, browse):
    write(here, item, mina)
    operations.end_minutes(here, by=mina, now=NOW)
    operations.circulate_minutes(here, by=cleo, now=NOW)
    organiser = browse(cleo)
    assert "No later meeting has begun yet" in organiser.page(desk(meeting, "/approve")).words
    later = make_meeting(forum, starts_at=NOW + timedelta(days=30))
    operations.approve_minutes(here, later, by=cleo, now=NOW + timedelta(days=30))

    page = browse().page(f"/meetings/{meeting.reference}/minutes")
    assert "Approved by the meeting of 24 December 2026 as a correct record." in page.words
    old = browse().page(f"/meetings/{meeting.reference}/minutes/v1")
    assert "This is version 1, a draft. Read the newest version" in old.words
    assert browse().get(f"/meetings/{meeting.reference}/minutes/v3").status_code == 404
    assert (
        "Approved by the meeting of 24 December 2026 as a correct record."
        in organiser.page(desk(meeting)).words
    )


def test_the_approving_meeting_is_chosen(forum, here, mina, cleo, browse):
    earlier = make_meeting(forum, starts_at=NOW - timedelta(days=30))
    make_agenda(earlier)
    minutes = operations.start_minutes(earlier, by=mina, now=NOW - timedelta(days=30))
    operations.end_minutes(minutes, by=mina, now=NOW - timedelta(days=30))
    operations.circulate_minutes(minutes, by=cleo, now=NOW - timedelta(days=20))
    browser = browse(cleo)
    assert browser.send(desk(earlier, "/approve")).problems == ["Choose the meeting."]

    page = browser.send(desk(earlier, "/approve"), {"at": here.meeting.reference})

    assert page.notices == ["The minutes of 25 October 2026 are approved. They stay as they are."]
    operations.end_minutes(here, by=mina, now=NOW)
    operations.circulate_minutes(here, by=cleo, now=NOW)
    page = browse().page(f"/meetings/{here.meeting.reference}/minutes")
    assert "Approved at this meeting Minutes of 25 October 2026" in page.words


def test_reading_asks_as_often_for_many_lines_as_for_one(
    meeting, here, item, ada, mina, cleo, browse, counted
):
    write(here, item, mina)
    operations.end_minutes(here, by=mina, now=NOW)
    operations.circulate_minutes(here, by=cleo, now=NOW)
    address = f"/meetings/{meeting.reference}/minutes"
    browser, writer = browse(), browse(mina)
    with counted() as few:
        browser.get(address)
        writer.get(desk(meeting, f"/{item.reference}"))
    for number in range(15):
        write(here, item, mina, f"Send {number}", ACTION, owners=[owner(ada)])
    operations.circulate_minutes(here, by=cleo, now=NOW)
    with counted() as many:
        browser.get(address)
        writer.get(desk(meeting, f"/{item.reference}"))

    assert many.count <= few.count + 2  # the owners of actions, once there are any
