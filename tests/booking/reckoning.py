"""A reckoning of places without the forum's rules: what a meeting promises, and who may have a place by that.

A booking may have a place if with it the meeting would still keep every promise, and places go down the line, each
to the first who may have one. What the forum does is held against it.
"""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field

from forum.booking.models import Joining
from forum.booking.rules import Speaker
from forum.meetings.models import Balance
from forum.meetings.rules import Plan
from forum.organisations.models import Side

ROOM, ONLINE = Joining.IN_THE_ROOM, Joining.ONLINE


@dataclass
class Booked:
    """One live booking."""

    number: Hashable
    joining: Joining
    speaker: Speaker
    has_place: bool = False


@dataclass
class Promises:
    """What the meeting promises, reckoned without the forum's rules."""

    plan: Plan
    each: int
    is_kept: bool
    booked: list[Booked] = field(default_factory=list)

    def coming(self, joining: Joining) -> list[Speaker]:
        """Those who hold a place of one way to join."""
        return [one.speaker for one in self.booked if one.has_place and one.joining is joining]

    def spoken_for(self, joining: Joining, more: tuple[Speaker, ...] = ()) -> int:
        """Places that are held, or kept for a side that has not taken them yet."""
        sides = Counter(speaker.side for speaker in (*self.coming(joining), *more))
        balance = self.balance(joining)
        kept = {Side.VOLUNTARY: balance.kept_voluntary, Side.COMMISSIONERS: balance.kept_commissioners}
        return sum(max(sides[side], kept.get(side, 0) if self.is_kept else 0) for side in Side)

    def is_over_its_most(self, joining: Joining, side: Side, more: int = 0) -> bool:
        """Whether a side holds more places than it may have."""
        balance = self.balance(joining)
        most = {Side.VOLUNTARY: balance.most_voluntary, Side.COMMISSIONERS: balance.most_commissioners}.get(
            side
        )
        if most is None:
            return False
        return sum(speaker.side is side for speaker in self.coming(joining)) + more > most

    def balance(self, joining: Joining) -> Balance:
        return self.plan.balance if joining is ROOM else self.plan.balance_online

    def total(self, joining: Joining) -> int:
        return self.plan.places if joining is ROOM else self.plan.places_online

    def held_by(self, organisation: int) -> int:
        return sum(one.has_place and one.speaker.organisation_id == organisation for one in self.booked)

    def may_have(self, one: Booked) -> bool:
        """Whether every promise that a booking touches would still be kept if it had a place."""
        organisation = one.speaker.organisation_id
        return (
            self.spoken_for(one.joining, (one.speaker,)) <= self.total(one.joining)
            and not self.is_over_its_most(one.joining, one.speaker.side, 1)
            and (organisation is None or self.held_by(organisation) < self.each)
        )

    def go_down_the_line(self) -> list[Hashable]:
        """Give places to whoever may have one, longest first. Returns who got one."""
        given, passed = [], set()
        for one in self.booked:
            if one.has_place or (one.joining, one.speaker) in passed:
                continue
            if self.may_have(one):
                one.has_place = True
                given.append(one.number)
            else:  # nobody who comes for the same fares better further down
                passed.add((one.joining, one.speaker))
        return given
