"""The joining link and the number to dial: for those with a confirmed online place, and for officers; nobody else."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from forum.booking import operations as booking
from forum.booking.models import Booking, Joining
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry, JournalPersonal
from forum.meetings import operations as meetings
from forum.meetings.models import Form
from forum.meetings.rules import plan_of
from tests.makers import NOW, make_meeting, make_series

LINK, NUMBER = "https://meet.example/k9-secret", "01632 960 777, code 4821"
SECRETS = (LINK, "k9-secret", NUMBER, "960 777")


@pytest.fixture
def hybrid(forum, ada, ben, lena):
    """A hybrid meeting: Ada in the room, Ben online, Lena waiting for the one online place."""
    meeting = make_meeting(forum, form=Form.HYBRID, places_online=1, joining_link=LINK, dial_in=NUMBER)
    for who, joining in ((ada, Joining.IN_THE_ROOM), (ben, Joining.ONLINE), (lena, Joining.ONLINE)):
        booking.book_place(meeting, who.person, who, joining=joining, by=who.person, now=NOW)
    return meeting


def booking_of(who):
    return db.session.scalars(select(Booking).where(Booking.person_id == who.person.id)).one()


def told(text):
    plain = text.replace("\r\n ", "").replace("\\,", ",").replace("\u00a0", " ")
    return [secret for secret in SECRETS if secret in plain]


def test_no_page_or_file_for_everybody_holds_it(hybrid, browse):
    for address in (
        "/", "/meetings", f"/meetings/{hybrid.reference}", f"/meetings/{hybrid.reference}.ics",
        "/calendars/meetings.ics", f"/calendars/series/{hybrid.series.slug}.ics", "/calendars",
    ):  # fmt: skip
        answer = browse().get(address)
        assert answer.status_code == 200, address
        assert told(answer.get_data(as_text=True)) == [], address


def test_pages_hold_it_for_those_who_join_that_way_alone(hybrid, ada, ben, lena, cleo, drew, browse):
    for who, knows in ((ada, False), (ben, True), (lena, False)):
        browser = browse(who.person)
        for address in (
            "/",
            "/me",
            "/meetings",
            f"/meetings/{hybrid.reference}",
        ):
            assert told(browser.page(address).html) == [], address
        page = browser.page(f"/bookings/{booking_of(who).reference}")
        assert page.status == 200 and bool(told(page.html)) is knows
    assert told(browse(cleo).page(f"/bookings/{booking_of(ben).reference}").html) == list(SECRETS)
    assert told(browse(cleo).page(f"/desk/meetings/{hybrid.reference}/change").html) == list(SECRETS)
    assert told(browse(drew).page(f"/meetings/{hybrid.reference}").html) == []


def test_letters_hold_it_for_those_who_join_that_way_alone(hybrid, ada, ben, lena):
    for who, knows in ((ada, False), (ben, True), (lena, False)):
        letters = db.session.scalars(select(Letter).where(Letter.to_address == who.person.email)).all()
        assert letters
        for letter in letters:
            assert bool(told(f"{letter.subject}\n{letter.text}\n{letter.calendar}")) is knows


def test_the_journal_never_holds_it(hybrid, cleo):
    plan = replace(plan_of(hybrid), joining_link=f"{LINK}-2", dial_in=f"{NUMBER}0")
    assert meetings.change_meeting(hybrid, plan, by=cleo, now=NOW)
    rows = [*db.session.scalars(select(JournalEntry)), *db.session.scalars(select(JournalPersonal))]

    assert rows
    for row in rows:
        assert told(str({column.name: getattr(row, column.key) for column in row.__table__.columns})) == []


def test_what_is_called_off_tells_nobody_any_more(hybrid, ben, cleo, browse):
    booking.call_off_meeting(hybrid, because="The hall is flooded.", by=cleo, now=NOW)

    assert told(browse(ben.person).page(f"/bookings/{booking_of(ben).reference}").html) == []


def test_an_online_meeting_tells_everybody_with_a_place(forum, ada, browse):
    meeting = make_meeting(forum, form=Form.ONLINE, places=0, places_online=5, joining_link=LINK, dial_in=NUMBER,
                           series=make_series(forum, "Online"))  # fmt: skip
    booking.book_place(meeting, ada.person, ada, joining=Joining.ONLINE, by=ada.person, now=NOW)

    assert told(browse(ada.person).page(f"/bookings/{booking_of(ada).reference}").html) == list(SECRETS)
