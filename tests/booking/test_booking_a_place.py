"""Booking a place: waiting, cancelling, changing and calling off, down to the letters and the journal."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from forum.booking import operations, queries, rules
from forum.booking.models import Booking, BookingState, Joining, Needs
from forum.booking.operations import WhatIsNeeded
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry, JournalPersonal
from forum.journal.operations import note
from forum.meetings.models import Form, MeetingState
from forum.meetings.rules import IsCalledOff, plan_of
from tests.makers import NOW, make_meeting, make_representative, make_venue

CONFIRMED, WAITING, CANCELLED = BookingState.CONFIRMED, BookingState.WAITING, BookingState.CANCELLED


def book(meeting, who, joining=Joining.IN_THE_ROOM, now=NOW, **more):
    return operations.book_place(meeting, who.person, who, joining=joining, by=who.person, now=now, **more)


def states(*bookings):
    return [booking.state for booking in bookings]


def test_a_place_is_booked_with_a_letter_and_a_line_in_the_journal(forum, ada, letters):
    booking = book(make_meeting(forum), ada)

    assert booking.state is CONFIRMED
    assert letters() == [ada.person.email]
    assert db.session.query(JournalEntry).filter_by(act="booked a place", thing="Booking").count() == 1


def test_a_place_given_back_goes_to_whoever_has_waited_longest(forum, ada, ben, lena, letters):
    meeting = make_meeting(forum, places=1)
    adas, bens, lenas = (book(meeting, who) for who in (ada, ben, lena))
    assert states(adas, bens, lenas) == [CONFIRMED, WAITING, WAITING]

    operations.cancel_booking(adas, by=ada.person, now=NOW)

    assert states(adas, bens, lenas) == [CANCELLED, CONFIRMED, WAITING]
    assert letters() == [who.person.email for who in (ada, ben, lena, ada, ben)]


def test_a_refused_booking_leaves_nothing_behind(forum, ada, letters):
    meeting = make_meeting(forum)
    book(meeting, ada)

    with pytest.raises(rules.AlreadyBooked):
        book(meeting, ada)

    assert letters() == [ada.person.email]
    assert db.session.query(Booking).count() == 1


def test_the_database_keeps_one_live_booking_too(forum, ada, monkeypatch):
    meeting = make_meeting(forum)
    book(meeting, ada)
    monkeypatch.setattr(queries, "find_live_booking", lambda meeting, person: None)

    with pytest.raises(rules.AlreadyBooked):
        book(meeting, ada)


def test_booking_again_after_cancelling(forum, ada):
    meeting = make_meeting(forum)
    first = book(meeting, ada)
    operations.cancel_booking(first, by=ada.person, now=NOW)

    again = book(meeting, ada)

    assert states(first, again) == [CANCELLED, CONFIRMED]
    with pytest.raises(rules.AlreadyCancelled):
        operations.cancel_booking(first, by=ada.person, now=NOW)


def test_an_organisation_over_its_limit_waits_until_it_is_under_it(forum, ada, ben):
    meeting = make_meeting(forum)
    others = [make_representative(forum, f"Rep {n}", ada.organisation) for n in range(2)]
    first, second, third = (book(meeting, who) for who in (ada, *others))
    assert states(first, second, third) == [CONFIRMED, CONFIRMED, WAITING]
    assert book(meeting, ben).state is CONFIRMED

    operations.cancel_booking(first, by=ada.person, now=NOW)

    assert third.state is CONFIRMED


def test_a_newcomer_does_not_pass_somebody_who_could_have_the_place(forum, ada, ben):
    meeting = make_meeting(forum, places=0, places_online=0)
    adas = book(meeting, ada)
    assert adas.state is WAITING
    plan = replace(plan_of(meeting), places=1)
    from forum.meetings import operations as meetings

    meetings.change_meeting(meeting, plan, by=ada.person, now=NOW)  # raised behind booking's back

    assert book(meeting, ben).state is WAITING
    assert adas.state is CONFIRMED


def test_a_raised_limit_gives_places_by_itself(forum, ada, letters):
    meeting = make_meeting(forum)
    waiting = [book(meeting, make_representative(forum, f"Rep {n}", ada.organisation)) for n in range(3)][2]
    assert waiting.state is WAITING
    assert operations.give_places_everywhere(NOW) == 0

    @operation
    def allow_three():
        forum.places_for_each_organisation = 3
        note(None, "changed the settings", forum, now=NOW)

    allow_three()

    assert operations.give_places_everywhere(NOW) == 1
    assert waiting.state is CONFIRMED
    assert letters()[-1] == waiting.person.email


def test_room_and_online_are_apart(forum, ada, ben, cora):
    meeting = make_meeting(forum, form=Form.HYBRID, places=1, places_online=1)

    assert book(meeting, ada).state is CONFIRMED
    assert book(meeting, ben, Joining.ONLINE).state is CONFIRMED
    assert book(meeting, cora).state is WAITING
    taken = queries.places_taken(meeting)
    assert (taken.voluntary, taken.commissioners, taken.online, taken.waiting) == (1, 0, 1, 1)


def test_nothing_moves_once_the_meeting_has_begun(forum, ada, ben):
    meeting = make_meeting(forum, places=1)
    adas, bens = book(meeting, ada), book(meeting, ben)
    begun = meeting.starts_at

    with pytest.raises(rules.MeetingHasBegun):
        operations.cancel_booking(adas, by=ada.person, now=begun)
    assert operations.give_free_places(meeting, by=ada.person, now=begun) == 0
    assert states(adas, bens) == [CONFIRMED, WAITING]


def test_an_officer_books_for_themself_and_speaks_for_nobody(forum, cleo):
    booking = operations.book_place(
        make_meeting(forum), cleo, None, joining=Joining.IN_THE_ROOM, by=cleo, now=NOW
    )

    assert booking.state is CONFIRMED and booking.representative is None


# ---- The meeting changes ------------------------------------------------------------------------------------


def test_moving_a_meeting_writes_to_those_booked_and_waiting(forum, ada, ben, cleo, letters):
    meeting = make_meeting(forum, places=1)
    book(meeting, ada), book(meeting, ben)
    plan = replace(plan_of(meeting), starts=time(14), ends=time(16), venue=make_venue(forum, "Fen House"))

    assert operations.change_meeting(meeting, plan, by=cleo, now=NOW)

    assert sorted(letters()[2:]) == [ada.person.email, ben.person.email]
    letter = (
        db.session.query(Letter).filter_by(to_address=ben.person.email).order_by(Letter.id.desc()).first()
    )
    assert "it was Thursday 17\u00a0December\u00a02026, 10:00\u00a0to\u00a012:00" in letter.text
    assert "The place: it was Orchard Hall, Huntingdon." in letter.text
    assert "14:00\u00a0to\u00a016:00 (UK time)" in letter.text and "Fen House" in letter.text


def test_more_places_go_to_those_who_wait_and_a_new_lead_is_not_told(forum, ada, ben, cleo, letters):
    meeting = make_meeting(forum, places=1)
    book(meeting, ada)
    bens = book(meeting, ben)

    operations.change_meeting(meeting, replace(plan_of(meeting), places=2, lead="New"), by=cleo, now=NOW)

    assert bens.state is CONFIRMED
    assert letters()[2:] == [ben.person.email]


def test_places_are_not_lowered_below_what_is_booked(forum, ada, ben, cleo):
    meeting = make_meeting(forum, places=2)
    book(meeting, ada), book(meeting, ben)

    with pytest.raises(rules.MorePlacesAreTaken, match="2\u00a0places are taken"):
        operations.change_meeting(meeting, replace(plan_of(meeting), places=1), by=cleo, now=NOW)
    assert meeting.places == 2


def test_calling_off_cancels_each_booking_with_a_letter_in_one_go(forum, ada, ben, cleo, letters):
    meeting = make_meeting(forum, places=1)
    bookings = [book(meeting, ada), book(meeting, ben)]

    operations.call_off_meeting(meeting, because="The hall is flooded.", by=cleo, now=NOW)

    assert meeting.state is MeetingState.CANCELLED
    assert states(*bookings) == [CANCELLED, CANCELLED]
    assert letters()[2:] == [ada.person.email, ben.person.email]
    assert "The hall is flooded." in db.session.query(Letter).order_by(Letter.id.desc()).first().text
    with pytest.raises(IsCalledOff):
        operations.call_off_meeting(meeting, because="Again.", by=cleo, now=NOW)
    with pytest.raises(rules.MeetingIsCancelled):
        book(meeting, ada)


# ---- Needs --------------------------------------------------------------------------------------------------


def test_needs_stand_in_no_letter_and_not_in_the_journal_and_go_in_time(forum, ada):
    meeting = make_meeting(forum)
    book(meeting, ada, needs=WhatIsNeeded("Planted word: xylophone loop", "No xylophone nuts"))

    assert [row.access for row in db.session.query(Needs)] == ["Planted word: xylophone loop"]
    for letter in db.session.query(Letter):
        assert "xylophone" not in letter.text + letter.subject
    for entry in [*db.session.query(JournalEntry), *db.session.query(JournalPersonal)]:
        assert "xylophone" not in f"{entry.before}{entry.after}"

    over = meeting.ends_at + timedelta(days=30)
    assert operations.delete_old_needs(over - timedelta(seconds=1)) == 0
    assert operations.delete_old_needs(over) == 1
    assert db.session.query(Needs).count() == 0


def test_needs_go_with_the_booking_and_move_with_the_meeting(forum, ada, ben, cleo):
    meeting = make_meeting(forum)
    adas = book(meeting, ada, needs=WhatIsNeeded("Ramp"))
    book(meeting, ben, needs=WhatIsNeeded(diet="Vegan"))
    operations.cancel_booking(adas, by=ada.person, now=NOW)
    assert [row.diet for row in db.session.query(Needs)] == ["Vegan"]

    later = replace(plan_of(meeting), on=meeting.on + timedelta(days=28))
    operations.change_meeting(meeting, later, by=cleo, now=NOW)

    assert db.session.query(Needs).one().delete_at == meeting.ends_at + timedelta(days=30)


# ---- Letters ------------------------------------------------------------------------------------------------


def test_the_joining_link_is_only_in_the_letter_of_who_has_an_online_place(forum, ada, ben, cora):
    meeting = make_meeting(
        forum, form=Form.HYBRID, places=5, places_online=1, joining_link="https://meet.example/abc"
    )
    book(meeting, ada, Joining.ONLINE), book(meeting, ben, Joining.ONLINE), book(meeting, cora)

    texts = [letter.text for letter in db.session.query(Letter).order_by(Letter.id)]

    assert ["meet.example" in text for text in texts] == [True, False, False]
    assert "You are number 1 in line." in texts[1]
    assert f"/bookings/{queries.live_bookings(meeting)[0].reference}" in texts[0]


def test_somebody_who_booked_for_another_is_named(forum, ada, cleo):
    operations.book_place(make_meeting(forum), ada.person, ada, joining=Joining.IN_THE_ROOM, by=cleo, now=NOW)

    assert "Cleo Adeyemi booked it for you." in db.session.query(Letter).one().text


# ---- Counting -----------------------------------------------------------------------------------------------


def test_places_of_many_meetings_are_counted_in_one_question(forum, ada, counted):
    meetings = [make_meeting(forum) for _ in range(3)]
    for meeting in meetings:
        book(meeting, ada)

    numbers = [meeting.id for meeting in meetings]
    with counted() as asked:
        taken = queries.places_taken_at(meetings)

    assert asked.count == 1
    assert [taken[number].voluntary for number in numbers] == [1, 1, 1]
    assert queries.places_taken_at([]) == {}
