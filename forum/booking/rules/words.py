"""What is free and why not, in words: the same on every page, in each letter and on the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.booking.models import Joining
from forum.booking.rules.claims import Bar, Limits, Places, Speaker
from forum.foundation.words import HARD, capital, count_of, day_and_month, listed
from forum.organisations.models import Side

SIDES = {
    Side.VOLUNTARY: "the voluntary sector",
    Side.COMMISSIONERS: "commissioners",
    Side.OTHERS: "lay members and others",
}
_SOMEBODY = {
    Side.VOLUNTARY: "somebody from the voluntary sector",
    Side.COMMISSIONERS: "a commissioner",
    Side.OTHERS: "somebody",
}
TWO_SIDES = (Side.VOLUNTARY, Side.COMMISSIONERS)
NEXT_IN_LINE = "goes to whoever has waited longest and may have it."


@dataclass(frozen=True)
class Prospect:
    """What somebody can expect who books one way now: a place, or a turn in line and why."""

    joining: Joining
    left: int  # places that are free for them; where there is none, those that are free for others
    has_place: bool
    line: int  # their place in line, if they have to wait
    why: str = ""  # which places are taken and which are left
    until: str = ""  # when that changes


# ---- What somebody can expect -------------------------------------------------------------------------------


def prospect(
    joining: Joining, speaker: Speaker, organisation: str | None, places: Places, waiting: int
) -> Prospect:
    """What somebody can expect of one way to join, once those who wait had their turn.

    `places` are counted after that, and `waiting` still wait for this way.
    """
    bar = places.bar(joining, speaker)
    if bar is None:
        return Prospect(joining, places.open_to(joining, speaker.side), True, waiting + 1)
    why, until = why_not(bar, joining, speaker, organisation, places)
    return Prospect(joining, places.left(joining), False, waiting + 1, why, until)


def prospects(
    speakers: Sequence[tuple[Speaker, str | None]], places: Places, waiting: Mapping[Joining, int]
) -> list[Prospect]:
    """What somebody who may speak for several can expect at best, one for each way to join.

    `speakers` are pairs of for whom they speak and the organisation's name; with none they come for themself.
    """
    best = []
    for way in places.limits.ways:
        each = [
            prospect(way, speaker, name, places, waiting.get(way, 0))
            for speaker, name in speakers or [(Speaker(), None)]
        ]
        best.append(next((one for one in each if one.has_place), each[0]))
    return best


def why_wait(found: Sequence[Prospect]) -> str:
    """Why no place can be had by these ways to join: a sentence for each thing that stands in the way."""
    return " ".join(dict.fromkeys(one.why for one in found))


def why_full(places: Places) -> str | None:
    """Why nobody at all can have a place, in a sentence for each way to join; None where somebody can."""
    limits = places.limits
    if any(places.left(way) for way in limits.ways):
        return None
    return " ".join(_all_taken(limits.of(way).total, _at(way, limits)) for way in limits.ways)


def why_not(
    bar: Bar, joining: Joining, speaker: Speaker, organisation: str | None, places: Places
) -> tuple[str, str]:
    """Why somebody cannot have a place now, and when that changes: a sentence or two each."""
    limits, side = places.limits, speaker.side
    at = _at(joining, limits)
    if bar is Bar.ALL_TAKEN:
        total = limits.of(joining).total
        return _all_taken(total, at), f"As soon as one comes free, it {NEXT_IN_LINE}" if total else ""
    if bar is Bar.MOST_OF_ORGANISATION:
        most = limits.for_each_organisation
        own = f"{organisation} has its {count_of(most, 'place')}." if most else NO_ORGANISATION_HAS_PLACES
        others = f"{_left(joining, places)} for other organisations." if most else ""
        until = f"When somebody of yours gives up a place, it {NEXT_IN_LINE}" if most else ""
        return own, " ".join(part for part in (others, until) if part)
    if bar is Bar.MOST_OF_SIDE:
        most = limits.of(joining).share(side).most or 0
        for_all = places.left(joining) - sum(places.still_kept(joining, one) for one in TWO_SIDES)
        rest = f"{count_of(for_all, 'place')} {_is(for_all)} left for everyone else." if for_all > 0 else ""
        kept = kept_in_words(joining, places, is_said=True)
        until = f"When {_SOMEBODY[side]} gives up a place, it {NEXT_IN_LINE}" if most else ""
        return " ".join(part for part in (_all_of_side_taken(most, side, at), rest, kept) if part), until
    return _only_kept_are_left(joining, places), _when_released(limits)


NO_ORGANISATION_HAS_PLACES = "No places are open to organisations yet."


def _left(joining: Joining, places: Places) -> str:
    left = places.left(joining)
    return f"{count_of(left, 'place')}{_at(joining, places.limits)} {_is(left)} left"


def _only_kept_are_left(joining: Joining, places: Places) -> str:
    """`The 8 places left in the room are kept until 12 November: 5 for the voluntary sector, 3 for commissioners.`"""
    left, at = places.left(joining), _at(joining, places.limits)
    which = f"The only place left{at} is" if left == 1 else f"The {left}{HARD}places left{at} are"
    kept, until = _kept(joining, places), until_in_words(places.limits)
    if len(kept) == 1:
        return f"{which} kept for {SIDES[kept[0][0]]} {until}."
    return f"{which} kept {until}: " + ", ".join(f"{number} for {SIDES[side]}" for side, number in kept) + "."


def _when_released(limits: Limits) -> str:
    day = f"From {day_and_month(limits.kept_until)} w" if limits.kept_until else "W"
    return f"{day}hat nobody has taken is open to everyone, and {NEXT_IN_LINE}"


# ---- How a room stands --------------------------------------------------------------------------------------


def kept_in_words(joining: Joining, places: Places, *, is_said: bool = False) -> str:
    """Which places are kept, for whom, until when: `5 places are kept for commissioners until 12 November.`

    With `is_said` the sentence before it said which way to join is meant.
    """
    kept = _kept(joining, places)
    if not kept:
        return ""
    (side, number), *more = kept
    at = "" if is_said else _at(joining, places.limits)
    first = f"{count_of(number, 'place')}{at} {_is(number)} kept for {SIDES[side]}"
    return (
        f"{listed([first, *(f'{n} for {SIDES[one]}' for one, n in more)])} {until_in_words(places.limits)}."
    )


def balance_in_words(joining: Joining, places: Places) -> list[str]:
    """How the sides stand in one way to join, a sentence each; nothing where no limit bears on anybody."""
    way, at = places.limits.of(joining), _at(joining, places.limits)
    said = []
    for side in TWO_SIDES:
        most, taken = way.share(side).most, places.taken(joining, side)
        if most is None or most >= way.total:
            continue
        if taken >= most:
            said.append(_all_of_side_taken(most, side, at))
        elif taken:
            said.append(
                f"{taken} of at most {count_of(most, 'place')}{at} for {SIDES[side]} {_is(taken)} taken."
            )
        else:
            said.append(f"{capital(SIDES[side])} may have at most {count_of(most, 'place')}{at}.")
    kept = kept_in_words(joining, places)
    return [*said, kept] if kept else said


def places_left(places: Places, waiting: int) -> str:
    """How many places are left, in one line: `10 places left in the room, 5 of them kept for … ; 18 online`."""
    ways = list(places.limits.ways)
    left = {way: places.left(way) for way in ways}
    if not any(left.values()):
        return f"Every place is taken{f', {waiting} waiting' if waiting else ''}"
    kept = {way: of_them_kept(way, places) for way in ways}
    if len(ways) == 1:
        return f"{count_of(left[ways[0]], 'place')} left{kept[ways[0]]}"
    room, online = left[Joining.IN_THE_ROOM], left[Joining.ONLINE]
    in_room, on_screen = kept[Joining.IN_THE_ROOM], kept[Joining.ONLINE]
    if not room:
        return f"The room is full, {count_of(online, 'online place')} left{on_screen}"
    between = "; " if in_room else ", "
    return f"{count_of(room, 'place')} left in the room{in_room}{between}{online or 'none'} online{on_screen}"


def of_them_kept(joining: Joining, places: Places) -> str:
    """`, 5 of them kept for the voluntary sector until 12 November`; empty where nothing is kept."""
    kept = _kept(joining, places)
    if not kept:
        return ""
    (side, number), *more = kept
    how_many = "" if number == places.left(joining) else f"{number} of them "
    whom = listed([SIDES[side], *(f"{n} for {SIDES[one]}" for one, n in more)])
    return f", {how_many}kept for {whom} {until_in_words(places.limits)}"


def share_in_words(held: int, limits: Limits) -> str:
    """How much of its own places an organisation has taken: `1 of its 2 places is taken`."""
    most = limits.for_each_organisation
    if not held:
        return ""
    if held >= most:
        return f"Its {count_of(most, 'place')} {_is(most)} taken."
    return f"{held} of its {count_of(most, 'place')} {_is(held)} taken."


def where_in_words(joining: Joining) -> str:
    """`in the room` or `online`."""
    return joining.value


def _at(joining: Joining, limits: Limits) -> str:
    """Which way to join is meant, where there are two."""
    return f" {where_in_words(joining)}" if limits.is_hybrid else ""


def _kept(joining: Joining, places: Places) -> list[tuple[Side, int]]:
    """Which of the places that are left are kept, for each side for which any is."""
    numbers = [(side, places.still_kept(joining, side)) for side in TWO_SIDES]
    return [(side, number) for side, number in numbers if number]


def until_in_words(limits: Limits) -> str:
    """`until 12 November`: with the beginning of that day what is kept is open to all."""
    return f"until {day_and_month(limits.kept_until)}" if limits.kept_until else "for now"


def _all_taken(total: int, at: str) -> str:
    if not total:
        return f"No places{at} are open yet."
    return f"The only place{at} is taken." if total == 1 else f"All {total} places{at} are taken."


def _all_of_side_taken(most: int, side: Side, at: str) -> str:
    if not most:
        return f"This meeting has no places{at} for {SIDES[side]}."
    if most == 1:
        return f"The only place{at} for {SIDES[side]} is taken."
    return f"All {most} places{at} for {SIDES[side]} are taken."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
