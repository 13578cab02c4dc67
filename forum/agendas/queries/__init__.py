"""Finding proposals, agendas, their items, and agendas as they were published."""

from forum.agendas.queries.around import around
from forum.agendas.queries.backing import backed, backers_of, find_backing
from forum.agendas.queries.calls import find_call, meetings_that_call
from forum.agendas.queries.documents import (
    copies_to_forget,
    find_copy,
    find_pack,
    get_on_paper,
    is_anything_waiting,
    is_there,
    next_waiting,
)
from forum.agendas.queries.items import (
    every_presenter_of,
    find_agenda,
    find_item,
    find_item_of,
    get_agenda,
    get_item,
    items_of,
    items_of_commitment,
    last_raised_on,
    meeting_before,
    raised_in,
    raised_on,
)
from forum.agendas.queries.papers import (
    digests_in_use,
    find_paper,
    find_person,
    forms_of,
    get_paper,
    has_opened,
    next_position,
    papers_now,
    papers_of,
    papers_of_item,
    papers_of_proposal,
    published_numbers,
    readers_of,
)
from forum.agendas.queries.papers_at import (
    asked_for_papers,
    handed_in_by,
    has_papers_of_others,
    items_with_papers,
    papers_at,
    presents_with,
    versions_out,
)
from forum.agendas.queries.presenting import find_presenter, get_presenter
from forum.agendas.queries.proposals import (
    answers_to,
    coming_meetings,
    drafts_of,
    every_paper_with,
    find_proposal,
    find_same_proposal,
    get_proposal,
    get_proposal_to,
    is_behind_hidden_item,
    is_open_to,
    is_without_meeting,
    items_from,
    meeting_after,
    merged_into,
    merged_with,
    others_to_merge_into,
    proposals_for,
    proposals_of,
    proposals_without_meeting,
    those_open_to,
    unanswered_in_time,
)
from forum.agendas.queries.publishing import (
    Agreed,
    LettersOut,
    find_agreed,
    get_draft,
    items_and_papers_out,
    key_of_letter,
    letters_of,
    people_who_got,
    reviews_of,
    waiting_letters_of,
)
from forum.agendas.queries.reviews import find_review, get_remark, remarks_of
from forum.agendas.queries.standing import (
    agenda_before,
    comments_on,
    every_paper_of,
    is_spoken_of,
    openings_of,
    standing_items_of,
)
from forum.agendas.queries.threads import earlier_items, get_published_item, items_joined_with
from forum.agendas.queries.versions import (
    VersionLine,
    came_out_marked,
    find_last_version,
    find_version,
    get_version,
    items_as_published,
    presenter_names,
    published,
    versions_of,
)

__all__ = [
    "Agreed", "LettersOut", "VersionLine", "agenda_before", "answers_to", "around", "asked_for_papers",
    "backed", "backers_of", "coming_meetings", "comments_on", "copies_to_forget", "digests_in_use",
    "drafts_of", "earlier_items", "every_paper_of", "every_paper_with", "every_presenter_of", "find_agenda",
    "find_agreed", "find_backing", "find_call", "find_copy", "find_item", "find_item_of", "find_last_version",
    "find_pack", "find_paper", "find_person", "find_presenter", "find_proposal", "find_review",
    "find_same_proposal", "find_version", "forms_of", "get_agenda", "get_draft", "get_item", "get_on_paper",
    "get_paper", "get_presenter", "get_proposal", "get_proposal_to", "get_published_item", "get_remark",
    "get_version", "handed_in_by", "has_opened", "has_papers_of_others", "is_anything_waiting",
    "is_behind_hidden_item", "is_open_to", "is_spoken_of", "is_there", "is_without_meeting",
    "came_out_marked", "items_and_papers_out", "items_as_published", "items_from", "items_joined_with", "items_of",
    "items_of_commitment", "items_with_papers", "key_of_letter", "last_raised_on", "letters_of",
    "meeting_after", "meeting_before", "meetings_that_call", "merged_into", "merged_with", "next_position",
    "next_waiting", "openings_of", "others_to_merge_into", "papers_at", "papers_now", "papers_of",
    "papers_of_item", "papers_of_proposal", "people_who_got", "presenter_names", "presents_with",
    "proposals_for", "proposals_of", "proposals_without_meeting", "published", "published_numbers",
    "raised_in", "raised_on", "readers_of", "remarks_of", "reviews_of", "standing_items_of", "those_open_to",
    "unanswered_in_time", "versions_of", "versions_out", "waiting_letters_of",
]  # fmt: skip
