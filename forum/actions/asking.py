"""Asking about a date before it is kept: the words are shown as they are understood."""

from datetime import date

from forum.actions import due, queries
from forum.actions.forms import DueQuestion
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting


def asks_first(form: DueQuestion, meeting: Meeting, *, today: date, is_later: bool = False) -> bool:
    """Whether what was typed is first to be shown as it is understood; the form then says it in words.

    Words that cannot be understood are left to the operation, which refuses them.
    """
    try:
        found = understood_as(form.due.data or "", meeting, today, is_later=is_later)
    except Refusal:
        return False
    return form.must_ask(found, today)


def understood_as(said: str, meeting: Meeting | None, today: date, *, is_later: bool = False) -> due.Due:
    """What words mean that were said at a meeting, or today where it `is_later`. Raises as `understood_date`."""
    if meeting is None:
        return due.understand(said, said_on=today)
    if is_later:
        return queries.understood_date(said, meeting, said_on=today, today=today)[0]
    return queries.understood_date(said, meeting, said_on=meeting.on)[0]
