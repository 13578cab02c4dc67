"""Saying for whom a booking was made."""

from forum.people.models import Person


class Named:
    """Whom a booking is for, read before the operation, which forgets what was read."""

    def __init__(self, who: Person, *, is_own: bool) -> None:
        self.is_own, self.name, self.letter = is_own, who.shown_name, letter_or_not(who)

    def said(self, has_place: bool) -> str:
        """What is said after booking, and whether a letter tells of it."""
        if has_place:
            done = f"{'Your' if self.is_own else f'{self.name}’s'} place is booked."
        else:
            done = f"{'You are' if self.is_own else f'{self.name} is'} on the waiting list."
        return f"{done} {self.letter}"


def letter_or_not(who: Person) -> str:
    """Whether a letter tells somebody what was done."""
    return "The letter is on its way." if who.email else "No letter: we have no e-mail address."
