"""What is free and why not, sentence by sentence."""

from datetime import date

import pytest

from forum.booking import rules
from forum.booking.models import Joining
from forum.booking.rules import Held, Limits, Places, Share, Speaker, Way
from forum.organisations.models import Side

ROOM, ONLINE = Joining.IN_THE_ROOM, Joining.ONLINE
VOLUNTARY, COMMISSIONERS = Side.VOLUNTARY, Side.COMMISSIONERS
ORGANISATION, COUNCIL, LAY = Speaker(1, VOLUNTARY), Speaker(2, COMMISSIONERS), Speaker()
TWELFTH = date(2026, 11, 12)
AND_THEN = "goes to whoever has waited longest and may have it."


def room(total, *held, online=None, most=None, kept=None, each=30, **more):
    """Places of a meeting in a room, perhaps online too: `most` and `kept` by side."""
    shares = {
        side: Share((most or {}).get(side), (kept or {}).get(side, 0))
        for side in {*(most or {}), *(kept or {})}
    }
    ways = {ROOM: Way(total, shares)} | ({} if online is None else {ONLINE: Way(online)})
    return Places([Held(*row) for row in held], Limits(ways, each, more.get("until", TWELFTH)))


def plain(*said):
    return [words.replace("\u00a0", " ") for words in said]


def why(places, speaker, joining=ROOM, name="The County Council"):
    found = rules.prospect(joining, speaker, name, places, waiting=3)
    assert not found.has_place and found.line == 4
    return plain(found.why, found.until)


@pytest.mark.parametrize(
    "places, speaker, said, until",
    [
        (
            room(3, (ROOM, ORGANISATION, 3)), LAY,
            "All 3 places are taken.", f"As soon as one comes free, it {AND_THEN}",
        ),
        (
            room(1, (ROOM, ORGANISATION), online=5), LAY,
            "The only place in the room is taken.", f"As soon as one comes free, it {AND_THEN}",
        ),
        (room(0), LAY, "No places are open yet.", ""),
        (
            room(30, (ROOM, COUNCIL, 12), (ROOM, ORGANISATION, 3), (ROOM, LAY, 10), online=9,
                 most={COMMISSIONERS: 12}, kept={VOLUNTARY: 8}), COUNCIL,
            "All 12 places in the room for commissioners are taken. "
            "5 places are kept for the voluntary sector until 12 November.",
            f"When a commissioner gives up a place, it {AND_THEN}",
        ),
        (
            room(30, (ROOM, COUNCIL, 12), (ROOM, ORGANISATION, 7), most={COMMISSIONERS: 12}, kept={VOLUNTARY: 8}),
            COUNCIL,
            "All 12 places for commissioners are taken. 10 places are left for everyone else. "
            "1 place is kept for the voluntary sector until 12 November.",
            f"When a commissioner gives up a place, it {AND_THEN}",
        ),
        (
            room(3, (ROOM, ORGANISATION), (ROOM, LAY), most={VOLUNTARY: 1}), ORGANISATION,
            "The only place for the voluntary sector is taken. 1 place is left for everyone else.",
            f"When somebody from the voluntary sector gives up a place, it {AND_THEN}",
        ),
        (
            room(9, online=2, most={COMMISSIONERS: 0}), COUNCIL,
            "This meeting has no places in the room for commissioners. 9 places are left for everyone else.", "",
        ),
        (
            room(9, (ROOM, LAY, 4), kept={VOLUNTARY: 5}), LAY,
            "The 5 places left are kept for the voluntary sector until 12 November.",
            f"From 12 November what nobody has taken is open to everyone, and {AND_THEN}",
        ),
        (
            room(9, (ROOM, LAY, 4), (ROOM, ORGANISATION, 4), online=3, kept={VOLUNTARY: 5}), COUNCIL,
            "The only place left in the room is kept for the voluntary sector until 12 November.",
            f"From 12 November what nobody has taken is open to everyone, and {AND_THEN}",
        ),
        (
            room(9, (ROOM, LAY, 1), kept={VOLUNTARY: 5, COMMISSIONERS: 3}), LAY,
            "The 8 places left are kept until 12 November: 5 for the voluntary sector, 3 for commissioners.",
            f"From 12 November what nobody has taken is open to everyone, and {AND_THEN}",
        ),
        (
            room(9, (ROOM, COUNCIL, 2), online=2, each=2), COUNCIL,
            "The County Council has its 2 places.",
            "7 places in the room are left for other organisations. "
            f"When somebody of yours gives up a place, it {AND_THEN}",
        ),
        (
            room(2, (ROOM, COUNCIL), each=1), COUNCIL,
            "The County Council has its 1 place.",
            f"1 place is left for other organisations. When somebody of yours gives up a place, it {AND_THEN}",
        ),
        (room(2, each=0), COUNCIL, "No places are open to organisations yet.", ""),
    ],
)  # fmt: skip
def test_why_somebody_has_to_wait_and_when_that_changes(places, speaker, said, until):
    assert why(places, speaker) == [said, until]


