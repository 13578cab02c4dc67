"""One meeting with all about it: when and where, a place, why it meets, its agenda, what came of it."""

from datetime import datetime
from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from forum.actions.rules import owners_words, rag
from forum.agendas.policy import may_build_agenda, sight_of
from forum.agendas.rules import rows_of
from forum.booking.policy import may_book_place
from forum.booking.rules import why_closed
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import public, whoever_asks
from forum.meetings.models import Meeting
from forum.meetings.policy import may_change_meeting, may_see_meeting
from forum.meetings.queries import get_meeting
from forum.minutes.policy import may_read_draft, may_see_minutes
from forum.overview.queries import meeting as queries
from forum.overview.rules import meeting as rules
from forum.overview.views.blueprint import bp
from forum.people.models import Anyone


@bp.get("/meetings/<reference>")
@public
def meeting(reference: str) -> ResponseReturnValue:
    """The page of one meeting. One that is not published is there for officers alone."""
    found = get_meeting(reference)
    person = whoever_asks()
    if not may_see_meeting(person, found):
        abort(404)
    moment = now()
    agenda = queries.agenda_of(found, sight_of(person, found.forum))
    has_begun = found.starts_at is not None and found.starts_at <= moment
    is_open = found.is_confirmed and not has_begun
    taken = queries.taken_at(found) if is_open else None
    after = _what_came(found, person, moment) if has_begun or found.is_over(moment) else _NOTHING_CAME
    came = after["came"]
    return render_template(
        "overview/meeting.html",
        meeting=found,
        agenda=agenda,
        rows=rows_of(agenda.items, found.starts_at, agenda.names) if agenda else (),
        agenda_due_on=None if agenda or found.is_over(moment) else rules.agenda_due_on(found),
        steps=rules.thread_steps(
            found,
            agenda.items if agenda else (),
            len(came.decisions),
            sum(not one.has_action for one in came.decisions),
            len(came.actions),
            sum(action.is_live for action in came.actions),
            moment,
        ),
        numbers={item.reference: item.number for item in agenda.items} if agenda else {},
        today=day_in_london(moment),
        taken=taken,
        deed=rules.deed(
            found,
            own=queries.own_booking(found, person) if person.is_known else None,
            taken=taken,
            closed=why_closed(found, moment),
            may_book=not person.is_known or may_book_place(person, found),
            minutes_are_out=after["minutes_version"] is not None,
            now=moment,
        ),
        may_change=may_change_meeting(person, found),
        may_build=may_build_agenda(person, found),
        **after,
    )


_NOTHING_CAME: dict[str, Any] = {
    "came": queries.WhatCame(),
    "minutes_version": None,
    "minutes_due_on": None,
    "may_read_draft": False,
    "has_minutes": False,
}


def _what_came(found: Meeting, person: Anyone, moment: datetime) -> dict[str, Any]:
    """What came of a meeting that has begun, and how its minutes stand."""
    minutes, version = queries.minutes_of(found)
    if version is not None and not may_see_minutes(person, version):
        version = None
    today = day_in_london(moment)
    return {
        "came": queries.what_came_of(found, person),
        "minutes_version": version,
        "minutes_due_on": None if version or found.is_cancelled else rules.minutes_due_on(found),
        "has_minutes": minutes is not None,
        "may_read_draft": may_read_draft(person, found),
        "rag": lambda action: rag(action, today),
        "owners": owners_words,
    }
