"""Corrections of circulated minutes: suggested by those who were there, by link or signed in; answered on the desk."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.policy import sight_of
from forum.attendance.models import Presence
from forum.attendance.queries import find_mark
from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.references import new_secret
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, LinkHasEnded, signed_link
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.minutes import letters, operations, published, queries, rules
from forum.minutes.forms import AcceptForm, CorrectionForm, DeclineForm
from forum.minutes.models import Correction, Minutes, MinutesState, MinutesVersion
from forum.minutes.policy import may_answer_corrections, may_suggest_corrections
from forum.minutes.views.blueprint import bp
from forum.people.models import Person

_BY_LETTER = "/meetings/<reference>/minutes/v<int:number>/corrections/<person>"


@bp.route("/meetings/<reference>/minutes/corrections", methods=["GET", "POST"])
def corrections(reference: str) -> ResponseReturnValue:
    """The minutes with a way to correct each line, for somebody who was there and is signed in."""
    meeting = get_meeting(reference)
    person = permit(may_suggest_corrections, meeting)
    return _corrections(meeting, person, url_for(".corrections", reference=reference))


@bp.route(_BY_LETTER, methods=["GET", "POST"], defaults={"key": ""})
@bp.route(_BY_LETTER + "/<path:key>", methods=["GET", "POST"])
@signed_link
def correct_by_letter(reference: str, number: int, person: str, key: str) -> ResponseReturnValue:
    """The same by the link in the letter, without signing in. A newer version is shown where there is one."""
    meeting = get_meeting(reference)
    version = queries.find_version(meeting, number)
    who = queries.people_called({person.upper()}).get(person.upper())
    if version is None or who is None or not letters.is_key_to_correct(version, person, key):
        raise LinkDoesNotHold
    mark = find_mark(meeting, who)
    if who.erased_at is not None or mark is None or mark.presence is not Presence.PRESENT:
        raise LinkHasEnded(why="The list of who was there no longer has you on it.")
    return _corrections(
        meeting,
        who,
        url_for(".correct_by_letter", reference=reference, number=number, person=person, key=key),
    )


def _corrections(meeting: Meeting, person: Person, here: str) -> ResponseReturnValue:
    """The list of lines; with `?line=`, `?item=` or `?about=who` the short page of one correction."""
    version = queries.find_version(meeting)
    if version is None:
        raise LinkHasEnded(why="These minutes are not out at the moment.")
    minutes = version.minutes
    sight = sight_of(person, meeting.forum)
    shown = published.as_shown(
        version.content, sight, queries.people_called(published.people_in(version.content))
    )
    about = _about(shown)
    if about is not None and minutes.state is not MinutesState.APPROVED:
        return _suggest(minutes, version, person, shown, about, here)
    return render_template(
        "minutes/corrections.html",
        meeting=meeting,
        minutes=minutes,
        version=version,
        person=person,
        shown=shown,
        own=_own(minutes, person),
        here=here,
        done="done" in request.args,
        is_open=minutes.state is not MinutesState.APPROVED,
        section="meetings",
    )


def _about(shown: published.MinutesShown) -> dict[str, Any] | None:
    """What a correction is about, as the address says, where this reader sees it."""
    line, item = request.args.get("line", ""), request.args.get("item", "")
    for one in shown.items:
        if one.is_masked:
            continue
        for entry in one.entries:
            if line and entry.anchor == line and not entry.is_withdrawn:
                return {"item": one, "entry": entry}
        if item and one.reference == item:
            return {"item": one, "entry": None}
    return {"item": None, "entry": None} if request.args.get("about") == "who" else None


def _suggest(
    minutes: Minutes,
    version: MinutesVersion,
    person: Person,
    shown: published.MinutesShown,
    about: dict[str, Any],
    here: str,
) -> ResponseReturnValue:
    meeting, item, entry = minutes.meeting, about["item"], about["entry"]
    form = CorrectionForm.from_request(text=entry.text if entry else "", sent_key=new_secret())
    if entry is None:
        form.text.label.text = "What is missing?" if item else "What is not right?"
    if form.is_sent_and_valid():
        mark = find_mark(meeting, person)
        items = {one.reference: one for _number, one in queries.numbered_items(meeting)}
        try:
            operations.suggest_correction(
                minutes,
                form.text.data,
                line=entry.anchor.removeprefix("e-") if entry else None,
                item=items.get(item.reference) if item and entry is None else None,
                because=form.because.data or "",
                organisation=mark.organisation if mark else None,
                sent_key=form.sent_key.data or None,
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(f"{here}?done=1")
        meeting = get_meeting(meeting.reference)
    return render_template(
        "minutes/correct.html",
        meeting=meeting,
        item=item,
        entry=entry,
        form=form,
        here=here,
        is_gone=entry is not None and _is_gone(minutes, entry),
        section="meetings",
    )


def _is_gone(minutes: Minutes, entry: published.EntryShown) -> bool:
    """Whether a line of the version was taken out of the minutes since."""
    live = {one.reference for one in queries.entries_of(minutes)}
    return entry.number is None and entry.anchor.removeprefix("e-") not in live


def _own(minutes: Minutes, person: Person) -> list[rules.ToAnswer]:
    items = queries.numbered_items(minutes.meeting)
    return [_to_answer(one, items) for one in queries.corrections_of(minutes, by=person)]


def _to_answer(correction: Correction, items: list[Any]) -> rules.ToAnswer:
    entry = correction.entry
    is_gone = entry is not None and (entry.withdrawn_at is not None or rules.is_taken_back(entry))
    return rules.to_answer(correction, items, is_gone=is_gone)


# ---- On the desk --------------------------------------------------------------------------------------------


@bp.get("/desk/meetings/<reference>/minutes/corrections")
def answer_corrections(reference: str) -> ResponseReturnValue:
    """The corrections that were suggested: those that wait, and what became of the others."""
    meeting = get_meeting(reference)
    permit(may_answer_corrections, meeting)
    minutes = queries.get_minutes(meeting)
    items = queries.numbered_items(meeting)
    found = [_to_answer(one, items) for one in queries.corrections_of(minutes)]
    draft = queries.get_draft(minutes)
    return render_template(
        "minutes/answer_corrections.html",
        meeting=meeting,
        minutes=minutes,
        waiting=[one for one in found if one.correction.answer is None],
        answered=[one for one in found if one.correction.answer is not None],
        is_new=draft.is_new,
        pieces_of=published.pieces_of,
        section="desk",
    )


@bp.route("/desk/meetings/<reference>/minutes/corrections/<correction>", methods=["GET", "POST"])
def answer_correction(reference: str, correction: str) -> ResponseReturnValue:
    """Accept one correction, as it was suggested or in other words."""
    meeting = get_meeting(reference)
    person = permit(may_answer_corrections, meeting)
    found = queries.get_correction(queries.get_minutes(meeting), correction)
    form = AcceptForm.from_request(
        text=found.text, edition=found.entry.edition if found.entry is not None else None
    )
    if form.is_sent_and_valid():
        try:
            operations.accept_correction(
                found, form.text.data or "", edition=form.edition.data, by=person, now=now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Accepted. Whoever suggested it gets a letter.")
            return redirect(url_for(".answer_corrections", reference=reference))
    return _answering(reference, correction, form, DeclineForm(formdata=None))


@bp.post("/desk/meetings/<reference>/minutes/corrections/<correction>/decline")
def decline_correction(reference: str, correction: str) -> ResponseReturnValue:
    """Decline one correction, with a reason."""
    meeting = get_meeting(reference)
    person = permit(may_answer_corrections, meeting)
    found = queries.get_correction(queries.get_minutes(meeting), correction)
    form = DeclineForm.from_request()
    if form.is_sent_and_valid():
        try:
            operations.decline_correction(found, form.because.data, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Declined. Whoever suggested it gets a letter with the reason.")
            return redirect(url_for(".answer_corrections", reference=reference))
    edition = found.entry.edition if found.entry is not None else None
    return _answering(
        reference, correction, AcceptForm(formdata=None, text=found.text, edition=edition), form
    )


def _answering(
    reference: str, correction: str, form: AcceptForm, decline: DeclineForm
) -> ResponseReturnValue:
    meeting = get_meeting(reference)
    minutes = queries.get_minutes(meeting)
    found = queries.get_correction(minutes, correction)
    if found.entry is not None:
        form.edition.data = found.entry.edition
    return render_template(
        "minutes/answer_correction.html",
        meeting=meeting,
        found=_to_answer(found, queries.numbered_items(meeting)),
        form=form,
        decline=decline,
        is_open=found.answer is None and minutes.state is not MinutesState.APPROVED,
        pieces_of=published.pieces_of,
        section="desk",
    )
