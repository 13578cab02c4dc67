"""What is free and why not, in words: the same on the page, in the refusal and on the desk."""

from dataclasses import dataclass

from forum.booking.models import Joining
from forum.booking.rules.claims import Bar, Limits, Places, Speaker
from forum.foundation.words import count_of, day_and_month
from forum.organisations.models import Side

SIDES = {
    Side.VOLUNTARY: "the voluntary sector",
    Side.COMMISSIONERS: "commissioners",
    Side.OTHERS: "lay members and others",
}


@dataclass(frozen=True)
class Prospect:
    """What somebody can expect who books one way now: a place, or a turn in line and why."""

    joining: Joining
    left: int  # places that are free, whoever may have them
    has_place: bool
    line: int  # their place in line, if they have to wait
    why: str = ""  # which places are taken and which are left
    until: str = ""  # when that changes


def prospect(
    joining: Joining, speaker: Speaker, organisation: str | None, places: Places, waiting: int
) -> Prospect:
    """What somebody can expect of one way to join, once those who wait had their turn.

    `places` are counted after that, and `waiting` still wait for this way.
    """
    left, bar = places.left(joining), places.bar(joining, speaker)
    if bar is None:
        return Prospect(joining, places.open_to(joining, speaker.side), True, waiting + 1)
    why, until = why_not(bar, joining, speaker, organisation, places)
    return Prospect(joining, left, False, waiting + 1, why, until)


def why_not(
    bar: Bar, joining: Joining, speaker: Speaker, organisation: str | None, places: Places
) -> tuple[str, str]:
    """Why somebody cannot have a place now, and when that changes: a sentence or two each."""
    limits, where = places.limits, where_in_words(joining)
    total, left = limits.of(joining).total, places.left(joining)
    if bar is Bar.ALL_TAKEN:
        return (
            _all_taken(total, where),
            "As soon as one comes free, it goes to whoever has waited longest and may have it.",
        )
    if bar is Bar.MOST_OF_ORGANISATION:
        most = limits.for_each_organisation
        return (
            f"{organisation} has its {count_of(most, 'place')}.",
            f"{count_of(left, 'place')} {where} {_is(left)} left for other organisations. When "
            "somebody of yours gives up a place, it goes to whoever of you has waited longest.",
        )
    kept = kept_in_words(joining, places, but=speaker.side)
    if bar is Bar.MOST_OF_SIDE:
        most = limits.of(joining).share(speaker.side).most or 0
        why = _all_of_side_taken(most, speaker.side, where)
        others = left - sum(places.still_kept(joining, side) for side in Side if side is not speaker.side)
        rest = f"{count_of(others, 'place')} {_is(others)} left for everyone else." if others > 0 else ""
        return (
            " ".join(part for part in (why, rest, kept) if part),
            f"When one of {SIDES[speaker.side]} gives up a place, it goes to whoever of them has waited longest.",
        )
    return (
        f"The places {where} that are open to all are taken. {kept}",
        "What nobody has taken by then is open to everyone, and goes to whoever has waited longest.",
    )


def kept_in_words(joining: Joining, places: Places, but: Side | None = None) -> str:
    """Which places are kept, for whom, until when: `5 places are kept for commissioners until 12 November.`"""
    until = places.limits.kept_until
    if until is None:
        return ""
    said = []
    for side in (Side.VOLUNTARY, Side.COMMISSIONERS):
        number = places.still_kept(joining, side)
        if number and side is not but:
            said.append(
                f"{count_of(number, 'place')} {_is(number)} kept for {SIDES[side]} until {day_and_month(until)}."
            )
    return " ".join(said)


def balance_in_words(joining: Joining, places: Places) -> list[str]:
    """How the sides stand in one way to join, a sentence each; nothing where no limit bears on anybody."""
    way, where = places.limits.of(joining), where_in_words(joining)
    said = []
    for side in (Side.VOLUNTARY, Side.COMMISSIONERS):
        most, taken = way.share(side).most, places.taken(joining, side)
        if most is None:
            continue
        if taken >= most:
            said.append(_all_of_side_taken(most, side, where))
        else:
            said.append(
                f"{taken} of at most {count_of(most, 'place')} {where} for {SIDES[side]} {_is(taken)} taken."
            )
    kept = kept_in_words(joining, places)
    return [*said, kept] if kept else said


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
    return "in the room" if joining is Joining.IN_THE_ROOM else "online"


def _all_taken(total: int, where: str) -> str:
    if not total:
        return f"No places {where} are open yet."
    return f"The only place {where} is taken." if total == 1 else f"All {total} places {where} are taken."


def _all_of_side_taken(most: int, side: Side, where: str) -> str:
    if not most:
        return f"No places {where} are for {SIDES[side]}."
    if most == 1:
        return f"The only place {where} for {SIDES[side]} is taken."
    return f"All {most} places {where} for {SIDES[side]} are taken."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
