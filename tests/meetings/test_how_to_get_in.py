"""How to get into a venue, as pages and letters say it."""

import pytest

from forum.meetings import operations, rules
from forum.meetings.models import Venue
from tests.makers import NOW

PLACE = {"name": "Fen House", "address": "1 High Street, March PE15 9XX", "town": "March"}


def venue(**values):
    return Venue(**{"parking": "", "nearest_stop": "", "access": "", "is_step_free": None, "has_hearing_loop": None,
                    **PLACE, **values})  # fmt: skip


def test_what_is_known_is_said_in_one_order():
    found = venue(is_step_free=True, has_hearing_loop=False, parking="20 spaces", nearest_stop="High Street, bus 9",
                  access="Ring the bell!")  # fmt: skip

    assert rules.access_in_words(found) == [
        "Step-free throughout.", "No hearing loop.", "Nearest stop: High Street, bus 9.", "Parking: 20 spaces.",
        "Ring the bell!",
    ]  # fmt: skip
    assert rules.access_not_known(found) == ""


def test_what_nobody_has_said_is_not_said_to_be_missing():
    assert rules.access_in_words(venue()) == []
    assert rules.access_in_words(venue(is_step_free=False)) == ["Not step-free: there are steps."]


@pytest.mark.parametrize("values, words", [
    ({}, "Step-free access and the hearing loop"),
    ({"is_step_free": False}, "The hearing loop"),
    ({"has_hearing_loop": True}, "Step-free access"),
])  # fmt: skip
def test_what_is_not_known_is_named(values, words):
    assert rules.access_not_known(venue(**values)) == words


def test_a_venue_is_added_once(forum, cleo):
    first = operations.add_venue(forum, **PLACE, is_step_free=True, by=cleo, now=NOW)

    assert operations.add_venue(forum, **PLACE, is_step_free=True, by=cleo, now=NOW) is first
    with pytest.raises(rules.VenueIsKnown, match="Fen House"):
        operations.add_venue(forum, **PLACE, by=cleo, now=NOW)
    assert operations.add_venue(forum, **{**PLACE, "address": "2 High Street"}, by=cleo, now=NOW) is not first


def test_only_what_is_named_is_changed(forum, cleo):
    found = operations.add_venue(forum, **PLACE, parking="None", by=cleo, now=NOW)
    operations.change_venue(found, has_hearing_loop=True, by=cleo, now=NOW)

    assert (found.has_hearing_loop, found.parking, found.is_step_free) == (True, "None", None)
