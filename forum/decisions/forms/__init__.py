"""What people fill in about decisions and recommendations."""

from forum.decisions.forms.register import (
    LONGEST,
    STATES,
    AddActionForm,
    RecommendationAnswerForm,
    RecommendationForm,
    RegisterForm,
    ReviewForm,
    StateForm,
)

__all__ = [
    "AddActionForm",
    "LONGEST",
    "RecommendationAnswerForm",
    "RecommendationForm",
    "RegisterForm",
    "ReviewForm",
    "STATES",
    "StateForm",
]
