"""Finding actions, what was said of them, and what came of them."""

from forum.actions.queries.lists import (
    actions_not_mine,
    actions_of_commitment,
    actions_of_meeting,
    actions_of_theme,
    actions_to_confirm,
    live_actions_of,
    overdue_actions,
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
from forum.actions.queries.seeing import WHOLE, find_action, get_action, outcomes_of, reports_of, visible_to

__all__ = [
    "ALL_MEMBERS", "WHOLE", "Counts", "First", "Wanted", "Which", "actions_not_mine", "actions_of_commitment",
    "actions_of_meeting", "actions_of_theme", "actions_to_confirm", "count_actions", "find_action", "get_action",
    "live_actions_of", "outcomes_of", "overdue_actions", "owners_of_actions", "page_of_actions", "people_to_tell",
    "possible_owners", "reports_of", "themes_of_actions", "unpublished_actions", "visible_to", "who_left",
]  # fmt: skip
