"""What people fill in about decisions and recommendations."""

from forum.decisions.forms.narrowing import RecommendationsForm, RegisterForm
from forum.decisions.forms.recommendations import RecommendationAnswerForm, RecommendationForm
from forum.decisions.forms.register import LONGEST, STATES, AddActionForm, ReviewForm, StateForm

__all__ = [
    "LONGEST",
    "STATES",
    "AddActionForm",
    "RecommendationAnswerForm",
    "RecommendationForm",
    "RecommendationsForm",
    "RegisterForm",
    "ReviewForm",
    "StateForm",
]
