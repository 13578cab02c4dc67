"""What may be done with a letter as it stands, and how that is said."""

from forum.foundation.post import Letter, LetterState
from forum.foundation.refusals import Refusal

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
