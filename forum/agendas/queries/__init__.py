"""Finding proposals, agendas, their items, and agendas as they were published."""

from forum.agendas.queries.items import (
    every_presenter_of,
    find_agenda,
    find_item_of,
    get_agenda,
    get_item,
    items_of,
    items_of_commitment,
    last_raised_on,
    meeting_before,
    raised_on,
)
from forum.agendas.queries.papers import papers_now, papers_of
from forum.agendas.queries.proposals import (
    coming_meetings,
    find_proposal,
    find_waiting_proposal,
    get_proposal,
    get_proposal_to,
    is_behind_hidden_item,
    items_from,
    meeting_after,
    merged_into,
    others_to_merge_into,
    proposals_for,
    proposals_of,
    unanswered_in_time,
)
from forum.agendas.queries.versions import (
    find_version,
    get_version,
    items_as_published,
    presenter_names,
    published,
    versions_of,
)

__all__ = [
    "coming_meetings", "every_presenter_of", "find_agenda", "find_item_of", "find_proposal",
    "find_version", "find_waiting_proposal", "get_agenda", "get_item", "get_proposal",
    "get_proposal_to", "get_version",
    "is_behind_hidden_item", "items_as_published", "items_from", "items_of", "items_of_commitment", "last_raised_on",
    "meeting_after", "meeting_before", "merged_into", "others_to_merge_into", "papers_now", "papers_of",
    "presenter_names",
    "proposals_for", "proposals_of", "published", "raised_on", "unanswered_in_time", "versions_of",
]  # fmt: skip
