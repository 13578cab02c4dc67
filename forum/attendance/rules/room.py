"""Who comes and goes while a meeting runs: what may be said of somebody, and the words of the record."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from forum.attendance.models import AttendanceList, Presence, SteppedOut
from forum.attendance.rules.lists import Listed, Mark, bare
from forum.foundation.refusals import Refusal
from forum.foundation.words import clock_time, count_of

MOST_HEADS = 2000
"""How many people one room may hold: more is a slip of the finger."""


class Move(StrEnum):
    """What is said of somebody while the meeting runs."""

    HERE = "here"  # from the start, or at a time that nobody noted
    ARRIVED = "arrived"  # now, during the item that is taken
    NOT_HERE = "not_here"
    LEFT = "left"
    NOT_LEFT = "not_left"
    OUT_FOR_INTEREST = "out_for_interest"
    OUT = "out"
    BACK = "back"
    NOT_OUT = "not_out"
    ONLINE = "online"
    IN_ROOM = "in_room"


WORDS_OF_MOVES = {
    Move.HERE: "Here from the start",
    Move.ARRIVED: "Arrived now",
    Move.NOT_HERE: "Not here after all",
    Move.LEFT: "Left now",
    Move.NOT_LEFT: "Has not left",
    Move.OUT_FOR_INTEREST: "Out for an interest",
    Move.OUT: "Out for another reason",
    Move.BACK: "Back now",
    Move.NOT_OUT: "Did not step out",
    Move.ONLINE: "Online",
    Move.IN_ROOM: "In the room",
}
"""What the buttons say."""

OF_AN_ITEM = frozenset({Move.ARRIVED, Move.LEFT, Move.OUT_FOR_INTEREST, Move.OUT})
"""What happens during an item, so that the record says which."""


class NotHere(Refusal):
    message = "{name} is not marked as here. Mark that first."


class AlreadyOut(Refusal):
    message = "{name} is out of the room already. Mark that they are back first."


class WhichItem(Refusal):
    message = "Choose the item for which they are out of the room."
    about = "item"


class HeadsAreTooMany(Refusal):
    message = "Give a whole number up to 2,000, or nothing."


def check_can_move(one: Listed, what: Move, out: SteppedOut | None) -> None:
    """Refuse to let somebody leave or step out who is not here, or step out twice. `out` is since when they are."""
    is_here = one.presence is Presence.PRESENT
    if what not in (Move.HERE, Move.ARRIVED, Move.NOT_HERE, Move.ONLINE, Move.IN_ROOM) and not is_here:
        raise NotHere(name=one.name)
    if what in (Move.OUT, Move.OUT_FOR_INTEREST) and out is not None:
        raise AlreadyOut(name=one.name)


def mark_of(one: Listed) -> Mark:
    """What the list says of somebody, before anything is changed."""
    return Mark(
        one.person,  # type: ignore[arg-type]  # whoever is marked is a person
        one.organisation,
        one.presence,
        is_lay=one.is_lay,
        is_online=one.is_online,
        guest_from=one.guest_from,
        substitute_for=one.substitute_for,
    )


def moves_of(one: Listed, out: SteppedOut | None) -> tuple[list[Move], list[Move]]:
    """What can be said of somebody: the likely, and what lies one step further."""
    way = Move.IN_ROOM if one.is_online else Move.ONLINE
    if one.presence is not Presence.PRESENT:
        return [Move.HERE, Move.ARRIVED], [way] if one.presence is Presence.EXPECTED else []
    if one.left_at is not None or one.left_at_item_id is not None:
        return [Move.NOT_LEFT], [Move.NOT_HERE]
    if out is not None:
        return [Move.BACK], [Move.NOT_OUT, Move.LEFT]
    return [Move.LEFT, Move.OUT_FOR_INTEREST], [Move.OUT, way, Move.NOT_HERE]


def out_now(stepped: Iterable[SteppedOut]) -> SteppedOut | None:
    """That somebody is out of the room and has not come back, of all their steppings out."""
    live = [
        one for one in stepped if one.withdrawn_at is None and one.back_at is None and one.out_at is not None
    ]
    return live[-1] if live else None


def here_now(listed: Iterable[Listed]) -> list[Listed]:
    """Who came and has not left; who stepped out for an item is still here."""
    return [
        one
        for one in listed
        if one.presence is Presence.PRESENT and one.left_at is None and one.left_at_item_id is None
    ]


def stands_in_words(one: Listed, out: SteppedOut | None, numbers: Mapping[int, str]) -> str:
    """How somebody stands in the room now: `Here, came during item 3 at 10:25`, `Out for item 4 since 10:40`."""
    if one.presence is not Presence.PRESENT:
        return {Presence.APOLOGIES: "Apologies", Presence.ABSENT: "Did not come"}.get(
            one.presence, "Not marked"
        )
    where = "Online" if one.is_online else "In the room"
    if one.left_at is not None or one.left_at_item_id is not None:
        return f"Left{_during(one.left_at_item_id, numbers)}{_at(one.left_at)}"
    if out is not None:
        return (
            f"Out for item {numbers.get(out.item_id, '')} since {clock_time(out.out_at)}"
            if out.out_at
            else where
        )
    if one.arrived_at_item_id is not None:
        return f"{where}, came{_during(one.arrived_at_item_id, numbers)}{_at(one.arrived_at)}"
    return f"{where}, since {clock_time(one.arrived_at)}" if one.arrived_at else where


def _during(item_id: int | None, numbers: Mapping[int, str]) -> str:
    number = numbers.get(item_id or 0)
    return f" during item {number}" if number else ""


def _at(moment: datetime | None) -> str:
    return f" at {clock_time(moment)}" if moment else ""


def called(listed: Iterable[Listed], typed: str) -> list[Listed]:
    """Those in whose name or organisation each typed word is found; all where nothing was typed."""
    words = bare(typed).split()
    return [one for one in listed if all(word in bare(f"{one.name} {one.body}") for word in words)]


# ---- For the record -----------------------------------------------------------------------------------------


def record_words(one: Listed, stepped: Iterable[SteppedOut], numbers: Mapping[int, str]) -> list[str]:
    """What the record says of how somebody came and went; `numbers` are those of the items.

    `arrived during item 3`, `left during item 6`, `out of the room for item 4 (an interest declared)`.
    """
    return movement_words(
        numbers.get(one.arrived_at_item_id or 0, ""),
        numbers.get(one.left_at_item_id or 0, ""),
        [
            (numbers[out.item_id], out.is_for_interest)
            for out in stepped
            if out.withdrawn_at is None and out.item_id in numbers
        ],
    )


def movement_words(came: str, left: str, out: Sequence[tuple[str, bool]]) -> list[str]:
    """The same from the numbers of the items; of each that they were out for, whether it was for an interest."""
    said = [f"arrived during item {came}"] if came else []
    for number, is_for_interest in dict(out).items():
        said.append(
            f"out of the room for item {number}{' (an interest declared)' if is_for_interest else ''}"
        )
    return [*said, *([f"left during item {left}"] if left else [])]


def counted_words(firm: AttendanceList | None, present: Iterable[Listed]) -> str:
    """`31 in the room were counted, 28 are named`; empty where nobody counted, or as many have a name."""
    if firm is None:
        return ""
    named = [one.is_online for one in present]
    return heads_words(firm.counted_in_room, named.count(False), firm.counted_online, named.count(True))


def heads_words(in_room: int | None, named_in_room: int, online: int | None, named_online: int) -> str:
    """The same from the numbers."""
    said = []
    if in_room is not None and in_room != named_in_room:
        said.append(f"{count_of(in_room, 'in the room was counted', 'in the room were counted')}, "
                    f"{count_of(named_in_room, 'is named', 'are named')}")  # fmt: skip
    if online is not None and online != named_online:
        said.append(f"{count_of(online, 'online was counted', 'online were counted')}, "
                    f"{count_of(named_online, 'is named', 'are named')}")  # fmt: skip
    return "; ".join(said)


def check_heads(*counts: int | None) -> None:
    """Refuse a head count that cannot be."""
    if any(count is not None and not 0 <= count <= MOST_HEADS for count in counts):
        raise HeadsAreTooMany
