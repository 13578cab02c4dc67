"""What is done with decisions and recommendations. Each operation is one transaction: kept whole, or not at all."""

from collections.abc import Sequence
from datetime import date, datetime

from forum.actions.models import Action
from forum.actions.operations import publish_action, raise_action
from forum.actions.rules import Owner, check_public_words
from forum.agendas.models import AgendaItem
from forum.attendance.queries import find_list
from forum.decisions import queries, rules
from forum.decisions.models import (
    Decision,
    DecisionAction,
    DecisionCommitment,
    DecisionState,
    Recommendation,
    RecommendationAnswer,
    RecommendationCommitment,
)
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.operations import next_number
from forum.organisations.models import Organisation
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
    note(by, "recorded a decision", decision, now=now)
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
def change_state(decision: Decision, state: DecisionState, *, reason: str, by: Person, now: datetime) -> None:
    """Say that a decision was implemented, superseded or rescinded, or stands again, and why.

    Raises `StateIsTheSame`, `ReasonIsMissing`, `DecisionIsWithdrawn`, `NotByHand`, `ContactDetailsShow`.
    """
    hold(decision)
    rules.check_new_state(decision, state, reason)
    decision.state = state
    decision.state_because = reason.strip()
    decision.state_on = day_in_london(now)
    decision.changed_at = now
    note(by, "changed the state of a decision", decision, now=now)


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
    note(by, "said when a decision is looked at again", decision, now=now)


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


# ---- Recommendations ----------------------------------------------------------------------------------------


@operation
def record_recommendation(
    meeting: Meeting,
    text: str,
    *,
    to: Organisation,
    due_on: date | None = None,
    item: AgendaItem | None = None,
    by: Person,
    now: datetime,
) -> Recommendation:
    """Enter what a meeting recommends to an organisation, under the next number of its year.

    It serves the item's commitments. Everyone sees it once the minutes are circulated: at once, if they are.
    The same sent twice is one. Raises `RecommendationNeedsText`, `DecisionIsTooLong` or `ContactDetailsShow`.
    """
    hold(meeting)
    rules.check_recommendation(text)
    same = queries.find_same_recommendation(meeting, text.strip(), to)
    if same is not None:
        return same
    attended = find_list(meeting)
    is_out = attended is not None and attended.circulated_at is not None
    recommendation = Recommendation(
        reference=next_number(meeting.forum, "R", meeting.on.year),
        forum=meeting.forum,
        meeting=meeting,
        item=item,
        organisation=to,
        text=text.strip(),
        due_on=due_on,
        made_at=now,
        changed_at=now,
        published_at=now if is_out else None,
    )
    db.session.add(recommendation)
    recommendation.commitments = [
        RecommendationCommitment(commitment=serves.commitment)
        for serves in (item.commitments if item else ())
    ]
    db.session.flush()
    note(by, "recorded a recommendation", recommendation, now=now)
    return recommendation


@operation
def answer_recommendation(
    recommendation: Recommendation, answer: RecommendationAnswer, *, text: str, by: Person, now: datetime
) -> None:
    """Keep what the organisation answered, in its words; what it answered before is in the journal.

    Raises `RecommendationIsWithdrawn`, `AnswerNeedsText`, `DecisionIsTooLong` or `ContactDetailsShow`.
    """
    hold(recommendation)
    rules.check_answer(recommendation, text)
    recommendation.answer, recommendation.answer_text = answer, text.strip()
    recommendation.answered_on = day_in_london(now)
    recommendation.changed_at = now
    note(by, "answered a recommendation", recommendation, now=now)


@operation
def take_back_recommendation(recommendation: Recommendation, *, by: Person, now: datetime) -> None:
    """Take back a recommendation before the minutes are circulated; its number stays, and is not given again.

    Raises `RecommendationIsWithdrawn` or `AlreadyOut`.
    """
    hold(recommendation)
    rules.check_can_take_back(recommendation)
    recommendation.withdrawn_at = recommendation.changed_at = now
    note(by, "took back a recommendation", recommendation, now=now)


@operation
def publish_recommendations(meeting: Meeting, *, by: Person, now: datetime) -> list[Recommendation]:
    """Let everyone see the recommendations of a meeting, since its minutes are circulated. Returns the new ones."""
    new = queries.unpublished_recommendations(meeting)
    for recommendation in new:
        recommendation.published_at = now
        note(by, "made a recommendation public", recommendation, now=now)
    return new
