"""The link for whoever stands at the door: made, renewed and ended by the organiser."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.attendance import operations, queries
from forum.attendance.policy import may_open_door
from forum.attendance.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.signed_links import sign
from forum.meetings.queries import get_meeting


@bp.route("/desk/meetings/<reference>/door", methods=["GET", "POST"])
def door_link(reference: str) -> ResponseReturnValue:
    """The link to give to whoever stands at the door, good on the day of the meeting."""
    meeting = get_meeting(reference)
    person = permit(may_open_door, meeting)
    if request.method == "POST":
        if request.form.get("link") == "end":
            operations.end_door_link(meeting, by=person, now=now())
            flash("The link has ended.")
        else:
            firm = queries.find_list(meeting)
            had_one = firm is not None and firm.door_secret is not None
            operations.make_door_link(meeting, by=person, now=now())
            flash(
                "The link is new. The one before opens nothing any more." if had_one else "The link is made."
            )
        return redirect(url_for(".door_link", reference=reference))
    firm = queries.find_list(meeting)
    link = None
    if firm is not None and firm.door_secret is not None:
        base = current_app.extensions["settings"].base_url.rstrip("/")
        key = sign("door", meeting.uid, firm.door_secret)
        link = f"{base}{url_for('.door', reference=reference, key=key)}"
    return render_template(
        "attendance/door.html",
        meeting=meeting,
        link=link,
        is_past=meeting.is_cancelled or day_in_london(now()) > meeting.on,
        section="desk",
    )
