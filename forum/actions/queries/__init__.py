"""Finding actions, what was said of them, and what came of them."""

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
    owners_of_actions,
    page_of_actions,
    themes_of_actions,
)
from forum.actions.queries.owners import people_to_tell, possible_owners, who_left
from forum.actions.queries.seeing import WHOLE, get_action, outcomes_of, reports_of, visible_to

__all__ = [
    "ALL_MEMBERS", "WHOLE", "Counts", "First", "Wanted", "Which", "actions_not_mine", "actions_of_commitment",
    "count_actions", "get_action",
    "outcomes_of", "owners_of_actions", "page_of_actions", "people_to_tell",
    "possible_owners", "reports_of", "themes_of_actions", "unpublished_actions", "visible_to", "who_left",
]  # fmt: skip
