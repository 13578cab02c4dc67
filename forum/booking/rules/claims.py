"""Who may have a place, and in which order: what is taken of a meeting's places, weighed against its limits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Protocol

from forum.booking.models import BookingState, Joining
from forum.foundation.clock import day_in_london
from forum.meetings.models import Balance, Form, Meeting
from forum.membership.models import Forum
from forum.organisations.models import Side


@dataclass(frozen=True)
class Speaker:
    """For whom somebody comes, as far as places are counted: an organisation and its side, or nobody but themself."""

    organisation_id: int | None = None
    side: Side = Side.OTHERS


@dataclass(frozen=True)
class Claim:
    """One waiting booking, as the rules need to see it."""

    booking_id: int
    joining: Joining
    speaker: Speaker


@dataclass(frozen=True)
class Held:
    """So many confirmed places of one way to join, held by the people of one organisation."""

    joining: Joining
    speaker: Speaker
    number: int = 1


# ---- Limits -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """What a side may have of the places of one way to join: at most so many, and so many kept for it alone."""

    most: int | None = None
    kept: int = 0


_NO_LIMIT = Share()


@dataclass(frozen=True)
class Way:
    """The places of one way to join, and how the sides share them."""

    total: int = 0
    shares: Mapping[Side, Share] = field(default_factory=dict)

    def share(self, side: Side) -> Share:
        """What a side may have. Lay members, others and guests draw on what is open to all."""
        return self.shares.get(side, _NO_LIMIT)


_NO_WAY = Way()


@dataclass(frozen=True)
class Limits:
    """The ways to join with their places, how the sides share them, and how many one organisation may have."""

    ways: Mapping[Joining, Way]
    for_each_organisation: int
    kept_until: date | None = None  # None: nothing is kept, or what was kept is open to all by now

    def of(self, joining: Joining) -> Way:
        """The places of one way to join; none where the meeting cannot be joined so."""
        return self.ways.get(joining, _NO_WAY)

    @property
    def is_hybrid(self) -> bool:
        """Whether there are two ways to join, so that words must say which one they are about."""
        return len(self.ways) > 1


class HasPlaces(Protocol):
    """A meeting, or the plan of one."""

    @property
    def on(self) -> date: ...
    @property
    def form(self) -> Form: ...
    @property
    def places(self) -> int: ...
    @property
    def places_online(self) -> int: ...
    @property
    def balance(self) -> Balance: ...
    @property
    def balance_online(self) -> Balance: ...
    @property
    def kept_until_on(self) -> date | None: ...


_WAYS = {
    Form.IN_PERSON: [Joining.IN_THE_ROOM],
    Form.ONLINE: [Joining.ONLINE],
    Form.HYBRID: [Joining.IN_THE_ROOM, Joining.ONLINE],
}


def ways_to_join(meeting: HasPlaces) -> list[Joining]:
    """How a meeting can be joined: one way, or two for a hybrid one."""
    return _WAYS[meeting.form]


def total_of(meeting: HasPlaces, joining: Joining) -> int:
    """How many places a meeting has of one way to join."""
    if joining not in ways_to_join(meeting):
        return 0
    return meeting.places if joining is Joining.IN_THE_ROOM else meeting.places_online


def balance_of(meeting: HasPlaces, joining: Joining) -> Balance:
    """How the sides share the places of one way to join."""
    return meeting.balance if joining is Joining.IN_THE_ROOM else meeting.balance_online


def release_day(meeting: HasPlaces, forum: Forum) -> date:
    """The day with whose beginning kept places are open to all: set for the meeting, or by the forum's settings."""
    return meeting.kept_until_on or meeting.on - timedelta(days=forum.kept_released_days)


def limits_of(meeting: Meeting, now: datetime) -> Limits:
    """The limits that a meeting sets at a moment: kept places fall away on their day, the most never does."""
    return limits_with(meeting, meeting.forum, now)


def limits_with(meeting: HasPlaces, forum: Forum, now: datetime) -> Limits:
    """The limits that a meeting of a forum sets, or would set if it were as planned."""
    until = release_day(meeting, forum)
    is_kept = day_in_london(now) < until
    ways = {
        joining: _way(total_of(meeting, joining), balance_of(meeting, joining), is_kept)
        for joining in ways_to_join(meeting)
    }
    keeps = any(share.kept for way in ways.values() for share in way.shares.values())
    return Limits(ways, forum.places_for_each_organisation, until if keeps else None)


def _way(total: int, balance: Balance, is_kept: bool) -> Way:
    shares = {
        Side.VOLUNTARY: Share(balance.most_voluntary, balance.kept_voluntary if is_kept else 0),
        Side.COMMISSIONERS: Share(balance.most_commissioners, balance.kept_commissioners if is_kept else 0),
    }
    return Way(total, {side: share for side, share in shares.items() if share != _NO_LIMIT})


# ---- Places -------------------------------------------------------------------------------------------------


