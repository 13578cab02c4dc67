"""Agendas as they were published: the newest, and each version; and taking one back that was a mistake."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import letters, operations, queries, rules
from forum.agendas.forms import WithholdForm
from forum.agendas.models import AgendaVersion
from forum.agendas.pages import NOTHING_OPEN, items_in_html, open_matters
from forum.agendas.policy import may_build_agenda, sight_of
from forum.agendas.views.blueprint import bp
from forum.foundation.clock import now
from forum.foundation.permits import permit, public, whoever_asks
from forum.foundation.refusals import Refusal
from forum.foundation.words import time_range
from forum.meetings.models import Meeting
from forum.meetings.policy import may_see_meeting
from forum.meetings.queries import get_meeting


@bp.get("/meetings/<reference>/agenda")
@public
def show(reference: str) -> ResponseReturnValue:
    """The newest published agenda of a meeting."""
    return _show(get_meeting(reference), None)


@bp.get("/meetings/<reference>/agenda/v<int:number>")
@public
def show_version(reference: str, number: int) -> ResponseReturnValue:
    """One version of an agenda, as it was published."""
    return _show(get_meeting(reference), number)


@bp.route("/desk/meetings/<reference>/agenda/v<int:number>/withhold", methods=["GET", "POST"])
def withhold_version(reference: str, number: int) -> ResponseReturnValue:
    """Say what happens if a version is withheld, and withhold it with a reason."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    version = queries.get_version(meeting, number)
    form = WithholdForm.from_request()
    if form.is_sent_and_valid():
        try:
            operations.withhold_version(
                version, because=form.because.data, tell=bool(form.tell.data), by=person, now=now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"Version {number} is withheld. What it said is shown no more.")
            return redirect(url_for(".show_version", reference=reference, number=number))
    versions = queries.versions_of(meeting)
    others = [one.number for one in versions if not one.is_withheld and one.number != number]
    shown = next((one.number for one in versions if not one.is_withheld), None)
    people = queries.people_who_got(version)
    then = max(others, default=None)
    return render_template(
        "agendas/withhold.html",
        meeting=meeting,
        version=version,
        form=form,
        is_shown=shown == number,
        then=then,
        out=queries.letters_of(version),
        people=people,
        letter=letters.agenda_withheld(version, form.because.data or "…", then).to(people[0])
        if people
        else None,
    )


# ---- The parts ----------------------------------------------------------------------------------------------


def _show(meeting: Meeting, number: int | None) -> ResponseReturnValue:
    person = whoever_asks()
    if not may_see_meeting(person, meeting):
        abort(404)
    versions = queries.versions_of(meeting)
    newest = next((one.number for one in versions if not one.is_withheld), None)
    wanted = number if number is not None else newest
    if wanted is None and versions:  # each of them is withheld
        wanted = versions[0].number
    line = next((one for one in versions if one.number == wanted), None)
    if line is None:
        abort(404)
    if line.is_withheld:
        return _withheld(meeting, queries.get_version(meeting, line.number), versions, newest)
    moment = now()
    version = queries.published(line.id, line.digest)
    sight = sight_of(person, meeting.forum)
    items = rules.seen_items(version.items, sight)
    is_old = version.number != newest
    starts_at, ends_at = meeting.starts_at, meeting.ends_at
    if is_old:
        starts_at, ends_at = rules.hours_of(queries.get_version(meeting, line.number))
    return render_template(
        "agendas/published.html",
        meeting=meeting,
        version=version,
        versions=versions,
        newest=newest,
        is_old=is_old,
        changes=rules.changes_seen(version.changes, sight),
        opens_changes="changes" in request.args,
        agenda=items_in_html(
            meeting,
            version.digest,
            items,
            sight,
            moment,
            starts_at=starts_at,
            as_published=is_old,
            still_open=NOTHING_OPEN if is_old else open_matters(meeting, person, moment),
        ),
        times=time_range(starts_at, ends_at) if starts_at and ends_at else "The items",
        pages_to_pack=0 if is_old else rules.pages_to_pack(items),
        agreed=queries.find_agreed(meeting, version.digest),
        may_withhold=may_build_agenda(person, meeting),
    )


def _withheld(
    meeting: Meeting, version: AgendaVersion, versions: list[queries.VersionLine], newest: int | None
) -> Response:
    """Where a version was that is shown no more. Search engines forget it."""
    page = make_response(
        render_template(
            "agendas/withheld.html", meeting=meeting, version=version, versions=versions, newest=newest
        )
    )
    page.headers["X-Robots-Tag"] = "noindex"
    return page
