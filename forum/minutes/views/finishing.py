"""The end of a meeting: what to check, circulating the minutes, and that a later meeting approved them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.rules import LONGEST_BECAUSE
from forum.attendance.queries import attendance_of
from forum.foundation.clock import day_in_london, now
from forum.foundation.forms import ForumForm
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.minutes import operations, queries, rules
from forum.minutes.forms import ApproveForm
from forum.minutes.models import Minutes, MinutesState
from forum.minutes.policy import (
    may_circulate_minutes,
    may_read_draft,
    may_say_how_taken,
    may_write_minutes,
)
from forum.minutes.views.blueprint import bp


def _checks(meeting: Meeting, minutes: Minutes) -> list[rules.Check]:
    return rules.things_to_check(
        queries.numbered_items(meeting), queries.entries_of(minutes), attendance_of(meeting)
    )


@bp.get("/desk/meetings/<reference>/minutes/end")
def check(reference: str) -> ResponseReturnValue:
    """What to look at before the minutes go out."""
    meeting = get_meeting(reference)
    person = permit(may_read_draft, meeting)
    minutes = queries.get_minutes(meeting)
    return render_template(
        "minutes/end.html",
        meeting=meeting,
        minutes=minutes,
        checks=_checks(meeting, minutes),
        left=[
            (number, item)
            for number, item in queries.numbered_items(meeting)
            if item.not_reached_because is not None
        ],
        may_say_how=may_say_how_taken(person, meeting) and minutes.state is not MinutesState.APPROVED,
        most_because=LONGEST_BECAUSE,
        may_write=may_write_minutes(person, meeting),
        may_circulate=may_circulate_minutes(person, meeting),
        section="desk",
    )


@bp.post("/desk/meetings/<reference>/minutes/end")
def end(reference: str) -> ResponseReturnValue:
    """End the meeting."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    operations.end_minutes(queries.get_minutes(meeting), by=person, now=now())
    flash("The meeting has ended.")
    return redirect(url_for(".check", reference=reference))


@bp.route("/desk/meetings/<reference>/minutes/circulate", methods=["GET", "POST"])
def circulate(reference: str) -> ResponseReturnValue:
    """See what goes out and to whom, and send it."""
    meeting = get_meeting(reference)
    person = permit(may_circulate_minutes, meeting)
    minutes = queries.get_minutes(meeting)
    form = ForumForm.from_request()
    if form.is_sent_and_valid():
        try:
            version = operations.circulate_minutes(minutes, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"Version {version.number} is out.")
            return redirect(url_for(".read", reference=reference))
        meeting = get_meeting(reference)
        minutes = queries.get_minutes(meeting)
    newest = queries.find_version(meeting)
    return render_template(
        "minutes/circulate.html",
        meeting=meeting,
        minutes=minutes,
        form=form,
        checks=_checks(meeting, minutes),
        going=queries.going_out(meeting, day_in_london(now())),
        number=newest.number + 1 if newest else 1,
        section="desk",
    )


@bp.route("/desk/meetings/<reference>/minutes/approve", methods=["GET", "POST"])
def approve(reference: str) -> ResponseReturnValue:
    """Say which meeting approved the minutes."""
    meeting = get_meeting(reference)
    person = permit(may_circulate_minutes, meeting)
    minutes = queries.get_minutes(meeting)
    form = ApproveForm.from_request()
    later = queries.meetings_to_approve_at(meeting, until=day_in_london(now()))
    form.offer(later)
    if form.is_sent_and_valid():
        try:
            operations.approve_minutes(minutes, get_meeting(form.at.data), by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Approved. They stay as they are.")
            return redirect(url_for(".read", reference=reference))
        meeting = get_meeting(reference)
        minutes = queries.get_minutes(meeting)
    return render_template(
        "minutes/approve.html", meeting=meeting, minutes=minutes, form=form, later=len(later), section="desk"
    )
