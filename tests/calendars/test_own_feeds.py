"""A person's own feed: their places, their turns on waiting lists, their actions, and nobody else's."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from forum.actions import operations as actions
from forum.actions.models import ActionState
from forum.booking import operations as booking
from forum.booking.models import Booking, BookingState, Joining
from forum.foundation import clock
from forum.foundation.database import operation
from forum.journal.operations import note
from forum.meetings import operations as meetings
from forum.meetings.models import Form
from forum.meetings.rules import plan_of
from tests.calendars.reading import every_reader, moment
from tests.calendars.stage import book, make_action
from tests.makers import (
    NOW,
    TODAY,
    keep,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_representative,
)


def on_day(days, **values):
    """A date so many days from today, as a meeting's start."""
    return {"starts_at": NOW + timedelta(days=days), **values}


@operation
def leave(who):
    """Act for the organisation until today."""
    who.until_on = TODAY
    note(None, "left", who, now=NOW)


@operation
def erase(person):
    """Erase a person."""
    person.erased_at = NOW
    note(None, "erased", person, now=NOW)


def titles(entries):
    """The titles of entries that were read."""
    return [entry.text("SUMMARY") for entry in entries]


def test_an_own_feed_holds_own_places_and_nobody_elses(forum, ada, ben, fetched, own_address):
    mine, theirs = make_meeting(forum, title="Mine"), make_meeting(forum, title="Theirs", **on_day(40))
    place = book(ada, mine)
    book(ben, theirs)

    (event,) = fetched(own_address(ada.person))

    assert event.text("SUMMARY") == "Mine"
    assert event.raw("STATUS") == "CONFIRMED"
    assert event.raw("TRANSP") == "OPAQUE"
    assert f"http://127.0.0.1:8000/bookings/{place.reference}" in event.text("DESCRIPTION").split("\n")


def test_who_waits_sees_it_and_is_not_busy(forum, ada, ben, fetched, own_address):
    meeting = make_meeting(forum, title="Transport", places=1)
    book(ada, meeting)
    book(ben, meeting)

    (event,) = fetched(own_address(ben.person))

    assert event.raw("STATUS") == "TENTATIVE"
    assert event.text("SUMMARY") == "Waiting list: Transport"
    assert event.raw("TRANSP") == "TRANSPARENT"


def test_the_joining_link_is_for_a_confirmed_online_place_alone(forum, ada, ben, cora, fetched, own_address):
    link = "https://meet.example/j/91?pwd=secret"
    meeting = make_meeting(forum, form=Form.HYBRID, places=5, places_online=1, joining_link=link)
    book(ada, meeting, Joining.ONLINE)
    book(ben, meeting, Joining.ONLINE)  # waits
    book(cora, meeting, Joining.IN_THE_ROOM)

    (adas,), (bens,), (coras,) = (fetched(own_address(who.person)) for who in (ada, ben, cora))

    assert adas.raw("CONFERENCE") == link
    assert link in adas.text("DESCRIPTION").split("\n")
    assert adas.text("LOCATION") == "Online"
    assert coras.text("LOCATION").startswith("Orchard Hall")
    for event in (bens, coras):
        assert not event.has("CONFERENCE")
        assert "meet.example" not in event.text("DESCRIPTION")


def test_a_place_given_up_leaves_the_feed_and_taken_again_counts_on(forum, ada, fetched, own_address):
    meeting = make_meeting(forum)
    place = book(ada, meeting)
    own = own_address(ada.person)
    (first,) = fetched(own)

    booking.cancel_booking(place, by=ada.person, now=NOW)
    assert fetched(own) == []

    book(ada, meeting)
    (again,) = fetched(own)
    assert again.raw("UID") == first.raw("UID")
    assert (
        int(again.raw("SEQUENCE")) > int(first.raw("SEQUENCE")) + 1
    )  # the letter about giving it up counted too


