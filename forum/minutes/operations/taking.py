"""What is done with minutes. Each operation is one transaction: kept whole, or not at all."""

from collections.abc import Sequence
from datetime import datetime

from forum.actions.rules import Owner
from forum.agendas import operations as agendas
from forum.agendas.models import AgendaItem
from forum.decisions.models import Decision
from forum.decisions.rules import VoteGiven
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.minutes import queries, rules
from forum.minutes.models import Entry, EntryKind, Minutes
from forum.minutes.writing import give_thing, reword_thing, take_back_thing, touch
from forum.organisations.models import Organisation
from forum.people.models import Person

# ---- Taking them --------------------------------------------------------------------------------------------


@operation
def start_minutes(meeting: Meeting, *, by: Person, now: datetime) -> Minutes:
    """Begin the minutes of a meeting. Begun twice, they are the same.

    Raises `MeetingWasCalledOff`, `TooEarlyForMinutes`, `NoAgendaYet`.
    """
    hold(meeting)
    found = queries.find_minutes(meeting)
    if found is not None:
        return found
    rules.check_can_start(meeting, has_items=bool(queries.numbered_items(meeting)), now=now)
    minutes = Minutes(meeting=meeting, started_at=now)
    db.session.add(minutes)
    db.session.flush()
    note(by, "began the minutes", minutes, now=now)
    return minutes


@operation
def write_entry(
    minutes: Minutes,
    item: AgendaItem,
    kind: EntryKind,
    text: str,
    *,
    owners: Sequence[Owner] = (),
    owners_as_said: str = "",
    due_as_said: str = "",
    carries_out: Decision | None = None,
    to: Organisation | None = None,
    vote: VoteGiven | None = None,
    sent_key: str | None = None,
    by: Person,
    now: datetime,
) -> Entry:
    """Write one line at the end of an item. What it resolves or asks gets its number at once, and outlives the line.

    `carries_out` is the decision that an action follows, `to` whom a recommendation is made to, `vote` what was
    counted on the motion in `text`. The same line sent twice under one `sent_key` is one.
    Raises `MinutesAreApproved`, `LineIsEmpty`, `LineIsTooLong`, `RecommendationNeedsBody`, `VoteNeedsCounts`, and
    what `raise_action`, `record_recommendation` and `record_vote` raise.
    """
    hold(minutes)
    if sent_key is not None:
        sent_key = rules.key_of(sent_key, kind, text)
        found = queries.find_entry_sent_as(minutes, sent_key)
        if found is not None:
            return found
    text = rules.cleaned(text)
    rules.check_can_write(minutes, text)
    entry = Entry(
        minutes=minutes,
        item=item,
        position=queries.last_position(minutes, item),
        kind=kind,
        text=text,
        written_at=now,
        saved_at=now,
        by_id=by.id,
        sent_key=sent_key,
    )
    give_thing(
        entry,
        owners=owners,
        owners_as_said=owners_as_said,
        due_as_said=due_as_said,
        carries_out=carries_out,
        to=to,
        vote=vote,
        by=by,
        now=now,
    )
    db.session.add(entry)
    db.session.flush()
    agendas.note_reached(item, by=by, now=now)
    touch(minutes)
    note(by, "wrote a line of the minutes", entry, now=now)
    return entry


@operation
def write_lines(
    minutes: Minutes,
    item: AgendaItem,
    texts: Sequence[str],
    *,
    sent_key: str | None = None,
    by: Person,
    now: datetime,
) -> list[Entry]:
    """Write several notes, such as the paragraphs of what was pasted: all of them, or none.

    Sent twice under one `sent_key` each is one. Raises as `write_entry`.
    """
    hold(minutes)
    return [
        write_entry(
            minutes,
            item,
            EntryKind.NOTE,
            text,
            sent_key=f"{sent_key}.{number}" if sent_key is not None else None,
            by=by,
            now=now,
        )
        for number, text in enumerate(texts, start=1)
    ]


