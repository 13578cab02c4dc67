"""Marking who is there: at the door, without a place, and on the desk afterwards."""

from datetime import timedelta

import pytest

from forum.attendance import operations, queries, rules
from forum.attendance.models import Attendance, Presence
from forum.attendance.rules import Mark, Tick
from forum.booking.models import Apologies, Booking, BookingState, Guest, Invitation, Joining
from forum.foundation.database import db
from forum.journal.models import JournalEntry
from forum.people.models import Person
from tests.makers import NOW, keep, make_booking, make_meeting, make_organisation

LATER = NOW + timedelta(minutes=5)
TOMORROW = NOW + timedelta(days=1)


def acts():
    return [
        entry.act for entry in db.session.query(JournalEntry).filter_by(thing="Attendance").order_by("id")
    ]


def tick(meeting, representative, what=Tick.HERE, *, by=None, now=NOW, **values):
    return operations.tick(meeting, representative.person, what, by=by, now=now, **values)


# ---- At the door --------------------------------------------------------------------------------------------


def test_a_tap_is_here_since_now_and_a_second_one_changes_nothing(meeting, placed, ada, mina):
    row = tick(meeting, ada, by=mina)
    again = tick(meeting, ada, by=mina, now=LATER)

    assert (row.presence, row.arrived_at, row.organisation) == (Presence.PRESENT, NOW, ada.organisation)
    assert again is row and again.arrived_at == NOW
    assert acts() == ["marked somebody as here"]


def test_a_lay_member_and_a_guest_stand_as_what_they_are(meeting, placed, lena, drew, mina):
    keep(guest := make_guest(meeting, drew))

    assert tick(meeting, lena, by=mina).is_lay
    row = operations.tick(meeting, drew, Tick.HERE, by=mina, now=NOW)
    assert (row.guest_from, row.is_online, row.is_lay) == ("University of Ely", True, False)
    assert guest.state is BookingState.CONFIRMED


def make_guest(meeting, person):
    return Booking(meeting_id=meeting.id, person_id=person.id, representative_id=None, joining=Joining.ONLINE,
                   state=BookingState.CONFIRMED, guest=Guest.SPEAKER, guest_from="University of Ely",
                   made_at=NOW, changed_at=NOW)  # fmt: skip


def test_a_substitute_stands_instead_of_whom_they_booked_for(meeting, ada, ben, mina):
    make_booking(meeting, ada, substitute_for_id=ben.person_id)

    assert tick(meeting, ada, by=mina).substitute_for == ben.person


def test_left_back_and_undone(meeting, placed, ada, mina):
    tick(meeting, ada, by=mina)

    assert tick(meeting, ada, Tick.LEFT, by=mina, now=LATER).left_at == LATER
    assert tick(meeting, ada, Tick.LEFT, by=mina, now=TOMORROW - timedelta(hours=12)).left_at == LATER
    assert tick(meeting, ada, Tick.BACK, by=mina, now=LATER).left_at is None
    row = tick(meeting, ada, Tick.UNDO, by=mina, now=LATER)

    assert (row.presence, row.arrived_at) == (Presence.EXPECTED, None)
    assert acts()[-1] == "took back a mark"
    assert tick(meeting, ada, by=mina, now=LATER).presence is Presence.PRESENT


def test_taking_back_what_was_not_marked_does_nothing(meeting, placed, ada, mina):
    assert tick(meeting, ada, Tick.UNDO, by=mina) is None
    assert db.session.query(Attendance).count() == 0


def test_two_devices_mark_two_people_and_neither_undoes_the_other(meeting, placed, ada, ben, mina, cleo):
    tick(meeting, ada, by=mina)
    tick(meeting, ben, by=cleo)
    tick(meeting, ada, Tick.LEFT, by=cleo, now=LATER)

    assert {one.name for one in queries.present_at(meeting)} == {"Ada Marsh", "Ben Holt"}


def test_a_mark_that_waited_says_when_it_was_made(meeting, placed, ada, mina):
    row = tick(meeting, ada, by=mina, now=LATER, tapped_at=NOW - timedelta(minutes=2))

    assert row.arrived_at == NOW - timedelta(minutes=2)


