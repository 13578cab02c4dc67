"""How full a meeting is, as pages draw it: the numbers of the picture and the words beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from forum.booking.models import Joining
from forum.booking.rules.claims import Places
from forum.booking.rules.words import of_them_kept, until_in_words
from forum.organisations.models import Side


@dataclass(frozen=True)
class Room:
    """The places of one way to join, in the room or online."""

    joining: Joining
    total: int
    voluntary: int
    commissioners: int
    others: int
    waiting: int
    most_voluntary: int | None  # None: no limit that bears on anybody
    most_commissioners: int | None
    kept_voluntary: int  # of those that are left
    kept_commissioners: int
    until: str  # `until 12 November`; empty where nothing is kept
    kept: str  # `, 5 of them kept for commissioners until 12 November`: what follows the number that is left

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return self.voluntary + self.commissioners + self.others

    @property
    def left(self) -> int:
        """How many places are left, whoever may have them."""
        return max(0, self.total - self.taken)


def rooms_of(places: Places, waiting: Mapping[Joining, int]) -> list[Room]:
    """How full a meeting is, for each way to join it."""
    return [_room(joining, places, waiting.get(joining, 0)) for joining in places.limits.ways]


def _room(joining: Joining, places: Places, waiting: int) -> Room:
    kept = of_them_kept(joining, places)
    return Room(
        joining,
        total=places.limits.of(joining).total,
        voluntary=places.taken(joining, Side.VOLUNTARY),
        commissioners=places.taken(joining, Side.COMMISSIONERS),
        others=places.taken(joining, Side.OTHERS),
        waiting=waiting,
        most_voluntary=_most(joining, places, Side.VOLUNTARY),
        most_commissioners=_most(joining, places, Side.COMMISSIONERS),
        kept_voluntary=places.still_kept(joining, Side.VOLUNTARY),
        kept_commissioners=places.still_kept(joining, Side.COMMISSIONERS),
        until=until_in_words(places.limits) if kept else "",
        kept=kept,
    )


def _most(joining: Joining, places: Places, side: Side) -> int | None:
    way = places.limits.of(joining)
    most = way.share(side).most
    return None if most is None or most >= way.total else most
