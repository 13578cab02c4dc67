"""An action that was written under the wrong item. Each operation is one transaction: kept whole, or not at all."""

from datetime import datetime

from forum.actions import rules
from forum.actions.models import Action, ActionCommitment
from forum.agendas.models import AgendaItem
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.people.models import Person


@operation
def move_action_to_item(action: Action, item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Put an action under the item to which it belongs; it serves that item's commitments, unless others were chosen.

    Raises `StaysUnderItsItem` once the minutes are circulated.
    """
    hold(action)
    rules.check_can_move(action)
    served = {one.commitment_id: one for one in action.commitments}
    if served.keys() == {one.commitment_id for one in (action.item.commitments if action.item else ())}:
        there = {one.commitment_id: one.commitment for one in item.commitments}
        for number in served.keys() - there.keys():
            db.session.delete(served[number])
        for number in sorted(there.keys() - served.keys()):
            db.session.add(ActionCommitment(action=action, commitment=there[number]))
    action.item = item
    action.changed_at = now
    note(by, "moved an action to another item", action, now=now)
