"""What may be done with lines after they were written: moved, split, joined, turned; and how each came to be."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.actions.rules import Owner, as_owner
from forum.foundation.refusals import Refusal
from forum.journal.models import JournalEntry
from forum.minutes.models import Entry, EntryKind, RivalText
from forum.minutes.rules.taking import ChangedMeanwhile, VoteNeedsCounts

WORDS_ALONE = (EntryKind.NOTE, EntryKind.QUESTION, EntryKind.DECLARATION)
"""The kinds of line that hold nothing but their words."""

MADE_ROOM = "put lines in order"
"""What the journal notes of lines that only made room for another."""


class NothingToSplit(Refusal):
    message = "Put an empty line where the second line begins."
    about = "text"


class NothingAbove(Refusal):
    message = "This is the first line of its item, so there is none above to join it to."


class OnlyWordsJoin(Refusal):
    message = "Only two lines of the same kind without a number can be joined. Turn them into notes first."


class IsThatAlready(Refusal):
    message = "The line is a {kind} already."


def check_can_join(above: Entry, entry: Entry) -> None:
    """Refuse to join what holds a number, and lines of two kinds."""
    if above.kind is not entry.kind or above.kind not in WORDS_ALONE:
        raise OnlyWordsJoin


def check_can_turn(entry: Entry, kind: EntryKind, edition: int) -> None:
    """Refuse to make a line what it is, a vote without its counts, and a line that somebody has changed since."""
    if kind is entry.kind:
        raise IsThatAlready(kind=kind.value)
    if kind is EntryKind.VOTE:
        raise VoteNeedsCounts
    if edition != entry.edition:  # one that was taken back may be turned: its number stays so all the same
        raise ChangedMeanwhile(text=entry.text)


def parts_of(text: str) -> list[str]:
    """A text as its parts: an empty line stands between two of them."""
    return [part.strip() for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")) if part.strip()]


def owners_of(entry: Entry) -> list[Owner]:
    """The owners of the action that a line holds, as they could be handed in again."""
    return [as_owner(owner) for owner in entry.action.owners] if entry.action is not None else []


# ---- History ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One thing that was done to a line: when, by whom, what, and what it said before."""

    at: datetime
    by: str
    what: str
    said_before: str = ""
    other_text: str = ""  # what a second person wrote at the same time


_ACTS = {
    "wrote a line of the minutes": "Written",
    "changed a line of the minutes": "Changed",
    "took out a line of the minutes": "Taken out",
    "moved a line of the minutes": "Moved among the lines of its item",
    "moved a line to another item": "Moved to another item",
    "split a line of the minutes": "Split",
    "joined two lines of the minutes": "Joined with the line below",
    "joined a line to the one above": "Joined to the line above",
    "turned a line of the minutes": "Turned",
}
_HOLDS = ("decision_id", "action_id", "recommendation_id")


def history_of(
    records: Iterable[JournalEntry],
    numbers: Mapping[tuple[str, int], str],
    items: Mapping[int, str],
    rivals: Iterable[RivalText] = (),
) -> list[Step]:
    """The steps of a line in words, the oldest first; `records` are those of the journal, `rivals` second texts.

    `numbers` are the references of what it held, by column and number; `items` the titles of items by number.
    What only made room for another line is passed over.
    """
    steps = [
        Step(
            record.at,
            record.by.shown_name if record.by is not None else "By itself",
            _what(record, numbers, items),
            str(record.before.get("text") or ""),
        )
        for record in records
        if record.act != MADE_ROOM
    ]
    steps += [
        Step(one.written_at, one.by.shown_name, _RIVALS[_stands(one)], other_text=one.text) for one in rivals
    ]
    return sorted(steps, key=lambda step: step.at)


_RIVALS = {
    None: "Written differently at the same time. One of the two waits to be chosen",
    True: "Written differently at the same time. This text was chosen",
    False: "Written differently at the same time. The line was left as it was",
}


def _stands(rival: RivalText) -> bool | None:
    return rival.is_chosen if rival.settled_at is not None else None


def _what(record: JournalEntry, numbers: Mapping[tuple[str, int], str], items: Mapping[int, str]) -> str:
    what = _ACTS.get(record.act, record.act[:1].upper() + record.act[1:])
    before, after = record.before, record.after
    if record.act == "split a line of the minutes" and before.get("text") is None:
        what = "Split off from the line above"
    if before.get("kind") and after.get("kind"):
        what = f"Turned from a {before['kind']} into a {after['kind']}".replace("a action", "an action")
    elif before.get("item_id") and after.get("item_id"):
        what = f"Moved here from “{items.get(before['item_id'], 'another item')}”"
    had, has = _number(before, numbers), _number(after, numbers)
    if had:
        what += f". {had} stays in its register as taken back"
    return f"{what}, as {has}" if has and not had else f"{what}. It is {has} now" if has else what


def _number(values: Mapping[str, object], numbers: Mapping[tuple[str, int], str]) -> str:
    found: Sequence[str] = [
        numbers[column, value]
        for column in _HOLDS
        if isinstance(value := values.get(column), int) and (column, value) in numbers
    ]
    return found[0] if found else ""
