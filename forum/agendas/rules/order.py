"""Which items an agenda begins with, where a new one goes, when each begins, and what number it bears."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from forum.agendas.models import AgendaItem, Part, Purpose, Standing
from forum.foundation.words import count_of, day_and_month, month_and_year, whole_minutes
from forum.strategy.models import Commitment


class Timed(Protocol):
    """What takes time on an agenda: an item, or an item as it was published."""

    @property
    def length(self) -> timedelta: ...

    @property
    def is_withdrawn(self) -> bool: ...


class Placed(Protocol):
    """What has a place on an agenda."""

    @property
    def purpose(self) -> Purpose: ...

    @property
    def standing(self) -> Standing | None: ...

    @property
    def part(self) -> Part | None: ...


class Numbered(Protocol):
    """What bears a number, once it was published."""

    @property
    def number(self) -> str | None: ...


@dataclass(frozen=True)
class NewItem:
    """What an item starts with, before anybody has changed it."""

    title: str
    purpose: Purpose
    length: timedelta
    standing: Standing | None = None
    section: str = ""
    part: Part | None = None


PROPOSED_LENGTH = timedelta(minutes=20)
"""How long an item takes that was put on with one click, until somebody says otherwise."""

_CLOSING = (Standing.FORWARD_PLAN, Standing.ANY_OTHER_BUSINESS, Standing.NEXT_MEETING)
_BY_PURPOSE = {Purpose.DECIDE: 1, Purpose.DISCUSS: 2, Purpose.INFORM: 3}


def proposed_item(commitment: Commitment) -> NewItem:
    """The item that one click makes of a commitment: one with a target is reported on, others are discussed."""
    has_target = commitment.target_value is not None
    purpose = Purpose.INFORM if has_target else Purpose.DISCUSS
    return NewItem(commitment.title, purpose, PROPOSED_LENGTH)


def why_here(last_raised_on: date | None) -> str:
    """Why a commitment is put on an agenda: `Never raised before`, `Not discussed since March 2025`."""
    if last_raised_on is None:
        return "Never raised before"
    return f"Not discussed since {month_and_year(last_raised_on)}"


def why_carried(earlier: AgendaItem) -> str:
    """Why an item is put on that an earlier meeting did not reach: `Carried from 17 September`."""
    return f"Carried from {day_and_month(earlier.agenda.meeting.on)}"


def _rank(item: Placed) -> int:
    """Where an item stands by the rule; the forum's own template comes before what its kind would say."""
    if item.part is not None:
        return 0 if item.part is Part.OPENING else 4
    if item.standing is None:
        return _BY_PURPOSE[item.purpose]
    return 4 if item.standing in _CLOSING else 0


def place_for(item: Placed, items: Sequence[Placed]) -> int:
    """Where an item goes among the others, counted from 0: opening, decide, discuss, inform, closing.

    It goes before the first that comes later by the rule, so that what was moved by hand stays where it is.
    """
    own = _rank(item)
    return next((at for at, other in enumerate(items) if _rank(other) > own), len(items))


def time_taken(items: Sequence[Timed]) -> timedelta:
    """How long the items take together; withdrawn ones take no time."""
    return sum((item.length for item in items if not item.is_withdrawn), timedelta())


def computed_times(starts_at: datetime | None, items: Sequence[Timed]) -> list[datetime | None]:
    """When each item begins, in the order of `items`.

    None for a withdrawn one, and for all while the meeting has no time yet.
    """
    times: list[datetime | None] = []
    at = starts_at
    for item in items:
        if at is None or item.is_withdrawn:
            times.append(None)
            continue
        times.append(at)
        at += item.length
    return times


def minutes_over(available: timedelta | None, items: Sequence[Timed]) -> int:
    """By how many minutes the items run over the meeting's time: below 0 where some are left."""
    return 0 if available is None else whole_minutes(time_taken(items) - available)


def over_in_words(minutes: int) -> str:
    """`11 minutes over`, `5 minutes left`, or that the time is just filled."""
    if minutes == 0:
        return "The time is just filled"
    return f"{count_of(abs(minutes), 'minute')} {'over' if minutes > 0 else 'left'}"


def draft_numbers(items: Sequence[Numbered]) -> list[str]:
    """The number that each item bears, or would bear if the agenda were published now.

    Numbers are fixed at the first publication. What comes in later takes the number of the item before it
    with a letter: `4a`. A letter once given is not given again.
    """
    if all(item.number is None for item in items):
        return [str(at) for at, _ in enumerate(items, start=1)]
    taken = {item.number for item in items if item.number is not None}
    numbers: list[str] = []
    before = "0"
    for item in items:
        number = item.number
        if number is None:
            number = _next_letter(before, taken)
            taken.add(number)
        numbers.append(number)
        before = re.sub("[a-z]+$", "", number)
    return numbers


def _next_letter(before: str, taken: set[str]) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    suffixes = [*letters, *(first + second for first in letters for second in letters)]
    return next(before + suffix for suffix in suffixes if before + suffix not in taken)
