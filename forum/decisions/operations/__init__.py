"""What is done with decisions and recommendations. Each operation is one transaction: kept whole, or not at all."""

from forum.decisions.operations.register import (
    add_action,
    answer_recommendation,
    change_state,
    link_action,
    publish_decisions,
    publish_recommendations,
    record_decision,
    record_recommendation,
    reword_decision,
    set_review,
    take_back_recommendation,
    withdraw_decision,
)
from forum.decisions.operations.votes import (
    record_vote,
    reword_vote,
    take_back_vote,
)

__all__ = [
    "add_action",
    "answer_recommendation",
    "change_state",
    "link_action",
    "publish_decisions",
    "publish_recommendations",
    "record_decision",
    "record_recommendation",
    "record_vote",
    "reword_decision",
    "reword_vote",
    "set_review",
    "take_back_recommendation",
    "take_back_vote",
    "withdraw_decision",
]
