"""What is done with attendance. Each operation is one transaction: kept whole, or not at all."""

from forum.attendance.operations.firmness import end_door_link, make_door_link, note_approved, note_circulated
from forum.attendance.operations.marks import (
    add_walk_in,
    let_in,
    mark_attendance,
    mark_everyone_else,
    tick,
)
from forum.attendance.operations.room import (
    count_heads,
    move_person,
)

__all__ = [
    "add_walk_in",
    "count_heads",
    "end_door_link",
    "let_in",
    "make_door_link",
    "mark_attendance",
    "mark_everyone_else",
    "move_person",
    "note_approved",
    "note_circulated",
    "tick",
]
