"""What people need on the day, and what they want remembered. None of it enters the journal or a letter."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from forum.booking import queries
from forum.booking.models import Booking, Needs, RememberedNeeds
from forum.foundation.clock import london_moment
from forum.foundation.database import db, operation
from forum.foundation.jobs import falls_due
from forum.meetings.models import Meeting
from forum.people.models import Person


@dataclass(frozen=True)
class WhatIsNeeded:
    """What somebody needs on the day, in their own words."""

    access: str = ""
    diet: str = ""

    def __bool__(self) -> bool:
        """Whether anything is needed."""
        return bool(self.access or self.diet)


def keep_needs(booking: Booking, needs: WhatIsNeeded | None) -> None:
    """Keep what somebody needs at one meeting, within the operation that books for them."""
    if needs:
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


@operation
def remember_needs(person: Person, needs: WhatIsNeeded, *, now: datetime) -> None:
    """Remember what a person needs, since they agree; with nothing to remember, forget what was."""
    kept = queries.find_remembered_needs(person)
    if not needs:
        if kept is not None:
            db.session.delete(kept)
        return
    if kept is None:
        kept = RememberedNeeds(person=person)
        db.session.add(kept)
    kept.access, kept.diet, kept.agreed_at = needs.access, needs.diet, now


@operation
def forget_remembered_needs(person: Person, *, now: datetime) -> None:
    """Forget what a person needs: they do not agree any more. What meetings to come were told stays with these."""
    remember_needs(person, WhatIsNeeded(), now=now)
