"""Judging a file that somebody gave us: what it is by its content, and whether the forum takes it."""

from forum.foundation.inspection.findings import Inspected
from forum.foundation.inspection.inspecting import inspect_file
from forum.foundation.inspection.kinds import FileKind
from forum.foundation.inspection.refusals import (
    TAKEN,
    ActsByItself,
    CannotBeChecked,
    FetchesFromElsewhere,
    FileIsDamaged,
    FileIsProtected,
    HoldsEntities,
    HoldsMacros,
    HoldsOddNames,
    HoldsOtherFiles,
    LooksLikeATrick,
    NotAKindWeTake,
    UnpacksToTooMuch,
)

__all__ = [
    "TAKEN",
    "ActsByItself",
    "CannotBeChecked",
    "FetchesFromElsewhere",
    "FileIsDamaged",
    "FileIsProtected",
    "FileKind",
    "HoldsEntities",
    "HoldsMacros",
    "HoldsOddNames",
    "HoldsOtherFiles",
    "Inspected",
    "LooksLikeATrick",
    "NotAKindWeTake",
    "UnpacksToTooMuch",
    "inspect_file",
]
