"""Saying of a line that gave a warning that its words are meant."""

from datetime import datetime

from forum.foundation.database import hold, operation
from forum.journal.operations import note
from forum.minutes import rules
from forum.minutes.models import Entry
from forum.minutes.writing import touch
from forum.people.models import Person


@operation
def mean_line(entry: Entry, *, edition: int, by: Person, now: datetime) -> None:
    """Keep words that seem to say why somebody was away; `edition` is the line that was looked at.

    Other words of the same line are looked at anew. Raises `MinutesAreApproved`, `EntryIsWithdrawn`,
    `ChangedMeanwhile`.
    """
    hold(entry.minutes)
    hold(entry)
    rules.check_can_change(entry, entry.text, edition)
    if entry.is_meant:
        return
    entry.is_meant = True
    touch(entry.minutes)
    note(by, "kept the words of a line that gave a warning", entry, now=now)
