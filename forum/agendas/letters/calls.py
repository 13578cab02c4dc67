"""The letter that asks for items."""

from forum.agendas import rules
from forum.foundation.post import ToMany
from forum.foundation.words import day_and_month
from forum.meetings.models import Meeting


def call_opened(meeting: Meeting, *, words: str = "", is_again: bool = False) -> ToMany:
    """What should the forum talk about? To everybody who may suggest it, with the organiser's own `words` on top.

    `is_again`: an earlier letter gave another last day.
    """
    closes_on = rules.call_closes_on(meeting)
    return ToMany(
        "agendas/call_opened",
        subject=f"Suggest an item by {day_and_month(closes_on)}: {meeting.title}",
        kind="call for items",
        sender=meeting.forum,
        about=meeting,
        words={"meeting": meeting, "closes_on": closes_on, "words": words, "is_again": is_again},
    )
