"""The chair's word on an agenda: asked for on the desk, given by a link in a letter or on the desk."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import letters, operations, queries, rules
from forum.agendas.forms import ReviewForm
from forum.agendas.policy import may_build_agenda
from forum.agendas.views.blueprint import bp
from forum.foundation.carried import carried, carry
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, LinkHasEnded, signed_link
from forum.foundation.words import count_of, whole_minutes
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.policy import is_chair
from forum.membership.queries import officers_of

SEEN = "agenda that a chair reads"
WHOLE = rules.Sight(takes_part=True, is_officer=True)
"""How a chair sees it: with closed items. A paper that waits for its release waits for the chair too."""


@bp.route("/reviews/<reference>", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/reviews/<reference>/<path:key>", methods=["GET", "POST"])
@signed_link
def review(reference: str, key: str) -> ResponseReturnValue:
    """The draft as it is now, for the chair who was asked: agree, or write remarks, without signing in."""
    found = queries.find_review(reference)
    if found is None or not letters.is_key_of_review(found, key):
        raise LinkDoesNotHold
    moment, meeting = now(), found.agenda.meeting
    why = rules.why_review_ended(meeting, is_chair(found.person, meeting.forum), moment)
    if why:
        raise LinkHasEnded(why=why)
    form, seen = ReviewForm.from_request(), None
    if form.is_sent_and_valid():
        seen = carried(SEEN, form.seen.data)
        try:
            if form.agrees():
                digest = rules.digest_of(seen) if seen else ""
                operations.agree_by_letter(found, digest, remarks=form.remarks(), now=moment)
            else:
                operations.remark(found, form.remarks(), now=moment)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            done = "agreed" if form.agrees() else "remarks"
            return redirect(url_for(".review", reference=reference, key=key, done=done))
    draft = queries.get_draft(meeting)
    return render_template(
        "agendas/review.html",
        meeting=meeting,
        review=found,
        form=form,
        typed=form.remarks() if request.method == "POST" else {},
        done=request.args.get("done"),
        meanwhile=rules.changed_meanwhile(seen, draft) if seen else [],
        remarks=queries.remarks_of(found.agenda, found.person_id),
        in_place=rules.is_in_place,
        longest=rules.LONGEST_REMARK,
        **_shown(meeting, draft, moment),
    )


@bp.route("/desk/meetings/<reference>/agenda/chair", methods=["GET", "POST"])
def chair(reference: str) -> ResponseReturnValue:
    """How the agenda stands with the chair; the letter that asks for their word, and the button that sends it."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = queries.get_agenda(meeting)
    form = ReviewForm.from_request()
    if form.is_sent_and_valid():
        try:
            asked = operations.ask_chair(agenda, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            names = " and ".join(one.person.shown_name for one in asked)
            flash(f"A letter to {names} is on its way.")
            return redirect(url_for(".chair", reference=reference))
    return _chair(meeting, form, person)


@bp.post("/desk/meetings/<reference>/agenda/chair/agree")
def agree(reference: str) -> ResponseReturnValue:
    """Agree on the desk: as the chair, or in the chair's place."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = queries.get_agenda(meeting)
    form = ReviewForm.from_request()
    seen = carried(SEEN, form.seen.data)
    try:
        operations.agree_on_desk(
            agenda,
            rules.digest_of(seen) if seen else "",
            is_chair=is_chair(person, meeting.forum),
            by=person,
            now=now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _chair(meeting, form, person, seen)
    flash("The agenda is agreed as it stands.")
    return redirect(url_for(".chair", reference=reference))


@bp.post("/desk/meetings/<reference>/agenda/remarks/<remark>/seen-to")
def see_to_remark(reference: str, remark: str) -> ResponseReturnValue:
    """Tick a remark of the chair off."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    found = queries.get_remark(queries.get_agenda(meeting), remark)
    operations.see_to_remark(found, by=person, now=now())
    return redirect(url_for(".chair", reference=reference, _anchor="remarks"))


# ---- The parts ----------------------------------------------------------------------------------------------


def _chair(
    meeting: Meeting, form: ReviewForm, person: Any, seen: dict[str, Any] | None = None
) -> ResponseReturnValue:
    moment = now()
    draft = queries.get_draft(meeting)
    stand = rules.agreement_of(draft.reviews, draft.content)
    chairs = rules.chairs_among(officers_of(meeting.forum, day_in_london(moment)))
    letter = None
    if chairs and stand.agreed is None:
        letter = letters.agenda_to_agree(
            meeting, chairs[0], "(a link of their own stands here)", chairs[1:], stand.changed
        )
    return render_template(
        "agendas/chair.html",
        meeting=meeting,
        form=form,
        draft=draft,
        stand=stand,
        chairs=chairs,
        letter=letter,
        is_own=is_chair(person, meeting.forum),
        in_place=rules.is_in_place,
        is_over=meeting.is_cancelled or meeting.is_over(moment),
        remarks=queries.remarks_of(draft.agenda),
        numbers=draft.numbers,
        seen=carry(SEEN, draft.content),
        meanwhile=rules.changed_meanwhile(seen, draft) if seen else [],
    )


def _shown(meeting: Meeting, draft: rules.Draft, moment: datetime) -> dict[str, Any]:
    """The draft as the chair reads it, with what it was when they agreed."""
    items = rules.items_in(draft.content, draft.digest)
    names = queries.presenter_names(who.reference for item in items for who in item.presenters)
    around = queries.around(meeting, items, WHOLE, moment)
    rows = rules.rows_of(items, meeting.starts_at, names, around)
    taken = whole_minutes(rules.time_taken(items))
    length = meeting.ends_at - meeting.starts_at if meeting.starts_at and meeting.ends_at else None
    over = rules.minutes_over(length, items)
    filled = f"The items take {count_of(taken, 'minute')}."
    if length is not None:
        filled = f"The items take {taken} of {count_of(whole_minutes(length), 'minute')}: {rules.over_in_words(over)}."
    return {
        "draft": draft,
        "stand": rules.agreement_of(draft.reviews, draft.content),
        "pairs": list(zip(items, rows, strict=True)),
        "filled": filled,
        "is_over": over > 0,
        "numbers": draft.numbers,
        "seen": carry(SEEN, draft.content),
    }
