"""What is taken of a meeting's places, and who comes, as pages show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forum.booking.models import Booking, BookingState, Joining
from forum.booking.rules.claims import Places, total_of, ways_to_join
from forum.foundation.words import count_of
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


_FIELDS = {Side.VOLUNTARY: "voluntary", Side.COMMISSIONERS: "commissioners", Side.OTHERS: "others"}


def left_in_words(meeting: Meeting, taken: Taken) -> str:
    """How many places are left, in one line: `10 places left in the room, 18 online`."""
    left = _left(meeting, taken)
    if not any(left.values()):
        waiting = f", {taken.waiting} waiting" if taken.waiting else ""
        return f"Every place is taken{waiting}"
    if len(left) == 1:
        return f"{count_of(next(iter(left.values())), 'place')} left"
    room, online = left[Joining.IN_THE_ROOM], left[Joining.ONLINE]
    if not room:
        return f"The room is full, {count_of(online, 'online place')} left"
    return f"{count_of(room, 'place')} left in the room, {online or 'none'} online"


def is_full(meeting: Meeting, taken: Taken) -> bool:
    """Whether no place is left, in the room or online."""
    return not any(_left(meeting, taken).values())


def _left(meeting: Meeting, taken: Taken) -> dict[Joining, int]:
    return {way: max(0, total_of(meeting, way) - taken.of(way).confirmed) for way in ways_to_join(meeting)}


def count_claims(rows: Iterable[tuple[Joining, bool, Side, int]]) -> Taken:
    """Add up rows of way to join, whether confirmed, side and number."""
    counts = {joining: dict.fromkeys((*_FIELDS.values(), "waiting"), 0) for joining in Joining}
    for joining, is_confirmed, side, number in rows:
        counts[joining][_FIELDS[side] if is_confirmed else "waiting"] += number
    return Taken(Count(**counts[Joining.IN_THE_ROOM]), Count(**counts[Joining.ONLINE]))


def taken_of(places: Places, waiting: Mapping[Joining, int]) -> Taken:
    """The same from places that were counted, and how many wait for each way to join."""
    rows = [(way, True, side, places.taken(way, side)) for way in Joining for side in Side]
    rows += [(way, False, Side.OTHERS, number) for way, number in waiting.items()]
    return count_claims(rows)


@dataclass(frozen=True)
class Group:
    """Who comes to a meeting one way: those with a place by side and name, those who wait in their order."""

    joining: Joining
    coming: list[Booking]
    waiting: list[Booking]


def groups_of(bookings: Sequence[Booking], ways: Iterable[Joining]) -> list[Group]:
    """The live bookings of a meeting, apart for each way to join it. They come in the order they were made."""
    groups = []
    for joining in ways:
        own = [booking for booking in bookings if booking.joining is joining]
        coming = [booking for booking in own if booking.state is BookingState.CONFIRMED]
        coming.sort(key=lambda booking: (_SIDES.index(side_of_booking(booking)), booking.person.shown_name))
        groups.append(Group(joining, coming, [one for one in own if one.state is BookingState.WAITING]))
    return groups


_SIDES = list(Side)


def side_of_booking(booking: Booking) -> Side:
    """The side on which somebody is counted; who speaks for no organisation is on neither of the two."""
    organisation = booking.representative.organisation if booking.representative else None
    return organisation.side if organisation else Side.OTHERS
