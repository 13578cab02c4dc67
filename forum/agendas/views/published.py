"""Agendas as they were published: the newest, and each version."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from forum.agendas import queries, rules
from forum.agendas.policy import sight_of
from forum.agendas.views.blueprint import bp
from forum.foundation.permits import public, whoever_asks
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


def _show(meeting: Meeting, number: int | None) -> ResponseReturnValue:
    person = whoever_asks()
    if not may_see_meeting(person, meeting):
        abort(404)
    version = queries.get_version(meeting, number)
    versions = queries.versions_of(meeting)
    newest = versions[0][0]
    items = rules.seen_items(rules.published_items(version), sight_of(person, meeting.forum))
    names = queries.presenter_names(who.reference for item in items for who in item.presenters)
    is_old = version.number != newest
    starts_at, ends_at = rules.hours_of(version) if is_old else (meeting.starts_at, meeting.ends_at)
    return render_template(
        "agendas/published.html",
        meeting=meeting,
        version=version,
        versions=versions,
        newest=newest,
        is_old=is_old,
        rows=rules.rows_of(items, starts_at, names),
        times=time_range(starts_at, ends_at) if starts_at and ends_at else "The items",
    )
