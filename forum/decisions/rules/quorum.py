"""The quorum, where a forum has one: how many members have to be there for a decision, and whether they were."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forum.foundation.words import HARD, count_of
from forum.membership.models import Forum

Quorum = dict[str, Any]
"""What a decision keeps of its quorum: plain figures, as they were when it was taken."""


@dataclass(frozen=True)
class Deciding:
    """The members who are present and may decide: each organisation once, each lay member once."""

    voluntary: int = 0
    commissioners: int = 0
    lay: int = 0  # and members on neither of the two sides
    left_out: int = 0  # present, and out of the decision for an interest

    @property
    def total(self) -> int:
        """All of them together."""
        return self.voluntary + self.commissioners + self.lay


def asks_for_quorum(forum: Forum) -> bool:
    """Whether a forum has a quorum at all."""
    return any((forum.quorum_least, forum.quorum_percent, forum.quorum_each_side))


def needed_of(forum: Forum, members: int) -> int:
    """How many members are needed: the larger of the number and of the share, which is rounded up."""
    share = -(-members * (forum.quorum_percent or 0) // 100)
    return max(forum.quorum_least or 0, share)


def quorum_of(forum: Forum, members: int, deciding: Deciding) -> Quorum | None:
    """The quorum as a decision keeps it; None where the forum asks for none. `members` is how many it has."""
    if not asks_for_quorum(forum):
        return None
    needed, each_side = needed_of(forum, members), forum.quorum_each_side or 0
    return {
        "present": deciding.total,
        "needed": needed,
        "voluntary": deciding.voluntary,
        "commissioners": deciding.commissioners,
        "lay": deciding.lay,
        "each_side": each_side,
        "left_out": deciding.left_out,
        "is_met": deciding.total >= needed and min(deciding.voluntary, deciding.commissioners) >= each_side,
    }


def quorum_words(quorum: Mapping[str, Any] | None) -> str:
    """`Quorum met: 12 of 9 members needed; 2 left out for an interest`, `No quorum: 7 of 9 members needed`.

    Where the sides fall short it says so; where only the sides are asked for, it counts these. Empty without one.
    """
    if not quorum:
        return ""
    said = "Quorum met" if quorum["is_met"] else "No quorum"
    parts = []
    if quorum["needed"]:
        parts.append(f"{quorum['present']} of {count_of(quorum['needed'], 'member')} needed")
    each = quorum["each_side"]
    if each and (not quorum["needed"] or min(quorum["voluntary"], quorum["commissioners"]) < each):
        parts.append(
            f"{quorum['voluntary']}{HARD}voluntary sector, {count_of(quorum['commissioners'], 'commissioner')}, "
            f"of at least {each} each"
        )
    if quorum["left_out"]:
        parts.append(f"{quorum['left_out']}{HARD}left out for an interest")
    return f"{said}: {'; '.join(parts)}"


def quorum_in_short(quorum: Mapping[str, Any] | None) -> str:
    """`Quorum: 12 of 9`, beside who is here; `No quorum: 7 of 9` where too few may decide. Empty without one."""
    if not quorum:
        return ""
    said = "Quorum" if quorum["is_met"] else "No quorum"
    if not quorum["needed"]:
        return f"{said}: {quorum['voluntary']} and {quorum['commissioners']} of {quorum['each_side']} each"
    is_enough = quorum["present"] >= quorum["needed"]
    short = "" if quorum["is_met"] or not is_enough else f", a side has fewer than {quorum['each_side']}"
    return f"{said}: {quorum['present']} of {quorum['needed']}{short}"
