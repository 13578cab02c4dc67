"""The end of a meeting: what to check, and circulating the minutes."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.rules import LONGEST_BECAUSE
from forum.foundation.clock import day_in_london, now
from forum.foundation.forms import ForumForm
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.queries import get_meeting
from forum.minutes import letters, operations, queries, rules
from forum.minutes.models import MinutesState
from forum.minutes.policy import (
    may_circulate_minutes,
    may_read_draft,
    may_say_how_taken,
    may_write_minutes,
)
from forum.minutes.views.blueprint import bp
from forum.minutes.views.steps import due_words


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
        checks=queries.get_draft(minutes).checks,
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
    moment = now()
    draft = queries.get_draft(minutes)
    going = queries.going_out(meeting, day_in_london(moment))
    stand = rules.minutes_agreement(queries.reviews_of(minutes), draft.digest)
    return render_template(
        "minutes/circulate.html",
        meeting=meeting,
        minutes=minutes,
        form=form,
        checks=draft.checks,
        is_new=draft.is_new,
        going=going,
        number=queries.last_number(minutes) + 1,
        before=draft.before,
        due=due_words(minutes, day_in_london(moment)),
        stand=stand,
        letter=letters.minutes_circulated_preview(meeting, person) if going.present else None,
        section="desk",
    )
