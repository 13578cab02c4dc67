"""What people fill in about actions."""

from forum.actions.forms.answering import (
    LONGEST,
    CloseForm,
    HandOverForm,
    MoreTimeForm,
    ReasonForm,
    ReportForm,
)

__all__ = [
    "CloseForm",
    "HandOverForm",
    "LONGEST",
    "MoreTimeForm",
    "ReasonForm",
    "ReportForm",
]
