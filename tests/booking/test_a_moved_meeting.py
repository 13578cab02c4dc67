"""A meeting moves: who is told, who is asked again, and how they answer."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from forum.booking import operations, queries, rules
from forum.booking.models import Booking, BookingState, Joining
from forum.booking.queries import Answers
from forum.booking.rules import BookedTimeMustStayFixed, Told, is_moved, who_is_told
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.meetings.models import Form, MeetingState
from forum.meetings.rules import Plan, plan_of
from tests.makers import NOW, make_meeting, make_venue

LATER = NOW + timedelta(minutes=5)
PLAN = Plan("Buses", date(2026, 12, 17), time(10), time(12), form=Form.HYBRID, places=5, places_online=5)


# ---- Rules --------------------------------------------------------------------------------------------------


def one(state=BookingState.CONFIRMED, joining=Joining.IN_THE_ROOM):
    return Booking(state=state, joining=joining)


@pytest.mark.parametrize("change, moves", [
    ({"on": date(2026, 12, 18)}, True),
    ({"starts": time(11)}, True),
    ({"ends": time(13)}, True),
    ({"title": "Trains"}, False),
    ({"places": 9}, False),
])  # fmt: skip
def test_what_a_move_is(change, moves):
    assert is_moved(PLAN, replace(PLAN, **change)) is moves


@pytest.mark.parametrize("change, room, online", [
    ({"title": "Trains"}, True, True),
    ({"joining_link": "https://meet.example/1"}, False, True),
    ({"dial_in": "020 7946 0000"}, False, True),
    ({"form": Form.IN_PERSON}, True, True),
    ({"lead": "More about it"}, False, False),
    ({"places": 9}, False, False),
])  # fmt: skip
def test_whom_a_change_matters_to(change, room, online):
    in_the_room, on_screen = one(), one(joining=Joining.ONLINE)
    told = who_is_told(PLAN, replace(PLAN, **change), [in_the_room, on_screen])
    assert (in_the_room in told.told, on_screen in told.told) == (room, online)
    assert told.asked == [] and bool(told) is (room or online)


def test_after_a_move_who_waits_is_told_and_who_has_a_place_is_asked():
    has, waits = one(), one(BookingState.WAITING)
    told = who_is_told(PLAN, replace(PLAN, starts=time(11)), [has, waits])
    assert (told.told, told.asked) == ([waits], [has])


@pytest.mark.parametrize("told, asked, first, then", [
    (0, 0, "", ""),
    (1, 0, "1 person gets", ""),
    (3, 0, "3 people get", ""),
    (0, 1, "1 person gets", " They are asked to confirm with one click, and keep their place meanwhile."),
    (0, 2, "2 people get", " They are all asked to confirm with one click, and keep their places meanwhile."),
    (2, 1, "3 people get", " 1 person is asked to confirm with one click, and keeps their place meanwhile."),
    (1, 4, "5 people get", " 4 people are asked to confirm with one click, and keep their places meanwhile."),
])  # fmt: skip
def test_the_organiser_reads_what_a_change_sets_going(told, asked, first, then):
    said = Told([one()] * told, [one()] * asked).in_words.replace("\u00a0", " ")
    assert said == (f"{first} a letter about the change.{then}" if first else "")


# ---- Operations ---------------------------------------------------------------------------------------------


@pytest.fixture
def meeting(forum):
    """A meeting with one place in the room."""
    return make_meeting(forum, places=1)


def book(meeting, who, now=NOW):
    return operations.book_place(
        meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=now
    )


def move(meeting, by, now=LATER, **to):
    to = to or {"starts": time(14), "ends": time(16)}
    operations.change_meeting(meeting, replace(plan_of(meeting), **to), by=by, now=now)


def kinds(who):
    found = db.session.query(Letter).filter_by(to_address=who.person.email).order_by(Letter.id)
    return [letter.kind for letter in found]


def test_who_has_a_place_keeps_it_and_is_asked(meeting, ada, ben, cleo):
    adas, bens = book(meeting, ada), book(meeting, ben)

    move(meeting, cleo)

    assert adas.state is BookingState.CONFIRMED and adas.awaits_answer
    assert bens.state is BookingState.WAITING and not bens.awaits_answer
    assert kinds(ada) == ["booked", "meeting moved"]
    assert kinds(ben) == ["waiting", "meeting changed"]


def test_they_say_that_they_come(meeting, ada, cleo):
    booking = book(meeting, ada)
    move(meeting, cleo)

    operations.keep_place(booking, by=ada.person, now=LATER)
    operations.keep_place(booking, by=ada.person, now=LATER + timedelta(minutes=1))

    assert booking.kept_at == LATER and not booking.awaits_answer
    assert kinds(ada) == ["booked", "meeting moved", "place kept"]


def test_who_cannot_come_then_gives_the_place_on(meeting, ada, ben, cleo):
    book(meeting, ada)
    bens = book(meeting, ben)
    move(meeting, cleo)
    operations.send_apologies(meeting, ada.person, ada, by=ada.person, now=LATER)
    assert bens.state is BookingState.CONFIRMED and not bens.awaits_answer


def test_moved_again_everybody_is_asked_again(meeting, ada, cleo):
    booking = book(meeting, ada)
    move(meeting, cleo)
    operations.keep_place(booking, by=ada.person, now=LATER)

    move(meeting, cleo, now=LATER + timedelta(days=1), on=date(2026, 12, 18))

    assert booking.awaits_answer
    assert queries.answers_after_move(meeting) == Answers(open=1)


def test_the_organiser_sees_how_many_have_answered(forum, meeting, ada, ben, cora, lena, cleo):
    move(meeting, cleo, places=5)
    assert queries.answers_after_move(meeting) == Answers()
    adas, bens = book(meeting, ada), book(meeting, ben)
    book(meeting, cora)
    move(meeting, cleo, starts=time(14), ends=time(16))
    book(meeting, lena, now=LATER)
    operations.keep_place(adas, by=ada.person, now=LATER)
    operations.cancel_booking(bens, by=ben.person, now=LATER)

    answers = queries.answers_after_move(meeting)

    assert answers == Answers(kept=1, gave_up=1, open=1)
    assert answers.asked == 3  # Lena booked the new time


@pytest.mark.parametrize("state, refusal", [
    ("cancelled", rules.AlreadyCancelled),
    ("never moved", rules.NothingWasAsked),
    ("begun", rules.MeetingHasBegun),
])  # fmt: skip
def test_what_cannot_be_confirmed(meeting, ada, cleo, state, refusal):
    booking = book(meeting, ada)
    if state != "never moved":
        move(meeting, cleo)
    if state == "cancelled":
        operations.cancel_booking(booking, by=ada.person, now=LATER)
    now = meeting.starts_at if state == "begun" else LATER
    with pytest.raises(refusal):
        operations.keep_place(booking, by=ada.person, now=now)


def test_another_hall_is_no_move(forum, meeting, ada, cleo):
    booking = book(meeting, ada)
    move(meeting, cleo, venue=make_venue(forum, "The Barn"))
    assert not booking.awaits_answer and kinds(ada) == ["booked", "meeting changed"]


def test_a_meeting_that_is_over_tells_nobody(forum, ada, cleo):
    meeting = make_meeting(forum, starts_at=NOW - timedelta(days=2))
    operations.book_place(
        meeting, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW - timedelta(days=9)
    )
    plan = replace(plan_of(meeting), ends=time(13))
    operations.change_meeting(meeting, plan, for_the_record=True, by=cleo, now=NOW)
    assert kinds(ada) == ["booked"]


def test_what_people_booked_does_not_become_provisional(meeting, ada, cleo):
    plan = replace(plan_of(meeting), is_provisional=True)
    booking = book(meeting, ada)

    with pytest.raises(BookedTimeMustStayFixed):
        operations.change_meeting(meeting, plan, by=cleo, now=LATER)

    operations.cancel_booking(booking, by=ada.person, now=LATER)
    operations.change_meeting(meeting, plan, by=cleo, now=LATER)
    assert meeting.state is MeetingState.PROVISIONAL


def test_calling_off_tells_those_who_wait_too(meeting, ada, ben, cleo):
    adas, bens = book(meeting, ada), book(meeting, ben)
    operations.call_off_meeting(meeting, because="Flood.", by=cleo, now=LATER)

    assert not adas.is_live and not bens.is_live and adas.called_off and bens.called_off
    for who in (ada, ben):
        found = db.session.query(Letter).filter_by(to_address=who.person.email).order_by(Letter.id)
        last = found.all()[-1]
        assert (last.kind, last.calendar_method) == ("meeting called off", "CANCEL")
