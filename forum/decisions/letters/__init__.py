"""Letters about recommendations: that an answer is asked for, and that one has come."""

from forum.decisions.letters.recommendations import (
    PURPOSE,
    answer_asked,
    answer_came,
    is_key_of_answer,
    path_of_answer,
)

__all__ = [
    "PURPOSE",
    "answer_asked",
    "answer_came",
    "is_key_of_answer",
    "path_of_answer",
]
