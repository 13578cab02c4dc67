"""Reminders of a meeting: when they fall due, to whom they go, and what they say."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace

import pytest

from forum.agendas.models import Visibility
from forum.agendas.operations import publish_agenda
from forum.booking.models import Joining
from forum.booking.operations import book_place, call_off_meeting, cancel_booking, change_meeting
from forum.foundation import jobs
from forum.foundation.clock import london_moment
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.foundation.post.message import message_of
from forum.journal.operations import note
from forum.meetings.models import Form, MeetingState
from forum.meetings.rules import plan_of
from forum.overview.operations import reminders
from forum.overview.operations.reminders import remind_of_meetings
from forum.overview.rules.reminders import Due, due, far_off
from tests.agendas import stage
from tests.calendars.reading import events, moment, strictly, with_icalendar, with_vobject
from tests.makers import (
    NOW,
    make_booking,
    make_meeting,
    make_person,
    make_representative,
    make_strategy,
)

ON = date(2026, 12, 17)


def at(days_before: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment so many days before the meeting, by the clocks of London."""
    return london_moment(ON - timedelta(days=days_before), time(hour, minute))


def meeting_like(**values):
    """As much of a meeting as the rule looks at."""
    starts_at = datetime(2026, 12, 17, 10, 0, tzinfo=UTC)
    settings = SimpleNamespace(
        first_reminder_days=values.pop("first", 7), second_reminder_days=values.pop("second", 1)
    )
    defaults = {
        "is_cancelled": False, "is_published": True, "is_confirmed": True, "on": ON, "starts_at": starts_at,
        "forum": settings,
    }  # fmt: skip
    return SimpleNamespace(**{**defaults, **values})


# ---- When ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "now, which",
    [
        (at(8), None),
        (at(7, 7, 59), None),  # not before the morning
        (at(7, 8), "first"),
        (at(7, 19, 59), "first"),
        (at(7, 20), None),  # never in the evening or the night
        (at(6, 3), None),
        (at(6, 8), "first"),  # a day without a worker
        (at(2), "first"),
        (at(1, 7, 59), None),
        (at(1, 8), "second"),
        (at(0, 8), "second"),  # on the morning itself, if nobody worked the day before
        (at(0, 10), None),  # it has begun
        (at(-1), None),
    ],
)
def test_when_a_reminder_falls_due(now, which):
    found = due(meeting_like(), now)

    assert (found and found.which) == which


def test_nobody_is_reminded_of_what_does_not_stand():
    for values in (
        {"is_cancelled": True},
        {"is_published": False},
        {"is_confirmed": False},
        {"starts_at": None},
    ):
        assert due(meeting_like(**values), at(7)) is None


def test_nought_turns_a_reminder_off():
    assert due(meeting_like(first=0), at(7)) is None
    assert due(meeting_like(first=0), at(1)).which == "second"
    assert due(meeting_like(second=0), at(1)).which == "first"
    assert due(meeting_like(first=0, second=0), at(1)) is None


def test_the_same_day_for_both_is_one_reminder():
    assert due(meeting_like(first=3, second=3), at(3)) == Due("second", ON - timedelta(days=3), 3)


def test_the_morning_is_londons_on_both_sides_of_a_change_of_the_clocks():
    for on, starts in (
        (
            date(2026, 10, 26),
            datetime(2026, 10, 26, 10, 0, tzinfo=UTC),
        ),  # the clocks went back the day before
        (date(2027, 3, 29), datetime(2027, 3, 29, 9, 0, tzinfo=UTC)),  # and forward
    ):
        meeting = meeting_like(on=on, starts_at=starts)
        for days in (7, 1):
            eight = london_moment(on - timedelta(days=days), time(8))
            assert due(meeting, eight - timedelta(seconds=1)) is None
            assert due(meeting, eight).days_left == days


def test_how_far_off_a_meeting_is_in_words():
    assert [far_off(days) for days in (0, 1, 7)] == ["today", "tomorrow", "in 7\u00a0days"]


# ---- To whom, and once --------------------------------------------------------------------------------------


@pytest.fixture
def meeting(forum):
    """A meeting in a hall."""
    return make_meeting(forum)


def written(kind="reminder"):
    db.session.expire_all()
    return list(db.session.query(Letter).filter(Letter.kind == kind).order_by(Letter.id))


@operation
def change(thing, **values):
    for name, value in values.items():
        setattr(thing, name, value)
    note(None, "changed for a test", thing, now=NOW)


def test_it_is_one_of_the_workers_jobs(database):
    assert remind_of_meetings in jobs.jobs


