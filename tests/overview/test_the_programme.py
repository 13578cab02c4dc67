"""The programme: what comes, what was, how many places are left, in a fixed number of questions."""

from datetime import UTC, date, datetime, timedelta

from forum.booking import operations as booking
from forum.booking.models import Joining
from forum.meetings import operations
from forum.meetings.models import Form, MeetingState
from tests.makers import NOW, make_meeting


def book(meeting, who, joining=Joining.IN_THE_ROOM):
    return booking.book_place(meeting, who.person, who, joining=joining, by=who.person, now=NOW)


def test_an_empty_programme_says_so_and_leads_on(forum, browse):
    page = browse().page("/meetings")

    assert "The next date is not fixed." in page.words
    assert "No meeting has been held yet." in browse().page("/meetings?when=past").words


def test_meetings_stand_in_order_with_their_state_and_places(forum, ada, ben, cleo, browse):
    make_meeting(forum, title="Held", starts_at=NOW - timedelta(days=30))
    off = make_meeting(forum, title="Called off one", starts_at=NOW + timedelta(days=9))
    operations.call_off_meeting(off, because="Flood", by=cleo, now=NOW)
    full = make_meeting(forum, title="Full one", starts_at=NOW + timedelta(days=10), places=1)
    book(full, ada)
    make_meeting(
        forum, title="Provisional one", starts_at=None, on=date(2027, 6, 17), state=MeetingState.PROVISIONAL
    )
    make_meeting(forum, title="Draft one", published_at=None)
    make_meeting(forum, title="Hybrid one", form=Form.HYBRID, places=10, places_online=18)

    page = browse(ben.person).page("/meetings")

    titles = [words for level, words in page.headings if level == 3]
    assert titles == ["Called off one", "Full one", "Hybrid one", "Provisional one", "Held"]
    for words in (
        "Called off",
        "Every place is taken",
        "10 places left in the room, 18 online",
        "Provisional date",
    ):
        assert words in page.words
    assert f"/meetings/{full.reference}/book" in page.html
    assert "Join the waiting list" in page.words
    assert "Draft one" not in page.html
    assert "You have a place" in browse(ada.person).page("/meetings").words
    assert "Book a place" not in browse().page("/meetings").words


def test_past_meetings_stand_by_year_and_in_pages(forum, browse):
    for n in range(25):
        make_meeting(
            forum,
            title=f"Meeting {n}",
            starts_at=datetime(2026, 11, 1, 10, tzinfo=UTC) - timedelta(days=30 * n),
        )

    page = browse().page("/meetings?when=past")
    assert [words for level, words in page.headings if level == 2] == ["2026", "2025"]
    assert "Page 1 of 2" in page.words
    assert "when=past" in page.links["Next page"] and "page=2" in page.links["Next page"]
    assert len([1 for level, _ in browse().page("/meetings?when=past&page=2").headings if level == 3]) == 5
    assert browse().get("/meetings?page=nonsense").status_code == 200


def test_the_programme_asks_as_often_for_one_meeting_as_for_many(forum, ada, browse, counted):
    browser = browse(ada.person)
    make_meeting(forum)
    make_meeting(forum, starts_at=NOW - timedelta(days=3))
    browser.get("/meetings")
    with counted() as few:
        browser.get("/meetings")
    for n in range(6):
        book(make_meeting(forum, starts_at=NOW + timedelta(days=n + 1)), ada)
        make_meeting(forum, starts_at=NOW - timedelta(days=n + 10))
    with counted() as many:
        browser.get("/meetings")

    assert few.count == many.count
