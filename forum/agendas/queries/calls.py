"""Finding the calls for items of meetings."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.agendas.models import Call
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum


def find_call(meeting: Meeting) -> Call | None:
    """What the organiser said about the call of a meeting, and whether its letters left; None for nothing yet."""
    return db.session.scalar(select(Call).where(Call.meeting_id == meeting.id))


def meetings_that_call(now: datetime) -> list[tuple[Meeting, Call | None]]:
    """The published meetings to come of forums that announce their calls, the nearest first, with what was said."""
    rows = db.session.execute(
        select(Meeting, Call)
        .join(Meeting.forum)
        .outerjoin(Call, Call.meeting_id == Meeting.id)
        .where(
            Forum.call_is_announced,
            Meeting.on > day_in_london(now),
            Meeting.published_at.is_not(None),
            Meeting.state != MeetingState.CANCELLED,
        )
        .options(joinedload(Meeting.forum))
        .order_by(Meeting.on, Meeting.id)
    )
    return [(meeting, call) for meeting, call in rows]
