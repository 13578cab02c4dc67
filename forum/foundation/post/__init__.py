"""The post: letters are rows of the operation that writes them, and the worker carries them afterwards."""

from forum.foundation.post.models import Letter, LetterState
from forum.foundation.post.writing import link, own_address, post, prepare, write_letter

__all__ = ["Letter", "LetterState", "link", "own_address", "post", "prepare", "write_letter"]
