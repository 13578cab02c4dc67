"""What is done with a list as a whole: the link for the door, and how firm the list is once minutes are out."""

from datetime import datetime

from forum.attendance import queries, rules
from forum.attendance.models import AttendanceList
from forum.attendance.rows import list_to_write
from forum.foundation.database import hold, operation
from forum.foundation.references import new_link_secret
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.people.models import Person


@operation
def make_door_link(meeting: Meeting, *, by: Person, now: datetime) -> AttendanceList:
    """Make the link for whoever stands at the door; the one before ends. Raises `MeetingWasCalledOff`, `DayIsOver`."""
    hold(meeting)
    rules.check_can_open_door(meeting, now)
    found = list_to_write(meeting)
    found.door_secret = new_link_secret()
    note(by, "made a link for the door", found, now=now)
    return found


@operation
def end_door_link(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """End the link for the door. Ended twice, it has ended."""
    hold(meeting)
    found = queries.find_list(meeting)
    if found is not None and found.door_secret is not None:
        found.door_secret = None
        note(by, "ended the link for the door", found, now=now)


@operation
def note_circulated(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """Note that the list stands in minutes that are out: from now on each change of it needs a reason."""
    hold(meeting)
    found = list_to_write(meeting)
    if found.circulated_at is None:
        found.circulated_at = now
        note(by, "circulated the list of who was there", found, now=now)


@operation
def note_approved(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """Note that a meeting approved the minutes in which the list stands: it never changes again."""
    hold(meeting)
    found = list_to_write(meeting)
    if found.approved_at is None:
        found.approved_at = now
        found.circulated_at = found.circulated_at or now
        note(by, "approved the list of who was there", found, now=now)
