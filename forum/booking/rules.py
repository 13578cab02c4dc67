"""The rules of booking. They judge what they are handed: no database, no request, no clock."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Claims:
    """What is claimed of the places on one side of a meeting, in the room or online."""

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
    """Which places of a meeting are taken. Without more, the words are about the room."""

    room: Claims = field(default_factory=Claims)
    on_screen: Claims = field(default_factory=Claims)

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
