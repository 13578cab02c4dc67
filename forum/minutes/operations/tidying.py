"""Tidying lines: their order, their item, two of one, one of two, and what a line is. Nothing said is lost."""

from collections.abc import Sequence
from datetime import datetime

from forum.actions.operations import move_action_to_item
from forum.actions.rules import Owner
from forum.agendas import operations as agendas
from forum.agendas.models import AgendaItem
from forum.decisions.models import Decision
from forum.decisions.operations import (
    move_decision_to_item,
    move_recommendation_to_item,
    move_vote_to_item,
)
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.minutes import queries, rules
from forum.minutes.models import Entry, EntryKind
from forum.minutes.operations.room import work_out_quorums
from forum.minutes.writing import give_thing, reword_thing, take_back_thing, touch
from forum.organisations.models import Organisation
from forum.people.models import Person


@operation
def move_entry(entry: Entry, steps: int, *, by: Person, now: datetime) -> None:
    """Move a line up (steps below 0) or down among the lines of its item; at the end it stays where it is.

    Raises `MinutesAreApproved`, `EntryIsWithdrawn`.
    """
    _hold_line(entry)
    lines = queries.entries_of(entry.minutes, entry.item)
    at = lines.index(entry)
    to = min(max(at + steps, 0), len(lines) - 1)
    if to == at:
        return
    lines.insert(to, lines.pop(at))
    _put_in_order(lines, by=by, now=now)
    touch(entry.minutes)
    note(by, "moved a line of the minutes", entry, now=now)


@operation
def move_entry_to_item(entry: Entry, item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Move a line to the end of another item, with the decision, action, recommendation or vote that it holds.

    Raises `MinutesAreApproved`, `EntryIsWithdrawn`, and `StaysUnderItsItem` for what everyone has read there.
    """
    _hold_line(entry)
    if item.id == entry.item_id:
        return
    if entry.vote is not None:
        move_vote_to_item(entry.vote, item, by=by, now=now)
    if entry.decision is not None:
        move_decision_to_item(entry.decision, item, by=by, now=now)
    if entry.action is not None:
        move_action_to_item(entry.action, item, by=by, now=now)
    if entry.recommendation is not None:
        move_recommendation_to_item(entry.recommendation, item, by=by, now=now)
    lines = [*queries.entries_of(entry.minutes, item), entry]
    entry.item = item
    _put_in_order(lines, by=by, now=now)
    agendas.note_reached(item, by=by, now=now)
    touch(entry.minutes)
    note(by, "moved a line to another item", entry, now=now)
    if entry.decision is not None:  # who had an interest differs from item to item
        work_out_quorums(entry.minutes.meeting, by=by, now=now)


@operation
def split_entry(
    entry: Entry, parts: Sequence[str], *, edition: int, by: Person, now: datetime
) -> list[Entry]:
    """Make several lines of one: the first part stays what it was, the others are notes right behind it.

    Raises `NothingToSplit`, `RivalIsOpen`, and what changing a line raises.
    """
    _hold_line(entry)
    texts = [text for text in map(rules.cleaned, parts) if text]
    if len(texts) < 2:
        raise rules.NothingToSplit
    _check_settled(entry)
    for text in texts:
        rules.check_can_change(entry, text, edition)
    action, asked = entry.action, entry.recommendation
    reword_thing(
        entry,
        texts[0],
        owners=rules.owners_of(entry),
        due_as_said=action.due_as_said if action else asked.due_as_said if asked else "",
        by=by,
        now=now,
    )
    entry.text, entry.is_meant = texts[0], False
    entry.edition += 1
    entry.saved_at = now
    behind = [
        Entry(
            minutes=entry.minutes,
            item=entry.item,
            kind=EntryKind.NOTE,
            text=text,
            written_at=entry.written_at,  # it was said then
            saved_at=now,
            by_id=entry.by_id,
        )
        for text in texts[1:]
    ]
    lines = queries.entries_of(entry.minutes, entry.item)
    at = lines.index(entry) + 1
    db.session.add_all(behind)
    note(by, "split a line of the minutes", entry, now=now)
    _put_in_order([*lines[:at], *behind, *lines[at:]], by=by, now=now)
    db.session.flush()
    touch(entry.minutes)
    return [entry, *behind]


@operation
def join_entries(entry: Entry, *, by: Person, now: datetime) -> Entry:
    """Join a line to the one above it, which is returned. What holds a number is never joined.

    Raises `NothingAbove`, `OnlyWordsJoin`, `RivalIsOpen`, `LineIsTooLong`, `MinutesAreApproved`, `EntryIsWithdrawn`.
    """
    _hold_line(entry)
    lines = queries.entries_of(entry.minutes, entry.item)
    at = lines.index(entry)
    if at == 0:
        raise rules.NothingAbove
    above = lines[at - 1]
    hold(above)
    rules.check_can_join(above, entry)
    for one in (above, entry):
        _check_settled(one)
    text = f"{above.text}\n{entry.text}"
    rules.check_can_write(entry.minutes, text)
    above.text, above.is_meant = text, above.is_meant and entry.is_meant
    above.edition += 1
    above.saved_at = now
    entry.withdrawn_at = now
    entry.edition += 1
    touch(entry.minutes)
    note(by, "joined two lines of the minutes", above, now=now)
    note(by, "joined a line to the one above", entry, now=now)
    return above


@operation
def turn_entry(
    entry: Entry,
    kind: EntryKind,
    *,
    edition: int,
    owners: Sequence[Owner] = (),
    owners_as_said: str = "",
    due_as_said: str = "",
    carries_out: Decision | None = None,
    to: Organisation | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Make a line what it should have been: a note an action, a decision a note.

    What it held is taken back, and its number stays in the register as taken back. What it becomes gets a new one.
    Raises `IsThatAlready`, `VoteNeedsCounts`, `RivalIsOpen`, what changing a line and making the thing raises, and
    for what everyone has read what taking it back raises.
    """
    _hold_line(entry)
    rules.check_can_turn(entry, kind, edition)
    _check_settled(entry)
    if not rules.is_taken_back(entry):
        take_back_thing(entry, by=by, now=now)
    entry.decision = entry.action = entry.recommendation = entry.vote = None
    entry.kind = kind
    db.session.flush()
    give_thing(
        entry,
        owners=owners,
        owners_as_said=owners_as_said,
        due_as_said=due_as_said,
        carries_out=carries_out,
        to=to,
        by=by,
        now=now,
    )
    entry.edition += 1
    entry.saved_at = now
    touch(entry.minutes)
    note(by, "turned a line of the minutes", entry, now=now)


def _hold_line(entry: Entry) -> None:
    """Hold a line and its minutes. Raises `MinutesAreApproved`, `EntryIsWithdrawn`."""
    hold(entry.minutes)
    hold(entry)
    rules.check_is_open(entry.minutes)
    if entry.withdrawn_at is not None:
        raise rules.EntryIsWithdrawn


def _check_settled(entry: Entry) -> None:
    if queries.rivals_of(entry):
        raise rules.RivalIsOpen


def _put_in_order(lines: Sequence[Entry], *, by: Person, now: datetime) -> None:
    """Number the lines of an item as they are handed in. Those that only made room are noted as just that."""
    for position, line in enumerate(lines, start=1):
        if line.position != position:
            line.position = position
    note(by, rules.MADE_ROOM, lines[0].minutes, now=now)
