"""Finding items that may lead to a contract, questions about them, and what was released."""

from forum.engagement.queries.items import (
    Published,
    find_engagement,
    find_published,
    get_marked_item,
    get_published,
    is_published,
    releases_of,
)
from forum.engagement.queries.questions import (
    bodies_of,
    count_coming,
    count_unanswered,
    find_coming,
    find_same_question,
    get_question,
    key_of_letter,
    letters_about,
    openings_of,
    own_questions,
    questions_of,
    questions_out,
    questions_page,
    releases_to_tell,
)

__all__ = [
    "Published", "bodies_of", "count_coming", "count_unanswered",
    "find_coming", "find_engagement", "find_published", "find_same_question",
    "get_marked_item", "get_published", "get_question", "is_published",
    "key_of_letter", "letters_about", "openings_of",
    "own_questions", "questions_of", "questions_out", "questions_page", "releases_of", "releases_to_tell",
]  # fmt: skip
