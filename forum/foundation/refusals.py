"""What a rule raises when it says no."""

from typing import Self


class Refusal(Exception):
    """A rule's no. Its message is written for the person: what is the matter, and what to do next.

    A subclass is named as a sentence (`BookingIsClosed`) and sets `message`, with `{names}` to fill in.
    """

    message = "This cannot be done."
    about: str | None = None
    """The question that it is about, by the name that it has in a form; None: what was filled in as a whole."""

    def __init__(self, **words: object) -> None:
        """Fill the message in with `words`."""
        self.words = words
        super().__init__(self.message.format(**words) if words else self.message)

    def at(self, question: str) -> Self:
        """The same, about one question."""
        self.about = question
        return self
