"""What is done with minutes. Each operation is one transaction: kept whole, or not at all."""

from forum.minutes.operations.circulating import approve_minutes, circulate_minutes
from forum.minutes.operations.room import (
    work_out_quorums,
)
from forum.minutes.operations.taking import (
    change_entry,
    end_minutes,
    leave_item_for_next,
    reach_item_after_all,
    start_minutes,
    take_item_as_printed,
    take_item_now,
    touch,
    withdraw_entry,
    write_entry,
    write_lines,
)

__all__ = [
    "approve_minutes",
    "change_entry",
    "circulate_minutes",
    "end_minutes",
    "leave_item_for_next",
    "reach_item_after_all",
    "start_minutes",
    "take_item_as_printed",
    "take_item_now",
    "touch",
    "withdraw_entry",
    "work_out_quorums",
    "write_entry",
    "write_lines",
]
