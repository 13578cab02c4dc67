"""The rules of links in letters: which a letter carries, and when there is nothing left to do."""

from datetime import datetime, timedelta

import pytest

from forum.booking.models import Apologies, Booking, BookingState, Guest, Joining
from forum.booking.rules import (
    MeetingIsCancelled,
    Purpose,
    TooLateForApologies,
    can_act,
    check_can_send_apologies,
    has_begun,
    purposes_of,
)
from forum.meetings.models import Form, Meeting, MeetingState
from forum.membership.models import Representative
from tests.makers import NOW

VIEW, CANCEL, APOLOGIES, SUBSTITUTE, JOINING, KEEP = Purpose
START = NOW + timedelta(days=20)


def a_meeting(form=Form.HYBRID, state=MeetingState.CONFIRMED, starts_at=START):
    ends_at = starts_at + timedelta(hours=2) if starts_at else None
    return Meeting(form=form, state=state, starts_at=starts_at, ends_at=ends_at, on=START.date())


def a_booking(state=BookingState.CONFIRMED, *, organisation=1, guest=None, asked=False, **of_meeting):
    speaks = None if guest else Representative(organisation_id=organisation)
    return Booking(
        meeting=a_meeting(**of_meeting), state=state, joining=Joining.IN_THE_ROOM, representative=speaks,
        guest=guest, asked_again_at=NOW if asked else None,
    )  # fmt: skip


# ---- What a letter carries ----------------------------------------------------------------------------------


@pytest.mark.parametrize("booking, purposes", [
    (a_booking(), [VIEW, APOLOGIES, SUBSTITUTE, JOINING]),
    (a_booking(form=Form.IN_PERSON), [VIEW, APOLOGIES, SUBSTITUTE]),
    (a_booking(asked=True), [KEEP, VIEW, APOLOGIES, SUBSTITUTE, JOINING]),
    (a_booking(organisation=None), [VIEW, APOLOGIES, JOINING]),
    (a_booking(guest=Guest.SPEAKER), [VIEW, CANCEL, JOINING]),
    (a_booking(BookingState.WAITING), [VIEW, CANCEL]),
    (a_booking(BookingState.CANCELLED), []),
])  # fmt: skip
def test_a_letter_carries_what_its_reader_may_do(booking, purposes):
    assert purposes_of(booking) == purposes


# ---- What is left to do -------------------------------------------------------------------------------------


def left(booking, apologies=None, now: datetime = NOW, *, again=False):
    """The purposes for which there is something left to do."""
    return {one for one in Purpose if can_act(booking, one, apologies, now, has_booked_again=again)}


@pytest.mark.parametrize("booking, purposes", [
    (a_booking(), {CANCEL, APOLOGIES, SUBSTITUTE, JOINING}),
    (a_booking(asked=True), {CANCEL, APOLOGIES, SUBSTITUTE, JOINING, KEEP}),
    (a_booking(form=Form.IN_PERSON), {CANCEL, APOLOGIES, SUBSTITUTE}),
    (a_booking(organisation=None), {CANCEL, APOLOGIES, JOINING}),
    (a_booking(BookingState.WAITING), {CANCEL, APOLOGIES, SUBSTITUTE, JOINING}),
    (a_booking(BookingState.CANCELLED), {APOLOGIES, SUBSTITUTE}),
    (a_booking(state=BookingState.CONFIRMED, starts_at=NOW), set()),
])  # fmt: skip
def test_there_is_something_left_to_do(booking, purposes):
    assert left(booking) == purposes


def test_once_apologies_are_sent_a_substitute_can_still_be_named_once():
    booking = a_booking(BookingState.CANCELLED)
    assert left(booking, Apologies()) == {SUBSTITUTE}
    assert left(booking, Apologies(substitute_id=7)) == set()


def test_who_has_booked_again_uses_the_newer_letter():
    assert left(a_booking(BookingState.CANCELLED), again=True) == set()


def test_a_meeting_called_off_leaves_nothing_to_do():
    booking = a_booking()
    booking.meeting.state = MeetingState.CANCELLED
    assert left(booking) == set()


# ---- Until when ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("starts_at, now, begun", [
    (START, START - timedelta(seconds=1), False),
    (START, START, True),
    (None, START, False),
    (None, START + timedelta(days=1), True),
])  # fmt: skip
def test_a_meeting_without_a_time_begins_when_its_day_is_over(starts_at, now, begun):
    meeting = a_meeting(starts_at=starts_at)
    assert has_begun(meeting, now) is begun
    if begun:
        with pytest.raises(TooLateForApologies):
            check_can_send_apologies(meeting, now)
    else:
        check_can_send_apologies(meeting, now)


def test_what_was_called_off_needs_no_apologies():
    with pytest.raises(MeetingIsCancelled):
        check_can_send_apologies(a_meeting(state=MeetingState.CANCELLED), NOW)
