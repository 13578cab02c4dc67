"""The record of a meeting: its entries, and the minutes as they were circulated, corrected and approved."""

from forum.minutes.models.taking import ApprovedAs, Entry, EntryKind, Minutes, MinutesState, RivalText
from forum.minutes.models.versions import (
    Correction,
    CorrectionAnswer,
    MinutesRemark,
    MinutesReview,
    MinutesVersion,
)

__all__ = [
    "ApprovedAs",
    "Correction",
    "CorrectionAnswer",
    "Entry",
    "EntryKind",
    "Minutes",
    "MinutesRemark",
    "MinutesReview",
    "MinutesState",
    "MinutesVersion",
    "RivalText",
]
