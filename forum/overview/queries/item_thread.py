"""Finding an item across meetings: each of them as it was published, with what came of it, as somebody may see it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from forum.actions.models import Action, ActionState
from forum.actions.queries import WHOLE as WHOLE_ACTION
from forum.actions.queries import visible_to as actions_visible_to
from forum.agendas import queries as agendas
from forum.agendas.models import AgendaItem
from forum.agendas.policy import sight_of
from forum.agendas.rules import ItemAsPublished, Taken, seen_items
from forum.decisions.models import Decision, DecisionState
from forum.decisions.queries import WHOLE as WHOLE_DECISION
from forum.decisions.queries import actions_of
from forum.decisions.queries import visible_to as decisions_visible_to
from forum.foundation.database import db
from forum.meetings.policy import may_see_meeting
from forum.membership.models import Forum
from forum.overview.queries.recommended import recommended_under
from forum.overview.queries.strategy import Strand, ThreadOfCommitment, outcomes_of_actions
from forum.people.models import Anyone


@dataclass(frozen=True)
class ItemThread:
    """An item and all that it hangs together with, newest meeting first."""

    item: ItemAsPublished  # the one that was asked for
    forum: Forum
    thread: ThreadOfCommitment
    taken: dict[str, Taken]  # by the item's reference


def thread_of_item(reference: str, person: Anyone) -> ItemThread:
    """The thread of an item as a person may see it: a fixed number of questions.

    Where it leads through an item that the person may not see, it ends: that a hidden item belongs to it would say
    what it is about. A hidden item itself shows what everybody may know of it. Raises `NoResultFound`.
    """
    asked = agendas.get_published_item(reference)
    joined = list(agendas.items_joined_with(asked))
    seen = _as_seen(joined, person)
    if asked.reference not in seen:
        raise NoResultFound("There is no such item.")
    item = seen[asked.reference]
    shown = {item.reference} if item.is_masked else _connected(item.reference, seen)
    rows = [one for one in joined if one.reference in shown]
    forum = asked.agenda.meeting.forum
    return ItemThread(
        item=item,
        forum=forum,
        thread=_thread(rows, seen, person, forum),
        taken={one.reference: Taken(one.taken_as, one.not_reached_because) for one in rows},
    )


def _as_seen(joined: list[AgendaItem], person: Anyone) -> dict[str, ItemAsPublished]:
    """These items as they were published last and as a person may see them, by reference."""
    published = agendas.items_as_published(joined)
    seen = {}
    for one in joined:
        out, meeting = published.get(one.reference), one.agenda.meeting
        if out is not None and may_see_meeting(person, meeting):
            seen[one.reference] = seen_items((out,), sight_of(person, meeting.forum))[0]
    return seen


def _connected(start: str, seen: dict[str, ItemAsPublished]) -> set[str]:
    """The items that hang together with one, each of them seen whole."""
    whole = {reference for reference, item in seen.items() if not item.is_masked}
    pairs = [
        (reference, seen[reference].continues)
        for reference in sorted(whole)
        if seen[reference].continues in whole
    ]
    found, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for one, other in pairs:
            for here, there in ((one, other), (other, one)):
                if here == at and there is not None and there not in found:
                    found.add(there)
                    waiting.append(there)
    return found


def _thread(
    rows: list[AgendaItem], seen: dict[str, ItemAsPublished], person: Anyone, forum: Forum
) -> ThreadOfCommitment:
    numbers = [one.id for one in rows if not seen[one.reference].is_masked]
    decisions = list(
        db.session.scalars(
            select(Decision)
            .where(
                Decision.item_id.in_(numbers),
                Decision.state != DecisionState.WITHDRAWN,
                decisions_visible_to(person, forum),
            )
            .options(*WHOLE_DECISION)
            .order_by(Decision.id)
        )
    )
    actions = list(
        db.session.scalars(
            select(Action)
            .where(
                Action.item_id.in_(numbers),
                Action.state != ActionState.WITHDRAWN,
                actions_visible_to(person, forum),
            )
            .options(*WHOLE_ACTION)
            .order_by(Action.id)
        )
    )
    recommended = recommended_under(numbers, person, forum)
    strands: dict[int, Strand] = {}
    for one in rows:
        strand = strands.setdefault(one.agenda.meeting.id, Strand(one.agenda.meeting))
        strand.items.append(seen[one.reference])
        strand.decisions += [decision for decision in decisions if decision.item_id == one.id]
        strand.recommendations += [asked for asked in recommended if asked.item_id == one.id]
        strand.actions += [action for action in actions if action.item_id == one.id]
    carried = actions_of(decisions, person, forum)
    every = {action.id: action for some in carried.values() for action in some}
    every |= {action.id: action for action in actions}
    return ThreadOfCommitment(
        sorted(strands.values(), key=lambda strand: (strand.meeting.on, strand.meeting.id), reverse=True),
        carried,
        outcomes_of_actions(every.values()),
    )
