"""What a line says that everyone will read: the button by which the minute-taker keeps it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.queries import get_meeting
from forum.minutes import operations, queries
from forum.minutes.policy import may_write_minutes
from forum.minutes.views.blueprint import bp


@bp.post("/desk/meetings/<reference>/minutes/lines/<entry>/mean")
def mean(reference: str, entry: str) -> ResponseReturnValue:
    """Say that the words of a line are meant, though they gave a warning."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    found = queries.get_entry(queries.get_minutes(meeting), entry)
    edition = request.form.get("edition", type=int) or 0
    try:
        operations.mean_line(found, edition=edition, by=person, now=now())
    except Refusal as refusal:
        flash(str(refusal), "amber")
    else:
        flash("The line stays as it is.")
    return redirect(url_for(".check", reference=reference))
