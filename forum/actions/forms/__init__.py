"""What people fill in about actions."""

from forum.actions.forms.answering import (
    LONGEST,
    CloseForm,
    HandOverForm,
    MoreTimeForm,
    ReasonForm,
    ReportForm,
)
from forum.actions.forms.digests import DigestDayForm, DigestForm

__all__ = [
    "CloseForm",
    "DigestDayForm",
    "DigestForm",
    "HandOverForm",
    "LONGEST",
    "MoreTimeForm",
    "ReasonForm",
    "ReportForm",
]
