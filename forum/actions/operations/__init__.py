"""What is done with actions. Each operation is one transaction: kept whole, or not at all."""

from forum.actions.operations.digests import (
    ReadyDigest,
    answer_digest,
    choose_digest_day,
    keep_digests,
    tell_of_silence,
)
from forum.actions.operations.log import (
    close_action,
    correct_action,
    drop_action,
    hand_over_action,
    move_due_date,
    publish_action,
    publish_actions,
    raise_action,
    reopen_action,
    report_on_action,
    withdraw_action,
)

__all__ = [
    "ReadyDigest",
    "answer_digest",
    "choose_digest_day",
    "close_action",
    "correct_action",
    "drop_action",
    "hand_over_action",
    "keep_digests",
    "move_due_date",
    "publish_action",
    "publish_actions",
    "raise_action",
    "reopen_action",
    "report_on_action",
    "tell_of_silence",
    "withdraw_action",
]
