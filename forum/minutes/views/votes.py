"""A vote on a motion, where a forum votes: counted by side, and kept as a line of the minutes."""

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.attendance.queries import present_at
from forum.attendance.rules import side_of_listed
from forum.decisions.rules import more_than_present, vote_words
from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.references import new_secret
from forum.foundation.refusals import Refusal
from forum.meetings.queries import get_meeting
from forum.minutes import operations, queries
from forum.minutes.forms import VoteForm
from forum.minutes.models import EntryKind
from forum.minutes.policy import may_record_votes
from forum.minutes.views.blueprint import bp


@bp.route("/desk/meetings/<reference>/minutes/<item>/vote", methods=["GET", "POST"])
def record_vote(reference: str, item: str) -> ResponseReturnValue:
    """Record a vote. More votes than people are asked about, and kept where the counts are said to be right."""
    meeting = get_meeting(reference)
    person = permit(may_record_votes, meeting)
    minutes = queries.get_minutes(meeting)
    items = queries.numbered_items(meeting)
    number, current = items[queries.place_of(item, items)]
    present = present_at(meeting)
    form = VoteForm.from_request(sent_key=new_secret(), motion=request.args.get("motion", "")[:4000])
    form.offer(present)
    too_many: list[str] = []
    if form.is_sent_and_valid():
        given = form.given()
        too_many = more_than_present(given, Counter(side_of_listed(one) for one in present))
        if too_many and not form.is_checked.data:
            form.is_checked.errors = ["Check the counts, or say that they are right."]
        else:
            try:
                entry = operations.write_entry(
                    minutes, current, EntryKind.VOTE, given.motion,
                    vote=given, sent_key=form.sent_key.data or None, by=person, now=now(),
                )  # fmt: skip
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                if entry.vote is not None:
                    flash(f"{vote_words(entry.vote)}.")
                return redirect(url_for(".write", reference=reference, item=item) + f"#{entry.reference}")
            meeting = get_meeting(reference)
            number, current = queries.numbered_items(meeting)[queries.place_of(item, items)]
    return render_template(
        "minutes/vote.html",
        meeting=meeting,
        number=number,
        item=current,
        form=form,
        too_many=too_many,
        counts=Counter(side_of_listed(one) for one in present_at(meeting)),
        section="desk",
    )
