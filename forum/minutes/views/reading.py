"""Reading minutes: the newest version, and each one before it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.agendas.policy import sight_of
from forum.foundation.permits import permit
from forum.meetings.models import Meeting
from forum.meetings.policy import may_see_meeting
from forum.meetings.queries import get_meeting
from forum.minutes import published, queries
from forum.minutes.policy import may_read_draft, may_see_minutes
from forum.minutes.views.blueprint import bp
from forum.people.models import Anyone


@bp.get("/meetings/<reference>/minutes")
def read(reference: str) -> ResponseReturnValue:
    """The newest minutes of a meeting."""
    meeting = get_meeting(reference)
    person = permit(may_see_meeting, meeting)
    if queries.find_version(meeting) is None:
        return render_template(
            "minutes/not_out.html",
            meeting=meeting,
            minutes=queries.find_minutes(meeting),
            may_read_draft=may_read_draft(person, meeting),
            section="meetings",
        )
    return _show(meeting, None)


@bp.get("/meetings/<reference>/minutes/v<int:number>")
def read_version(reference: str, number: int) -> ResponseReturnValue:
    """One version of the minutes, as it went out."""
    return _show(get_meeting(reference), number)


def _show(meeting: Meeting, number: int | None) -> ResponseReturnValue:
    version = queries.get_version(meeting, number)
    person: Anyone = permit(may_see_minutes, version)
    people = queries.people_called(published.people_in(version.content))
    versions = queries.versions_of(meeting)
    return render_template(
        "minutes/published.html",
        meeting=meeting,
        version=version,
        shown=published.as_shown(version.content, sight_of(person, meeting.forum), people),
        versions=versions,
        is_newest=version.number == versions[0].number,
        minutes=version.minutes,
        approved_here=queries.minutes_approved_at(meeting),
        may_read_draft=may_read_draft(person, meeting),
        section="meetings",
    )