def test_each_booking_is_reminded_once_a_week_and_once_a_day_before(meeting, ada, ben):
    for one in (ada, ben):
        make_booking(meeting, one)

    for now in (at(8), at(7, 8), at(7, 8, 1), at(6), at(1, 8), at(1, 9), at(0, 8)):
        remind_of_meetings(now)

    assert [letter.to_address for letter in written()] == [ada.person.email, ben.person.email] * 2
    assert [letter.subject.split(":")[0] for letter in written()] == [
        "Reminder, in 7 days", "Reminder, in 7 days", "Reminder, tomorrow", "Reminder, tomorrow",
    ]  # fmt: skip
    assert {letter.about for letter in written()} == {meeting.reference}
    assert written()[0].batch == written()[1].batch == written()[0].reference


def test_what_was_booked_on_the_day_of_a_reminder_or_since_needs_none(meeting, ada, ben, cora):
    make_booking(meeting, ada, made_at=at(8, 23), changed_at=at(8, 23))
    make_booking(meeting, ben, made_at=at(7, 7), changed_at=at(7, 7))
    make_booking(meeting, cora, made_at=at(3), changed_at=at(3))
    remind_of_meetings(at(7))
    remind_of_meetings(at(2))
    assert [letter.to_address for letter in written()] == [ada.person.email]

    remind_of_meetings(at(1))
    assert len(written()) == 4


def test_who_waits_is_told_where_they_stand(forum, ada, ben, cora):
    meeting = make_meeting(forum, places=1)
    for one in (ada, ben, cora):
        book_place(meeting, one.person, one, joining=Joining.IN_THE_ROOM, by=one.person, now=NOW)
    remind_of_meetings(at(7))

    assert [letter.to_address for letter in written()] == [ada.person.email]
    second, third = written("reminder to those waiting")
    assert "You are number 1 in line." in second.text and "You are number 2 in line." in third.text
    assert "Leave the waiting list: http://127.0.0.1:8000/bookings/" in third.text
    assert second.subject.startswith("You are on the waiting list, in 7")


def test_who_gave_the_place_up_is_not_reminded(meeting, ada, ben):
    cancel_booking(make_booking(meeting, ada), by=ada.person, now=NOW)
    make_booking(meeting, ben)
    remind_of_meetings(at(7))

    assert [letter.to_address for letter in written()] == [ben.person.email]


def test_who_has_no_address_is_not_reminded(forum, meeting, ada):
    nobody = make_person("Nat Nowhere", email=None)
    make_booking(meeting, make_representative(forum, "Nat Nowhere", ada.organisation, person=nobody))

    assert remind_of_meetings(at(7)) == 0


def test_nobody_is_reminded_of_a_meeting_that_was_called_off(meeting, ada, cleo):
    make_booking(meeting, ada)
    call_off_meeting(meeting, because="No heating.", by=cleo, now=NOW)

    assert remind_of_meetings(at(7)) == 0


def test_a_meeting_that_moved_is_reminded_of_on_its_new_day(meeting, ada, cleo):
    from dataclasses import replace

    make_booking(meeting, ada)
    remind_of_meetings(at(7))
    change_meeting(meeting, replace(plan_of(meeting), on=date(2027, 1, 14)), by=cleo, now=at(5))
    assert remind_of_meetings(at(1)) == 0

    remind_of_meetings(datetime(2027, 1, 7, 9, 0, tzinfo=UTC))

    assert len(written()) == 2
    assert "It moved, and you have not said yet whether you still come." in written()[1].text


def test_two_workers_at_once_write_one_letter(database, meeting, ada, ben, cora, lena):
    for one in (ada, ben, cora, lena):
        make_booking(meeting, one)
    db.session.remove()
    start, problems = threading.Barrier(3), []

    def work() -> None:
        with database.app_context():
            start.wait()
            try:
                remind_of_meetings(at(7))
            except Exception as problem:
                problems.append(problem)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert len(written()) == 4


def test_very_many_are_written_in_rounds(meeting, ada, ben, cora, monkeypatch):
    monkeypatch.setattr(reminders, "MOST_AT_ONCE", 2)
    for one in (ada, ben, cora):
        make_booking(meeting, one)

    assert [remind_of_meetings(at(7)) for _ in range(3)] == [2, 1, 0]


def test_another_day_of_reminders_is_as_the_settings_say(forum, meeting, ada):
    make_booking(meeting, ada)
    change(forum, first_reminder_days=10, second_reminder_days=0)

    assert [remind_of_meetings(at(days)) for days in (10, 7, 1)] == [1, 0, 0]


def test_a_provisional_date_has_no_reminders(meeting, ada):
    make_booking(meeting, ada)
    change(meeting, state=MeetingState.PROVISIONAL)

    assert remind_of_meetings(at(7)) == 0


