"""Finding minutes, their lines, and the versions that went out."""

from forum.minutes.queries.taking import (
    GoingOut,
    count_entries,
    entries_of,
    find_entry_sent_as,
    find_minutes,
    find_version,
    get_entry,
    get_minutes,
    get_version,
    going_out,
    meetings_to_approve_at,
    minutes_approved_at,
    numbered_items,
    people_called,
    place_of,
    versions_of,
)

__all__ = [
    "GoingOut",
    "count_entries",
    "entries_of",
    "find_entry_sent_as",
    "find_minutes",
    "find_version",
    "get_entry",
    "get_minutes",
    "get_version",
    "going_out",
    "meetings_to_approve_at",
    "minutes_approved_at",
    "numbered_items",
    "people_called",
    "place_of",
    "versions_of",
]
