"""How members stood at meetings that are over, and how often in a row they stayed away without a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from forum.attendance.rules.turnout import Turnout

TOO_OFTEN = 3
"""So many meetings missed in a row, without a word, are told to the organiser."""

WITHOUT_A_WORD = (Turnout.ABSENT, Turnout.DID_NOT_COME)


class Body(NamedTuple):
    """Who is looked for at a meeting: an organisation, or a lay member, by their number."""

    organisation_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Stood:
    """How a body stood at a meeting, and how many came for it: some of them instead of others."""

    turnout: Turnout
    came: int = 0
    substitutes: int = 0


def missed_in_a_row(turnouts: Iterable[Turnout | None]) -> int:
    """How many meetings were missed in a row without a word, up to the last one; newest first.

    Who came, sent apologies, gave a place back or waited for one has given word: that ends the row. None is a
    meeting at which nobody looked for them: it neither counts nor ends anything.
    """
    missed = 0
    for turnout in turnouts:
        if turnout in WITHOUT_A_WORD:
            missed += 1
        elif turnout is not None:
            break
    return missed
