"""The list on paper and in other programs: the sheet to be signed, badges, CSV and XLSX."""

from collections.abc import Iterable
from datetime import time

from flask.typing import ResponseReturnValue

from forum.attendance import queries, rules
from forum.attendance.policy import may_keep_attendance
from forum.attendance.views.blueprint import bp
from forum.foundation.clock import london_moment, now
from forum.foundation.documents import (
    Badge,
    SheetGroup,
    SheetRow,
    SignInSheet,
    make_badges,
    make_sign_in_sheet,
)
from forum.foundation.downloads import hand_over
from forum.foundation.files import write_csv, write_xlsx
from forum.foundation.permits import permit
from forum.foundation.words import day as day_of
from forum.foundation.words import day_and_time
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting


@bp.get("/desk/meetings/<reference>/attendance.csv")
def as_csv(reference: str) -> ResponseReturnValue:
    """The list as CSV."""
    meeting = _meeting(reference)
    rows = _rows(meeting)
    return hand_over(write_csv(rules.COLUMNS, rows), f"attendance-{meeting.reference}.csv")


@bp.get("/desk/meetings/<reference>/attendance.xlsx")
def as_xlsx(reference: str) -> ResponseReturnValue:
    """The list as a workbook."""
    meeting = _meeting(reference)
    rows = _rows(meeting)
    content = write_xlsx(f"Attendance {meeting.on.isoformat()}", rules.COLUMNS, rows)
    return hand_over(content, f"attendance-{meeting.reference}.xlsx")


@bp.get("/desk/meetings/<reference>/sign-in-sheet.pdf")
def sheet(reference: str) -> ResponseReturnValue:
    """The sheet that those sign who come to the room."""
    meeting = _meeting(reference)
    groups = [
        SheetGroup(rules.SIDES[side], [SheetRow(one.name, one.body, rules.note_on_sheet(one)) for one in own])
        for side, own in rules.sides_of(rules.in_the_room(queries.attendance_of(meeting)))
    ]
    pdf = make_sign_in_sheet(
        SignInSheet(meeting.title, _when(meeting), meeting.place_in_words, groups), made_at=_made_at(meeting)
    )
    return hand_over(pdf, f"sign-in-sheet-{meeting.reference}.pdf")


@bp.get("/desk/meetings/<reference>/badges.pdf")
def badges(reference: str) -> ResponseReturnValue:
    """What those wear who come to the room, in the order of the alphabet."""
    meeting = _meeting(reference)
    coming = rules.in_the_room(queries.attendance_of(meeting))
    if not coming:
        raise rules.NobodyForBadges
    offices = queries.offices_on(meeting)
    worn = [Badge(one.name, *rules.words_on_badge(one, offices.get(one.person_id or 0))) for one in coming]
    pdf = make_badges(f"{meeting.title}, {_when(meeting)}", worn, made_at=_made_at(meeting))
    return hand_over(pdf, f"badges-{meeting.reference}.pdf")


def _meeting(reference: str) -> Meeting:
    meeting = get_meeting(reference)
    permit(may_keep_attendance, meeting)
    return meeting


def _rows(meeting: Meeting) -> Iterable[rules.Row]:
    """The rows of the list. Who was invited and did not come is known once the meeting is over."""
    silent = queries.invited_and_did_not_come(meeting) if meeting.is_over(now()) else []
    return rules.rows_for_files(queries.attendance_of(meeting), silent)


def _when(meeting: Meeting) -> str:
    return day_and_time(meeting.starts_at, meeting.ends_at) if meeting.starts_at else day_of(meeting.on)


def _made_at(meeting: Meeting):
    """The date that the document carries: the meeting's, so that the same list is the same file."""
    return meeting.starts_at or london_moment(meeting.on, time(9))
