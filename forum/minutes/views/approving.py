"""The approval of minutes by a later meeting, and what is put right after it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.words import date_of
from forum.meetings.queries import get_meeting
from forum.minutes import operations, queries, rules
from forum.minutes.forms import ApprovalForm, PutRightForm
from forum.minutes.models import ApprovedAs, MinutesState
from forum.minutes.policy import may_circulate_minutes, may_record_approval
from forum.minutes.views.blueprint import bp


@bp.route("/desk/meetings/<reference>/minutes/approve", methods=["GET", "POST"])
def approve(reference: str) -> ResponseReturnValue:
    """Take down which meeting approved the minutes, and as what; from the item of that meeting, or from the desk."""
    meeting = get_meeting(reference)
    person = permit(may_record_approval, meeting)
    minutes = queries.get_minutes(meeting)
    form = ApprovalForm.from_request()
    form.offer(queries.meetings_to_approve_at(meeting, until=day_in_london(now())))
    if form.is_sent_and_valid():
        at = get_meeting(form.at.data)
        item = queries.find_approval_item(at)
        try:
            operations.approve_minutes(minutes, at, item=item, approved_as=form.as_what, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"The minutes of {date_of(meeting.on)} are approved. They stay as they are.")
            if request.form.get("from") == "item" and item is not None:
                return redirect(url_for(".write", reference=form.at.data, item=item.reference))
            return redirect(url_for(".read", reference=reference))
        meeting = get_meeting(reference)
        minutes = queries.get_minutes(meeting)
    later = queries.meetings_to_approve_at(meeting, until=day_in_london(now()))
    draft = queries.get_draft(minutes)
    corrections = queries.corrections_of(minutes)
    found = ApprovedAs.CORRECT
    if draft.before is not None:
        found = rules.approved_as_by(corrections, draft.before, is_changed=draft.is_new)
    if not form.approved_as.data:
        form.approved_as.data = found.value
    if not form.at.data and len(later) == 1:
        form.at.data = later[0].reference
    return render_template(
        "minutes/approve.html",
        meeting=meeting,
        minutes=minutes,
        form=form,
        later=len(later),
        waiting=[one for one in corrections if one.answer is None],
        accepted=[one for one in corrections if one.answer is not None and one.answer.value == "accepted"],
        is_changed=draft.is_new,
        before=draft.before,
        section="desk",
    )


@bp.route("/desk/meetings/<reference>/minutes/put-right", methods=["GET", "POST"])
def put_right(reference: str) -> ResponseReturnValue:
    """Choose a line of approved minutes, give it other words, and say what was wrong: a new version."""
    meeting = get_meeting(reference)
    person = permit(may_circulate_minutes, meeting)
    minutes = queries.get_minutes(meeting)
    wanted = request.values.get("line", "")
    entry = queries.get_entry(minutes, wanted) if wanted else None
    form = PutRightForm.from_request(text=entry.text if entry else "", edition=entry.edition if entry else 0)
    if entry is None and request.method == "POST":
        flash("Choose the line first.", "amber")
        return redirect(url_for(".put_right", reference=reference))
    if entry is not None and form.is_sent_and_valid():
        try:
            version = operations.put_right(
                entry,
                form.text.data,
                because=form.because.data,
                edition=form.edition.data or 0,
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"Version {version.number} is out. It says what was put right.")
            return redirect(url_for(".read", reference=reference))
        meeting = get_meeting(reference)
        minutes = queries.get_minutes(meeting)
        entry = queries.get_entry(minutes, wanted)
        form.edition.data = entry.edition
    items = queries.numbered_items(meeting)
    return render_template(
        "minutes/put_right.html",
        meeting=meeting,
        minutes=minutes,
        is_approved=minutes.state is MinutesState.APPROVED,
        entry=entry,
        number=next((number for number, item in items if entry and item.id == entry.item_id), ""),
        items=rules.lines_under(items, queries.entries_of(minutes)) if entry is None else [],
        present=len(queries.people_who_were_there(meeting)),
        form=form,
        section="desk",
    )
