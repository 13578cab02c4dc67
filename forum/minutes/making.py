"""The documents of minutes, kept for whoever asks for the same; let go of once they are old."""

from datetime import datetime, timedelta
from pathlib import Path

from forum.foundation.copies import kept_copy, let_go_of_copies
from forum.foundation.documents import MinutesDocument, make_minutes, make_minutes_in_word
from forum.foundation.jobs import falls_due

WAYS = {"pdf": make_minutes, "docx": make_minutes_in_word}
"""What makes a document of each kind."""
LOOKED_EVERY = timedelta(hours=1)

_last_looked: list[datetime] = []


def minutes_copy(document: MinutesDocument, way: str, *, made_at: datetime) -> Path:
    """The document as `pdf` or `docx`: the copy that is kept, or one that is made now.

    Raises `DocumentWentWrong`, and `NoRoomLeft` when it cannot be kept.
    """
    return kept_copy(document.made_of(), way, lambda: WAYS[way](document, made_at=made_at))


@falls_due
def let_go_of_documents(now: datetime) -> int:
    """Remove the documents that were made long ago, once an hour. Returns how many went."""
    if _last_looked and timedelta(0) <= now - _last_looked[0] < LOOKED_EVERY:
        return 0
    _last_looked[:] = [now]
    return let_go_of_copies(now)