def test_a_mark_that_comes_late_does_not_undo_what_was_marked_after_it(meeting, placed, ada, mina, cleo):
    tick(meeting, ada, by=mina)
    tick(meeting, ada, Tick.UNDO, by=cleo, now=LATER)

    row = tick(meeting, ada, by=mina, now=LATER + timedelta(minutes=1), tapped_at=NOW)

    assert row.presence is Presence.EXPECTED


def test_who_has_no_place_is_not_ticked(meeting, ada, mina):
    with pytest.raises(rules.NotOnTheList):
        tick(meeting, ada, by=mina)


def test_a_booking_lets_in_whoever_waits_or_cancelled(meeting, ada, ben, mina):
    for one, state in ((ada, BookingState.WAITING), (ben, BookingState.CANCELLED)):
        booking = make_booking(meeting, one, state=state)
        assert operations.let_in(booking, by=mina, now=NOW).presence is Presence.PRESENT

    assert len(queries.lines_of(meeting)) == 2


def test_on_another_day_nobody_is_ticked(forum, ada, mina):
    meeting = make_meeting(forum)
    make_booking(meeting, ada)

    with pytest.raises(rules.TooEarlyToMark):
        tick(meeting, ada, by=mina)


# ---- Without a place ----------------------------------------------------------------------------------------


def walk_in(meeting, name, organisation="", *, by, now=NOW, **values):
    return operations.add_walk_in(meeting, name, organisation, by=by, now=now, **values)


def test_who_represents_a_member_is_found_by_name_and_organisation(meeting, ada, mina):
    row = walk_in(meeting, "ada  marsh", "black fen community transport", by=mina)

    assert (row.person, row.organisation, row.arrived_at) == (ada.person, ada.organisation, NOW)
    assert [one.name for one in queries.present_at(meeting)] == ["Ada Marsh"]


def test_a_lay_member_and_an_officer_are_found_by_name_alone(meeting, lena, chas, mina):
    assert walk_in(meeting, "Lena Ferris", by=mina).is_lay
    row = walk_in(meeting, "Chas Osei-Wright", by=mina)
    assert (row.person, row.is_lay, row.guest_from) == (chas, False, "")


def test_of_a_member_but_not_known_they_are_a_person_without_account(meeting, ada, mina):
    row = walk_in(meeting, "Sam Poole", "Black Fen Community Transport", by=mina)

    assert (row.person.name, row.person.email, row.organisation) == ("Sam Poole", None, ada.organisation)


def test_of_no_member_the_organisation_stands_as_it_was_typed(meeting, mina):
    row = walk_in(meeting, "Sam Poole", "Wisbech Stargazers", by=mina)
    alone = walk_in(meeting, "Kit Lowe", by=mina)

    assert (row.organisation, row.guest_from) == (None, "Wisbech Stargazers")
    assert [one.body for one in queries.lines_of(meeting)] == ["Wisbech Stargazers", "Guest"]
    assert alone.guest_from == "guest"


def test_sent_twice_somebody_is_put_down_once(meeting, mina):
    first = walk_in(meeting, "Sam Poole", "Stargazers", sent_key="k", by=mina)
    again = walk_in(meeting, "Sam Poole ", "stargazers", sent_key="k", by=mina, now=LATER)
    other = walk_in(meeting, "Kit Lowe", "Stargazers", sent_key="k", by=mina)

    assert again is first and other is not first
    assert db.session.query(Person).filter_by(name="Sam Poole").count() == 1


def test_at_two_doors_somebody_is_put_down_once_and_taken_back_they_come_again(meeting, mina, cleo):
    row = walk_in(meeting, "Sam Poole", "Stargazers", sent_key="one", by=mina)
    assert walk_in(meeting, "sam poole", "STARGAZERS", sent_key="two", by=cleo) is row

    operations.tick(meeting, row.person, Tick.UNDO, by=cleo, now=LATER)
    assert queries.lines_of(meeting) == []
    again = walk_in(meeting, "Sam Poole", "Stargazers", sent_key="three", by=mina, now=LATER)

    assert again is row and again.arrived_at == LATER


