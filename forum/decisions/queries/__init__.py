"""Finding decisions, the actions that carry them out, and recommendations."""

from forum.decisions.queries.register import (
    WHOLE,
    actions_of,
    decisions_carried_out_by,
    decisions_of_commitment,
    find_link,
    find_same_recommendation,
    get_decision,
    get_recommendation,
    page_of_decisions,
    page_of_recommendations,
    recommendations_visible_to,
    themes_of_decisions,
    unpublished_decisions,
    unpublished_recommendations,
    visible_to,
)

__all__ = [
    "WHOLE",
    "actions_of",
    "decisions_carried_out_by",
    "decisions_of_commitment",
    "find_link",
    "find_same_recommendation",
    "get_decision",
    "get_recommendation",
    "page_of_decisions",
    "page_of_recommendations",
    "recommendations_visible_to",
    "themes_of_decisions",
    "unpublished_decisions",
    "unpublished_recommendations",
    "visible_to",
]
