"""What is taken of a meeting's places, and who comes, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from forum.booking.models import Booking, Joining
from forum.booking.rules.claims import Held, Limits, Places, Speaker, limits_of, total_of, ways_to_join
from forum.booking.rules.shown import Room, rooms_of
from forum.booking.rules.words import places_left
from forum.meetings.models import Meeting
from forum.organisations.models import Side


@dataclass(frozen=True)
class Count:
    """What is taken of the places of one way to join."""

    voluntary: int = 0
    commissioners: int = 0
    others: int = 0  # lay members, officers who speak for nobody, guests
    waiting: int = 0

    @property
    def confirmed(self) -> int:
        """How many places are taken."""
        return self.voluntary + self.commissioners + self.others

    def of(self, side: Side) -> int:
        """How many places a side has taken."""
        number: int = getattr(self, _FIELDS[side])
        return number


@dataclass(frozen=True)
class Taken:
    """Which places of a meeting are taken. Where a word says nothing else, it is about the room."""

    room: Count = field(default_factory=Count)
    on_screen: Count = field(default_factory=Count)

    @property
    def voluntary(self) -> int:
        """Places in the room taken by the voluntary sector and infrastructure."""
        return self.room.voluntary

    @property
    def commissioners(self) -> int:
        """Places in the room taken by commissioners."""
        return self.room.commissioners

    @property
    def others(self) -> int:
        """Places in the room taken by lay members and others."""
        return self.room.others

    @property
    def online(self) -> int:
        """Online places taken."""
        return self.on_screen.confirmed

    @property
    def waiting(self) -> int:
        """How many wait, for the room or online."""
        return self.room.waiting + self.on_screen.waiting

    def of(self, joining: Joining) -> Count:
        """What is taken of one way to join."""
        return self.room if joining is Joining.IN_THE_ROOM else self.on_screen

    @property
    def waiting_for(self) -> dict[Joining, int]:
        """How many wait for each way to join."""
        return {joining: self.of(joining).waiting for joining in Joining}


_FIELDS = {Side.VOLUNTARY: "voluntary", Side.COMMISSIONERS: "commissioners", Side.OTHERS: "others"}


def left_in_words(meeting: Meeting, taken: Taken, now: datetime) -> str:
    """How many places are left and for whom, in one line: `10 places left in the room, 18 online`."""
    return places_left(places_of(taken, limits_of(meeting, now)), taken.waiting)


def rooms(meeting: Meeting, taken: Taken, now: datetime) -> list[Room]:
    """How full a meeting is, for each way to join it, as pages draw it."""
    return rooms_of(places_of(taken, limits_of(meeting, now)), taken.waiting_for)


def is_full(meeting: Meeting, taken: Taken) -> bool:
    """Whether no place is left for anybody, in the room or online."""
    return all(taken.of(way).confirmed >= total_of(meeting, way) for way in ways_to_join(meeting))


def places_of(taken: Taken, limits: Limits) -> Places:
    """Places from how many each side holds. They know nothing of organisations, so only of what is left for all."""
    held = [Held(way, Speaker(None, side), taken.of(way).of(side)) for way in limits.ways for side in Side]
    return Places(held, limits)


def count_claims(rows: Iterable[tuple[Joining, bool, Side, int]]) -> Taken:
    """Add up rows of way to join, whether confirmed, side and number."""
    counts = {joining: dict.fromkeys((*_FIELDS.values(), "waiting"), 0) for joining in Joining}
    for joining, is_confirmed, side, number in rows:
        counts[joining][_FIELDS[side] if is_confirmed else "waiting"] += number
    return Taken(Count(**counts[Joining.IN_THE_ROOM]), Count(**counts[Joining.ONLINE]))


def side_of_booking(booking: Booking) -> Side:
    """The side on which somebody is counted; who speaks for no organisation is on neither of the two."""
    organisation = booking.representative.organisation if booking.representative else None
    return organisation.side if organisation else Side.OTHERS
