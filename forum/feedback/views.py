"""Pages of feedback: the four questions by a signed link, and what came back for the officers."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.feedback import operations, queries, rules
from forum.feedback.forms import FeedbackForm
from forum.feedback.letters import PURPOSE
from forum.feedback.policy import may_see_feedback
from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, is_signed, signed_link
from forum.meetings.queries import get_meeting
from forum.membership.choice import the_forum

bp = Blueprint("feedback", __name__)

MOST_MEETINGS = 12


@bp.route("/feedback/<reference>", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/feedback/<reference>/<path:key>", methods=["GET", "POST"])
@signed_link
def answer(reference: str, key: str) -> ResponseReturnValue:
    """Four questions to somebody who came, by the link in their letter. One that was cut on its way is told so."""
    found = queries.find_request(reference)
    if found is None or not is_signed(PURPOSE, found.reference, found.link_secret, key):
        raise LinkDoesNotHold
    meeting, form = found.meeting, FeedbackForm.from_request()
    if not found.has_answered and form.is_sent_and_valid():
        try:
            operations.answer(found, form.answers(), now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".answer", reference=reference, key=key, kept="yes"))
    thanks = ""
    if found.has_answered:
        is_new = "kept" in request.args
        thanks = "Your answers are kept, without your name." if is_new else rules.AlreadyAnswered.message
    return render_template(
        "feedback/answer.html",
        meeting=meeting,
        form=form,
        thanks=thanks,
        closes=rules.closes_at(found),
        is_closed=now() >= rules.closes_at(found),
        fewest=rules.FEWEST,
    )


@bp.get("/desk/meetings/<reference>/feedback")
def of_meeting(reference: str) -> ResponseReturnValue:
    """What came back about one meeting."""
    meeting = get_meeting(reference)
    permit(may_see_feedback, meeting.forum)
    return render_template(
        "feedback/of_meeting.html",
        meeting=meeting,
        summary=queries.summaries_of([meeting])[meeting.id],
        questions=rules.QUESTIONS,
        what_next=rules.WHAT_NEXT,
    )


@bp.get("/desk/feedback")
def over_time() -> ResponseReturnValue:
    """What came back over the last meetings, side by side."""
    forum = the_forum()
    permit(may_see_feedback, forum)
    meetings = queries.meetings_asked_about(forum, MOST_MEETINGS)
    return render_template(
        "feedback/over_time.html",
        meetings=meetings,
        summaries=queries.summaries_of(meetings),
        questions=rules.QUESTIONS,
        fewest=rules.FEWEST,
    )
