"""The forum's own template: the items with which each of its agendas begins."""

from collections.abc import Sequence
from datetime import datetime

from forum.agendas import queries, rules
from forum.agendas.models import StandingItem
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.membership.models import Forum
from forum.people.models import Person


@operation
def save_standing_items(
    forum: Forum,
    given: Sequence[rules.StandingGiven],
    *,
    seen: Sequence[str] | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Keep these lines as the forum's template, in this order; a line that is not among them goes.

    `seen` are the references that the page showed: where others have changed them, nothing is saved.
    Agendas that were begun stay as they are.
    Raises `NothingStanding`, `TooManyStanding`, `LengthIsOdd` or `ChangedByAnother`.
    """
    hold(forum)
    rules.check_template(given)
    for line in given:
        rules.check_length(line.length)
    had = {one.reference: one for one in queries.standing_items_of(forum)}
    if seen is not None and set(seen) != set(had):
        raise rules.ChangedByAnother
    for position, line in enumerate(given, start=1):
        row = had.pop(line.reference, None) or StandingItem(forum_id=forum.id)
        row.position, row.title, row.purpose, row.length = position, line.title, line.purpose, line.length
        row.standing, row.section, row.is_closing = line.standing, line.section, line.is_closing
        db.session.add(row)
    for row in had.values():
        db.session.delete(row)
    db.session.flush()
    note(by, "changed the items with which agendas begin", forum, now=now)


@operation
def use_usual_items(forum: Forum, *, by: Person, now: datetime) -> None:
    """Go back to the usual items. Agendas that were begun stay as they are."""
    hold(forum)
    had = queries.standing_items_of(forum)
    if not had:
        return
    for row in had:
        db.session.delete(row)
    note(by, "went back to the usual items with which agendas begin", forum, now=now)
