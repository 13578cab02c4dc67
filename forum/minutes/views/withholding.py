"""Taking back a version of minutes that was published by mistake; and what is different between two versions."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.policy import sight_of
from forum.agendas.rules import Sight
from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.policy import may_see_meeting
from forum.meetings.queries import get_meeting
from forum.minutes import letters, operations, published, queries
from forum.minutes.forms import WithholdMinutesForm
from forum.minutes.models import MinutesVersion
from forum.minutes.policy import may_circulate_minutes, may_see_minutes
from forum.minutes.views.blueprint import bp


@bp.route("/desk/meetings/<reference>/minutes/v<int:number>/withhold", methods=["GET", "POST"])
def withhold(reference: str, number: int) -> ResponseReturnValue:
    """Say what happens if a version is withheld, and withhold it with a reason. Of a withheld one: what it said."""
    meeting = get_meeting(reference)
    person = permit(may_circulate_minutes, meeting)
    version = queries.get_version(meeting, number)
    form = WithholdMinutesForm.from_request()
    if form.is_sent_and_valid():
        try:
            operations.withhold_minutes(
                version, because=form.because.data, tell=bool(form.tell.data), by=person, now=now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"Version {number} is withheld. What it said is shown no more.")
            return redirect(url_for(".read_version", reference=reference, number=number))
        meeting = get_meeting(reference)
        version = queries.get_version(meeting, number)
    versions = queries.versions_of(meeting)
    held = [one.number for one in versions if not one.is_withheld]
    others = [one for one in held if one != number]
    then = max(others, default=None)
    people = queries.people_who_got(version)
    letter = (
        letters.minutes_withheld(version, form.because.data or "…", then).to(people[0]) if people else None
    )
    return render_template(
        "minutes/withhold.html",
        meeting=meeting,
        version=version,
        form=form,
        is_shown=bool(held) and held[0] == number,
        then=then,
        out=queries.letters_of(version),
        people=people,
        letter=letter,
        shown=_shown(version, sight_of(person, meeting.forum)) if version.is_withheld else None,
        section="desk",
    )


@bp.get("/meetings/<reference>/minutes/differences")
def differences(reference: str) -> ResponseReturnValue:
    """What is different between two versions: `?from=1&to=2`, else between the newest and the one before it."""
    meeting = get_meeting(reference)
    person = permit(may_see_meeting, meeting)
    seen = [
        one for one in queries.versions_of(meeting) if not one.is_withheld and may_see_minutes(person, one)
    ]
    numbers = [one.number for one in seen]
    if not numbers:
        abort(404)
    to = request.args.get("to", numbers[0], type=int)
    before = [one for one in numbers if one < to]
    since = request.args.get("from", before[0] if before else to, type=int)
    if to not in numbers or since not in numbers:
        abort(404)
    sight = sight_of(person, meeting.forum)
    old, new = queries.get_version(meeting, since), queries.get_version(meeting, to)
    return render_template(
        "minutes/differences.html",
        meeting=meeting,
        since=old,
        to=new,
        versions=seen,
        found=published.differences(_shown(old, sight), _shown(new, sight)),
        section="meetings",
    )


def _shown(version: MinutesVersion, sight: Sight) -> published.MinutesShown:
    people = queries.people_called(published.people_in(version.content))
    return published.as_shown(version.content, sight, people)
