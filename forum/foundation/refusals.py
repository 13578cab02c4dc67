"""What a rule raises when it says no."""


class Refusal(Exception):
    """A rule's no. Its message is written for the person: what is the matter, and what to do next.

    A subclass is named as a sentence (`BookingIsClosed`) and sets `message`, with `{names}` to fill in.
    """

    message = "This cannot be done."

    def __init__(self, **words: object) -> None:
        """Fill the message in with `words`."""
        self.words = words
        super().__init__(self.message.format(**words) if words else self.message)
