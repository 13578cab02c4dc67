"""What is done with minutes. Each operation is one transaction: kept whole, or not at all."""

from forum.minutes.operations.approving import (
    approve_minutes,
    put_right,
)
from forum.minutes.operations.circulating import circulate_minutes
from forum.minutes.operations.correcting import (
    accept_correction,
    decline_correction,
    suggest_correction,
)
from forum.minutes.operations.publication import mean_line
from forum.minutes.operations.reviews import (
    agree_minutes_by_letter,
    agree_minutes_on_desk,
    ask_chair_about_minutes,
    remark_on_minutes,
    see_to_minutes_remark,
)
from forum.minutes.operations.rivals import choose_rival, keep_as_it_is, keep_rival
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
    withdraw_entry,
    write_entry,
    write_lines,
)
from forum.minutes.operations.tidying import (
    join_entries,
    move_entry,
    move_entry_to_item,
    split_entry,
    turn_entry,
)
from forum.minutes.operations.withholding import (
    withhold_minutes,
)

__all__ = [
    "accept_correction",
    "agree_minutes_by_letter",
    "agree_minutes_on_desk",
    "approve_minutes",
    "ask_chair_about_minutes",
    "change_entry",
    "choose_rival",
    "circulate_minutes",
    "decline_correction",
    "end_minutes",
    "join_entries",
    "keep_as_it_is",
    "keep_rival",
    "leave_item_for_next",
    "mean_line",
    "move_entry",
    "move_entry_to_item",
    "put_right",
    "reach_item_after_all",
    "remark_on_minutes",
    "see_to_minutes_remark",
    "split_entry",
    "start_minutes",
    "suggest_correction",
    "take_item_as_printed",
    "take_item_now",
    "turn_entry",
    "withdraw_entry",
    "withhold_minutes",
    "work_out_quorums",
    "write_entry",
    "write_lines",
]
