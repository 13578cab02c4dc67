"""What changed between two versions of an agenda, as sentences that name items by number alone.

No sentence carries a title: one of them may be closed to whoever reads it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from forum.foundation.words import clock_time, count_of

Content = dict[str, Any]


def what_changed(before: Content, after: Content) -> list[str]:
    """What a reader of the version before has to know, in the order of the new agenda."""
    old = {item["reference"]: item for item in before["items"]}
    new = {item["reference"]: item for item in after["items"]}
    moved = _moved([ref for ref in old if ref in new], [ref for ref in new if ref in old])
    said = _time_changed(before, after)
    for reference, item in new.items():
        number = item["number"]
        was = old.get(reference)
        if was is None:
            said.append(f"Item {number} was added.")
            continue
        if item["withdrawn"] and not was["withdrawn"]:
            said.append(f"Item {number} was withdrawn.")
            continue
        if reference in moved:
            said.append(f"Item {number} moved from {_old_place(reference, list(old), new)}.")
        said += [f"Item {number} {words}" for words in _differences(was, item)]
    return said


def _time_changed(before: Content, after: Content) -> list[str]:
    starts_at = after["starts_at"]
    if starts_at == before["starts_at"]:
        return []
    if starts_at is None:
        return ["The meeting has no fixed time any more."]
    return [f"The meeting now starts at {clock_time(datetime.fromisoformat(starts_at))}."]


def _differences(was: Content, item: Content) -> list[str]:
    words = []
    if item["minutes"] != was["minutes"]:
        words.append(f"takes {count_of(item['minutes'], 'minute')} instead of {was['minutes']}.")
    if (item["title"], item["public_title"]) != (was["title"], was["public_title"]):
        words.append("has a new title.")
    if item["purpose"] != was["purpose"]:
        words.append(f"is now to {item['purpose']}.")
    if item["summary"] != was["summary"]:
        words.append("has a new summary.")
    if item["presenters"] != was["presenters"]:
        words.append("has other presenters.")
    if item["commitments"] != was["commitments"]:
        words.append("serves other commitments.")
    if (item["visibility"], item["closed_because"]) != (was["visibility"], was["closed_because"]):
        words.append({
            "public": "is now open to everyone.",
            "members": "is now for members.",
            "closed": "is now closed.",
        }[item["visibility"]])  # fmt: skip
    return words


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest items that must have moved to turn one order into the other."""
    place = {reference: at for at, reference in enumerate(old)}
    ends: list[int] = []  # for each length, the place at which the best rising run of that length ends
    run_of: list[
        tuple[int, int | None]
    ] = []  # for each item: its run's length, and the item before it in the run
    last: list[int] = []  # for each length, the item at which that run ends
    for at, reference in enumerate(new):
        length = bisect_left(ends, place[reference])
        ends[length : length + 1] = [place[reference]]
        last[length : length + 1] = [at]
        run_of.append((length, last[length - 1] if length else None))
    kept: set[str] = set()
    at_item: int | None = last[-1] if last else None
    while at_item is not None:
        kept.add(new[at_item])
        at_item = run_of[at_item][1]
    return set(new) - kept


def _old_place(reference: str, old: Sequence[str], new: dict[str, Content]) -> str:
    following = next((ref for ref in old[old.index(reference) + 1 :] if ref in new), None)
    return f"before item {new[following]['number']}" if following else "the end"
