"""What must not reach published minutes: addresses, telephone numbers, why somebody was away, and marked names.

Words are found by their shape, so some are found that are harmless: the minute-taker says that those are meant.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from forum.foundation.absences import reasons_of_absence_in
from forum.foundation.contacts import contact_details_in
from forum.foundation.withheld_names import is_marked_badly
from forum.minutes.models import Entry, EntryKind


class Caution(StrEnum):
    """What a text holds that is not for everyone."""

    EMAIL = "an e-mail address"
    PHONE = "a telephone number"
    ABSENCE = "why somebody was away"
    MARK = "a marked name that has no [[ or no ]]"


_SENTENCES = {
    Caution.EMAIL: "Everyone can read minutes. Take the e-mail address out.",
    Caution.PHONE: "Everyone can read minutes. Take the telephone number out.",
    Caution.ABSENCE: "This seems to say why somebody was away. Leave the reason out, or say that it is meant.",
    Caution.MARK: "A marked name has [[ before it and ]] after it. One of the two is missing.",
}


@dataclass(frozen=True)
class Warning:
    """One thing in a text that is not for everyone: what, the words, and a sentence about it."""

    caution: Caution
    found: str

    @property
    def words(self) -> str:
        """What to do about it, in a sentence."""
        return _SENTENCES[self.caution]

    @property
    def may_be_meant(self) -> bool:
        """Whether the minute-taker may say that the words stay. An address never does."""
        return self.caution is Caution.ABSENCE


def warnings_in(text: str) -> list[Warning]:
    """What a text holds that is not for everyone, in its order; each kind of thing as often as it is found."""
    found = [
        Warning(Caution.EMAIL if "@" in details else Caution.PHONE, details)
        for details in contact_details_in(text)
    ]
    found += [Warning(Caution.ABSENCE, words) for words in reasons_of_absence_in(text)]
    if is_marked_badly(text):
        found.append(Warning(Caution.MARK, text))
    return found


def warnings_of(entry: Entry) -> list[Warning]:
    """What a line holds that stops circulation. Words that were looked at and kept no longer count."""
    return [
        warning
        for warning in warnings_in(" · ".join(typed_in(entry)))
        if not (entry.is_meant and warning.may_be_meant)
    ]


def typed_in(entry: Entry) -> Iterable[str]:
    """All of a line that was typed freely and that everyone may read."""
    yield entry.text
    if entry.action is not None:
        yield from (words for words in (entry.action.due_as_said, entry.action.owners_as_said) if words)
    if entry.kind is EntryKind.RECOMMENDATION and entry.recommendation is not None:
        yield from (words for words in (entry.recommendation.due_as_said,) if words)
    if entry.vote is not None and entry.vote.reservations:
        yield entry.vote.reservations
