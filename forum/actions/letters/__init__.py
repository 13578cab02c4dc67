"""Letters about actions: that one is somebody's now, and that one was closed."""

from forum.actions.letters.telling import (
    action_closed,
    action_handed_over,
    due_words,
)

__all__ = [
    "action_closed",
    "action_handed_over",
    "due_words",
]
