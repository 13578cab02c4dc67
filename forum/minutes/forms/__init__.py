"""What people fill in to take minutes."""

from forum.minutes.forms.taking import (
    KINDS,
    LONGEST,
    LONGEST_PASTED,
    ApproveForm,
    EntryForm,
    LineForm,
    OwnersForm,
)

__all__ = [
    "ApproveForm",
    "EntryForm",
    "KINDS",
    "LONGEST",
    "LONGEST_PASTED",
    "LineForm",
    "OwnersForm",
]
