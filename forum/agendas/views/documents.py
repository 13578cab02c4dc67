"""Published agendas as documents: the agenda as PDF, and all its papers in one file."""

from datetime import timedelta

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import making, operations, queries, rules
from forum.agendas.models import AgendaVersion
from forum.agendas.policy import sight_of
from forum.agendas.views.blueprint import bp
from forum.foundation.clock import now
from forum.foundation.downloads import hand_over_file
from forum.foundation.permits import public, whoever_asks
from forum.foundation.storage import path_of
from forum.foundation.throttle import count_try
from forum.meetings.models import Meeting
from forum.meetings.policy import may_see_meeting
from forum.meetings.queries import get_meeting

PDF = "application/pdf"
TRIES, TRIES_IN = 20, timedelta(hours=1)
"""How often the pack of one version may be asked for anew."""


@bp.get("/meetings/<reference>/agenda.pdf")
@public
def as_pdf(reference: str) -> ResponseReturnValue:
    """The newest published agenda as PDF."""
    return _pdf(get_meeting(reference), None)


@bp.get("/meetings/<reference>/agenda/v<int:number>.pdf")
@public
def version_as_pdf(reference: str, number: int) -> ResponseReturnValue:
    """One version of an agenda as PDF."""
    return _pdf(get_meeting(reference), number)


def _pdf(meeting: Meeting, number: int | None) -> ResponseReturnValue:
    version, sight = _seen(meeting, number)
    if version.is_withheld:  # its page says why
        return redirect(url_for(".show_version", reference=meeting.reference, number=version.number))
    copy = making.agenda_copy(version, sight, now())
    assert copy.digest is not None  # it was made
    name = f"agenda-{meeting.reference}-v{version.number}.pdf"
    return hand_over_file(path_of(copy.digest), name, PDF)


@bp.get("/meetings/<reference>/pack.pdf")
@public
def pack_file(reference: str) -> ResponseReturnValue:
    """All papers in one PDF, where it is made; else the page that says how far it is."""
    meeting = get_meeting(reference)
    version, sight = _seen(meeting, None)
    copy = queries.find_pack(version, sight, now())[1]
    if copy is None or copy.digest is None or not queries.is_there(copy):
        return redirect(url_for(".pack", reference=reference))
    name = f"papers-{meeting.reference}-v{version.number}.pdf"
    return hand_over_file(path_of(copy.digest), name, PDF)


@bp.get("/meetings/<reference>/pack")
@public
def pack(reference: str) -> ResponseReturnValue:
    """How far the pack is: to be asked for, being made, ready, or failed."""
    meeting = get_meeting(reference)
    moment = now()
    version, sight = _seen(meeting, None)
    paper, copy = queries.find_pack(version, sight, moment)
    return render_template(
        "agendas/pack.html",
        meeting=meeting,
        version=version,
        papers=len(paper.files),
        others=paper.not_in_pack,
        copy=copy,
        is_there=queries.is_there(copy),
        size=rules.size_in_words(copy.size) if copy else "",
        is_under_way=rules.is_under_way(copy),
        is_stuck=rules.is_stuck(copy, moment),
    )


@bp.post("/meetings/<reference>/pack")
@public
def make_pack(reference: str) -> ResponseReturnValue:
    """Ask for the pack, or for it to be made again."""
    meeting = get_meeting(reference)
    moment = now()
    version, sight = _seen(meeting, None)
    if not queries.is_there(queries.find_pack(version, sight, moment)[1]):
        count_try(f"pack {version.id}", most=TRIES, every=TRIES_IN, now=moment)
        operations.ask_for_pack(version, sight, now=moment)
    return redirect(url_for(".pack", reference=reference))


def _seen(meeting: Meeting, number: int | None) -> tuple[AgendaVersion, rules.Sight]:
    """A version, and how much of it whoever asks sees."""
    person = whoever_asks()
    if not may_see_meeting(person, meeting):
        abort(404)
    return queries.get_version(meeting, number), sight_of(person, meeting.forum)
