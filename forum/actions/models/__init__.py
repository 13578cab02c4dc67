"""The action log: what someone will do by a date, and what came of it."""

from forum.actions.models.digests import Digest, DigestDay, DigestLine
from forum.actions.models.log import (
    LIVE_STATES,
    Action,
    ActionCommitment,
    ActionOwner,
    ActionState,
    ActionTick,
    Evidence,
    Outcome,
    Report,
    Said,
)

__all__ = [
    "LIVE_STATES",
    "Action",
    "ActionCommitment",
    "ActionOwner",
    "ActionState",
    "ActionTick",
    "Digest",
    "DigestDay",
    "DigestLine",
    "Evidence",
    "Outcome",
    "Report",
    "Said",
]
