"""The letters about agendas and proposals."""

from forum.agendas.letters.calls import call_opened
from forum.agendas.letters.papers import (
    asked_for_papers,
    is_late_key,
    key_of_reminder,
    late_link,
    late_paper,
    late_paper_declined,
    paper_withdrawn,
)
from forum.agendas.letters.presenting import asked_to_present, is_key_for, link_for, presenter_answered
from forum.agendas.letters.proposals import Part, proposal_answered, proposal_waits_again
from forum.agendas.letters.publishing import agenda_published, agenda_withheld
from forum.agendas.letters.reviews import agenda_to_agree, chair_answered, is_key_of_review, path_of_review

__all__ = [
    "asked_for_papers", "is_late_key", "key_of_reminder", "late_link", "late_paper", "late_paper_declined",
    "paper_withdrawn",
    "agenda_to_agree", "agenda_withheld", "chair_answered", "is_key_of_review", "path_of_review",
    "Part", "call_opened", "proposal_waits_again",
    "agenda_published", "asked_to_present", "is_key_for", "link_for", "presenter_answered", "proposal_answered",
]  # fmt: skip
