"""Letters about actions: that one is somebody's now, and that one was closed."""

from forum.actions.letters.digests import (
    digest_letter,
    is_key_of_digest,
    is_key_of_line,
    path_of_digest,
    path_of_line,
    silence_told,
    when_due,
)
from forum.actions.letters.telling import (
    action_closed,
    action_freed,
    action_handed_over,
    due_words,
)

__all__ = [
    "action_closed",
    "action_freed",
    "action_handed_over",
    "digest_letter",
    "due_words",
    "is_key_of_digest",
    "is_key_of_line",
    "path_of_digest",
    "path_of_line",
    "silence_told",
    "when_due",
]
