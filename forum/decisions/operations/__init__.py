"""What is done with decisions and recommendations. Each operation is one transaction: kept whole, or not at all."""

from forum.decisions.operations.asking import ask_for_answers, remind_of_answers
from forum.decisions.operations.correcting import (
    correct_decision_words,
    correct_motion_words,
    correct_recommendation_words,
    hide_decision,
    hide_recommendation,
)
from forum.decisions.operations.moving import (
    move_decision_to_item,
    move_recommendation_to_item,
    move_vote_to_item,
)
from forum.decisions.operations.recommendations import (
    answer_recommendation,
    correct_recommendation,
    publish_recommendations,
    record_recommendation,
    take_back_recommendation,
)
from forum.decisions.operations.register import (
    add_action,
    change_state,
    link_action,
    publish_decisions,
    record_decision,
    reword_decision,
    set_review,
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
    "ask_for_answers",
    "change_state",
    "correct_decision_words",
    "correct_motion_words",
    "correct_recommendation",
    "correct_recommendation_words",
    "hide_decision",
    "hide_recommendation",
    "link_action",
    "move_decision_to_item",
    "move_recommendation_to_item",
    "move_vote_to_item",
    "publish_decisions",
    "publish_recommendations",
    "record_decision",
    "record_recommendation",
    "record_vote",
    "remind_of_answers",
    "reword_decision",
    "reword_vote",
    "set_review",
    "take_back_recommendation",
    "take_back_vote",
    "withdraw_decision",
]
