"""The chair's look at minutes: asked for on the desk, given by a link in a letter or on the desk."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.rules import Sight, chairs_among, digest_of
from forum.foundation.carried import carried, carry
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, LinkHasEnded, signed_link
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.policy import is_chair
from forum.membership.queries import officers_of
from forum.minutes import letters, operations, published, queries, rules
from forum.minutes.forms import MinutesReviewForm
from forum.minutes.models import Minutes
from forum.minutes.policy import may_circulate_minutes, may_say_how_taken, may_write_minutes
from forum.minutes.views.blueprint import bp
from forum.people.models import Person

SEEN = "minutes that a chair reads"
WHOLE = Sight(takes_part=True, is_officer=True)
"""How a chair sees them: with closed items."""


@bp.route("/minutes-reviews/<reference>", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/minutes-reviews/<reference>/<path:key>", methods=["GET", "POST"])
@signed_link
def review(reference: str, key: str) -> ResponseReturnValue:
    """The minutes as they are now, for the chair who was asked: agree, or write remarks, without signing in."""
    found = queries.find_minutes_review(reference)
    if found is None or not letters.is_key_of_minutes_review(found, key):
        raise LinkDoesNotHold
    moment, minutes = now(), found.minutes
    meeting = minutes.meeting
    newest = queries.find_version(meeting)
    why = rules.why_review_of_minutes_ended(
        found, minutes, newest, is_chair=is_chair(found.person, meeting.forum)
    )
    if why:
        raise LinkHasEnded(why=why)
    form = MinutesReviewForm.from_request()
    if form.is_sent_and_valid():
        seen = carried(SEEN, form.seen.data)
        try:
            if form.agrees():
                digest = digest_of(seen) if seen else ""
                operations.agree_minutes_by_letter(found, digest, remarks=form.remarks(), now=moment)
            else:
                operations.remark_on_minutes(found, form.remarks(), now=moment)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            done = "agreed" if form.agrees() else "remarks"
            return redirect(url_for(".review", reference=reference, key=key, done=done))
    found = queries.find_minutes_review(reference) or found
    draft, stand = _stand(found.minutes)
    return render_template(
        "minutes/review.html",
        meeting=found.minutes.meeting,
        review=found,
        form=form,
        typed=form.remarks() if request.method == "POST" else {},
        done=request.args.get("done"),
        remarks=queries.minutes_remarks_of(found.minutes, found.person_id),
        longest=rules.LONGEST_REMARK,
        draft=draft,
        stand=stand,
        shown=_shown(draft.content),
        references=_references(draft.content),
        changed=_changed(stand, draft.content),
        seen=carry(SEEN, draft.content),
    )


@bp.route("/desk/meetings/<reference>/minutes/chair", methods=["GET", "POST"])
def chair(reference: str) -> ResponseReturnValue:
    """How the minutes stand with the chair; the letter that asks for their word, and the button that sends it."""
    meeting = get_meeting(reference)
    person = permit(may_say_how_taken, meeting)
    minutes = queries.get_minutes(meeting)
    form = MinutesReviewForm.from_request()
    if form.is_sent_and_valid():
        try:
            asked = operations.ask_chair_about_minutes(minutes, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            names = " and ".join(one.person.shown_name for one in asked)
            flash(f"A letter to {names} is on its way.")
            return redirect(url_for(".chair", reference=reference))
    return _chair(reference, form, person)


@bp.post("/desk/meetings/<reference>/minutes/chair/agree")
def agree(reference: str) -> ResponseReturnValue:
    """Agree on the desk: as the chair, or in the chair's place."""
    meeting = get_meeting(reference)
    person = permit(may_circulate_minutes, meeting)
    form = MinutesReviewForm.from_request()
    seen = carried(SEEN, form.seen.data)
    try:
        operations.agree_minutes_on_desk(
            queries.get_minutes(meeting),
            digest_of(seen) if seen else "",
            is_chair=is_chair(person, meeting.forum),
            by=person,
            now=now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _chair(reference, form, person)
    flash("The minutes are agreed as they stand.")
    return redirect(url_for(".chair", reference=reference))


@bp.post("/desk/meetings/<reference>/minutes/remarks/<remark>/seen-to")
def see_to_remark(reference: str, remark: str) -> ResponseReturnValue:
    """Tick a remark of the chair off."""
    meeting = get_meeting(reference)
    person = permit(may_say_how_taken, meeting)
    found = queries.get_minutes_remark(queries.get_minutes(meeting), remark)
    operations.see_to_minutes_remark(found, by=person, now=now())
    return redirect(url_for(".chair", reference=reference, _anchor="remarks"))


# ---- The parts ----------------------------------------------------------------------------------------------


def _chair(reference: str, form: MinutesReviewForm, person: Person) -> ResponseReturnValue:
    meeting: Meeting = get_meeting(reference)
    minutes = queries.get_minutes(meeting)
    draft, stand = _stand(minutes)
    chairs = chairs_among(officers_of(meeting.forum, day_in_london(now())))
    letter = None
    if chairs and stand.agreed is None:
        letter = letters.minutes_to_agree(
            meeting,
            chairs[0],
            "(a link of their own stands here)",
            chairs[1:],
            is_again=stand.last is not None,
        )
    items = {item.id: (number, item) for number, item in draft.items}
    return render_template(
        "minutes/chair.html",
        meeting=meeting,
        minutes=minutes,
        form=form,
        draft=draft,
        stand=stand,
        chairs=chairs,
        letter=letter,
        changed=_changed(stand, draft.content),
        is_own=is_chair(person, meeting.forum),
        may_run=may_circulate_minutes(person, meeting),
        may_write=may_write_minutes(person, meeting),
        is_open=minutes.state.value != "approved" and minutes.ended_at is not None,
        remarks=queries.minutes_remarks_of(minutes),
        items=items,
        seen=carry(SEEN, draft.content),
        section="desk",
    )


def _stand(minutes: Minutes) -> tuple[queries.Draft, rules.MinutesAgreement]:
    draft = queries.get_draft(minutes)
    return draft, rules.minutes_agreement(queries.reviews_of(minutes), draft.digest)


def _shown(content: dict[str, Any]) -> published.MinutesShown:
    return published.as_shown(content, WHOLE, queries.people_called(published.people_in(content)))


def _references(content: dict[str, Any]) -> dict[str, str]:
    """The reference of each line, by where it stands on the page."""
    return {
        published.anchor_of(entry): entry["reference"]
        for item in content["items"]
        for entry in item["entries"]
    }


def _changed(stand: rules.MinutesAgreement, content: dict[str, Any]) -> published.Differences | None:
    """What is different since somebody agreed; None where nobody did, or where it is what they agreed."""
    if stand.last is None or stand.last.agreed_content is None:
        return None
    return published.differences(_shown(stand.last.agreed_content), _shown(content))
