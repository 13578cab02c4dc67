"""What a due date means that somebody typed, with the meetings that it may name."""

from datetime import date

from forum.actions import due
from forum.meetings.models import Meeting
from forum.meetings.queries import following_meeting


def understood_date(
    said: str, meeting: Meeting, *, said_on: date, today: date | None = None
) -> tuple[due.Due, Meeting | None]:
    """What a date means, and the meeting of the series that it follows where it is "next meeting".

    Said later than at the meeting, that is the next one after `today`. Raises `NoSuchDate`, `NextMeetingIsNotFixed`.
    """
    # Asked for only where it is said: a meeting is a question to the database.
    follows = following_meeting(meeting, today) if "next" in said.lower() else None
    understood = due.understand(said, said_on=said_on, next_meeting_on=follows.on if follows else None)
    return understood, follows if understood.is_next_meeting else None
