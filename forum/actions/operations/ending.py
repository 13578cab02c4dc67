"""What closes an action, and that it closes so: an item of a meeting to come was heard, or a paper is out."""

from datetime import datetime

from forum.actions import rules
from forum.actions.models import Action, Outcome
from forum.actions.operations.log import close_action
from forum.agendas.models import AgendaItem, Paper
from forum.foundation.database import hold, operation
from forum.journal.operations import note
from forum.people.models import Person


@operation
def close_as_heard(
    action: Action, item: AgendaItem, *, outcome: str = "", by: Person, now: datetime
) -> Outcome:
    """Close an action that was to be done by an item, since it was heard; its outcome says so unless told otherwise.

    Raises `NotThisItem`, and what `close_action` raises.
    """
    hold(action)
    if action.heard_at_item_id != item.id:
        raise rules.NotThisItem(reference=action.reference)
    closed: Outcome = close_action(action, outcome.strip() or rules.outcome_when_heard(item), by=by, now=now)
    return closed


@operation
def close_by_paper(action: Action, paper: Paper, *, outcome: str = "", by: Person, now: datetime) -> Outcome:
    """Close an action that was to be done by a paper, since it is out.

    Raises `NothingClosesIt` when it was to be done by another, and what `close_action` raises.
    """
    hold(action)
    if action.done_by_paper_id != paper.id:
        raise rules.NothingClosesIt(reference=action.reference)
    closed: Outcome = close_action(action, outcome.strip() or rules.outcome_of_paper(paper), by=by, now=now)
    return closed


@operation
def arrange_closing(
    action: Action, *, item: AgendaItem | None = None, paper: Paper | None = None, by: Person, now: datetime
) -> None:
    """Say that an action is done once an item is heard or a paper is out; neither takes back what was said.

    Raises `ActionHasEnded`, `OneOfTheTwo`.
    """
    hold(action)
    rules.check_is_live(action)
    if item is not None and paper is not None:
        raise rules.OneOfTheTwo
    action.heard_at_item, action.done_by_paper = item, paper
    action.changed_at = now
    note(by, "said what will close an action", action, now=now)


@operation
def close_as_arranged(action: Action, *, by: Person, now: datetime) -> Outcome:
    """Close an action by the item or the paper that was arranged for it.

    Raises `NothingClosesIt` where none was, and what `close_action` raises.
    """
    hold(action)
    closed: Outcome
    if action.heard_at_item is not None:
        closed = close_as_heard(action, action.heard_at_item, by=by, now=now)
    elif action.done_by_paper is not None:
        closed = close_by_paper(action, action.done_by_paper, by=by, now=now)
    else:
        raise rules.NothingClosesIt(reference=action.reference)
    return closed
