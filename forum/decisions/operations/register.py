"""What is done with decisions. Each operation is one transaction: kept whole, or not at all."""

from collections.abc import Sequence
from datetime import date, datetime

from forum.actions.models import Action
from forum.actions.operations import publish_action, raise_action
from forum.actions.rules import Owner, check_public_words
from forum.agendas.models import AgendaItem
from forum.decisions import queries, rules
from forum.decisions.models import (
    Decision,
    DecisionAction,
    DecisionCommitment,
    DecisionState,
)
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.operations import next_number
from forum.people.models import Person
from forum.strategy.models import Commitment


@operation
def record_decision(
    meeting: Meeting,
    text: str,
    *,
    item: AgendaItem | None = None,
    commitments: Sequence[Commitment] | None = None,
    method: str = "consensus",
    quorum: rules.Quorum | None = None,
    review_on: date | None = None,
    by: Person,
    now: datetime,
) -> Decision:
    """Enter what a meeting resolved, under the next number of its year.

    It serves the item's commitments unless others are handed in. Everyone sees it when the minutes are circulated.
    `quorum` is how many could decide, where the forum asks for one. Without enough it is recorded all the same.
    Raises `DecisionNeedsText`, `DecisionIsTooLong`.
    """
    rules.check_text(text)
    decision = Decision(
        reference=next_number(meeting.forum, "D", meeting.on.year),
        forum=meeting.forum,
        meeting=meeting,
        item=item,
        text=text.strip(),
        method=method,
        quorum=quorum,
        review_on=review_on,
        taken_at=now,
        changed_at=now,
    )
    db.session.add(decision)
    if commitments is None:
        commitments = [serves.commitment for serves in item.commitments] if item is not None else []
    decision.commitments = [DecisionCommitment(commitment=commitment) for commitment in commitments]
    db.session.flush()
    note(by, queries.RECORDED, decision, now=now)
    return decision


@operation
def reword_decision(decision: Decision, text: str, *, by: Person, now: datetime) -> None:
    """Put right the words of a decision. Once the minutes are circulated they stay.

    Raises `CirculatedTextStays`, `DecisionIsWithdrawn`, `DecisionNeedsText`, `DecisionIsTooLong`.
    """
    hold(decision)
    rules.check_can_reword(decision, text)
    decision.text = text.strip()
    decision.changed_at = now
    note(by, "reworded a decision", decision, now=now)


@operation
def withdraw_decision(decision: Decision, *, by: Person, now: datetime) -> None:
    """Take back a decision before the minutes are circulated; its number stays, and is not given again.

    Raises `AlreadyCirculated`, `DecisionIsWithdrawn`.
    """
    hold(decision)
    rules.check_can_withdraw(decision)
    decision.state = DecisionState.WITHDRAWN
    decision.state_on = day_in_london(now)
    decision.changed_at = now
    note(by, "withdrew a decision", decision, now=now)


@operation
def change_state(
    decision: Decision,
    state: DecisionState,
    *,
    reason: str,
    ended_by: Decision | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Say that a decision was implemented, superseded or rescinded, or stands again, and why.

    What is superseded names the later decision (`ended_by`), what is rescinded may; in any other state no link stays.
    It is ended since the day on which that was taken.
    Raises `StateIsTheSame`, `ReasonIsMissing`, `DecisionIsWithdrawn`, `NotByHand`, `ContactDetailsShow`, and what
    `rules.check_ended_by` raises.
    """
    later = ended_by if state in rules.ENDED else None
    for held in sorted({one for one in (decision, later) if one is not None}, key=lambda one: one.id):
        hold(held)
    rules.check_new_state(decision, state, reason, later)
    rules.check_ended_by(decision, state, later, queries.chain_from(later) if later else ())
    decision.state = state
    decision.state_because = reason.strip()
    decision.state_on = rules.ended_on(later, day_in_london(now))
    decision.ended_by = later
    decision.changed_at = now
    note(by, queries.STATE_CHANGED, decision, now=now)


@operation
def set_review(decision: Decision, review_on: date | None, *, by: Person, now: datetime) -> None:
    """Say when the forum looks at a decision again, or that it does not. Then it waits for that agenda.

    Raises `DecisionIsWithdrawn` or `ReviewIsPast`.
    """
    hold(decision)
    rules.check_is_worded(decision)
    rules.check_review(review_on, day_in_london(now))
    decision.review_on = review_on
    decision.changed_at = now
    note(by, queries.REVIEW_SET, decision, now=now)


@operation
def link_action(decision: Decision, action: Action, *, by: Person, now: datetime) -> None:
    """Say that an action carries out a decision; one action carries out one decision."""
    hold(decision)
    found = queries.find_link(action)
    if found is None:
        db.session.add(DecisionAction(decision=decision, action=action))
    else:
        found.decision = decision
    note(by, "linked an action to a decision", decision, now=now)


@operation
def add_action(
    decision: Decision, text: str, *, owners: Sequence[Owner], due_as_said: str, by: Person, now: datetime
) -> Action:
    """Enter an action that carries out a decision for which none was recorded; its date counts from today.

    Where the minutes went out already everyone sees it at once, and its owners get a letter.
    Raises `DecisionIsWithdrawn`, `ContactDetailsShow`, and what `raise_action` raises.
    """
    hold(decision)
    rules.check_is_worded(decision)
    check_public_words(f"{text} {due_as_said}")
    action = raise_action(
        decision.meeting,
        text,
        owners=owners,
        due_as_said=due_as_said,
        item=decision.item,
        commitments=[serves.commitment for serves in decision.commitments],
        said_on=day_in_london(now),
        by=by,
        now=now,
    )
    link_action(decision, action, by=by, now=now)
    if decision.published_at is not None:
        publish_action(action, because=f"It carries out {decision.reference}.", by=by, now=now)
    return action


@operation
def publish_decisions(meeting: Meeting, *, by: Person, now: datetime) -> list[Decision]:
    """Let everyone see the decisions of a meeting, since its minutes are circulated. Returns the new ones."""
    new = queries.unpublished_decisions(meeting)
    for decision in new:
        decision.published_at = now
        note(by, "made a decision public", decision, now=now)
    return new
