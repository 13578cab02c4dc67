"""The call for items of a meeting on the desk: when it opens, and the letter as it will be sent."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import letters, operations, queries, rules
from forum.agendas.forms import CallForm
from forum.agendas.models import Call
from forum.agendas.policy import may_build_agenda
from forum.agendas.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.queries import people_of


@bp.route("/desk/meetings/<reference>/call", methods=["GET", "POST"])
def call(reference: str) -> ResponseReturnValue:
    """When the call opens and closes, the letter before it is sent, and what the organiser adds to it."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    found = queries.find_call(meeting)
    form = CallForm.from_request(obj=found)
    if form.is_sent_and_valid():
        operations.save_call(
            meeting, words=form.words.data or "", is_silent=form.is_silent.data, by=person, now=now()
        )
        flash("Saved. This is how the letter reads now.")
        return redirect(url_for(".call", reference=reference))
    return _page(meeting, found, form)


@bp.post("/desk/meetings/<reference>/call/send")
def send_call(reference: str) -> ResponseReturnValue:
    """Send the letters of an open call at once."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    try:
        number = operations.announce_call(meeting, seen=request.form.get("seen", ""), by=person, now=now())
    except Refusal as refusal:  # also a second click: the page says what stands
        flash(str(refusal), "amber")
        return redirect(url_for(".call", reference=reference))
    written = count_of(number, "letter is", "letters are")
    flash(f"{written} written. They leave in two minutes; until then you can stop them here.")
    return redirect(url_for("overview.letters"))


def _page(meeting: Meeting, found: Call | None, form: CallForm) -> ResponseReturnValue:
    moment = now()
    today = day_in_london(moment)
    people = people_of(meeting.forum, today)
    words = found.words if found else ""
    is_again = rules.was_announced_otherwise(meeting, found)
    stage = rules.stage_of(meeting, today)
    is_announced = rules.is_announced(meeting, found)
    return render_template(
        "agendas/call.html",
        meeting=meeting,
        call=found,
        form=form,
        said=rules.call_in_words(meeting, today),
        opens_on=rules.call_opens_on(meeting),
        closes_on=rules.call_closes_on(meeting),
        is_announced=is_announced,
        is_again=is_again,
        is_over=stage is rules.Stage.CLOSED,
        may_send=stage is rules.Stage.OPEN and meeting.is_published and not is_announced,
        letter=letters.call_opened(meeting, words=words, is_again=is_again).to(people[0]) if people else None,
        number=sum(1 for one in people if one.email),
        without_address=[one.shown_name for one in people if not one.email],
        mark=rules.mark_of_call(meeting, words),
        section="desk",
    )
