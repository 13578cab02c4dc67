"""What the forum resolved, and what it asks of others."""

from forum.decisions.models.register import (
    Decision,
    DecisionAction,
    DecisionCommitment,
    DecisionState,
    Recommendation,
    RecommendationAnswer,
    RecommendationCommitment,
    Vote,
)

__all__ = [
    "Decision",
    "DecisionAction",
    "DecisionCommitment",
    "DecisionState",
    "Recommendation",
    "RecommendationAnswer",
    "RecommendationCommitment",
    "Vote",
]
