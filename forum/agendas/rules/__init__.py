"""The rules of agendas and proposals. They judge what they are handed: no database, no request, no clock."""

from forum.agendas.rules.changes import what_changed
from forum.agendas.rules.checks import (
    AgendaIsEmpty,
    AlreadyOnAgenda,
    ClosedNeedsReason,
    Concern,
    ConsultationIsBackwards,
    ContractMustBePublic,
    ItemIsWithdrawn,
    LengthIsOdd,
    MeetingIsCalledOff,
    MeetingIsNotPublished,
    NothingChanged,
    ProposalUnanswered,
    check_length,
    check_particulars,
    check_ready_to_publish,
    check_visibility,
    concerns,
)
from forum.agendas.rules.given import (
    NOTHING_MORE,
    Particulars,
    PresenterGiven,
    key_of,
    particulars_of,
    presenter_for,
)
from forum.agendas.rules.order import (
    computed_times,
    draft_numbers,
    minutes_over,
    over_in_words,
    place_for,
    proposed_item,
    standing_items,
    time_taken,
    why_here,
)
from forum.agendas.rules.papers import (
    AS_PUBLISHED,
    PaperAsPublished,
    PaperNow,
    content_of_papers,
    is_released,
    may_be_opened,
    newest,
    papers_due_on,
    papers_in,
)
from forum.agendas.rules.proposals import (
    AlreadyAnswered,
    AnswerNeedsReason,
    MergeNeedsAnother,
    NoMeetingForIt,
    call_closes_on,
    call_is_open,
    check_answer,
    is_open,
    must_be_answered_first,
    proposed_by,
)
from forum.agendas.rules.published import (
    EVERYONE,
    MASKED_TITLES,
    MEMBERS,
    CommitmentAsPublished,
    ItemAsPublished,
    Published,
    Sight,
    content_of,
    digest_of,
    hours_of,
    is_seen,
    items_in,
    published_items,
    seen_items,
)
from forum.agendas.rules.shown import Row, address_of, rows_of, who_presents

__all__ = [
    "NOTHING_MORE", "ConsultationIsBackwards", "ContractMustBePublic", "Particulars", "check_particulars",
    "particulars_of",
    "AS_PUBLISHED", "PaperAsPublished", "PaperNow", "content_of_papers", "is_released", "may_be_opened", "newest",
    "papers_due_on", "papers_in",
    "EVERYONE", "MASKED_TITLES", "MEMBERS", "AgendaIsEmpty", "AlreadyAnswered", "AlreadyOnAgenda",
    "AnswerNeedsReason", "ClosedNeedsReason", "CommitmentAsPublished", "Concern", "ItemAsPublished",
    "ItemIsWithdrawn", "LengthIsOdd", "MeetingIsCalledOff", "MeetingIsNotPublished", "MergeNeedsAnother",
    "NoMeetingForIt", "NothingChanged", "PresenterGiven", "ProposalUnanswered", "Published", "Row",
    "Sight", "address_of", "call_closes_on", "call_is_open", "check_answer", "check_length",
    "check_ready_to_publish", "check_visibility", "computed_times", "concerns", "content_of", "digest_of",
    "draft_numbers", "hours_of", "is_open", "is_seen", "items_in", "key_of", "minutes_over",
    "must_be_answered_first", "over_in_words", "place_for", "presenter_for", "proposed_by",
    "proposed_item", "published_items", "rows_of", "seen_items", "standing_items", "time_taken",
    "what_changed", "who_presents", "why_here",
]  # fmt: skip
