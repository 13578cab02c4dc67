"""What is due at a meeting follows it: the date moves when the meeting moves, or goes to the one after."""

from datetime import date, datetime

from forum.actions import queries
from forum.actions.models import Action, Said
from forum.actions.writing import add_report
from forum.foundation.database import hold, operation
from forum.foundation.words import date_of
from forum.journal.operations import note
from forum.meetings.following import when_a_meeting_is_called_off, when_a_meeting_moves
from forum.meetings.models import Meeting
from forum.meetings.queries import following_meeting
from forum.people.models import Person


@when_a_meeting_moves
@operation
def follow_meeting(meeting: Meeting, by: Person, now: datetime) -> None:
    """Move the dates of the live actions that are due at a meeting which got another day."""
    for action in queries.due_at(meeting):
        _let_be_due(action, meeting.on, meeting, "The meeting at which it is due has another day.", by, now)


@when_a_meeting_is_called_off
@operation
def go_to_the_next(meeting: Meeting, by: Person, now: datetime) -> None:
    """Move what is due at a meeting that was called off to the one after; without one, it has no date any more."""
    actions = queries.due_at(meeting)
    if not actions:
        return
    follows = following_meeting(meeting)
    why = f"The meeting of {date_of(meeting.on)}, at which it was due, was called off."
    if follows is None:
        why += " The next one is not fixed yet."
    for action in actions:
        _let_be_due(action, follows.on if follows else None, follows, why, by, now)


def _let_be_due(
    action: Action, on: date | None, at: Meeting | None, why: str, by: Person, now: datetime
) -> None:
    hold(action)
    if not action.is_live or (action.due_on == on and action.due_meeting is at):
        return
    action.due_on, action.due_meeting, action.changed_at = on, at, now
    add_report(action, Said.DATE_MOVED, why, due_on=on, by=by, now=now)
    note(by, "moved the date of an action with its meeting", action, now=now)
