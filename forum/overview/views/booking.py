"""One booking: where and when, what it is part of, and what can still be done about it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.agendas.policy import sight_of
from forum.agendas.queries import find_version, published
from forum.agendas.rules import ItemAsPublished, seen_items
from forum.booking import queries
from forum.booking.models import BookingState
from forum.booking.policy import may_cancel_booking, may_see_booking, may_see_joining_link, may_see_needs
from forum.booking.rules import can_cancel
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.meetings.models import Meeting
from forum.overview.rules.meeting import so_far, thread_steps
from forum.overview.views.blueprint import bp
from forum.people.models import Person


@bp.get("/bookings/<reference>")
def booking(reference: str) -> ResponseReturnValue:
    """The confirmation of a place, a turn in line, or what was given up."""
    found = queries.get_booking(reference)
    person = permit(may_see_booking, found)
    meeting, moment = found.meeting, now()
    is_waiting = found.state is BookingState.WAITING
    needs = queries.find_needs(found) if may_see_needs(person, found) else None
    is_ahead = found.is_live and not meeting.is_over(moment)
    items = _agenda(meeting, person) if is_ahead else ()
    return render_template(
        "overview/booking.html",
        booking=found,
        meeting=meeting,
        is_own=found.person_id == person.id,
        is_over=meeting.is_over(moment),
        line=queries.position_of(found) if is_waiting else None,
        needs=needs.access if needs else None,
        may_cancel=may_cancel_booking(person, found) and can_cancel(found, moment),
        shows_link=found.state is BookingState.CONFIRMED and may_see_joining_link(person, meeting),
        items=items,
        steps=thread_steps(items, so_far(meeting, (), (), moment), day_in_london(moment)) if items else [],
    )


def _agenda(meeting: Meeting, person: Person) -> tuple[ItemAsPublished, ...]:
    """The items of the newest agenda, as the person may see them; none before it is out."""
    version = find_version(meeting)
    if version is None:
        return ()
    return seen_items(published(version.id, version.digest).items, sight_of(person, meeting.forum))
