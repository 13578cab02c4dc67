"""What people need on the day, and what they want remembered. None of it enters the journal or a letter."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from forum.booking import queries
from forum.booking.models import Booking, Needs
from forum.foundation.clock import london_moment
from forum.foundation.database import db, operation
from forum.foundation.jobs import falls_due
from forum.meetings.models import Meeting


@dataclass(frozen=True)
class WhatIsNeeded:
    """What somebody needs on the day, in their own words."""

    access: str = ""
    diet: str = ""


def keep_needs(booking: Booking, needs: WhatIsNeeded | None) -> None:
    """Keep what somebody needs at one meeting, within the operation that books for them."""
    if needs and (needs.access or needs.diet):
        when = when_needs_go(booking.meeting)
        db.session.add(Needs(booking=booking, access=needs.access, diet=needs.diet, delete_at=when))


def forget_needs(booking: Booking) -> None:
    """Delete what somebody needed: nobody has to arrange anything any more."""
    needs = queries.find_needs(booking)
    if needs is not None:
        db.session.delete(needs)


@falls_due
@operation
def delete_old_needs(now: datetime) -> int:
    """Delete what people needed at meetings long enough ago. Returns how many were deleted."""
    overdue = queries.needs_overdue(now)
    for needs in overdue:
        db.session.delete(needs)
    return len(overdue)


def when_needs_go(meeting: Meeting) -> datetime:
    """When what people need at a meeting is deleted: so many days after it as the forum's settings say."""
    last = meeting.ends_at or london_moment(meeting.on, time(23, 59))
    return last + timedelta(days=meeting.forum.needs_kept_days)
