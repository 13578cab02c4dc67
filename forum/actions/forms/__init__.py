"""What people fill in about actions."""

from forum.actions.forms.answering import (
    LONGEST,
    CloseForm,
    ClosingForm,
    EvidenceForm,
    HandOverForm,
    HeldUpForm,
    MoreTimeForm,
    ReasonForm,
    ReportForm,
)
from forum.actions.forms.digests import DigestDayForm, DigestForm
from forum.actions.forms.owning import DueNeeded, DueQuestion, OwnersQuestion

__all__ = [
    "CloseForm",
    "ClosingForm",
    "DigestDayForm",
    "DigestForm",
    "DueNeeded",
    "DueQuestion",
    "EvidenceForm",
    "HandOverForm",
    "HeldUpForm",
    "LONGEST",
    "MoreTimeForm",
    "OwnersQuestion",
    "ReasonForm",
    "ReportForm",
]
