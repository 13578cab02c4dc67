"""The rules of the register of decisions: no database, no request, no clock."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from forum.decisions.models import Decision, DecisionState
from forum.foundation.contacts import has_contact_details
from forum.foundation.refusals import Refusal
from forum.foundation.withheld_names import public_words
from forum.foundation.words import capital, near_date

MOST_WORDS = 4000
"""How long a text may be, in characters: a page of A4."""


class DecisionNeedsText(Refusal):
    message = "Write what was decided."


class DecisionIsTooLong(Refusal):
    message = "That is too long. Keep it under 4,000 characters."


class DecisionIsWithdrawn(Refusal):
    message = "{reference} was taken back."


class AlreadyCirculated(Refusal):
    message = "{reference} stands in minutes that were circulated. Rescind it with a reason instead."


class CirculatedTextStays(Refusal):
    message = "{reference} stands in minutes that were circulated, so its words stay as they are."


class ReasonIsMissing(Refusal):
    message = "Say why, in a few words. It stands with the decision."


class StateIsTheSame(Refusal):
    message = "{reference} is {state} already."


class NotByHand(Refusal):
    message = "A decision is taken back in the minutes, before they are circulated."


class ContactDetailsShow(Refusal):
    message = "Take out the e-mail address or telephone number: everyone can read this."


class ReviewIsPast(Refusal):
    message = "Choose a day to come."
    about = "review_on"


def check_text(text: str) -> None:
    """Refuse a decision without words, or with too many."""
    if not text.strip():
        raise DecisionNeedsText
    if len(text) > MOST_WORDS:
        raise DecisionIsTooLong


def check_can_reword(decision: Decision, text: str) -> None:
    """Refuse other words for what was taken back, or what everyone has read already."""
    if decision.state is DecisionState.WITHDRAWN:
        raise DecisionIsWithdrawn(reference=decision.reference)
    if decision.published_at is not None and public_words(text.strip()) != decision.text:
        raise CirculatedTextStays(reference=decision.reference)
    check_text(text)


def check_can_withdraw(decision: Decision) -> None:
    """Refuse to take back twice, or what everyone has read already."""
    if decision.state is DecisionState.WITHDRAWN:
        raise DecisionIsWithdrawn(reference=decision.reference)
    if decision.published_at is not None:
        raise AlreadyCirculated(reference=decision.reference)


def check_new_state(
    decision: Decision, state: DecisionState, reason: str, ended_by: Decision | None = None
) -> None:
    """Refuse a state that it has, one that only the minutes give, and a change without a reason.

    The same state again is another where a later decision (`ended_by`) is named that was not named before.
    """
    if decision.state is DecisionState.WITHDRAWN:
        raise DecisionIsWithdrawn(reference=decision.reference)
    if state is DecisionState.WITHDRAWN:
        raise NotByHand
    if state is decision.state and (ended_by is None or ended_by.id == decision.ended_by_id):
        raise StateIsTheSame(reference=decision.reference, state=state.value)
    if not reason.strip():
        raise ReasonIsMissing
    if len(reason) > MOST_WORDS:
        raise DecisionIsTooLong
    if has_contact_details(reason):
        raise ContactDetailsShow


def state_words(decision: Decision, today: date) -> str:
    """How a decision stands: `Confirmed`, `Implemented on 3 November`, `Taken back`."""
    if decision.state is DecisionState.WITHDRAWN:
        return "Taken back before it was circulated"
    if decision.state_on is None:
        return capital(decision.state.value)
    return f"{capital(decision.state.value)} on {near_date(decision.state_on, today)}"


def is_worded(decision: Decision) -> bool:
    """Whether its words may be read: of one that was taken back only the number stays."""
    return decision.state is not DecisionState.WITHDRAWN


def check_is_worded(decision: Decision) -> None:
    """Refuse to go on with a decision that was taken back."""
    if not is_worded(decision):
        raise DecisionIsWithdrawn(reference=decision.reference)


def by_year(decisions: Iterable[Decision]) -> list[tuple[int, list[Decision]]]:
    """Decisions that come newest first, gathered by the year of their meeting, as their numbers are."""
    return [
        (year, list(found)) for year, found in groupby(decisions, lambda decision: decision.meeting.on.year)
    ]


def check_review(review_on: date | None, today: date) -> None:
    """Refuse a review on a day that has passed; None takes the review away."""
    if review_on is not None and review_on <= today:
        raise ReviewIsPast
