"""The letter that asks those who came what they thought."""

from forum.feedback.models import FeedbackRequest
from forum.feedback.rules import closes_at
from forum.foundation.post import Letter, link, write_letter
from forum.foundation.signed_links import sign
from forum.foundation.words import day_and_month

PURPOSE = "feedback"


def address_of(request: FeedbackRequest) -> str:
    """Where a request is answered without signing in."""
    return f"/feedback/{request.reference}/{sign(PURPOSE, request.reference, request.link_secret)}"


def how_was_it(request: FeedbackRequest) -> Letter:
    """Four questions, on one screen."""
    meeting = request.meeting
    return write_letter(
        "feedback/how_was_it",
        to=request.person,
        subject=f"Four questions about {meeting.title}, {day_and_month(meeting.on)}",
        kind="feedback",
        sender=meeting.forum,
        about=meeting,
        key=f"feedback {meeting.reference} {request.person.reference}",
        meeting=meeting,
        answer_at=link(address_of(request)),
        closes=closes_at(request),
    )
