"""Finding who was at a meeting."""

from forum.attendance.queries.lists import (
    attendance_of,
    find_list,
    find_mark,
    find_sent_as,
    get_listed,
    items_of,
    lines_of,
    present_at,
    stepped_out_at,
    stepped_out_of,
    unmarked_at,
)
from forum.attendance.queries.over_time import Past, how_bodies_stood
from forum.attendance.queries.people import (
    Known,
    find_known,
    find_place,
    names_of_members,
    offices_on,
    people_listed,
    stand_ins_for,
)
from forum.attendance.queries.turnout import (
    Silent,
    invited_and_did_not_come,
    was_taken,
)

__all__ = [
    "Known",
    "Past",
    "Silent",
    "attendance_of",
    "find_known",
    "find_list",
    "find_mark",
    "find_place",
    "find_sent_as",
    "get_listed",
    "how_bodies_stood",
    "invited_and_did_not_come",
    "items_of",
    "lines_of",
    "names_of_members",
    "offices_on",
    "people_listed",
    "present_at",
    "stand_ins_for",
    "stepped_out_at",
    "stepped_out_of",
    "unmarked_at",
    "was_taken",
]
