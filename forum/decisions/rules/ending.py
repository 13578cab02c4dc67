"""How one decision ends another: superseded or rescinded by a later one, and never in a circle."""

from collections.abc import Iterable
from datetime import date

from forum.decisions.models import Decision, DecisionState
from forum.decisions.rules.register import is_worded
from forum.foundation.refusals import Refusal

ENDED = (DecisionState.SUPERSEDED, DecisionState.RESCINDED)
"""The states in which a later decision may be named."""


class LaterDecisionIsMissing(Refusal):
    message = "Choose the later decision that took its place. If there is none, rescind it."
    about = "ended_by"


class NotByItself(Refusal):
    message = "A decision cannot take its own place. Choose a later one."
    about = "ended_by"


class NotByAnEarlierOne(Refusal):
    message = "{later} is not later than {reference}. Choose a later one."
    about = "ended_by"


class EndedItItself(Refusal):
    message = "{reference} has itself ended {later}. Let that one stand again first."
    about = "ended_by"


class LaterDecisionDoesNotHold(Refusal):
    message = "{later} was taken back, or is not in circulated minutes yet. Choose another."
    about = "ended_by"


def is_later(one: Decision, than: Decision) -> bool:
    """Whether a decision was taken after another: by the day of its meeting, then by the order of entry."""
    return (one.meeting.on, one.id) > (than.meeting.on, than.id)


def check_ended_by(
    decision: Decision, state: DecisionState, later: Decision | None, ends_later: Iterable[Decision]
) -> None:
    """Refuse to let a decision be ended by none where one is needed, by itself, an earlier one, or in a circle.

    `ends_later` are the decisions that ended `later`, each by the next.
    """
    if later is None:
        if state is DecisionState.SUPERSEDED:
            raise LaterDecisionIsMissing
        return
    names = {"reference": decision.reference, "later": later.reference}
    if later.id == decision.id:
        raise NotByItself
    if any(one.id == decision.id for one in ends_later):
        raise EndedItItself(**names)
    if not is_later(later, decision) or later.forum_id != decision.forum_id:
        raise NotByAnEarlierOne(**names)
    if not is_worded(later) or later.published_at is None:
        raise LaterDecisionDoesNotHold(**names)


def ended_on(later: Decision | None, today: date) -> date:
    """Since when a decision is ended: the day on which the later one was taken, or today."""
    return later.meeting.on if later is not None else today
