"""The rows that operations on attendance begin: of one person, and of the list as a whole. Within an operation."""

from forum.attendance import queries
from forum.attendance.models import Attendance, AttendanceList
from forum.attendance.rules import Mark
from forum.foundation.database import db
from forum.meetings.models import Meeting


def begin_mark(mark: Mark, meeting: Meeting) -> Attendance:
    """The row of somebody who was not marked before, within an operation that holds the meeting."""
    row = Attendance(
        meeting=meeting,
        person=mark.person,
        organisation=mark.organisation,
        is_lay=mark.is_lay,
        guest_from=mark.guest_from,
        presence=mark.presence,
        is_online=mark.is_online,
        substitute_for=mark.substitute_for,
        because="",
    )
    db.session.add(row)
    return row


def list_to_write(meeting: Meeting) -> AttendanceList:
    """The row that stands for the list of a meeting, added within an operation that holds the meeting."""
    found = queries.find_list(meeting)
    if found is None:
        found = AttendanceList(meeting=meeting)
        db.session.add(found)
        db.session.flush()
    return found
