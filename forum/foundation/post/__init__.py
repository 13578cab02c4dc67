"""The post: letters are rows of the operation that writes them, and the worker carries them afterwards."""

from forum.foundation.post.many import ToMany, post_each, post_to_all
from forum.foundation.post.models import Letter, LetterState
from forum.foundation.post.writing import (
    link,
    note_that_replies_are_read,
    own_address,
    post,
    prepare,
    replies_are_read,
    write_letter,
)

__all__ = [
    "Letter",
    "LetterState",
    "ToMany",
    "link",
    "note_that_replies_are_read",
    "own_address",
    "post",
    "post_each",
    "post_to_all",
    "prepare",
    "replies_are_read",
    "write_letter",
]
