"""The record of an item that may lead to a contract: who was present, and who received what, when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.agendas.models import PaperOpened
from forum.agendas.rules import about_version
from forum.attendance.rules import Listed
from forum.foundation.files import Cell
from forum.foundation.post import Letter, LetterState
from forum.foundation.words import HARD, clock_time, date_of

COLUMNS = ("Organisation", "Name", "How", "What", "When")
"""The columns of the list as a file."""


@dataclass(frozen=True)
class Received:
    """That one person was present, was written to, or opened a paper."""

    organisation: str
    name: str
    how: str
    what: str
    when: datetime | None


@dataclass(frozen=True)
class Record:
    """All of it, in three parts; each by organisation, then by name, then by when."""

    present: Sequence[Received]
    letters: Sequence[Received]
    opened: Sequence[Received]

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """The rows of the list as a file."""
        return [
            (one.organisation, one.name, one.how, one.what.replace(HARD, " "), one.when)
            for one in (*self.present, *self.letters, *self.opened)
        ]


def record_of(
    present: Sequence[Listed],
    letters: Sequence[tuple[Letter, int | None, str]],
    opened: Sequence[PaperOpened],
    bodies: Mapping[int, str],
) -> Record:
    """Put the record together. `letters` come with the number and the name of whom they went to; `bodies` are the
    organisations of people, by their number."""
    return Record(
        present=_in_order(_present(one) for one in present),
        letters=_in_order(_letter(letter, name, bodies.get(who or 0, "")) for letter, who, name in letters),
        opened=_in_order(
            Received(
                bodies.get(one.person_id, ""),
                one.person.shown_name,
                "Opened a paper",
                f"{one.version.paper.title}, version {one.version.number} ({about_version(one.version)})",
                one.opened_at,
            )
            for one in opened
        ),
    )


def _present(one: Listed) -> Received:
    where = "Online" if one.is_online else "In the room"
    left = f", left at {clock_time(one.left_at)}" if one.left_at else ""
    return Received(one.body, one.name, "Present", f"{where}{left}", one.arrived_at)


def _letter(letter: Letter, name: str, body: str) -> Received:
    how = "Letter" if letter.state is LetterState.SENT else f"Letter, {letter.state.value}"
    return Received(body, name, how, letter.subject, letter.sent_at)


def _in_order(found: Iterable[Received]) -> list[Received]:
    return sorted(found, key=lambda one: (one.organisation.lower(), one.name.lower(), str(one.when or "")))


def moment_in_words(when: datetime | None) -> str:
    """`3 December 2026, 09:00`; empty where nobody knows."""
    return f"{date_of(when)}, {clock_time(when)}" if when else ""
