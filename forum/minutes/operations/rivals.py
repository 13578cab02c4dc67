"""Two people on the same line: both texts are kept, and one is chosen. Each operation is one transaction."""

from datetime import datetime

from forum.actions.rules import as_owner
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.minutes import queries, rules
from forum.minutes.models import Entry, RivalText
from forum.minutes.operations.taking import change_entry
from forum.minutes.writing import touch
from forum.people.models import Person


@operation
def keep_rival(
    entry: Entry, text: str, *, sent_key: str | None = None, by: Person, now: datetime
) -> RivalText | None:
    """Keep what a second person wrote on a line that somebody had changed meanwhile, beside what stands there.

    The same sent twice is one. None where it says what stands there already: then there is nothing to choose.
    Raises `MinutesAreApproved`, `EntryIsWithdrawn`, `LineIsEmpty`, `LineIsTooLong`.
    """
    hold(entry.minutes)
    hold(entry)
    text = rules.cleaned(text)
    rules.check_can_write(entry.minutes, text)
    if entry.withdrawn_at is not None:
        raise rules.EntryIsWithdrawn
    if text == entry.text:
        return None
    found = queries.find_rival_sent_as(entry, sent_key) if sent_key else None
    if found is None:
        found = next((rival for rival in queries.rivals_of(entry) if rival.text == text), None)
    if found is not None:
        return found
    rival = RivalText(entry=entry, text=text, by=by, written_at=now, sent_key=sent_key)
    db.session.add(rival)
    touch(entry.minutes)
    note(by, "kept a second text of a line", rival, now=now)
    return rival


@operation
def choose_rival(rival: RivalText, *, by: Person, now: datetime) -> None:
    """Let the second text stand; the first is in the history of the line.

    Raises `RivalIsSettled`, and what changing a line raises: circulated words of a decision stay.
    """
    entry = rival.entry
    hold(entry.minutes)
    hold(rival)
    if rival.settled_at is not None:
        raise rules.RivalIsSettled
    hold(entry)
    action, asked = entry.action, entry.recommendation
    change_entry(
        entry,
        rival.text,
        edition=entry.edition,
        owners=[as_owner(owner) for owner in action.owners] if action else (),
        due_as_said=action.due_as_said if action else asked.due_as_said if asked else "",
        by=by,
        now=now,
    )
    rival.is_chosen = True
    _settle(rival, "chose the second text of a line", by=by, now=now)


@operation
def keep_as_it_is(rival: RivalText, *, by: Person, now: datetime) -> None:
    """Let the line stand as it is; the second text stays in the journal.

    Raises `RivalIsSettled` and `MinutesAreApproved`.
    """
    hold(rival.entry.minutes)
    hold(rival)
    rules.check_is_open(rival.entry.minutes)
    if rival.settled_at is not None:
        raise rules.RivalIsSettled
    _settle(rival, "left a line as it was", by=by, now=now)


def _settle(rival: RivalText, act: str, *, by: Person, now: datetime) -> None:
    rival.settled_at, rival.settled_by_id = now, by.id
    touch(rival.entry.minutes)
    note(by, act, rival, now=now)
