"""What becomes of items once an agenda is out: taken in another order, not reached, withdrawn, merged, put back."""

from collections.abc import Collection
from datetime import datetime

from forum.agendas import queries, rules
from forum.agendas.models import AgendaItem, ProposalAnswer, ProposalState
from forum.agendas.operations.ordering import take_off
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.people.models import Person


@operation
def take_now(item: AgendaItem, begun: Collection[int], *, by: Person, now: datetime) -> None:
    """Say that a meeting takes an item now, after the last that was begun (`begun`: their numbers).

    Raises `ItemIsWithdrawn`.
    """
    agenda = item.agenda
    hold(agenda)
    rules.check_live(item)
    place = rules.place_now(item, agenda.items, begun)
    if item.taken_as == place or item.id in begun:
        return
    item.taken_as = place
    note(by, "took an item in another order", item, now=now)


@operation
def take_as_printed(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Say that an item is taken in the place in which it is printed after all."""
    hold(item.agenda)
    if item.taken_as is None:
        return
    item.taken_as = None
    note(by, "took an item as printed", item, now=now)


@operation
def note_not_reached(item: AgendaItem, because: str, *, by: Person, now: datetime) -> None:
    """Say that the meeting did not get to an item: it waits for the next one.

    Raises `ItemIsWithdrawn`, `ReasonIsMissing` or `ReasonIsTooLong`.
    """
    hold(item.agenda)
    rules.check_live(item)
    rules.check_because(because)
    if item.not_reached_because == because.strip():
        return
    item.not_reached_because = because.strip()
    note(by, "did not reach an item", item, now=now)


@operation
def note_reached(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Say that the meeting got to an item after all."""
    hold(item.agenda)
    if item.not_reached_because is None:
        return
    item.not_reached_because, item.left_because = None, None
    note(by, "reached an item after all", item, now=now)


# ---- Withdrawn and merged -----------------------------------------------------------------------------------


@operation
def withdraw_item(item: AgendaItem, because: str, *, by: Person, now: datetime) -> None:
    """Withdraw an item that was published: it keeps its number and its line, with the reason.

    Raises `ItemIsWithdrawn`, `NeverPublished`, `OthersAreTakenWithIt`, `ReasonIsMissing` or `ReasonIsTooLong`.
    """
    _check_can_withdraw(item)
    rules.check_because(because)
    take_off(item, by=by, now=now)
    item.withdrawn_because = because.strip()


@operation
def merge_item(
    item: AgendaItem, into: AgendaItem | None, because: str = "", *, by: Person, now: datetime
) -> None:
    """Take an item that was published together with another: it keeps its number and its line.

    Raises `ItemIsWithdrawn`, `NeverPublished`, `OthersAreTakenWithIt`, `MergesWithAnother` or `ReasonIsTooLong`.
    """
    _check_can_withdraw(item)
    rules.check_can_merge(item, into)
    if because.strip():
        rules.check_because(because)
    item.merged_into, item.withdrawn_at, item.withdrawn_because = into, now, because.strip()
    note(by, "merged an item into another", item, now=now)


def _check_can_withdraw(item: AgendaItem) -> None:
    agenda = item.agenda
    hold(agenda)
    rules.check_live(item)
    rules.check_can_withdraw(item, agenda.items, rules.draft_numbers(agenda.items))


@operation
def put_back(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Put an item back that was withdrawn or merged, before anybody was told so by a new version.

    The proposal from which it came is accepted again.
    Raises `NotWithdrawn`, `WithdrawalIsPublished`, and `AlreadyAnswered` where the proposal has another answer.
    """
    agenda = item.agenda
    hold(agenda)
    if not item.is_withdrawn:
        raise rules.NotWithdrawn
    newest = queries.find_version(agenda.meeting)
    if newest is not None and item.reference in rules.withdrawn_in(newest.content):
        raise rules.WithdrawalIsPublished(number=newest.number)
    if item.proposal is not None and item.merged_into_id is None:
        _accept_again(item, by, now)
    item.withdrawn_at, item.withdrawn_because, item.merged_into = None, "", None
    note(by, "put an item back on an agenda", item, now=now)


def _accept_again(item: AgendaItem, by: Person, now: datetime) -> None:
    proposal = item.proposal
    if proposal is None:
        return
    hold(proposal)
    if proposal.state is not ProposalState.SUBMITTED:
        raise rules.AlreadyAnswered(state=proposal.state.value)
    reason = "It is on the agenda after all."
    proposal.state, proposal.reason, proposal.answered_at = ProposalState.ACCEPTED, reason, now
    proposal.meeting = item.agenda.meeting
    db.session.add(
        ProposalAnswer(
            proposal=proposal, state=ProposalState.ACCEPTED, reason=reason, meeting=proposal.meeting,
            answered_at=now, by_id=by.id,
        )
    )  # fmt: skip
