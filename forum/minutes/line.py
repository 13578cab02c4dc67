"""What the minute-taker types: a note, `d …` a decision, `a @jo by 3 oct …` an action. Pure, no database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from forum.actions import due
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.foundation.refusals import Refusal
from forum.foundation.words import listed
from forum.minutes.models import EntryKind


class NoDateAfterBy(Refusal):
    message = "No date that we know follows “by”. Write the date as in “by 3 oct”, or use the Due box."


class NameFitsNobody(Refusal):
    message = "“@{name}” fits nobody here and no member. Choose the owner below, or write more of the name."


class NameFitsSeveral(Refusal):
    message = "“@{name}” could be {several}. Write more of the name, or choose the owner below."


@dataclass(frozen=True)
class Line:
    """One line as it is understood: its kind, its words, the names after @, and the date after "by"."""

    kind: EntryKind
    text: str
    names: tuple[str, ...] = ()
    due_as_said: str = ""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may own an action, and whether they are here."""

    owner: Owner
    is_here: bool = False
    _words: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_words", tuple(_plain(self.own_name).split()))

    @property
    def own_name(self) -> str:
        """The name of the person, or of the body where it stands alone."""
        if self.owner.person is not None:
            return self.owner.person.shown_name
        return self.owner.organisation.known_as if self.owner.organisation else "All members"

    def is_called(self, name: str) -> bool:
        """Whether this is the whole name."""
        return _plain(name).split() == list(self._words)

    def may_be_called(self, name: str) -> bool:
        """Whether each part of the name begins a word of it: `owen`, `o tregarth`, `council`."""
        parts = _plain(name).split()
        return bool(parts) and all(any(word.startswith(part) for word in self._words) for part in parts)


def _plain(name: str) -> str:
    return re.sub(r"[^\w]+", " ", name.casefold().replace("’", "").replace("'", "").replace("_", " ")).strip()


_NAME = re.compile(r"""@(?:"([^"]+)"|“([^”]+)”|([\w'’.\-]*[\w]))[,:;]?(?:\s+|$)(?:(?:and|&)\s+(?=@))?""")
_LONGEST_DATE = 6  # words: "by the end of next year", "by friday the 3rd of october"


def understand(typed: str, pressed: EntryKind, *, said_on: date, next_meeting_on: date | None = None) -> Line:
    """What a line says. `pressed` is the button; a beginning like `d ` or `a @` goes before it.

    Raises `NoDateAfterBy`, and what a date raises that is not in the calendar.
    """
    text = typed.strip()
    if text == "d":  # the sign of a decision whose words are still to come
        return Line(EntryKind.DECISION, "")
    if re.match(r"d\s+\S", text):
        return Line(EntryKind.DECISION, text[1:].strip())
    is_action = re.match(r"[aA]\s+@", text)
    if is_action:
        text = text[1:].strip()
    elif pressed is not EntryKind.ACTION:
        return Line(pressed, text)
    names: list[str] = []
    while match := _NAME.match(text):
        names.append(next(part for part in match.groups() if part))
        text = text[match.end() :]
    if re.match(r"by\b", text, re.IGNORECASE) and names:
        due_as_said, text = _date_in_front(text, said_on, next_meeting_on)
    else:
        due_as_said, text = _date_behind(text, said_on, next_meeting_on)
    return Line(EntryKind.ACTION, _sentence(text), tuple(names), due_as_said)


def _date_in_front(text: str, said_on: date, next_meeting_on: date | None) -> tuple[str, str]:
    """`by 3 oct send the list`: as many words as make a date, and the rest."""
    words = text.split()[1:]
    for count in range(min(_LONGEST_DATE, len(words)), 0, -1):
        said = " ".join(words[:count])
        found = due.find(said, said_on=said_on, next_meeting_on=next_meeting_on)
        if found is not None:
            return said.strip(" ,:;"), " ".join(words[count:])
    said, colon, rest = text[2:].partition(":")
    if colon and len(said.split()) <= _LONGEST_DATE + 2:
        return said.strip(), rest.strip()
    raise NoDateAfterBy


def _date_behind(text: str, said_on: date, next_meeting_on: date | None) -> tuple[str, str]:
    """`send the list by 3 oct`: the date, and what is before it; "by hand" is no date and stays."""
    at = [match.start() for match in re.finditer(r"\s(?:by|before)\s", text, re.IGNORECASE)]
    if at:
        said = re.sub(r"^(?:by|before)\s+", "", text[at[-1] :].strip(), flags=re.IGNORECASE).rstrip(".")
        if said and due.find(said, said_on=said_on, next_meeting_on=next_meeting_on) is not None:
            return said, text[: at[-1]]
    return "", text


def _sentence(text: str) -> str:
    text = text.strip(" ,:;")
    return text[:1].upper() + text[1:]


def owner_called(name: str, candidates: Sequence[Candidate]) -> Owner:
    """Whom a name after @ means. People who are here go before others, people before bodies.

    Raises `NameFitsNobody`, `NameFitsSeveral`.
    """
    if _plain(name) in {"all", "everyone", "all members", "members"}:
        return ALL_MEMBERS
    fitting = [candidate for candidate in candidates if candidate.is_called(name)]
    fitting = fitting or [candidate for candidate in candidates if candidate.may_be_called(name)]
    tiers = (
        [one for one in fitting if one.is_here and one.owner.person],
        [one for one in fitting if one.owner.person],
        [one for one in fitting if one.is_here],
        fitting,
    )
    best = next((tier for tier in tiers if tier), [])
    if not best:
        raise NameFitsNobody(name=name)
    if len(best) > 1:
        several = [one.owner.label for one in best[:4]] + (["others"] if len(best) > 4 else [])
        raise NameFitsSeveral(name=name, several=listed(several, "or"))
    return best[0].owner


def owners_called(
    names: Sequence[str], candidates: Sequence[Candidate], *, chosen: Sequence[Owner] = ()
) -> list[Owner]:
    """Whom the names after @ mean, and who was chosen from a list besides.

    Where somebody was chosen, a name that fits nobody or several is passed over: the choice answers it.
    Raises `NameFitsNobody`, `NameFitsSeveral`.
    """
    owners: list[Owner] = []
    for name in names:
        try:
            owners.append(owner_called(name, candidates))
        except (NameFitsNobody, NameFitsSeveral):
            if not chosen:
                raise
    return [*owners, *chosen]
