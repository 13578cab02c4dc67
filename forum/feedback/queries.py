"""Finding who is to be asked, and what came back."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.attendance.models import Attendance, Presence
from forum.feedback.models import Feedback, FeedbackRequest
from forum.feedback.rules import ASKED_AFTER, ASKED_UNTIL, Summary, summary_of
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.people.models import Person


def meetings_to_ask_about(now: datetime) -> list[Meeting]:
    """The meetings that ended lately, in a fixed order."""
    return list(
        db.session.scalars(
            select(Meeting)
            .where(Meeting.ends_at > now - ASKED_UNTIL, Meeting.ends_at <= now - ASKED_AFTER)
            .options(joinedload(Meeting.forum))
            .order_by(Meeting.id)
        )
    )


def people_to_ask(meeting: Meeting) -> list[Person]:
    """Who came to a meeting and was not asked yet, has an address, and was not erased."""
    asked = select(FeedbackRequest.id).where(
        FeedbackRequest.meeting_id == meeting.id, FeedbackRequest.person_id == Person.id
    )
    return list(
        db.session.scalars(
            select(Person)
            .join(Attendance, Attendance.person_id == Person.id)
            .where(
                Attendance.meeting_id == meeting.id,
                Attendance.presence == Presence.PRESENT,
                Person.email.is_not(None),
                Person.erased_at.is_(None),
                ~asked.exists(),
            )
            .order_by(Person.id)
        )
    )


def find_request(reference: str) -> FeedbackRequest | None:
    """The request with this reference, however it is capitalised, with its meeting and forum."""
    return db.session.scalar(
        select(FeedbackRequest)
        .where(FeedbackRequest.reference == reference.upper())
        .options(joinedload(FeedbackRequest.meeting).joinedload(Meeting.forum))
    )


def summaries_of(meetings: Sequence[Meeting]) -> dict[int, Summary]:
    """What came back about each of these meetings, by the meeting's number: two questions for all."""
    numbers = [meeting.id for meeting in meetings]
    asked = db.session.execute(
        select(FeedbackRequest.meeting_id, func.count())
        .where(FeedbackRequest.meeting_id.in_(numbers))
        .group_by(FeedbackRequest.meeting_id)
    )
    so_many = {row[0]: row[1] for row in asked}
    answers: dict[int, list[Feedback]] = defaultdict(list)
    for one in db.session.scalars(
        select(Feedback).where(Feedback.meeting_id.in_(numbers)).order_by(Feedback.id)
    ):
        answers[one.meeting_id].append(one)
    return {number: summary_of(answers[number], so_many.get(number, 0)) for number in numbers}


def meetings_asked_about(forum: Forum, at_most: int) -> list[Meeting]:
    """The newest meetings of a forum about which anybody was asked, newest first."""
    was_asked = select(FeedbackRequest.id).where(FeedbackRequest.meeting_id == Meeting.id)
    return list(
        db.session.scalars(
            select(Meeting)
            .where(Meeting.forum_id == forum.id, was_asked.exists())
            .order_by(Meeting.on.desc(), Meeting.id.desc())
            .limit(at_most)
        )
    )
