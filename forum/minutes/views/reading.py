"""Reading minutes: the newest version and each before it, as a page and as documents; each line by its link."""

from collections.abc import Sequence

from flask import Response, abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.policy import sight_of
from forum.foundation.documents import MinutesDocument
from forum.foundation.downloads import TYPES, hand_over_file
from forum.foundation.permits import permit, whoever_asks
from forum.foundation.post import link
from forum.meetings.models import Meeting
from forum.meetings.policy import may_see_meeting
from forum.meetings.queries import get_meeting
from forum.minutes import published, queries
from forum.minutes.making import minutes_copy
from forum.minutes.models import MinutesVersion
from forum.minutes.pages import record_in_html
from forum.minutes.policy import may_read_draft, may_see_minutes, may_see_minutes_in
from forum.minutes.views.blueprint import bp
from forum.minutes.views.steps import around_version
from forum.people.models import Anyone


@bp.get("/meetings/<reference>/minutes")
def read(reference: str) -> ResponseReturnValue:
    """The newest minutes of a meeting."""
    meeting = get_meeting(reference)
    person = permit(may_see_meeting, meeting)
    versions = queries.read_versions(meeting)
    if not versions:
        return render_template(
            "minutes/not_out.html",
            meeting=meeting,
            minutes=queries.find_minutes(meeting),
            may_read_draft=may_read_draft(person, meeting),
            section="meetings",
        )
    return _show(meeting, versions, None)


@bp.get("/meetings/<reference>/minutes/v<int:number>")
def read_version(reference: str, number: int) -> ResponseReturnValue:
    """One version of the minutes, as it went out."""
    meeting = get_meeting(reference)
    permit(may_see_meeting, meeting)
    return _show(meeting, queries.read_versions(meeting), number)


@bp.get("/meetings/<reference>/minutes.pdf")
def as_pdf(reference: str) -> ResponseReturnValue:
    """The newest minutes as PDF."""
    return _hand_over(get_meeting(reference), None, "pdf")


@bp.get("/meetings/<reference>/minutes/v<int:number>.pdf")
def version_as_pdf(reference: str, number: int) -> ResponseReturnValue:
    """One version of the minutes as PDF."""
    return _hand_over(get_meeting(reference), number, "pdf")


@bp.get("/meetings/<reference>/minutes.docx")
def in_word(reference: str) -> ResponseReturnValue:
    """The newest minutes as a Word document."""
    return _hand_over(get_meeting(reference), None, "docx")


@bp.get("/meetings/<reference>/minutes/v<int:number>.docx")
def version_in_word(reference: str, number: int) -> ResponseReturnValue:
    """One version of the minutes as a Word document."""
    return _hand_over(get_meeting(reference), number, "docx")


@bp.get("/meetings/<reference>/minutes/lines/<line>")
def line(reference: str, line: str) -> ResponseReturnValue:
    """Where a line stands, by its number or its own reference: in the newest version that holds it."""
    meeting = get_meeting(reference)
    person = permit(may_see_meeting, meeting)
    sight = sight_of(person, meeting.forum)
    versions = [
        one
        for one in queries.read_versions(meeting)
        if one.withheld_at is None and may_see_minutes_in(person, meeting, one.state)
    ]
    for version in versions:
        found = published.find_line(version.content, line.upper())
        if found is None:
            continue
        if not published.is_item_seen(found[0], sight):
            break
        page = (
            url_for(".read", reference=reference)
            if version is versions[0]
            else url_for(".read_version", reference=reference, number=version.number)
        )
        return redirect(f"{page}#{published.anchor_of(found[1])}")
    abort(404)


# ---- The parts ----------------------------------------------------------------------------------------------


def _find(
    meeting: Meeting, every: Sequence[MinutesVersion], number: int | None
) -> tuple[MinutesVersion, list[MinutesVersion], Anyone]:
    """A version, those that may be known of, and who asks. Without a number it is the newest that is not withheld."""
    person = whoever_asks()
    seen = [one for one in every if may_see_minutes_in(person, meeting, one.state)]
    if number is not None:
        version = next((one for one in every if one.number == number), None)
    else:
        held = [one for one in seen if one.withheld_at is None]
        version = next(iter(held or seen or every), None)
    if version is None:
        abort(404)
    return version, seen, permit(may_see_minutes, version)


def _show(meeting: Meeting, every: Sequence[MinutesVersion], number: int | None) -> ResponseReturnValue:
    version, versions, person = _find(meeting, every, number)
    newest = next((one.number for one in versions if one.withheld_at is None), None)
    if version.withheld_at is not None:
        return _withheld(meeting, version, versions, newest)
    sight = sight_of(person, meeting.forum)
    shown, record = record_in_html(version, sight)
    return render_template(
        "minutes/published.html",
        meeting=meeting,
        version=version,
        shown=shown,
        record=record,
        versions=versions,
        is_newest=version.number == newest,
        minutes=version.minutes,
        approved_as=published.approved_as_words(version.minutes),
        corrections=published.corrections_shown(version.content, sight),
        approved_here=queries.minutes_approved_at(meeting),
        around=around_version(version, versions, person),
        may_read_draft=may_read_draft(person, meeting),
        section="meetings",
    )


def _withheld(
    meeting: Meeting, version: MinutesVersion, versions: list[MinutesVersion], newest: int | None
) -> Response:
    """Where a version was that is shown no more. Search engines forget it."""
    page = make_response(
        render_template(
            "minutes/withheld.html",
            meeting=meeting,
            version=version,
            versions=versions,
            newest=newest,
            section="meetings",
        )
    )
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def _hand_over(meeting: Meeting, number: int | None, way: str) -> ResponseReturnValue:
    """Hand over a version as a document that shows what this reader may see; a withheld one's page says why."""
    permit(may_see_meeting, meeting)
    version, _seen, person = _find(meeting, queries.read_versions(meeting), number)
    if version.withheld_at is not None:
        return redirect(url_for(".read_version", reference=meeting.reference, number=version.number))
    path = minutes_copy(_document(version, person), way, made_at=version.published_at)
    return hand_over_file(path, f"minutes-{meeting.reference}-v{version.number}.{way}", TYPES[way])


def _document(version: MinutesVersion, person: Anyone) -> MinutesDocument:
    meeting = version.minutes.meeting
    people = queries.names_called(published.people_in(version.content))
    sight = sight_of(person, meeting.forum)
    page = url_for(".read_version", reference=meeting.reference, number=version.number)
    return published.on_paper(
        version,
        published.as_shown(version.content, sight, people),
        published.corrections_shown(version.content, sight),
        published.Head(base=link("").rstrip("/"), page=page),
    )
