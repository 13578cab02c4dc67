"""The rules of booking, without a database: who may have a place, and in which order."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.booking import rules
from forum.booking.models import BookingState, Joining
from forum.booking.rules import Claim, Count, Limits, Taken
from forum.meetings.models import Form
from forum.meetings.rules import Plan
from forum.organisations.models import Side
from tests.makers import NOW, TODAY

ROOM, ONLINE = Joining.IN_THE_ROOM, Joining.ONLINE
LIMITS = Limits(in_the_room=2, online=1, for_each_organisation=2)


def claims(*rows):
    """Claims from rows of way to join, whether confirmed, and organisation."""
    return [
        Claim(n, n, joining, confirmed, organisation)
        for n, (joining, confirmed, organisation) in enumerate(rows)
    ]


def test_a_full_meeting_is_no_refusal():
    places, _ = rules.give_places(claims((ROOM, True, 1), (ROOM, True, 2)), LIMITS)

    assert places.state_for(ROOM, 3) is BookingState.WAITING
    assert places.state_for(ONLINE, 3) is BookingState.CONFIRMED


def test_places_go_to_whoever_has_waited_longest():
    _, given_ = rules.give_places(claims((ROOM, True, 1), (ROOM, False, 2), (ROOM, False, 3)), LIMITS)

    assert [claim.booking_id for claim in given_] == [1]


def test_an_organisation_at_its_limit_waits_and_the_next_one_gets_the_place():
    limits = replace(LIMITS, in_the_room=5)
    now = claims((ROOM, True, 1), (ROOM, True, 1), (ROOM, False, 1), (ROOM, False, 2))

    places, given_ = rules.give_places(now, limits)

    assert [claim.booking_id for claim in given_] == [3]
    assert places.state_for(ROOM, 1) is BookingState.WAITING
    assert places.is_at_its_limit(1) and not places.is_at_its_limit(2)


def test_lay_members_count_for_themselves():
    limits = replace(LIMITS, in_the_room=9)
    places, _ = rules.give_places(claims(*[(ROOM, True, None)] * 5), limits)

    assert places.state_for(ROOM, None) is BookingState.CONFIRMED


def test_room_and_online_have_a_line_each():
    now = claims((ROOM, False, 1), (ONLINE, False, 2), (ROOM, False, 3))

    assert [rules.position_of(number, now) for number in (0, 1, 2)] == [1, 1, 2]
    assert rules.end_of_line(now, [now[0]], ROOM) == 2


# ---- Whatever people do -------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["book", "cancel", "raise"]), st.integers(0, 11), st.sampled_from(list(Joining))
    ),
    max_size=60,
)


@given(STEPS, st.integers(0, 4), st.integers(0, 3), st.integers(1, 3))
def test_never_overbooked_and_nobody_is_passed(steps, room, online, each):
    limits = Limits(room, online, each)
    live: list[Claim] = []
    number = 0

    def let_places_be_given() -> rules.Places:
        nonlocal live
        places, given_ = rules.give_places(live, limits)
        live = [replace(claim, is_confirmed=True) if claim in given_ else claim for claim in live]
        return places

    for what, who, joining in steps:
        if what == "book" and rules.claim_of(who, live) is None:
            number += 1
            organisation = who // 3 or None  # the first three are lay members
            state = let_places_be_given().state_for(joining, organisation)
            live.append(Claim(number, who, joining, state is BookingState.CONFIRMED, organisation))
        elif what == "cancel" and live:
            live.pop(who % len(live))
            let_places_be_given()
        elif what == "raise":
            limits = replace(limits, in_the_room=limits.in_the_room + 1)
            let_places_be_given()
        taken = rules.taken_by(live)
        assert taken.room.confirmed <= limits.in_the_room and taken.online <= limits.online
        places = rules.Places(live, limits)
        for claim in live:
            # Nobody waits while there is a place that they could have: so no newcomer can have passed them.
            assert claim.is_confirmed or not places.may_have(claim.joining, claim.organisation_id)
        confirmed = [claim.organisation_id for claim in live if claim.is_confirmed and claim.organisation_id]
        assert all(confirmed.count(organisation) <= each for organisation in confirmed)
        lines = {
            way: [c.booking_id for c in live if not c.is_confirmed and c.joining is way] for way in Joining
        }
        for way, line in lines.items():
            assert [rules.position_of(one, live) for one in line] == list(range(1, len(line) + 1)), way


# ---- When, and how ------------------------------------------------------------------------------------------


def meeting(**values):
    return SimpleNamespace(**{
        "form": Form.HYBRID, "places": 2, "places_online": 1, "is_cancelled": False, "is_published": True,
        "is_confirmed": True, "starts_at": NOW + timedelta(days=9), "booking_closes_at": None,
        "forum": SimpleNamespace(booking_closes_before=timedelta(0), places_for_each_organisation=2), **values,
    })  # fmt: skip


@pytest.mark.parametrize(
    "values, refusal",
    [
        ({"is_cancelled": True}, rules.MeetingIsCancelled),
        ({"is_published": False}, rules.BookingIsNotOpen),
        ({"is_confirmed": False, "starts_at": None}, rules.BookingIsNotOpen),
        ({"starts_at": NOW}, rules.MeetingHasBegun),
        ({"booking_closes_at": NOW}, rules.BookingIsClosed),
        ({"form": Form.IN_PERSON}, rules.CannotJoinThatWay),
    ],
)
def test_what_is_refused(values, refusal):
    with pytest.raises(refusal, match=r"^[A-Z].*\.$"):
        rules.check_can_book(meeting(**values), ONLINE, None, NOW)


def test_one_booking_for_each_person():
    with pytest.raises(rules.AlreadyBooked):
        rules.check_can_book(meeting(), ROOM, claims((ROOM, False, 1))[0], NOW)


def test_booking_closes_as_the_forum_says_and_never_after_the_start():
    usual = SimpleNamespace(booking_closes_before=timedelta(days=1), places_for_each_organisation=2)
    assert rules.closes_at(meeting(forum=usual)) == NOW + timedelta(days=8)
    assert rules.closes_at(meeting(booking_closes_at=NOW + timedelta(days=20))) == NOW + timedelta(days=9)
    assert rules.closes_at(meeting(starts_at=None)) is None
    assert rules.is_open(meeting(), NOW) and not rules.is_open(meeting(is_cancelled=True), NOW)


def test_limits_follow_the_form():
    assert rules.limits_of(meeting(form=Form.ONLINE)) == Limits(0, 1, 2)
    assert rules.limits_of(meeting(form=Form.IN_PERSON)) == Limits(2, 0, 2)


PLAN = Plan(title="Transport", on=TODAY, form=Form.HYBRID, places=3, places_online=2)


@pytest.mark.parametrize(
    "values, taken, refusal",
    [
        ({"places": 2}, Taken(Count(voluntary=2, commissioners=1)), rules.MorePlacesAreTaken),
        ({"places_online": 0}, Taken(on_screen=Count(others=1)), rules.MorePlacesAreTaken),
        ({"form": Form.IN_PERSON}, Taken(on_screen=Count(waiting=1)), rules.PeopleComeThatWay),
        ({"form": Form.ONLINE}, Taken(Count(voluntary=1)), rules.PeopleComeThatWay),
        ({"starts": None}, Taken(Count(voluntary=1)), rules.PeopleHaveBooked),
    ],
)
def test_a_change_that_would_take_a_place_away_is_refused(values, taken, refusal):
    with_times = replace(PLAN, starts=NOW.time(), ends=NOW.time())
    with pytest.raises(refusal, match=r"^[0-9].*\.$"):
        rules.check_leaves_room(replace(with_times, **values), taken)
    rules.check_leaves_room(with_times, taken)


def test_counting_by_side():
    live = [Claim(1, 1, ROOM, True, 1, Side.VOLUNTARY), Claim(2, 2, ROOM, True, 2, Side.COMMISSIONERS),
            Claim(3, 3, ROOM, False, 3, Side.VOLUNTARY), Claim(4, 4, ONLINE, True)]  # fmt: skip

    taken = rules.taken_by(live)

    assert (taken.voluntary, taken.commissioners, taken.others, taken.online, taken.waiting) == (
        1,
        1,
        0,
        1,
        1,
    )