# ---- What it says -------------------------------------------------------------------------------------------


def test_before_the_agenda_is_out_the_day_is_said(meeting, ada):
    make_booking(meeting, ada)
    change(meeting.forum, first_reminder_days=14)
    remind_of_meetings(at(14))
    remind_of_meetings(at(1))
    early, late = written()

    assert "The agenda comes out on Wednesday 9\u00a0December\u00a02026." in early.text
    assert "The agenda is not out yet. It will stand here:" in late.text


def test_each_reads_the_agenda_as_they_may_see_it(forum, meeting, ada, cleo):
    make_strategy()
    agenda = stage.begin(meeting, cleo)
    stage.add(agenda, "How places are bought", cleo)
    stage.add(
        agenda, "A secret purchase", cleo, visibility=Visibility.CLOSED, public_title="A matter in private",
        closed_because="Prices of others",
    )  # fmt: skip
    publish_agenda(agenda, by=cleo, now=NOW)
    make_booking(meeting, ada)
    book_place(meeting, cleo, None, joining=Joining.IN_THE_ROOM, by=cleo, now=NOW)
    remind_of_meetings(at(7))
    adas, cleos = written()

    assert "How places are bought (discuss, 20\u00a0minutes)" in adas.text
    assert "A matter in private" in adas.text and "A secret purchase" not in adas.text
    assert "A secret purchase" in cleos.text


def test_the_way_to_join_is_for_those_with_a_place(forum, ada, ben):
    meeting = make_meeting(
        forum, form=Form.ONLINE, venue=None, places=0, places_online=1,
        joining_link="https://meet.example/room-7", dial_in="0330 555 0100, then 7#",
    )  # fmt: skip
    for one in (ada, ben):
        book_place(meeting, one.person, one, joining=Joining.ONLINE, by=one.person, now=NOW)
    remind_of_meetings(at(7))
    (has_place,), (waits,) = written(), written("reminder to those waiting")

    assert "https://meet.example/room-7" in has_place.text and "0330 555 0100, then 7#" in has_place.text
    assert "meet.example" not in f"{waits.text}{waits.calendar}" and "0330" not in waits.text


def test_a_reminder_read_back_whole(meeting, ada):
    booking = book_place(meeting, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW)
    remind_of_meetings(at(7))
    (letter,) = written()
    first = db.session.query(Letter).filter_by(kind="booked").one()
    message = message_from_bytes(message_of(letter, "forum@forum.example").as_bytes(), policy=default)
    plain = message.get_body(("plain",)).get_content().replace("\u00a0", " ").replace("\r\n", "\n")
    parts = list(message.iter_parts())
    calendar = parts[2].get_payload(decode=True)
    (event,), (before,) = events(strictly(calendar)), events(strictly(first.calendar.encode()))

    assert message["Subject"].replace("\u00a0", " ") == (
        "Reminder, in 7 days: How community transport is bought, and who decides, 17 December"
    )
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert parts[2].get_param("method") == "REQUEST"
    assert plain.startswith("Dear Ada,\n\nIn 7 days is a meeting at which you have a place.")
    assert "When: Thursday 17 December 2026, 10:00 to 12:00 (UK time)" in plain
    assert "Getting in: Level entrance. Hearing loop." in plain
    assert f"/bookings/{booking.reference}/by-letter/apologies/" in plain
    assert event.raw("UID") == before.raw("UID") == meeting.uid
    assert event.raw("SEQUENCE") == before.raw("SEQUENCE")
    assert moment(event.raw("DTSTAMP")) == at(7) > moment(before.raw("DTSTAMP"))
    assert event.raw("ATTENDEE") == f"mailto:{ada.person.email}"
    assert with_vobject(calendar) == with_icalendar(calendar)


def test_a_reminder_to_those_waiting_read_back_whole(forum, ada, ben):
    meeting = make_meeting(forum, places=1)
    for one in (ada, ben):
        book_place(meeting, one.person, one, joining=Joining.IN_THE_ROOM, by=one.person, now=NOW)
    remind_of_meetings(at(1))
    (letter,) = written("reminder to those waiting")
    message = message_from_bytes(message_of(letter, "forum@forum.example").as_bytes(), policy=default)
    calendar = list(message.iter_parts())[2].get_payload(decode=True)
    (event,) = events(strictly(calendar))

    assert event.raw("STATUS") == "TENTATIVE" and event.text("SUMMARY").startswith("Waiting list: ")
    assert with_vobject(calendar) == with_icalendar(calendar)
    assert "Tomorrow is a meeting for which you are on the waiting list." in message.get_body(
        ("plain",)
    ).get_content().replace("\r\n", "\n")