def test_who_has_a_place_and_is_written_down_stands_by_their_place(meeting, ben, mina):
    make_booking(meeting, ben, joining=Joining.ONLINE)

    row = walk_in(meeting, "Ben Holt", "Fenland Carers’ Link", by=mina)

    assert row.is_online and len(queries.lines_of(meeting)) == 1


# ---- On the desk --------------------------------------------------------------------------------------------


def mark(representative, presence=Presence.PRESENT, **values):
    body = representative.organisation
    return Mark(representative.person, body, presence, is_lay=body is None, **values)


def test_marked_with_times_and_instead_of_whom(meeting, placed, ada, ben, mina):
    row = operations.mark_attendance(
        meeting, mark(ada, arrived_at=NOW, left_at=LATER, substitute_for=ben.person), by=mina, now=LATER
    )

    assert (row.arrived_at, row.left_at, row.substitute_for) == (NOW, LATER, ben.person)
    row = operations.mark_attendance(meeting, mark(ada, Presence.ABSENT, arrived_at=NOW), by=mina, now=LATER)
    assert (row.presence, row.arrived_at, row.substitute_for) == (Presence.ABSENT, None, None)


def test_a_correction_after_the_day_needs_a_reason_and_is_in_the_journal(meeting, placed, ada, ben, mina):
    tick(meeting, ada, by=mina)
    operations.mark_attendance(meeting, mark(ben), by=mina, now=TOMORROW)  # the signed sheet, typed in

    with pytest.raises(rules.ReasonIsMissing):
        operations.mark_attendance(meeting, mark(ada, Presence.ABSENT), by=mina, now=TOMORROW)
    row = operations.mark_attendance(
        meeting, mark(ada, Presence.ABSENT), because="It was her sister.", by=mina, now=TOMORROW
    )

    entry = (
        db.session.query(JournalEntry).filter_by(reference=str(row.id)).order_by(JournalEntry.id).all()[-1]
    )
    assert (entry.before["presence"], entry.after["presence"]) == ("present", "absent")
    assert entry.after["because"] == "It was her sister."


def test_circulated_it_needs_a_reason_and_approved_it_stays(meeting, placed, ada, cleo):
    operations.note_circulated(meeting, by=cleo, now=NOW)
    with pytest.raises(rules.ListIsCirculated):
        tick(meeting, ada, by=cleo)
    with pytest.raises(rules.ReasonIsMissing):
        operations.mark_attendance(meeting, mark(ada), by=cleo, now=NOW)
    operations.mark_attendance(meeting, mark(ada), because="She came late.", by=cleo, now=NOW)

    operations.note_approved(meeting, by=cleo, now=TOMORROW)
    with pytest.raises(rules.ListIsApproved):
        operations.mark_attendance(meeting, mark(ada), because="No.", by=cleo, now=TOMORROW)
    with pytest.raises(rules.ListIsApproved):
        walk_in(meeting, "Sam Poole", because="No.", at_the_door=False, by=cleo, now=TOMORROW)


def test_nobody_writes_over_another_unseen(meeting, placed, ada, mina, cleo):
    tick(meeting, ada, by=mina)

    with pytest.raises(rules.MarkedMeanwhile, match="Ada Marsh"):
        operations.mark_attendance(meeting, mark(ada, Presence.ABSENT), seen="", by=cleo, now=NOW)
    seen = rules.edition_of(queries.find_mark(meeting, ada.person))
    operations.mark_attendance(meeting, mark(ada, Presence.ABSENT), seen=seen, by=cleo, now=LATER)


def test_everybody_else_is_marked_and_those_marked_stay(meeting, placed, ada, ben, cora, lena, mina):
    operations.mark_attendance(meeting, mark(ben, Presence.ABSENT), by=mina, now=NOW)

    assert operations.mark_everyone_else(meeting, Presence.PRESENT, by=mina, now=NOW) == 3
    assert operations.mark_everyone_else(meeting, Presence.PRESENT, by=mina, now=NOW) == 0
    assert len(queries.present_at(meeting)) == 3


