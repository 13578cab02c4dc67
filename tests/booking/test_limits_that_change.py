"""Limits that change while people have booked: refused by name of the clash, or places given at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from forum.booking import operations, queries, rules
from forum.booking.models import BookingState, Joining
from forum.foundation.database import operation
from forum.journal.operations import note
from forum.meetings.models import Balance, Form
from forum.meetings.rules import plan_of
from forum.organisations.models import Sector
from tests.makers import NOW, TODAY, make_meeting, make_member, make_organisation, make_representative

CONFIRMED, WAITING = BookingState.CONFIRMED, BookingState.WAITING
LAST_IN = NOW + timedelta(days=17, hours=13, minutes=59)
"""The last minute before what is kept for the meeting of the 17th is open to all, five days before it."""


def book(meeting, who, joining=Joining.IN_THE_ROOM, now=NOW):
    return operations.book_place(meeting, who.person, who, joining=joining, by=who.person, now=now)


def change(meeting, by, now=NOW, **values):
    return operations.change_meeting(meeting, replace(plan_of(meeting), **values), by=by, now=now)


@pytest.fixture
def dora(forum):
    """Dora represents the Integrated Care Board, another commissioner."""
    organisation = make_organisation("Integrated Care Board", Sector.COMMISSIONER)
    make_member(forum, organisation)
    return make_representative(forum, "Dora Quill", organisation)


def test_a_side_is_not_limited_to_less_than_it_has(forum, cora, dora, cleo):
    meeting = make_meeting(forum, places=9)
    book(meeting, cora), book(meeting, dora)

    with pytest.raises(rules.MoreOfThatSideAreTaken, match="2\u00a0places for commissioners are taken"):
        change(meeting, cleo, balance=Balance(most_commissioners=1))
    assert meeting.most_commissioners is None
    assert change(meeting, cleo, balance=Balance(most_commissioners=2))


def test_what_others_have_is_not_kept(forum, cora, lena, cleo):
    meeting = make_meeting(forum, form=Form.HYBRID, places=3, places_online=3)
    book(meeting, cora), book(meeting, lena)

    with pytest.raises(rules.TooManyWouldBeKept, match="so at most 1 can be kept for the voluntary sector"):
        change(meeting, cleo, balance=Balance(kept_voluntary=2))
    assert change(meeting, cleo, balance=Balance(kept_voluntary=1), balance_online=Balance(kept_voluntary=3))


def test_a_raised_most_gives_places_in_the_same_transaction(forum, cora, dora, cleo, letters):
    meeting = make_meeting(forum, places=9, most_commissioners=1)
    coras, doras = book(meeting, cora), book(meeting, dora)
    assert (coras.state, doras.state) == (CONFIRMED, WAITING)

    change(meeting, cleo, balance=Balance(most_commissioners=2))

    assert doras.state is CONFIRMED and letters()[-1] == dora.person.email


def test_fewer_kept_places_go_to_whoever_waited_longest(forum, lena, cora, cleo):
    meeting = make_meeting(forum, places=3, kept_voluntary=3)
    lenas, coras = book(meeting, lena), book(meeting, cora)
    assert (lenas.state, coras.state) == (WAITING, WAITING)

    change(meeting, cleo, balance=Balance(kept_voluntary=2))
    assert (lenas.state, coras.state) == (CONFIRMED, WAITING)
    change(meeting, cleo, kept_until_on=TODAY)
    assert coras.state is CONFIRMED


def test_kept_places_wait_for_their_side_until_their_day(forum, ada, ben, lena, cora):
    meeting = make_meeting(forum, places=2, kept_voluntary=2)
    lenas, coras = book(meeting, lena), book(meeting, cora)
    assert operations.give_places_everywhere(LAST_IN) == 0
    assert book(meeting, ada, now=LAST_IN).state is CONFIRMED

    assert operations.give_places_everywhere(LAST_IN + timedelta(minutes=1)) == 1

    assert (lenas.state, coras.state) == (CONFIRMED, WAITING)
    assert book(meeting, ben, now=LAST_IN + timedelta(minutes=2)).state is WAITING


def test_a_newcomer_on_the_day_does_not_pass_who_waited_for_it(forum, ada, lena):
    """The job that gives kept places may be a minute late: booking gives them first."""
    meeting = make_meeting(forum, places=1, kept_voluntary=1)
    lenas = book(meeting, lena)

    adas = book(meeting, ada, now=LAST_IN + timedelta(minutes=1))

    assert (lenas.state, adas.state) == (CONFIRMED, WAITING)


def test_a_meeting_moved_to_a_later_day_keeps_again_and_takes_nothing_away(forum, lena, cora, ada, cleo):
    meeting = make_meeting(forum, places=2, kept_voluntary=1)
    released = LAST_IN + timedelta(minutes=1)
    lenas, coras = book(meeting, lena, now=released), book(meeting, cora, now=released)
    assert (lenas.state, coras.state) == (CONFIRMED, CONFIRMED)

    change(meeting, cleo, now=released, on=meeting.on + timedelta(days=30))

    assert (lenas.state, coras.state) == (CONFIRMED, CONFIRMED)
    assert book(meeting, ada, now=released).state is WAITING
    operations.cancel_booking(coras, by=cora.person, now=released)
    assert queries.places_taken(meeting).voluntary == 1


def test_a_lower_limit_for_organisations_takes_nothing_away(forum, ada):
    meeting = make_meeting(forum)
    both = [book(meeting, make_representative(forum, f"Rep {n}", ada.organisation)) for n in range(2)]

    @operation
    def allow_one():
        forum.places_for_each_organisation = 1
        note(None, "changed the settings", forum, now=NOW)

    allow_one()

    assert operations.give_places_everywhere(NOW) == 0
    assert [one.state for one in both] == [CONFIRMED, CONFIRMED]
    assert book(meeting, ada).state is WAITING
    operations.cancel_booking(both[0], by=both[0].person, now=NOW)
    assert (
        queries.live_bookings(meeting)[-1].state is WAITING
    )  # one is left of two, and one is all they may have
