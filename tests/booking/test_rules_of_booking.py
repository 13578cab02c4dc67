"""The rules of booking, without a database: when, how, and what may not be changed under people's feet."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from forum.booking import rules
from forum.booking.models import BookingState, Joining
from forum.booking.rules import Claim, Count, Held, Limits, Places, Share, Speaker, Taken, Way
from forum.foundation.refusals import Refusal
from forum.meetings.models import Balance, Form
from forum.meetings.rules import Plan
from forum.organisations.models import Side
from tests.makers import NOW, TODAY

ROOM, ONLINE = Joining.IN_THE_ROOM, Joining.ONLINE
VOLUNTARY, COMMISSIONERS = Side.VOLUNTARY, Side.COMMISSIONERS
LAY = Speaker()


def of(number, side=VOLUNTARY):
    return Speaker(number, side)


def places(*held, each=2, **ways):
    """Places of a meeting with these held: rows of way to join, speaker and number; `room` and `online` as `Way`."""
    ways = {Joining[{"room": "IN_THE_ROOM", "online": "ONLINE"}[name]]: way for name, way in ways.items()}
    return Places([Held(*row) for row in held], Limits(ways, each, date(2026, 12, 12)))


def test_a_full_meeting_is_no_refusal():
    now = places((ROOM, of(1)), (ROOM, of(2)), room=Way(2), online=Way(1))

    assert now.state_for(ROOM, of(3)) is BookingState.WAITING
    assert now.state_for(ONLINE, of(3)) is BookingState.CONFIRMED


def test_places_go_to_whoever_has_waited_longest():
    given = rules.give_places(
        places((ROOM, of(1)), room=Way(2)), [Claim(1, ROOM, of(2)), Claim(2, ROOM, of(3))]
    )

    assert [claim.booking_id for claim in given] == [1]


def test_an_organisation_at_its_limit_waits_and_the_next_one_gets_the_place():
    now = places((ROOM, of(1), 2), room=Way(5))

    given = rules.give_places(now, [Claim(3, ROOM, of(1)), Claim(4, ROOM, of(2))])

    assert [claim.booking_id for claim in given] == [4]
    assert now.bar(ROOM, of(1)) is rules.Bar.MOST_OF_ORGANISATION
    assert list(now.organisations_at_their_limit()) == [1]


def test_lay_members_count_for_themselves():
    assert places((ROOM, LAY, 5), room=Way(9)).state_for(ROOM, LAY) is BookingState.CONFIRMED


def test_the_limit_of_an_organisation_is_for_the_room_and_online_together():
    now = places((ROOM, of(1)), (ONLINE, of(1)), room=Way(9), online=Way(9))

    assert now.bar(ROOM, of(1)) is now.bar(ONLINE, of(1)) is rules.Bar.MOST_OF_ORGANISATION


def test_a_side_at_its_most_waits_though_places_are_left():
    now = places((ROOM, of(1, COMMISSIONERS), 2), room=Way(5, {COMMISSIONERS: Share(most=2)}))

    assert now.bar(ROOM, of(2, COMMISSIONERS)) is rules.Bar.MOST_OF_SIDE
    assert now.bar(ROOM, of(3)) is None and now.bar(ROOM, LAY) is None


def test_kept_places_are_for_their_side_alone():
    now = places((ROOM, of(1)), (ROOM, LAY, 2), room=Way(6, {VOLUNTARY: Share(kept=4)}))

    assert now.bar(ROOM, LAY) is now.bar(ROOM, of(2, COMMISSIONERS)) is rules.Bar.KEPT_FOR_OTHERS
    assert now.bar(ROOM, of(2)) is None
    assert (now.left(ROOM), now.still_kept(ROOM, VOLUNTARY), now.open_to(ROOM, VOLUNTARY)) == (3, 3, 3)


def test_where_more_is_promised_than_is_left_no_chair_stays_empty():
    """As after a move to a later day: what was open to all, and went, is kept again."""
    shares = {VOLUNTARY: Share(kept=2), COMMISSIONERS: Share(kept=2)}
    now = places((ROOM, LAY, 3), room=Way(4, shares))

    assert now.bar(ROOM, LAY) is rules.Bar.KEPT_FOR_OTHERS
    given = rules.give_places(
        now, [Claim(1, ROOM, LAY), Claim(2, ROOM, of(1, COMMISSIONERS)), Claim(3, ROOM, of(2))]
    )
    assert [claim.booking_id for claim in given] == [2]


# ---- When, and how ------------------------------------------------------------------------------------------


FORUM = SimpleNamespace(
    booking_closes_before=timedelta(0), places_for_each_organisation=2, kept_released_days=5
)


def meeting(**values):
    return SimpleNamespace(**{
        "form": Form.HYBRID, "places": 2, "places_online": 1, "is_cancelled": False, "is_published": True,
        "is_confirmed": True, "starts_at": NOW + timedelta(days=9), "booking_closes_at": None,
        "booking_opens_at": None, "on": TODAY + timedelta(days=9), "kept_until_on": None, "balance": Balance(),
        "balance_online": Balance(), "forum": FORUM, **values,
    })  # fmt: skip


@pytest.mark.parametrize(
    "values, refusal",
    [
        ({"is_cancelled": True}, rules.MeetingIsCancelled),
        ({"is_published": False}, rules.BookingIsNotOpen),
        ({"is_confirmed": False}, rules.BookingIsNotOpen),
        ({"is_confirmed": False, "starts_at": None}, rules.BookingIsNotOpen),
        ({"starts_at": NOW}, rules.MeetingHasBegun),
        ({"booking_opens_at": NOW + timedelta(minutes=1)}, rules.BookingOpensLater),
        ({"booking_closes_at": NOW}, rules.BookingIsClosed),
        ({"form": Form.IN_PERSON}, rules.CannotJoinThatWay),
    ],
)
def test_what_is_refused(values, refusal):
    with pytest.raises(refusal, match=r"^[A-Z].*\.$"):
        rules.check_can_book(meeting(**values), ONLINE, NOW, has_booking=False)


def test_one_booking_for_each_person():
    rules.check_can_book(meeting(booking_opens_at=NOW), ROOM, NOW, has_booking=False)
    with pytest.raises(rules.AlreadyBooked):
        rules.check_can_book(meeting(), ROOM, NOW, has_booking=True)


def test_booking_closes_as_the_forum_says_and_never_after_the_start():
    usual = SimpleNamespace(booking_closes_before=timedelta(days=1), places_for_each_organisation=2)
    assert rules.closes_at(meeting(forum=usual)) == NOW + timedelta(days=8)
    assert rules.closes_at(meeting(booking_closes_at=NOW + timedelta(days=20))) == NOW + timedelta(days=9)
    assert rules.closes_at(meeting(starts_at=None)) is None
    assert rules.is_open(meeting(), NOW) and not rules.is_open(meeting(is_cancelled=True), NOW)


def test_limits_follow_the_form():
    assert rules.limits_of(meeting(), NOW) == Limits({ROOM: Way(2), ONLINE: Way(1)}, 2)
    assert rules.limits_of(meeting(form=Form.ONLINE), NOW) == Limits({ONLINE: Way(1)}, 2)
    assert rules.limits_of(meeting(form=Form.IN_PERSON), NOW) == Limits({ROOM: Way(2)}, 2)
    assert rules.limits_of(meeting(form=Form.IN_PERSON), NOW).of(ONLINE) == Way(0)


def test_what_is_kept_falls_away_on_its_day_and_the_most_never_does():
    shared = meeting(form=Form.IN_PERSON, balance=Balance(most_commissioners=1, kept_voluntary=1))
    kept_until = TODAY + timedelta(days=4)
    most = Share(most=1)

    before = rules.limits_of(shared, NOW + timedelta(days=3))
    after = rules.limits_of(shared, NOW + timedelta(days=4))

    assert before == Limits({ROOM: Way(2, {VOLUNTARY: Share(kept=1), COMMISSIONERS: most})}, 2, kept_until)
    assert after == Limits({ROOM: Way(2, {COMMISSIONERS: most})}, 2)
    shared.kept_until_on = TODAY
    assert rules.limits_of(shared, NOW) == after


# ---- What may not be changed under people's feet ------------------------------------------------------------

PLAN = Plan(title="Transport", on=TODAY + timedelta(days=30), form=Form.HYBRID, places=10, places_online=2,
            starts=NOW.time(), ends=NOW.time(), balance=Balance(most_voluntary=9, kept_voluntary=1))  # fmt: skip


@pytest.mark.parametrize(
    "values, taken, said",
    [
        (
            {"places": 2}, Taken(Count(voluntary=2, commissioners=1)),
            "3 places in the room are taken. Leave at least as many, or cancel bookings first.",
        ),
        (
            {"places_online": 0}, Taken(on_screen=Count(others=1)),
            "1 place online is taken. Leave at least as many, or cancel bookings first.",
        ),
        (
            {"form": Form.IN_PERSON}, Taken(on_screen=Count(waiting=1)),
            "1 person has a place online or waits for one. Cancel these bookings first, or keep the meeting as it is.",
        ),
        (
            {"form": Form.ONLINE}, Taken(Count(voluntary=1)),
            "1 person has a place in the room or waits for one.",
        ),
        ({"starts": None}, Taken(Count(voluntary=2)), "2 people have a place or wait for one, so a time must stay."),
        (
            {"balance": Balance(most_commissioners=1)}, Taken(Count(commissioners=2)),
            "2 places in the room for commissioners are taken. Let them have at least as many, or cancel bookings "
            "first.",
        ),
        (
            {"balance": Balance(most_voluntary=0)}, Taken(Count(voluntary=1)),
            "1 place in the room for the voluntary sector is taken. Let them have at least as many,",
        ),
        (
            {"balance_online": Balance(most_voluntary=1)}, Taken(on_screen=Count(voluntary=2)),
            "2 places online for the voluntary sector are taken.",
        ),
        (
            {"balance": Balance(kept_voluntary=8)}, Taken(Count(voluntary=1, commissioners=2, others=1)),
            "3 places in the room are taken by others, so at most 7 can be kept for the voluntary sector. Keep fewer, "
            "or add places.",
        ),
        (
            {"balance": Balance(kept_voluntary=5, kept_commissioners=5)}, Taken(Count(voluntary=2, others=1)),
            "1 place in the room is taken by others, so at most 9 can be kept for the two sides together.",
        ),
        (
            {"places": 4, "balance": Balance(kept_voluntary=3)}, Taken(Count(commissioners=2)),
            "2 places in the room are taken by others, so at most 2 can be kept for the voluntary sector.",
        ),
        (
            {"form": Form.IN_PERSON, "places": 2}, Taken(Count(voluntary=3)),
            "3 places are taken. Leave at least as many, or cancel bookings first.",
        ),
    ],
)  # fmt: skip
def test_a_change_that_would_take_a_place_away_is_refused_by_name_of_the_clash(values, taken, said):
    with pytest.raises(Refusal) as refused:
        rules.check_leaves_room(PLAN, replace(PLAN, **values), taken, FORUM, NOW)
    assert said in str(refused.value).replace("\u00a0", " ")
    rules.check_leaves_room(PLAN, PLAN, taken, FORUM, NOW)


@pytest.mark.parametrize(
    "values, taken",
    [
        ({"balance": Balance(most_commissioners=2)}, Taken(Count(commissioners=2))),
        ({"balance": Balance(kept_voluntary=8)}, Taken(Count(voluntary=8, others=2))),
        (
            {"balance": Balance(kept_voluntary=5, kept_commissioners=5)},
            Taken(Count(voluntary=5, commissioners=5)),
        ),
        ({"places": 3, "balance": Balance()}, Taken(Count(others=3))),
        # Open to all by now: it hinders nobody.
        ({"balance": Balance(kept_voluntary=9), "kept_until_on": TODAY}, Taken(Count(others=9))),
        # What cannot be anyway is refused by the plan's own rules.
        ({"balance": Balance(kept_voluntary=12)}, Taken(Count(others=3))),
    ],
)
def test_a_change_that_leaves_everybody_their_place_is_none_of_bookings_business(values, taken):
    rules.check_leaves_room(PLAN, replace(PLAN, **values), taken, FORUM, NOW)


def test_what_stood_before_hinders_no_other_change():
    """An organisation went over to the other side, and kept places were open to all until the meeting moved."""
    over = Taken(Count(voluntary=1, commissioners=6, others=3))
    before = replace(
        PLAN, balance=Balance(most_commissioners=5, kept_voluntary=4), on=TODAY + timedelta(days=3)
    )

    rules.check_leaves_room(before, replace(before, title="Buses"), over, FORUM, NOW)
    rules.check_leaves_room(before, replace(before, on=TODAY + timedelta(days=60)), over, FORUM, NOW)
