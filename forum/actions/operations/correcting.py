"""Putting right words that everyone has read: by a correction of the minutes, or after their approval.

The old words stay in the journal, and in the versions of the minutes that hold them.
"""

from datetime import datetime

from forum.actions import rules
from forum.actions.models import Action
from forum.foundation.database import hold, operation
from forum.foundation.withheld_names import public_words
from forum.journal.operations import note
from forum.people.models import Person


@operation
def correct_action_words(action: Action, text: str, *, by: Person, now: datetime) -> None:
    """Put right the words of an action, circulated or not, however it stands, as a correction of the minutes has it.

    Raises `ActionNeedsText`, `TooManyWords`, `ContactDetailsShow`.
    """
    hold(action)
    if not text.strip():
        raise rules.ActionNeedsText
    rules.check_public_words(text)
    action.text = public_words(text.strip())
    action.changed_at = now
    note(by, "put right the words of an action, by a correction of the minutes", action, now=now)


@operation
def hide_action(action: Action, *, by: Person, now: datetime) -> None:
    """Let an action be what it was before it was circulated: the only version that held it is withheld."""
    hold(action)
    action.published_at = None
    action.changed_at = now
    note(by, "took an action out of public view, with the version that held it", action, now=now)
