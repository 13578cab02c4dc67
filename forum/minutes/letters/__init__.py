"""The letter that goes out with circulated minutes: to those who were there, and to whoever has an action."""

from forum.minutes.letters.circulating import (
    due_words,
    minutes_circulated,
)

__all__ = [
    "due_words",
    "minutes_circulated",
]
