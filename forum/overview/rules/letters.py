"""What may be done with a letter as it stands, and how that is said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forum.foundation.post import Letter, LetterState
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LENGTH
from forum.foundation.words import count_of

AGAIN = frozenset({LetterState.UNCERTAIN, LetterState.REFUSED, LetterState.STOPPED})

MARKS = {
    LetterState.WAITING: "tint",
    LetterState.BEING_SENT: "tint",
    LetterState.SENT: "green",
    LetterState.REFUSED: "red",
    LetterState.UNCERTAIN: "amber",
    LetterState.STOPPED: "none",
    LetterState.NO_ADDRESS: "amber",
}
"""The shape and colour that goes with the word of each state."""

MEANINGS = {
    LetterState.WAITING: "It will leave by itself.",
    LetterState.BEING_SENT: "It is being handed to the mail server.",
    LetterState.SENT: "The mail server took it.",
    LetterState.REFUSED: "The mail server will not take it. Check the address before you send it again.",
    LetterState.UNCERTAIN: (
        "The line was cut before the mail server said whether it took the letter. "
        "Ask the person whether it came, or send it again: some mail programs show only one of two copies."
    ),
    LetterState.STOPPED: "It was kept from leaving.",
    LetterState.NO_ADDRESS: "No e-mail address is known for this person. Tell them another way.",
}


class LetterIsNotWaiting(Refusal):
    message = "This letter is no longer waiting, so it cannot be stopped."


class NoLetterIsWaiting(Refusal):
    message = "None of these letters is waiting any more, so none can be stopped."


class LetterCannotGoAgain(Refusal):
    message = "This letter cannot be sent again as it stands now."


class LetterIsNotUncertain(Refusal):
    message = "This letter is not uncertain, so there is nothing to mark."


def may_stop(letter: Letter) -> bool:
    """Whether a letter can still be kept from leaving."""
    return letter.state is LetterState.WAITING


def may_send_again(letter: Letter) -> bool:
    """Whether a letter can leave once more. The words of a secret one are forgotten by then."""
    return letter.state in AGAIN and not letter.is_secret


def may_mark(letter: Letter) -> bool:
    """Whether somebody may say that a letter arrived."""
    return letter.state is LetterState.UNCERTAIN


def check_can_stop(letter: Letter) -> None:
    """Refuse to stop a letter that does not wait."""
    if not may_stop(letter):
        raise LetterIsNotWaiting


def check_can_send_again(letter: Letter) -> None:
    """Refuse to send again a letter that was sent, still waits, or whose words are gone."""
    if not may_send_again(letter):
        raise LetterCannotGoAgain


def check_can_mark(letter: Letter) -> None:
    """Refuse to mark a letter of which we know what became."""
    if not may_mark(letter):
        raise LetterIsNotUncertain


# ---- Letters of one deed ------------------------------------------------------------------------------------

_GONE = (LetterState.SENT, LetterState.BEING_SENT, LetterState.UNCERTAIN)


@dataclass(frozen=True)
class Stopped:
    """What came of stopping the letters of a deed: how many were stopped, and how many had left before."""

    stopped: int
    gone: int

    def in_words(self) -> str:
        """`31 letters are stopped. 3 letters had left already.`"""
        done = f"{count_of(self.stopped, 'letter is', 'letters are')} stopped."
        return f"{done} {count_of(self.gone, 'letter')} had left already." if self.gone else done


@dataclass(frozen=True)
class Deed:
    """The letters that one deed wrote, counted."""

    states: Mapping[LetterState, int]
    leaves_at: datetime | None  # when the first of those that wait leaves

    @property
    def total(self) -> int:
        """How many letters it wrote."""
        return sum(self.states.values())

    @property
    def waiting(self) -> int:
        """How many of them can still be stopped."""
        return self.states.get(LetterState.WAITING, 0)

    def gone(self) -> int:
        """How many of them have left, or may have."""
        return sum(self.states.get(state, 0) for state in _GONE)

    def marks(self) -> list[tuple[str, str]]:
        """How they stand: a few words and a kind of mark for each state."""
        return [
            (f"{self.states[state]} {state.value}", MARKS[state])
            for state in LetterState
            if self.states.get(state)
        ]


def leaves_in_words(leaves_at: datetime, now: datetime) -> str:
    """How long something can still be stopped: `leave in 1 minute 20 seconds`, `leave at any moment`."""
    minutes, seconds = divmod(max(0, int((leaves_at - now).total_seconds())), 60)
    parts = [count_of(minutes, "minute")] if minutes else []
    if seconds:
        parts.append(count_of(seconds, "second"))
    return f"leave in {' '.join(parts)}" if parts else "leave at any moment"


_KEY = re.compile(rf"(?<=/)[a-z2-7]{{{LENGTH}}}(?![\w-])")


def without_keys(text: str) -> str:
    """The words of a letter without what its links are signed with: they act for the person it was written to."""
    return _KEY.sub("…", text)
