"""Finding actions, what was said of them, and what came of them."""

from forum.actions.queries.dates import understood_date
from forum.actions.queries.digests import (
    digest_facts,
    find_digest,
    find_digest_day,
    find_silent,
    get_line,
    had_digest,
    has_no_digest_to_send,
    last_word_of,
    page_of_digests,
    said_elsewhere,
    shares_of,
    silent_without_contact,
    was_told_since,
)
from forum.actions.queries.holding_up import (
    due_at,
    evidence_of,
    find_action,
    get_evidence,
    items_to_come,
    papers_out,
    papers_to_come,
    waiting_for,
    what_it_waits_for,
)
from forum.actions.queries.lists import (
    actions_not_mine,
    actions_of_commitment,
    unpublished_actions,
)
from forum.actions.queries.log import (
    ALL_MEMBERS,
    Counts,
    First,
    Wanted,
    Which,
    count_actions,
    every_action,
    meetings_of_actions,
    owners_of_actions,
    page_of_actions,
    themes_of_actions,
)
from forum.actions.queries.owners import people_to_tell, possible_owners, who_left
from forum.actions.queries.parts import parts_of
from forum.actions.queries.seeing import WHOLE, get_action, outcomes_of, reports_of, visible_to

__all__ = [
    "ALL_MEMBERS", "WHOLE", "Counts", "First", "Wanted", "Which", "actions_not_mine", "actions_of_commitment",
    "count_actions", "digest_facts", "find_digest", "find_digest_day", "find_silent", "get_action",
    "get_line", "had_digest", "has_no_digest_to_send", "last_word_of", "page_of_digests", "said_elsewhere",
    "shares_of", "silent_without_contact", "was_told_since",
    "outcomes_of", "owners_of_actions", "page_of_actions", "people_to_tell",
    "due_at", "every_action", "evidence_of", "find_action", "get_evidence", "items_to_come",
    "meetings_of_actions", "papers_out",
    "papers_to_come", "parts_of", "understood_date", "waiting_for", "what_it_waits_for",
    "possible_owners", "reports_of", "themes_of_actions", "unpublished_actions", "visible_to", "who_left",
]  # fmt: skip
