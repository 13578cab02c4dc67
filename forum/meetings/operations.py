"""What is done with series, venues and meetings. Each operation is one transaction: kept whole, or not at all."""

from datetime import datetime

from forum.foundation.database import hold, operation
from forum.meetings import rules
from forum.meetings.models import Meeting


@operation
def note_change(meeting: Meeting, *, now: datetime) -> None:
    """Something that calendars show has changed: move the meeting's `changed_at` forward.

    Called inside the operation that makes the change, which also writes the journal.
    """
    hold(meeting)
    meeting.changed_at = rules.moment_after(meeting.changed_at, now)