def test_a_place_that_comes_free_counts_on(forum, ada, ben, fetched, own_address):
    meeting = make_meeting(forum, places=1)
    place = book(ada, meeting)
    book(ben, meeting)
    own = own_address(ben.person)
    (waits,) = fetched(own)

    booking.cancel_booking(place, by=ada.person, now=NOW + timedelta(minutes=5))

    (has,) = fetched(own)
    assert has.raw("STATUS") == "CONFIRMED"
    assert int(has.raw("SEQUENCE")) > int(waits.raw("SEQUENCE"))
    assert moment(has.raw("DTSTAMP")) > moment(waits.raw("DTSTAMP"))


def test_a_place_given_up_before_the_meeting_was_called_off_does_not_come_back(
    forum, ada, ben, cleo, fetched, own_address
):
    meeting = make_meeting(forum)
    booking.cancel_booking(book(ada, meeting), by=ada.person, now=NOW)
    book(ben, meeting)
    booking.call_off_meeting(meeting, because="The hall is flooded.", by=cleo, now=NOW)

    assert fetched(own_address(ada.person)) == []
    assert titles(fetched(own_address(ben.person))) == [f"CANCELLED: {meeting.title}"]


@pytest.mark.parametrize("state, title", [
    (ActionState.OPEN, "Action: Publish the list"),
    (ActionState.IN_PROGRESS, "Action: Publish the list"),
    (ActionState.BLOCKED, "Action: Publish the list"),
    (ActionState.SAID_TO_BE_DONE, "Action, said to be done: Publish the list"),
    (ActionState.CLOSED, "Action done: Publish the list"),
    (ActionState.DROPPED, None),
    (ActionState.WITHDRAWN, None),
])  # fmt: skip
def test_an_action_stands_on_the_day_it_is_due(state, title, forum, ada, fetched, own_address):
    make_action(make_meeting(forum), {"person": ada.person}, state=state)
    entries = fetched(own_address(ada.person))
    assert titles(entries) == ([title] if title else [])
    for event in entries:
        assert (event.raw("DTSTART"), event.raw("DTEND")) == ("20261201", "20261202")
        assert event.raw("TRANSP") == "TRANSPARENT"
        assert event.raw("URL").endswith("/actions/A-2026-001")
        assert event.raw("URL") in event.text("DESCRIPTION").split("\n")
        assert re.fullmatch("[0-9a-f-]{36}", event.raw("UID"))


@pytest.mark.parametrize("whose", ["own", "organisation", "colleague", "former", "nobody"])
def test_whose_actions_an_own_feed_holds(whose, forum, ada, ben, fetched, own_address):
    meeting = make_meeting(forum)
    former = make_organisation("Left Behind")
    owner, is_there = {
        "own": ({"person": ada.person}, True),
        "organisation": ({"organisation": ada.organisation}, True),
        "colleague": ({"person": ben.person, "organisation": ben.organisation}, False),
        "former": ({"organisation": former}, False),
        "nobody": ({"is_all_members": True}, False),
    }[whose]
    make_action(meeting, owner)
    assert len(fetched(own_address(ada.person))) == is_there


@pytest.mark.parametrize("who", ["ada", "lena"])
def test_an_action_of_all_members_stands_there_until_ones_own_part_is_done(
    who, forum, ada, ben, lena, drew, fetched, own_address
):
    action = make_action(make_meeting(forum), {"is_all_members": True}, published_at=NOW)
    mine = {"ada": ada, "lena": lena}[who]
    own, other = own_address(mine.person), own_address(ben.person)
    assert titles(fetched(own)) == titles(fetched(other)) == ["Action: Publish the list"]
    assert fetched(own_address(drew)) == []

    part = (mine.organisation or mine.person).reference
    actions.tick_part(action, part, by=mine.person, now=NOW)
    assert fetched(own) == [] and len(fetched(other)) == 1
    actions.take_back_tick(action, part, by=mine.person, now=NOW)
    assert len(fetched(own)) == 1


def test_who_joined_after_it_was_agreed_has_no_part_in_it(forum, fetched, own_address):
    make_action(make_meeting(forum), {"is_all_members": True}, published_at=NOW)
    newcomer = make_organisation("Newcomers")
    make_member(forum, newcomer, from_on=TODAY + timedelta(days=1))
    nan = make_representative(forum, "Nan Penn", newcomer)
    own = own_address(nan.person)

    with clock.stopped_at(NOW + timedelta(days=2)):
        assert fetched(own) == []


