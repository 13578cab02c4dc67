"""What is done with actions. Each operation is one transaction: kept whole, or not at all."""

from forum.actions.operations.correcting import (
    correct_action_words,
    hide_action,
)
from forum.actions.operations.digests import (
    ReadyDigest,
    answer_digest,
    choose_digest_day,
    keep_digests,
    tell_of_silence,
)
from forum.actions.operations.ending import arrange_closing, close_as_arranged, close_as_heard, close_by_paper
from forum.actions.operations.evidence import add_evidence, withdraw_evidence
from forum.actions.operations.following import follow_meeting, go_to_the_next
from forum.actions.operations.grid import review_actions
from forum.actions.operations.log import (
    close_action,
    drop_action,
    hand_over_action,
    move_due_date,
    reopen_action,
    report_on_action,
)
from forum.actions.operations.moving import move_action_to_item
from forum.actions.operations.parts import take_back_tick, tick_own_parts, tick_part
from forum.actions.operations.raising import (
    correct_action,
    publish_action,
    publish_actions,
    raise_action,
    withdraw_action,
)

__all__ = [
    "ReadyDigest",
    "add_evidence",
    "answer_digest",
    "arrange_closing",
    "choose_digest_day",
    "close_action",
    "close_as_arranged",
    "close_as_heard",
    "close_by_paper",
    "correct_action",
    "correct_action_words",
    "drop_action",
    "follow_meeting",
    "go_to_the_next",
    "hand_over_action",
    "hide_action",
    "keep_digests",
    "move_action_to_item",
    "move_due_date",
    "publish_action",
    "publish_actions",
    "raise_action",
    "reopen_action",
    "report_on_action",
    "take_back_tick",
    "tell_of_silence",
    "tick_own_parts",
    "tick_part",
    "review_actions",
    "withdraw_action",
    "withdraw_evidence",
]
