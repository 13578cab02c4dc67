"""The chair's sheet of a meeting, to be printed."""

from datetime import time

from flask.typing import ResponseReturnValue

from forum.agendas.policy import may_see_run_sheet
from forum.foundation.clock import london_moment, now
from forum.foundation.documents import make_run_sheet
from forum.foundation.downloads import hand_over
from forum.foundation.permits import permit
from forum.meetings.queries import get_meeting
from forum.overview.queries.run_sheet import get_run_sheet
from forum.overview.views.blueprint import bp


@bp.get("/desk/meetings/<reference>/run-sheet.pdf")
def run_sheet(reference: str) -> ResponseReturnValue:
    """Items with times, presenters and interests, and who is expected: as it stands now."""
    meeting = get_meeting(reference)
    permit(may_see_run_sheet, meeting)
    made_at = meeting.starts_at or london_moment(meeting.on, time(9))
    return hand_over(
        make_run_sheet(get_run_sheet(meeting, now()), made_at=made_at), f"run-sheet-{reference}.pdf"
    )
