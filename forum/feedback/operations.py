"""What is done with feedback. Each operation is one transaction: kept whole, or not at all."""

from datetime import datetime

from forum.feedback import letters, queries, rules
from forum.feedback.models import Feedback, FeedbackRequest
from forum.feedback.rules import Answers
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post
from forum.foundation.references import new_link_secret, new_reference
from forum.meetings.models import Meeting


@falls_due
@operation
def ask_how_it_was(now: datetime) -> int:
    """Ask those who came to a meeting that ended lately, each once. Returns how many were asked."""
    return sum(
        ask_about(meeting, now=now)
        for meeting in queries.meetings_to_ask_about(now)
        if rules.is_time_to_ask(meeting, now)
    )


@operation
def ask_about(meeting: Meeting, *, now: datetime) -> int:
    """Ask those who came to a meeting and were not asked yet. Returns how many.

    The journal learns nothing of it: who was asked, and when they answered, would lead to what they said.
    """
    hold(meeting)
    people = queries.people_to_ask(meeting)
    for person in people:
        request = FeedbackRequest(
            reference=new_reference(),
            link_secret=new_link_secret(),
            meeting=meeting,
            person=person,
            asked_at=now,
            has_answered=False,
        )
        db.session.add(request)
        post(letters.how_was_it(request))
    return len(people)


@operation
def answer(request: FeedbackRequest, answers: Answers, *, now: datetime) -> None:
    """Keep what somebody said, apart from who they are.

    Raises `AlreadyAnswered`, `FeedbackIsClosed`, `NothingAnswered`.
    """
    hold(request)
    rules.check_can_answer(request, answers, now)
    request.has_answered = True
    db.session.add(
        Feedback(
            meeting_id=request.meeting_id,
            was_worth_it=answers.was_worth_it,
            was_heard=answers.was_heard,
            papers_in_time=answers.papers_in_time,
            what_next=answers.what_next,
        )
    )
