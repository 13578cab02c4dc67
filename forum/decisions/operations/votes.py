"""What is done with votes. Each operation is one transaction: kept whole, or not at all."""

from datetime import datetime

from forum.agendas.models import AgendaItem
from forum.decisions import rules
from forum.decisions.models import Vote
from forum.decisions.operations.register import record_decision, reword_decision, withdraw_decision
from forum.decisions.rules import VoteGiven
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.people.models import Person


@operation
def record_vote(
    meeting: Meeting,
    given: VoteGiven,
    *,
    item: AgendaItem | None = None,
    quorum: rules.Quorum | None = None,
    by: Person,
    now: datetime,
) -> Vote:
    """Enter a vote that was taken. One that is carried makes its decision, under the next number: `vote.decision`.

    Raises `MotionIsMissing`, `MotionIsTooLong`, `NobodyVoted`, `TooManyVotes`, `OutcomeNeedsReason`, `SameSeconder`,
    `ContactDetailsInVote`.
    """
    rules.check_vote(given)
    vote = Vote(
        meeting=meeting,
        item=item,
        motion=given.motion.strip(),
        for_voluntary=given.in_favour.voluntary,
        for_commissioners=given.in_favour.commissioners,
        for_lay=given.in_favour.lay,
        against_voluntary=given.against.voluntary,
        against_commissioners=given.against.commissioners,
        against_lay=given.against.lay,
        abstained_voluntary=given.abstained.voluntary,
        abstained_commissioners=given.abstained.commissioners,
        abstained_lay=given.abstained.lay,
        is_carried=given.carries,
        because=given.because.strip(),
        proposed_by=given.proposed_by,
        seconded_by=given.seconded_by,
        reservations=given.reservations.strip(),
        taken_at=now,
    )
    if vote.is_carried:
        vote.decision = record_decision(
            meeting, given.motion, item=item, method="vote", quorum=quorum, by=by, now=now
        )
    db.session.add(vote)
    db.session.flush()
    note(by, "recorded a vote", vote, now=now)
    return vote


@operation
def reword_vote(vote: Vote, motion: str, *, by: Person, now: datetime) -> None:
    """Put right the words of a motion, and of the decision that it made.

    Raises `VoteIsWithdrawn`, `MotionIsMissing`, `MotionIsTooLong`, `ContactDetailsInVote`, and what
    `reword_decision` raises.
    """
    hold(vote)
    rules.check_can_reword_vote(vote, motion)
    if vote.decision is not None:
        reword_decision(vote.decision, motion, by=by, now=now)
    vote.motion = motion.strip()
    note(by, "reworded a motion", vote, now=now)


@operation
def take_back_vote(vote: Vote, *, by: Person, now: datetime) -> None:
    """Take back a vote, with the decision that it made; the decision's number stays, and is not given again.

    Raises `VoteIsWithdrawn`, and what `withdraw_decision` raises.
    """
    hold(vote)
    rules.check_can_take_back_vote(vote)
    if vote.decision is not None:
        withdraw_decision(vote.decision, by=by, now=now)
    vote.withdrawn_at = now
    note(by, "took back a vote", vote, now=now)
