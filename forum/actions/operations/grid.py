"""Reviewing the open actions at a meeting: the whole grid is kept at once, or none of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from forum.actions import rules
from forum.actions.models import Action, Said
from forum.actions.operations.log import close_action, drop_action, move_due_date, report_on_action
from forum.actions.queries import understood_date
from forum.actions.rules.grid import RowsRefused, Told, Word, check_told, said_by
from forum.actions.writing import others_who_confirm, owns
from forum.foundation.clock import day_in_london
from forum.foundation.database import hold, operation
from forum.foundation.refusals import Refusal
from forum.people.models import Person


@operation
def review_actions(actions: Mapping[str, Action], told: Sequence[Told], *, by: Person, now: datetime) -> int:
    """Keep what a meeting said of its open actions; `actions` are those of the grid, by reference.

    Rows in which nothing was filled in are left alone. Returns how many actions were updated. Where one row cannot
    be kept none is: raises `RowsRefused` with what is the matter with each.
    """
    rows = [(actions[row.reference], row) for row in told if row.says_something and row.reference in actions]
    rows.sort(key=lambda pair: pair[0].id)  # held in one order, whoever asks
    problems: dict[str, Refusal] = {}
    for action, row in rows:
        hold(action)
        try:
            _check(action, row, by=by, now=now)
        except Refusal as refusal:
            problems[row.reference] = refusal
    if problems:
        raise RowsRefused(problems)
    for action, row in rows:
        _keep(action, row, by=by, now=now)
    return len(rows)


def _check(action: Action, row: Told, *, by: Person, now: datetime) -> None:
    """Refuse what any of the changes would refuse, before anything is changed."""
    rules.check_is_live(action)
    check_told(action, row)
    if row.words.strip():
        try:
            rules.check_public_words(row.words)
        except Refusal as refusal:
            raise refusal.at("words") from None
    today = day_in_london(now)
    if row.due.strip():
        try:
            understood, _ = understood_date(row.due, action.meeting, said_on=today, today=today)
            rules.check_new_date(action, understood.on, today)
        except Refusal as refusal:
            raise refusal.at("due") from None
    if row.word is Word.CLOSED:
        others = others_who_confirm(action, by, today)
        try:
            rules.check_can_close(action, row.words, is_owner=owns(by, action, today), others=others)
        except Refusal as refusal:
            raise refusal.at("word") from None


def _keep(action: Action, row: Told, *, by: Person, now: datetime) -> None:
    if row.due.strip():
        move_due_date(action, row.due, reason=row.words, by=by, now=now)
    if row.word is Word.CLOSED:
        close_action(action, row.words, by=by, now=now)
    elif row.word is Word.DROPPED:
        drop_action(action, reason=row.words, by=by, now=now)
    elif row.word is not None:
        said: Said = said_by(row.word)
        # With a new date the words say why it moved, and stand there; held up, they say what it waits for as well.
        words = row.words if not row.due.strip() or row.word is Word.WAITS else ""
        report_on_action(action, said, text=words, by=by, now=now)
