"""What is different between two versions of minutes, item by item and line by line, as somebody may see both."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.foundation.words import capital, listed
from forum.minutes.published.shown import EntryShown, ItemShown, MinutesShown, PersonShown


class How(StrEnum):
    """What became of a line."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    TAKEN_OUT = "taken out"


@dataclass(frozen=True)
class Piece:
    """Some words of a line: the same in both versions, put in, or taken out."""

    words: str
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class LineDifference:
    """One line that is different."""

    how: How
    name: str  # "Decision D-2026-014", "The line of 10:35"
    pieces: tuple[Piece, ...]
    moved: str = ""  # "from item 3", where it stood elsewhere


@dataclass(frozen=True)
class ItemDifference:
    """One item with what is different in it."""

    reference: str
    number: str
    title: str
    notes: tuple[str, ...]
    lines: tuple[LineDifference, ...]


@dataclass(frozen=True)
class Differences:
    """All that is different between two versions."""

    items: tuple[ItemDifference, ...]
    attendance: tuple[str, ...]  # sentences
    masked: tuple[str, ...]  # the numbers of items that this reader cannot compare

    @property
    def is_empty(self) -> bool:
        """Whether the reader finds nothing that is different."""
        return not self.items and not self.attendance


def differences(before: MinutesShown, after: MinutesShown) -> Differences:
    """What is different in `after`. An item that is masked in either version is not compared."""
    old = {item.reference: item for item in before.items}
    new = {item.reference: item for item in after.items}
    masked = {item.reference for item in (*before.items, *after.items) if item.is_masked}
    stood = {entry.anchor: item for item in before.items for entry in item.entries}
    stands = {entry.anchor for item in after.items for entry in item.entries}
    lines = {
        entry.anchor: entry for item in before.items if item.reference not in masked for entry in item.entries
    }
    found = []
    for reference in [*new, *(one for one in old if one not in new)]:
        if reference in masked:
            continue
        compared = _item(old.get(reference), new.get(reference), stood, stands, lines)
        if compared is not None:
            found.append(compared)
    numbers = {reference: (new.get(reference) or old[reference]).number for reference in masked}
    return Differences(
        items=tuple(found),
        attendance=tuple(_attendance(before, after)),
        masked=tuple(sorted(numbers.values(), key=lambda number: (len(number), number))),
    )


def pieces_of(was: str, now: str) -> tuple[Piece, ...]:
    """The words of both, in order: those of `was` alone are gone, those of `now` alone are new."""
    old, new = _words(was), _words(now)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(
        None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False
    )
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            pieces.append(Piece("".join(new[c:d])))
            continue
        if b > a:
            pieces.append(Piece("".join(old[a:b]), is_gone=True))
        if d > c:
            pieces.append(Piece("".join(new[c:d]), is_new=True))
    return tuple(pieces)


def _words(text: str) -> list[str]:
    """Words, each with the blank behind it, so that a changed word is one mark and no string of letters."""
    return re.findall(r"\w+\s*|[^\w\s]+\s*|\s+", text)


def _whole(entry: EntryShown) -> str:
    """All that a line says: its words, whose it is and by when, and how it was voted."""
    if entry.is_withdrawn:
        return "Taken back at the meeting."
    return " ".join(part for part in (entry.text, entry.about and f"({entry.about})", *entry.remarks) if part)


def _name(entry: EntryShown) -> str:
    return f"{capital(entry.kind.value)} {entry.number}" if entry.number else f"The line of {entry.at}"


def _item(
    was: ItemShown | None,
    item: ItemShown | None,
    stood: dict[str, ItemShown],
    stands: set[str],
    lines: dict[str, EntryShown],
) -> ItemDifference | None:
    old = was.entries if was is not None else ()
    new = item.entries if item is not None else ()
    shown = item or was
    assert shown is not None  # noqa: S101 - it stands in one of the two
    found = []
    shifted = _shifted([one.anchor for one in old], [one.anchor for one in new])
    for entry in new:
        before = lines.get(entry.anchor)
        if before is None:
            found.append(LineDifference(How.ADDED, _name(entry), (Piece(_whole(entry), is_new=True),)))
            continue
        came_from = stood[entry.anchor]
        moved = ""
        if came_from.reference != shown.reference:
            moved = f"from item {came_from.number}"
        elif entry.anchor in shifted:
            moved = "within the item"
        if _whole(before) != _whole(entry):
            pieces = pieces_of(_whole(before), _whole(entry))
            found.append(LineDifference(How.CHANGED, _name(entry), pieces, moved))
        elif moved:
            found.append(LineDifference(How.MOVED, _name(entry), (Piece(_whole(entry)),), moved))
    found += [
        LineDifference(How.TAKEN_OUT, _name(entry), (Piece(_whole(entry), is_gone=True),))
        for entry in old
        if entry.anchor not in stands
    ]
    notes = _notes(was, item)
    if not found and not notes:
        return None
    return ItemDifference(shown.reference, shown.number, shown.title, tuple(notes), tuple(found))


def _notes(was: ItemShown | None, item: ItemShown | None) -> list[str]:
    if was is None:
        return ["This item is new."]
    if item is None:
        return ["This item is gone."]
    said = []
    if was.title != item.title:
        said.append(f"It was called “{was.title}”.")
    if was.number != item.number:
        said.append(f"It was item {was.number}.")
    if was.not_reached != item.not_reached:
        said.append(item.not_reached or "It was reached after all.")
    return said


def _shifted(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Lines of both that do not stand in the same order."""
    kept_old = [one for one in old if one in set(new)]
    kept_new = [one for one in new if one in set(old)]
    matcher = difflib.SequenceMatcher(None, kept_old, kept_new, autojunk=False)
    same = {
        one for block in matcher.get_matching_blocks() for one in kept_new[block.b : block.b + block.size]
    }
    return set(kept_new) - same


def _attendance(before: MinutesShown, after: MinutesShown) -> list[str]:
    groups = (
        ("present in the room", before.present, after.present),
        ("present online", before.online, after.online),
        ("apologies", before.apologies, after.apologies),
    )
    said = []
    for name, old, new in groups:
        had, has = [_label(one) for one in old], [_label(one) for one in new]
        come, gone = [one for one in has if one not in had], [one for one in had if one not in has]
        if come:
            said.append(f"Added to {name}: {listed(come)}.")
        if gone:
            said.append(f"No longer under {name}: {listed(gone)}.")
    if before.counted != after.counted:
        said.append(capital(after.counted or "no heads are counted") + ".")
    return said


def _label(who: PersonShown) -> str:
    return f"{who.label} ({who.note})" if who.note else who.label