def test_who_may_have_a_place_reads_how_many_there_are_for_them():
    now = room(30, (ROOM, COUNCIL, 10), most={COMMISSIONERS: 12}, kept={VOLUNTARY: 8})

    found = [rules.prospect(ROOM, who, None, now, 0) for who in (COUNCIL, ORGANISATION, LAY)]

    assert [(one.has_place, one.left, one.why) for one in found] == [
        (True, 2, ""),
        (True, 20, ""),
        (True, 12, ""),
    ]


def test_somebody_who_speaks_for_two_has_a_place_where_one_of_them_has():
    now = room(3, (ROOM, COUNCIL), online=1, most={COMMISSIONERS: 1})
    both = [(COUNCIL, "The County Council"), (ORGANISATION, "Carers’ Link")]

    assert [one.has_place for one in rules.prospects(both, now, {})] == [True, True]
    assert [one.has_place for one in rules.prospects(both[:1], now, {})] == [False, True]
    assert [one.has_place for one in rules.prospects([], now, {})] == [True, True]


def test_each_thing_that_stands_in_the_way_is_said_once():
    full = room(1, (ROOM, LAY), (ONLINE, LAY, 2), online=2)
    own = room(5, (ROOM, COUNCIL, 2), online=5, each=2)

    assert rules.why_wait(rules.prospects([], full, {})) == (
        "The only place in the room is taken. All 2 places online are taken."
    )
    assert plain(rules.why_wait(rules.prospects([(COUNCIL, "The County Council")], own, {}))) == [
        "The County Council has its 2 places."
    ]
    assert rules.why_full(full) == "The only place in the room is taken. All 2 places online are taken."
    assert rules.why_full(own) is None


@pytest.mark.parametrize(
    "places, said",
    [
        (room(30, (ROOM, COUNCIL, 4)), []),
        (room(30, most={COMMISSIONERS: 30}), []),
        (room(30, most={COMMISSIONERS: 12}), ["Commissioners may have at most 12 places."]),
        (room(30, online=4, most={VOLUNTARY: 1}), ["The voluntary sector may have at most 1 place in the room."]),
        (
            room(30, (ROOM, COUNCIL, 4), most={COMMISSIONERS: 12}),
            ["4 of at most 12 places for commissioners are taken."],
        ),
        (
            room(30, (ROOM, COUNCIL, 1), (ROOM, ORGANISATION, 2), online=3, most={COMMISSIONERS: 12},
                 kept={VOLUNTARY: 3}),
            ["1 of at most 12 places in the room for commissioners is taken.",
             "1 place in the room is kept for the voluntary sector until 12 November."],
        ),
        (
            room(30, (ROOM, COUNCIL, 12), most={COMMISSIONERS: 12, VOLUNTARY: 0}),
            ["This meeting has no places for the voluntary sector.", "All 12 places for commissioners are taken."],
        ),
        (
            room(30, kept={COMMISSIONERS: 1, VOLUNTARY: 5}),
            ["5 places are kept for the voluntary sector and 1 for commissioners until 12 November."],
        ),
    ],
)  # fmt: skip
def test_how_the_sides_stand(places, said):
    assert plain(*rules.balance_in_words(ROOM, places)) == said


@pytest.mark.parametrize(
    "places, said",
    [
        (room(30, (ROOM, LAY, 20)), "10 places left"),
        (room(30, (ROOM, LAY, 29)), "1 place left"),
        (room(30, (ROOM, LAY, 30)), "Every place is taken, 3 waiting"),
        (
            room(30, (ROOM, LAY, 20), kept={VOLUNTARY: 5}),
            "10 places left, 5 of them kept for the voluntary sector until 12 November",
        ),
        (
            room(30, (ROOM, LAY, 20), online=18, kept={VOLUNTARY: 5}),
            "10 places left in the room, 5 of them kept for the voluntary sector until 12 November; 18 online",
        ),
        (
            room(30, (ROOM, LAY, 25), kept={VOLUNTARY: 5}),
            "5 places left, kept for the voluntary sector until 12 November",
        ),
        (
            room(30, (ROOM, LAY, 20), kept={VOLUNTARY: 5, COMMISSIONERS: 3}),
            "10 places left, 5 of them kept for the voluntary sector and 3 for commissioners until 12 November",
        ),
        (room(30, (ROOM, LAY, 20), online=18), "10 places left in the room, 18 online"),
        (room(30, (ROOM, LAY, 20), (ONLINE, LAY, 1), online=1), "10 places left in the room, none online"),
        (room(3, (ROOM, LAY, 3), online=18), "The room is full, 18 online places left"),
    ],
)
def test_how_many_places_are_left_and_for_whom(places, said):
    assert plain(rules.places_left(places, 3)) == [said]


@pytest.mark.parametrize(
    "held, said",
    [
        (0, ""),
        (1, "1 of its 2 places is taken."),
        (2, "Its 2 places are taken."),
        (3, "Its 2 places are taken."),
    ],
)
def test_how_much_of_its_own_an_organisation_has(held, said):
    assert plain(rules.share_in_words(held, Limits({}, 2))) == [said]