@pytest.mark.parametrize("owner", ["lay", "officer", "colleague of the organisation", "one who has left"])
def test_each_kind_of_owner_has_it(owner, forum, ada, ben, lena, mina, fetched, own_address):
    who, owned = {
        "lay": (lena.person, {"person": lena.person, "is_lay": True}),
        "officer": (mina, {"person": mina}),
        "colleague of the organisation": (
            ada.person,
            {"person": ben.person, "organisation": ada.organisation},
        ),
        "one who has left": (ada.person, {"person": ada.person, "organisation": ben.organisation}),
    }[owner]
    make_action(make_meeting(forum), owned)

    assert titles(fetched(own_address(who))) == ["Action: Publish the list"]


def test_a_date_that_moves_moves_there_and_counts_on(forum, ada, mina, fetched, own_address):
    """By an owner's wish, and with the meeting at which it is due."""
    meeting = make_meeting(forum)
    later = make_meeting(forum, reference="next-2026-12", starts_at=NOW + timedelta(days=60))
    action = make_action(meeting, {"person": ada.person}, due_meeting=later)
    own = own_address(ada.person)
    seen = [fetched(own)[0]]
    actions.move_due_date(
        action, "next meeting", reason="Late.", by=ada.person, now=NOW + timedelta(minutes=1)
    )
    seen.append(fetched(own)[0])
    moved = replace(plan_of(later), on=later.on + timedelta(days=7))
    booking.change_meeting(later, moved, by=mina, now=NOW + timedelta(minutes=2))
    seen.append(fetched(own)[0])

    days = [one.raw("DTSTART") for one in seen]
    assert days[1:] == [f"{later.on - timedelta(days=7):%Y%m%d}", f"{later.on:%Y%m%d}"]
    for before, after in pairwise(seen):
        assert int(after.raw("SEQUENCE")) > int(before.raw("SEQUENCE"))
        assert moment(after.raw("LAST-MODIFIED")) > moment(before.raw("LAST-MODIFIED"))


def test_an_action_without_a_date_has_no_day_to_stand_on(forum, ada, fetched, own_address):
    make_action(make_meeting(forum), {"person": ada.person}, due_on=None)
    assert fetched(own_address(ada.person)) == []


def test_a_representative_who_left_reads_the_organisations_actions_no_more(forum, ada, fetched, own_address):
    make_action(make_meeting(forum), {"organisation": ada.organisation})
    own = own_address(ada.person)
    leave(ada)
    assert len(fetched(own)) == 1
    with clock.stopped_at(NOW + timedelta(days=1)):
        assert fetched(own) == []


def test_somebody_with_nothing_has_an_empty_calendar(forum, drew, fetch, own_address):
    answer = fetch(own_address(drew))
    assert answer.status_code == 200
    assert all(read == [] for read in every_reader(answer.data).values())


def test_unpublished_bookings_are_shown_to_nobody(forum, ada, fetched, own_address):
    meeting = make_meeting(forum, published_at=None)
    keep(Booking(meeting=meeting, person=ada.person, representative=ada, state=BookingState.CONFIRMED,
                 joining=Joining.IN_THE_ROOM, made_at=NOW, changed_at=NOW))  # fmt: skip
    assert fetched(own_address(ada.person)) == []
    meetings.publish_meeting(meeting, by=ada.person, now=NOW)
    assert titles(fetched(own_address(ada.person))) == [meeting.title]


def test_a_person_who_was_erased_has_no_calendar(forum, drew, fetch, own_address):
    own = own_address(drew)
    erase(drew)
    assert fetch(own).status_code == 404


def test_an_own_feed_says_nothing_of_its_secret_or_of_its_owner(forum, ada, fetch, own_address):
    book(ada, make_meeting(forum))
    own = own_address(ada.person)
    secret = own.rpartition("/")[2].removesuffix(".ics")
    octets = fetch(own).data.replace(b"\r\n ", b"")

    assert secret.encode() not in octets
    assert not re.search(rb"SOURCE|/calendars/|ATTENDEE|Ada|Marsh", octets)
    assert "Ada" not in own and len(secret) >= 32
    assert make_person("Somebody else").reference not in own
