"""What a page showed of an agenda, and what somebody else changed before it was sent back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import SequenceMatcher

from forum.agendas.models import AgendaItem
from forum.agendas.rules.order import draft_numbers
from forum.foundation.refusals import Refusal
from forum.foundation.words import capital, count_of, listed, whole_minutes

_SEEN = re.compile(r"([0-9A-Za-z-]{1,20}):([0-9]{1,4})")


class ChangedMeanwhile(Refusal):
    message = "{what} Nothing that you typed is lost: look at it, and save again."


class ItemIsGone(Refusal):
    message = "That item is not on this agenda any more: somebody took it off."


@dataclass(frozen=True)
class Seen:
    """An agenda as a page showed it: the items in their order, by reference, with their minutes."""

    minutes: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Sequence[AgendaItem]) -> "Seen":
        """What a page shows of these items; withdrawn ones cannot be moved and are left out."""
        return cls({item.reference: whole_minutes(item.length) for item in items if not item.is_withdrawn})

    @classmethod
    def read(cls, words: str) -> "Seen":
        """The same from a form; what is no such thing is left out."""
        return cls({reference: int(minutes) for reference, minutes in _SEEN.findall(words)})

    @property
    def words(self) -> str:
        """As a form carries it."""
        return " ".join(f"{reference}:{minutes}" for reference, minutes in self.minutes.items())


@dataclass(frozen=True)
class Heading:
    """A heading above consecutive items, from the first to the last by reference; an empty one takes it away."""

    words: str
    first: str
    last: str


NOTHING_SEEN = Seen()
"""What somebody saw of whom we do not know what they saw."""


def wanted_lengths(
    items: Sequence[AgendaItem], typed: Mapping[str, timedelta], seen: Seen
) -> dict[str, timedelta]:
    """The lengths that somebody changed; what they left as they saw it stays as it is now.

    Raises `ChangedMeanwhile` where two people gave one item two lengths.
    """
    wanted: dict[str, timedelta] = {}
    clashes: list[str] = []
    numbers = dict(zip((item.reference for item in items), draft_numbers(items), strict=True))
    for item in items:
        length, was = typed.get(item.reference), seen.minutes.get(item.reference)
        if length is None or item.is_withdrawn or length == item.length:
            continue
        if was is not None and whole_minutes(length) == was:
            continue
        if was is not None and whole_minutes(item.length) != was:
            now = count_of(whole_minutes(item.length), "minute")
            clashes.append(
                f"item {numbers[item.reference]} has {now} now, and you typed {whole_minutes(length)}"
            )
        wanted[item.reference] = length
    if clashes:
        raise ChangedMeanwhile(what=f"{capital('; '.join(clashes))}.")
    return wanted


def wanted_order(items: Sequence[AgendaItem], order: Sequence[str], seen: Seen) -> list[AgendaItem]:
    """The items in the order that somebody gave them.

    Withdrawn ones and those that came meanwhile stay behind the item that they follow. Raises `ChangedMeanwhile`
    where others changed the order meanwhile.
    """
    given = {reference: at for at, reference in enumerate(dict.fromkeys(order))}
    known = [item for item in items if item.reference in given and not item.is_withdrawn]
    if seen.minutes:
        shown = [reference for reference in seen.minutes if reference in {item.reference for item in known}]
        if shown != [item.reference for item in known]:
            raise ChangedMeanwhile(
                what="Somebody else moved items meanwhile. They stand below as they are now; move yours again."
            )
    followed: dict[str, list[AgendaItem]] = {}
    behind = ""
    for item in items:
        if item in known:
            behind = item.reference
        else:
            followed.setdefault(behind, []).append(item)
    arranged = list(followed.get("", []))
    for item in sorted(known, key=lambda one: given[one.reference]):
        arranged += [item, *followed.get(item.reference, [])]
    return arranged


def moved_items(before: Sequence[str], after: Sequence[AgendaItem]) -> list[AgendaItem]:
    """The items that were moved, and not those that only made room for them."""
    kept = SequenceMatcher(None, before, [item.reference for item in after], autojunk=False)
    stayed = {at for block in kept.get_matching_blocks() for at in range(block.b, block.b + block.size)}
    return [item for at, item in enumerate(after) if at not in stayed]


def meanwhile(items: Sequence[AgendaItem], seen: Seen) -> str:
    """What others did since a page was shown: `Meanwhile “Van insurance” was put on.` Empty where they did nothing."""
    if not seen.minutes:
        return ""
    now = {item.reference: item for item in items if not item.is_withdrawn}
    came = [f"“{item.title}”" for reference, item in now.items() if reference not in seen.minutes]
    went = sum(reference not in now for reference in seen.minutes)
    said = []
    if came:
        said.append(f"{listed(came)} {'was' if len(came) == 1 else 'were'} put on")
    if went:
        said.append(f"{count_of(went, 'item')} {'was' if went == 1 else 'were'} taken off")
    return f"Meanwhile {listed(said)}." if said else ""


def section_for(item: AgendaItem, items: Sequence[AgendaItem]) -> str:
    """The heading under which an item stands, once it has come to its place among `items`.

    Between two of one heading it takes theirs. One that is new takes that of the matters before it, or after it.
    """
    live = [one for one in items if not one.is_withdrawn]
    at = live.index(item)
    before, after = live[at - 1] if at else None, live[at + 1] if at + 1 < len(live) else None
    if before and after and before.section == after.section:
        return before.section
    if item.section:
        return item.section
    near = [one for one in (before, after) if one and one.part is None and not one.is_standing]
    return next((one.section for one in near if one.section), "")
