"""Putting what waits on an agenda: one click, whatever it is, and what was typed beside it is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from forum.agendas import operations as agendas
from forum.agendas.models import Agenda, AgendaItem, Proposal
from forum.agendas.rules import NOTHING_SEEN, Seen
from forum.decisions.models import Decision, Recommendation
from forum.foundation.database import hold, operation
from forum.overview.rules import queue as rules
from forum.people.models import Person
from forum.strategy.models import Commitment

Waiting = Commitment | Proposal | AgendaItem | Decision | Recommendation
"""What waits for an agenda."""


@operation
def put_on_agenda(
    agenda: Agenda,
    waiting: Waiting,
    *,
    lengths: Mapping[str, timedelta] | None = None,
    seen: Seen = NOTHING_SEEN,
    by: Person,
    now: datetime,
) -> AgendaItem:
    """Put on whatever waits: a commitment, a proposal, an item not reached, a decision or a recommendation.

    The lengths that were typed beside the queue are saved with it.
    Raises `AlreadyOnAgenda`, `AlreadyAnswered`, `LengthIsOdd` or `ChangedMeanwhile`.
    """
    hold(agenda)
    if lengths:
        agendas.save_lengths(agenda, lengths, seen=seen, by=by, now=now)
    if isinstance(waiting, Proposal):
        return agendas.put_on_proposal(agenda, waiting, by=by, now=now)
    if isinstance(waiting, AgendaItem):
        return agendas.carry_on(agenda, waiting, by=by, now=now)
    if isinstance(waiting, Commitment):
        return agendas.put_on(agenda, waiting, by=by, now=now)
    if isinstance(waiting, Decision):
        new = rules.new_review_item(waiting.reference, waiting.text)
        why = rules.why_review_here(waiting.reference, waiting.review_on)
    else:
        new = rules.new_answer_item(waiting.reference, waiting.text)
        why = rules.why_answer_here(
            waiting.reference, waiting.due_on, waiting.published_at or waiting.made_at
        )
    return agendas.take_up(
        agenda,
        waiting.reference,
        new=new,
        why_here=why,
        summary=waiting.text,
        commitments=[link.commitment for link in waiting.commitments],
        about=waiting.item,
        by=by,
        now=now,
    )
