"""A line put right, taken out, and written on by two people at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.actions.queries import possible_owners
from forum.actions.rules import Owner
from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.references import new_secret
from forum.foundation.refusals import Refusal
from forum.foundation.words import listed
from forum.meetings.queries import get_meeting
from forum.minutes import operations, queries, rules
from forum.minutes.forms import EntryForm, RivalForm
from forum.minutes.models import Entry
from forum.minutes.policy import may_write_minutes
from forum.minutes.views.blueprint import bp
from forum.minutes.views.saving import ABOUT_THE_DATE
from forum.people.models import Person


@bp.route("/desk/meetings/<reference>/minutes/lines/<entry>", methods=["GET", "POST"])
def change(reference: str, entry: str) -> ResponseReturnValue:
    """Put a line right. Who wrote on what somebody changed meanwhile finds both texts here, and chooses."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    found = queries.get_entry(queries.get_minutes(meeting), entry)
    form, kept = _entry_form(found)
    if form.is_sent_and_valid():
        try:
            return redirect(_change(found, form, kept, person))
        except ABOUT_THE_DATE as refusal:
            form.refuse(refusal, "due")
        except Refusal as refusal:
            form.refuse(refusal)
    meeting = get_meeting(reference)
    found = queries.get_entry(queries.get_minutes(meeting), entry)
    has_gone = found.withdrawn_at is not None or rules.is_taken_back(found)
    return render_template(
        "minutes/entry.html",
        meeting=meeting,
        entry=found,
        form=form,
        also=[owner.label for owner in kept],
        is_taken_back=rules.is_taken_back(found),
        has_gone=has_gone,
        typed=form.text.data if has_gone and request.method == "POST" else "",
        new_key=new_secret(),
        rivals=queries.rivals_of(found),
        section="desk",
    )


def _change(entry: Entry, form: EntryForm, kept: list[Owner], person: Person) -> str:
    """Put the line right, or keep the second text beside the first. Returns where to go on."""
    meeting = entry.minutes.meeting.reference
    there = url_for(".write", reference=meeting, item=entry.item.reference)
    owners = [*form.chosen(), *kept]
    is_same = set(owners) == set(rules.owners_of(entry))
    try:
        operations.change_entry(
            entry,
            form.text.data or "",
            edition=form.edition.data or 0,
            owners=owners,
            owners_as_said=None if is_same else "",  # what was typed of others holds no more
            due_as_said=form.due.data or "",
            to=form.chosen_body(),
            by=person,
            now=now(),
        )
    except rules.ChangedMeanwhile:
        key = form.sent_key.data or None
        rival = operations.keep_rival(entry, form.text.data or "", sent_key=key, by=person, now=now())
        beside = _not_kept(entry, [] if is_same else owners, form)
        if rival is None and not beside:
            flash("Somebody wrote the same meanwhile: the line says it already.")
            return there
        both = "" if rival is None else " Both texts are kept: choose which stands."
        flash(f"Somebody changed this line while you wrote.{both}{beside}", "amber")
        return url_for(".change", reference=meeting, entry=entry.reference)
    flash("The line was changed.")
    return there


def _not_kept(entry: Entry, owners: list[Owner], form: EntryForm) -> str:
    """What the second of two who wrote had set beside the words, to be set again: a sentence, or nothing."""
    thing = entry.action or entry.recommendation
    said = [owner.label for owner in owners] if entry.action is not None else []
    if thing is not None and (form.due.data or "") != thing.due_as_said:
        said.append(f"due {form.due.data or 'without a date'}")
    return f" You had set {listed(said)}: set that again here." if said else ""


def _entry_form(entry: Entry) -> tuple[EntryForm, list[Owner]]:
    """The form of a line as it stands, and the owners for which it has no room."""
    action, asked = entry.action, entry.recommendation
    owners = rules.owners_of(entry)
    keys = [owner.key for owner in owners]
    form = EntryForm.from_request(
        text=entry.text,
        edition=entry.edition,
        owner=keys[0] if keys else "",
        second_owner=keys[1] if len(keys) > 1 else "",
        due=action.due_as_said if action else asked.due_as_said if asked else "",
        to=asked.organisation.reference if asked else "",
        sent_key=new_secret(),
    )
    meeting = entry.minutes.meeting
    possible = possible_owners(meeting.forum, meeting.on) if action or asked else []
    form.offer([*possible, *owners] if action else [])
    bodies = [one.organisation for one in possible if one.organisation is not None and one.person is None]
    form.offer_bodies([asked.organisation, *bodies] if asked else [])
    return form, owners[2:]


@bp.post("/desk/meetings/<reference>/minutes/lines/<entry>/rivals/<rival>")
def choose(reference: str, entry: str, rival: str) -> ResponseReturnValue:
    """Say which of two texts of a line stands."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    found = queries.get_entry(queries.get_minutes(meeting), entry)
    second = queries.get_rival(found, rival)
    if RivalForm.from_request().stands.data == "second":
        operations.choose_rival(second, by=person, now=now())
        flash("The second text stands. The first is in the history of the line.")
    else:
        operations.keep_as_it_is(second, by=person, now=now())
        flash("The line stays as it is.")
    return redirect(url_for(".write", reference=reference, item=found.item.reference))


@bp.post("/desk/meetings/<reference>/minutes/lines/<entry>/take-out")
def take_out(reference: str, entry: str) -> ResponseReturnValue:
    """Take a line out; what holds a number keeps it, as taken back."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    found = queries.get_entry(queries.get_minutes(meeting), entry)
    item = found.item.reference
    operations.withdraw_entry(found, by=person, now=now())
    flash("The line was taken out.")
    return redirect(url_for(".write", reference=reference, item=item))
