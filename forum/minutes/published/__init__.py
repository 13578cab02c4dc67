"""Minutes as they are circulated and approved: what is kept of them, and what of it somebody may see."""

from forum.minutes.published.content import Content, content_of
from forum.minutes.published.kept import (
    CorrectionShown,
    corrections_shown,
    keep_as_circulated,
    with_corrections,
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
    "ERASED",
    "EntryShown",
    "ItemShown",
    "MinutesShown",
    "PersonShown",
    "anchor_of",
    "as_shown",
    "content_of",
    "corrections_shown",
    "find_line",
    "is_item_seen",
    "keep_as_circulated",
    "people_in",
    "with_corrections",
]
