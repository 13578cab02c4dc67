"""Letters in an organiser's own words: to whom, and what makes sending twice one letter."""

import hashlib
from enum import StrEnum

from forum.foundation.refusals import Refusal


class Reach(StrEnum):
    """To whom a letter about one meeting goes."""

    BOOKED = "booked"
    WAITING = "waiting"
    BOTH = "both"


REACH = {
    Reach.BOOKED: "Everybody with a place",
    Reach.WAITING: "Everybody who waits for one",
    Reach.BOTH: "Both",
}


class NobodyToWriteTo(Refusal):
    message = "Nobody would get this letter: there is nobody to write to."


def mark_of(*words: str) -> str:
    """What tells one letter from another: the same words from the same form are the same letter."""
    return hashlib.sha256("\n\n".join(words).encode()).hexdigest()[:32]
