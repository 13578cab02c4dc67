"""Putting right words that everyone has read: by a correction of the minutes, or after their approval.

The old words stay in the journal, and in the versions of the minutes that hold them.
"""

from datetime import datetime

from forum.decisions import rules
from forum.decisions.models import Decision, Recommendation, Vote
from forum.foundation.database import hold, operation
from forum.foundation.withheld_names import public_words
from forum.journal.operations import note
from forum.people.models import Person


@operation
def correct_decision_words(decision: Decision, text: str, *, by: Person, now: datetime) -> None:
    """Put right the words of a decision, circulated or not, as a correction of the minutes has it.

    Raises `DecisionIsWithdrawn`, `DecisionNeedsText`, `DecisionIsTooLong`.
    """
    hold(decision)
    rules.check_is_worded(decision)
    rules.check_text(text)
    decision.text = public_words(text.strip())
    decision.changed_at = now
    note(by, "put right the words of a decision, by a correction of the minutes", decision, now=now)


@operation
def correct_recommendation_words(
    recommendation: Recommendation, text: str, *, by: Person, now: datetime
) -> None:
    """Put right the words of a recommendation, circulated or not, as a correction of the minutes has it.

    Raises `DecisionNeedsText`, `DecisionIsTooLong`.
    """
    hold(recommendation)
    rules.check_text(text)
    recommendation.text = public_words(text.strip())
    recommendation.changed_at = now
    note(
        by, "put right the words of a recommendation, by a correction of the minutes", recommendation, now=now
    )


@operation
def correct_motion_words(vote: Vote, motion: str, *, by: Person, now: datetime) -> None:
    """Put right the words of a motion, and of the decision that it made, as a correction of the minutes has it.

    Raises `VoteIsWithdrawn`, `MotionIsMissing`, `MotionIsTooLong`, `ContactDetailsInVote`.
    """
    hold(vote)
    rules.check_can_reword_vote(vote, motion)
    if vote.decision is not None:
        correct_decision_words(vote.decision, motion, by=by, now=now)
    vote.motion = motion.strip()
    note(by, "put right the words of a motion, by a correction of the minutes", vote, now=now)


@operation
def hide_decision(decision: Decision, *, by: Person, now: datetime) -> None:
    """Let a decision be what it was before it was circulated: the only version that held it is withheld."""
    hold(decision)
    decision.published_at = None
    decision.changed_at = now
    note(by, "took a decision out of public view, with the version that held it", decision, now=now)


@operation
def hide_recommendation(recommendation: Recommendation, *, by: Person, now: datetime) -> None:
    """Let a recommendation be what it was before it was circulated: the only version that held it is withheld."""
    hold(recommendation)
    recommendation.published_at = None
    recommendation.changed_at = now
    note(
        by, "took a recommendation out of public view, with the version that held it", recommendation, now=now
    )
