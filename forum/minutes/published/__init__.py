"""Minutes as they are circulated and approved: what is kept of them, and what of it somebody may see."""

from forum.minutes.published.content import Content, content_of
from forum.minutes.published.differences import (
    Differences,
    How,
    ItemDifference,
    LineDifference,
    Piece,
    differences,
    pieces_of,
)
from forum.minutes.published.kept import (
    CorrectionShown,
    corrections_shown,
    keep_as_circulated,
    with_corrections,
)
from forum.minutes.published.paper import (
    PAGES,
    STANDS_OUT,
    Head,
    approved_as_words,
    label_of,
    note_of,
    on_paper,
    state_words,
)
from forum.minutes.published.shown import (
    ERASED,
    EntryShown,
    ItemShown,
    MinutesShown,
    PersonShown,
    anchor_of,
    as_shown,
    find_line,
    is_item_seen,
    people_in,
)

__all__ = [
    "Content",
    "CorrectionShown",
    "Differences",
    "ERASED",
    "EntryShown",
    "Head",
    "How",
    "ItemDifference",
    "ItemShown",
    "LineDifference",
    "MinutesShown",
    "PAGES",
    "PersonShown",
    "Piece",
    "STANDS_OUT",
    "anchor_of",
    "approved_as_words",
    "as_shown",
    "content_of",
    "corrections_shown",
    "differences",
    "find_line",
    "is_item_seen",
    "keep_as_circulated",
    "label_of",
    "note_of",
    "on_paper",
    "people_in",
    "pieces_of",
    "state_words",
    "with_corrections",
]
