"""What people fill in to take minutes."""

from forum.minutes.forms.taking import (
    KINDS,
    LONGEST,
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
    "LineForm",
    "OwnersForm",
]
