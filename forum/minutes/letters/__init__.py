"""The letters that minutes write: circulated, looked at by the chair, corrected, put right, withheld."""

from forum.minutes.letters.circulating import (
    due_words,
    minutes_circulated,
    minutes_circulated_preview,
    minutes_put_right,
    minutes_withheld,
)
from forum.minutes.letters.corrections import (
    correction_answered,
    is_key_to_correct,
    path_of_corrections,
)
from forum.minutes.letters.reviews import (
    chair_answered_minutes,
    is_key_of_minutes_review,
    minutes_to_agree,
    path_of_minutes_review,
)

__all__ = [
    "chair_answered_minutes",
    "correction_answered",
    "due_words",
    "is_key_of_minutes_review",
    "is_key_to_correct",
    "minutes_circulated",
    "minutes_circulated_preview",
    "minutes_put_right",
    "minutes_to_agree",
    "minutes_withheld",
    "path_of_corrections",
    "path_of_minutes_review",
]