def test_on_the_desk_somebody_is_added_once(meeting, mina):
    walk_in(meeting, "Sam Poole", "Stargazers", at_the_door=False, by=mina, now=TOMORROW)

    with pytest.raises(rules.AlreadyListed, match="Sam Poole"):
        walk_in(meeting, "Sam Poole", "Stargazers", at_the_door=False, by=mina, now=TOMORROW)


# ---- The link for the door ----------------------------------------------------------------------------------


def test_the_link_is_made_renewed_and_ended(meeting, cleo):
    first = operations.make_door_link(meeting, by=cleo, now=NOW).door_secret
    second = operations.make_door_link(meeting, by=cleo, now=NOW).door_secret

    assert first != second
    operations.end_door_link(meeting, by=cleo, now=NOW)
    operations.end_door_link(meeting, by=cleo, now=NOW)
    assert queries.find_list(meeting).door_secret is None
    told = db.session.query(JournalEntry).filter_by(thing="AttendanceList").order_by(JournalEntry.id).all()
    assert [entry.act for entry in told][-1] == "ended the link for the door" and len(told) == 3
    assert not any(secret in str(entry.after) for entry in told for secret in (first, second))


def test_no_link_once_the_day_is_over(meeting, cleo):
    with pytest.raises(rules.DayIsOver):
        operations.make_door_link(meeting, by=cleo, now=TOMORROW)


# ---- Who is found -------------------------------------------------------------------------------------------


def test_the_list_and_the_sign_in_page_agree(meeting, placed, ada, ben, cora, mina):
    tick(meeting, ada, by=mina)
    operations.mark_attendance(meeting, mark(ben, Presence.APOLOGIES), by=mina, now=NOW)
    walk_in(meeting, "Sam Poole", "Stargazers", by=mina)

    whole = {(one.name, one.body, one.presence) for one in queries.attendance_of(meeting)}
    assert {(one.name, one.body, one.presence) for one in queries.lines_of(meeting)} == whole
    assert len(whole) == 5


def test_apologies_stand_of_people_and_of_organisations(meeting, ada, ben, lena):
    keep(
        Apologies(meeting=meeting, person=ada.person, organisation=ada.organisation, sent_at=NOW),
        Apologies(meeting=meeting, person=lena.person, sent_at=NOW),
        Apologies(meeting=meeting, organisation=ben.organisation, sent_at=NOW),
        Apologies(meeting=meeting, organisation=ada.organisation, sent_at=NOW, withdrawn_at=NOW),
    )

    found = [(one.name, one.presence, one.is_lay) for one in queries.attendance_of(meeting)]

    assert found == [
        ("Ada Marsh", Presence.APOLOGIES, False), ("Lena Ferris", Presence.APOLOGIES, True),
        ("Fenland Carers’ Link", Presence.APOLOGIES, False),
    ]  # fmt: skip


def test_who_was_invited_gave_no_word_and_did_not_come(meeting, forum, ada, ben, cora, lena, mina):
    for one in (ada, ben, cora, lena):
        keep(Invitation(meeting=meeting, person=one.person, representative=one, invited_at=NOW))
    assert queries.invited_and_did_not_come(meeting) == []  # nobody was marked: nothing is known

    make_booking(meeting, ada)
    tick(meeting, ada, by=mina)
    keep(Apologies(meeting=meeting, organisation=ben.organisation, sent_at=NOW))

    silent = queries.invited_and_did_not_come(meeting)
    assert [(one.name, [person.name for person in one.people]) for one in silent] == [
        ("County Council", ["Cora Tregarth"]), ("Lena Ferris", ["Lena Ferris"]),
    ]  # fmt: skip


def test_a_substitute_is_for_somebody_of_the_organisation_or_who_sent_apologies(meeting, ada, ben, cora):
    keep(Apologies(meeting=meeting, person=cora.person, organisation=cora.organisation, sent_at=NOW))

    names = [person.name for person in queries.stand_ins_for(meeting, ada.organisation)]

    assert names == ["Ada Marsh", "Cora Tregarth"]


def test_members_are_offered_by_name(meeting, forum, ada, ben):
    make_organisation("Not a member")

    assert queries.names_of_members(forum, meeting.on) == [
        "Black Fen Community Transport", "Fenland Carers’ Link", "Fenland Commissioning Forum Host",
    ]  # fmt: skip
