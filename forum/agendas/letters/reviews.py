"""The letter that asks a chair to agree an agenda, and the one that tells the organiser what they said."""

from collections.abc import Sequence

from forum.agendas import rules
from forum.agendas.models import Review
from forum.foundation.post import Letter, write_letter
from forum.foundation.signed_links import is_signed, sign
from forum.foundation.words import date_of
from forum.meetings.models import Meeting
from forum.people.models import Person

PURPOSE = "review"


def path_of_review(review: Review) -> str:
    """Where a chair reads the draft and answers without signing in."""
    return f"/reviews/{review.reference}/{sign(PURPOSE, review.reference, review.link_secret)}"


def is_key_of_review(review: Review, key: str) -> bool:
    """Whether a key opens this review."""
    return is_signed(PURPOSE, review.reference, review.link_secret, key)


def agenda_to_agree(
    meeting: Meeting, chair: Person, answer_at: str, others: Sequence[Person], changed: Sequence[str]
) -> Letter:
    """The draft waits for the chair's word. No title stands in it: one of them may be closed.

    `answer_at` is the link, or what stands in its place while the letter is only shown; `others` are asked as well;
    `changed` says what has changed since a chair agreed before.
    """
    return write_letter(
        "agendas/agenda_to_agree",
        to=chair,
        subject=f"The agenda for {date_of(meeting.on)}: do you agree?",
        kind="agenda to agree",
        sender=meeting.forum,
        about=meeting,
        meeting=meeting,
        others=[one.shown_name for one in others],
        changed=changed,
        is_needed=meeting.forum.chair_agrees_agendas,
        answer_at=answer_at,
    )


def chair_answered(review: Review, to: Person, remarks: int) -> Letter:
    """What the chair said: to whoever asked. What the remarks say stands on the desk alone."""
    meeting = review.agenda.meeting
    agreed = review.agreed_at is not None and not rules.is_in_place(review)
    said = "has agreed" if agreed else "has remarks on"
    return write_letter(
        "agendas/chair_answered",
        to=to,
        subject=f"{review.person.shown_name} {said} the agenda for {date_of(meeting.on)}",
        kind="agenda agreed",
        sender=meeting.forum,
        about=meeting,
        meeting=meeting,
        chair=review.person.shown_name,
        agreed=agreed,
        remarks=remarks,
    )