class Bar(Enum):
    """What stands between somebody and a place."""

    ALL_TAKEN = auto()
    MOST_OF_SIDE = auto()  # their side has as many as it may have
    KEPT_FOR_OTHERS = auto()  # what is left is kept for another side
    MOST_OF_ORGANISATION = auto()


Door = tuple[Joining, Side]


class Places:
    """The confirmed places of a meeting, counted while they are given out: it knows what is free, and for whom."""

    def __init__(self, held: Iterable[Held], limits: Limits) -> None:
        """Count what is held."""
        self.limits = limits
        self._of_side: dict[Joining, dict[Side, int]] = {way: dict.fromkeys(Side, 0) for way in Joining}
        self._of_organisation: dict[int, int] = {}
        for some in held:
            self._count(some.joining, some.speaker, some.number)

    def take(self, joining: Joining, speaker: Speaker) -> None:
        """Count one place more."""
        self._count(joining, speaker, 1)

    def _count(self, joining: Joining, speaker: Speaker, number: int) -> None:
        self._of_side[joining][speaker.side] += number
        organisation = speaker.organisation_id
        if organisation is not None:
            self._of_organisation[organisation] = self._of_organisation.get(organisation, 0) + number

    def taken(self, joining: Joining, side: Side | None = None) -> int:
        """How many places of one way to join are taken: by one side, or by all."""
        of_side = self._of_side[joining]
        return sum(of_side.values()) if side is None else of_side[side]

    def left(self, joining: Joining) -> int:
        """How many places are left of one way to join, whoever may have them; never under none."""
        return max(0, self.limits.of(joining).total - self.taken(joining))

    def still_kept(self, joining: Joining, side: Side) -> int:
        """How many of the places that are left are kept for a side: what of its own nobody of it has taken yet."""
        own = self.limits.of(joining).share(side).kept - self.taken(joining, side)
        return max(0, min(own, self.left(joining)))

    def open_to(self, joining: Joining, side: Side) -> int:
        """How many more places people of a side may have, leaving aside what each organisation may have."""
        kept_for_others = sum(self.still_kept(joining, other) for other in Side if other is not side)
        # Where more is promised than is left, as after a move to a day before which all is kept again, those for
        # whom it is kept are served as they come: an empty chair would serve nobody.
        room = max(self.left(joining) - kept_for_others, self.still_kept(joining, side))
        most = self.limits.of(joining).share(side).most
        if most is not None:
            room = min(room, most - self.taken(joining, side))
        return max(0, room)

    def held_by(self, organisation_id: int) -> int:
        """How many places an organisation has."""
        return self._of_organisation.get(organisation_id, 0)

    def is_at_its_limit(self, organisation_id: int | None) -> bool:
        """Whether an organisation has all the places that one may have. Who speaks for none has no such limit."""
        return organisation_id is not None and (
            self.held_by(organisation_id) >= self.limits.for_each_organisation
        )

    def organisations_at_their_limit(self) -> Collection[int]:
        """The organisations that have all the places that one may have."""
        most = self.limits.for_each_organisation
        return [number for number, held in self._of_organisation.items() if held >= most]

    def bar(self, joining: Joining, speaker: Speaker) -> Bar | None:
        """What stands between somebody and a place; None where they may have one."""
        if not self.left(joining):
            return Bar.ALL_TAKEN
        if self.is_at_its_limit(speaker.organisation_id):
            return Bar.MOST_OF_ORGANISATION
        if self.open_to(joining, speaker.side):
            return None
        most = self.limits.of(joining).share(speaker.side).most
        if most is not None and self.taken(joining, speaker.side) >= most:
            return Bar.MOST_OF_SIDE
        return Bar.KEPT_FOR_OTHERS

    def state_for(self, joining: Joining, speaker: Speaker) -> BookingState:
        """How a newcomer's booking stands once those who wait had their turn. A full meeting is no refusal."""
        return BookingState.CONFIRMED if self.bar(joining, speaker) is None else BookingState.WAITING

    def open_doors(self) -> set[Door]:
        """The ways to join and sides for which there is any place at all."""
        return {(way, side) for way in self.limits.ways for side in Side if self.open_to(way, side)}


def give_places(places: Places, waiting: Iterable[Claim]) -> list[Claim]:
    """Give every free place to whoever has waited longest and may have it; counts them in `places`.

    `waiting` come in the order in which they began to wait, and are read only as far as there is something to
    give. Taking a place never opens another one, so who was passed over need not be looked at again. Returns who
    got one.
    """
    given: list[Claim] = []
    doors = places.open_doors()
    if not doors:
        return given
    for claim in waiting:
        if (claim.joining, claim.speaker.side) not in doors or places.bar(claim.joining, claim.speaker):
            continue
        places.take(claim.joining, claim.speaker)
        given.append(claim)
        doors = places.open_doors()
        if not doors:
            break
    return given