@operation
def change_entry(
    entry: Entry,
    text: str,
    *,
    edition: int,
    owners: Sequence[Owner] = (),
    owners_as_said: str | None = None,
    due_as_said: str = "",
    to: Organisation | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Put a line right; `edition` is the one that was read, so that nobody writes over another unseen.

    What was typed for the owners stays as it was, unless other words are handed in.
    Raises `ChangedMeanwhile`, `EntryIsWithdrawn`, `MinutesAreApproved`, `LineIsEmpty`, `LineIsTooLong`, and for
    what the line holds `CirculatedTextStays` and what a new one would raise.
    """
    hold(entry.minutes)
    hold(entry)
    text = rules.cleaned(text)
    rules.check_can_change(entry, text, edition)
    reword_thing(
        entry,
        text,
        owners=owners,
        owners_as_said=owners_as_said,
        due_as_said=due_as_said,
        to=to,
        by=by,
        now=now,
    )
    entry.is_meant = entry.is_meant and text == entry.text  # other words are looked at anew
    entry.text = text
    entry.edition += 1
    entry.saved_at = now
    touch(entry.minutes)
    note(by, "changed a line of the minutes", entry, now=now)


@operation
def withdraw_entry(entry: Entry, *, by: Person, now: datetime) -> None:
    """Take a line out. What it holds is marked as withdrawn; the line and the number stay.

    Raises `MinutesAreApproved`, `EntryIsWithdrawn`, `RivalIsOpen` while two texts wait for a choice, and
    `AlreadyCirculated` for what everyone has read.
    """
    hold(entry.minutes)
    hold(entry)
    rules.check_is_open(entry.minutes)
    if entry.withdrawn_at is not None:
        raise rules.EntryIsWithdrawn
    if queries.rivals_of(entry):
        raise rules.RivalIsOpen
    if not take_back_thing(entry, by=by, now=now):
        entry.withdrawn_at = now
    entry.edition += 1
    touch(entry.minutes)
    note(by, "took out a line of the minutes", entry, now=now)


@operation
def end_minutes(minutes: Minutes, *, by: Person, now: datetime) -> None:
    """Say that the meeting is over. Raises `MeetingHasEnded`."""
    hold(minutes)
    if minutes.ended_at is not None:
        raise rules.MeetingHasEnded
    minutes.ended_at = now
    touch(minutes)
    note(by, "ended the meeting", minutes, now=now)


# ---- The order taken, and what was not reached --------------------------------------------------------------


@operation
def take_item_now(minutes: Minutes, item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Say that the meeting takes an item now, whatever its place on the agenda.

    Raises `MinutesAreApproved`, `MeetingHasEnded` or `ItemIsWithdrawn`.
    """
    hold(minutes)
    rules.check_is_open(minutes)
    if minutes.ended_at is not None:
        raise rules.MeetingHasEnded
    agendas.take_now(item, queries.count_entries(minutes).keys(), by=by, now=now)
    touch(minutes)


@operation
def take_item_as_printed(minutes: Minutes, item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Say that an item has the place in which it is printed after all. Raises `MinutesAreApproved`."""
    hold(minutes)
    rules.check_is_open(minutes)
    agendas.take_as_printed(item, by=by, now=now)
    touch(minutes)


@operation
def leave_item_for_next(
    minutes: Minutes, item: AgendaItem, because: str, *, by: Person, now: datetime
) -> None:
    """Say that the meeting did not get to an item: the next one finds it in its queue.

    Raises `MinutesAreApproved`, `SomethingIsWritten`, `ItemIsWithdrawn`, `ReasonIsMissing` or `ReasonIsTooLong`.
    """
    hold(minutes)
    rules.check_is_open(minutes)
    if queries.count_entries(minutes).get(item.id):
        raise rules.SomethingIsWritten
    agendas.note_not_reached(item, because, by=by, now=now)
    touch(minutes)


@operation
def reach_item_after_all(minutes: Minutes, item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Take back that an item was not reached. Raises `MinutesAreApproved`."""
    hold(minutes)
    rules.check_is_open(minutes)
    agendas.note_reached(item, by=by, now=now)
    touch(minutes)
