"""One booking: where and when, what it is part of, and what can still be done about it."""

from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.agendas.policy import sight_of
from forum.agendas.queries import find_version, published
from forum.agendas.rules import ItemAsPublished, seen_items
from forum.booking import queries, rules
from forum.booking.models import Booking, BookingState, Joining
from forum.booking.policy import may_cancel_booking, may_see_booking, may_see_joining_link, may_see_needs
from forum.foundation.clock import day_in_london, now
from forum.foundation.codes import qr_code
from forum.foundation.permits import permit
from forum.foundation.post import link
from forum.interests.queries import asks_for_interests
from forum.meetings.models import Meeting
from forum.meetings.rules import access_in_words
from forum.overview.rules.meeting import so_far, thread_steps
from forum.overview.views.blueprint import bp
from forum.people.models import Person


@bp.get("/bookings/<reference>")
def booking(reference: str) -> ResponseReturnValue:
    """The confirmation of a place, a turn in line, or what was given up."""
    found = queries.get_booking(reference)
    person = permit(may_see_booking, found)
    meeting, moment = found.meeting, now()
    is_ahead = found.is_live and not meeting.is_over(moment)
    has_place = found.state is BookingState.CONFIRMED
    items = _agenda(meeting, person) if is_ahead else ()
    is_own = found.person_id == person.id
    return render_template(
        "overview/booking.html",
        booking=found,
        meeting=meeting,
        is_own=is_own,
        is_over=meeting.is_over(moment),
        as_what=rules.as_what(found),
        waits=_waits(found, moment) if found.state is BookingState.WAITING else None,
        needs=queries.find_needs(found) if may_see_needs(person, found) else None,
        ways=_ways_on(found, person, moment),
        is_asked=is_ahead and found.awaits_answer and may_cancel_booking(person, found),
        apologies=None if found.is_live else queries.find_apologies(meeting, found.person),
        may_renew_links=is_ahead and may_cancel_booking(person, found),
        shows_link=has_place and may_see_joining_link(person, meeting),
        access=" ".join(access_in_words(meeting.venue)) if meeting.venue else "",
        code=_code(found) if is_ahead and has_place and found.joining is Joining.IN_THE_ROOM else None,
        every_meeting=_webcal("/calendars/meetings.ics"),
        items=items,
        asks_for_interests=has_place and is_own and is_ahead and asks_for_interests(meeting, person),
        steps=thread_steps(items, so_far(meeting, (), (), moment), day_in_london(moment)) if items else [],
    )


def _waits(found: Booking, moment: datetime) -> rules.Wait:
    """Where somebody stands in line, and why they wait."""
    standing = queries.standing_of(found.meeting, moment)
    return rules.wait_of(found, queries.position_of(found), standing.places)


def _ways_on(found: Booking, person: Person, moment: datetime) -> list[tuple[str, str]]:
    """What can still be done about a booking, the likeliest first: each in words, and where."""
    if not may_cancel_booking(person, found) or not rules.can_cancel(found, moment):
        return []
    return rules.ways_on(found, is_own=found.person_id == person.id)


def _code(found: Booking) -> Markup:
    """What the door scans: the whole address that shows this person on the sign-in page."""
    address = link(f"/meetings/{found.meeting.reference}/sign-in/{found.reference}")
    return qr_code(address, label=f"The code of booking {found.reference}, for the door")


def _webcal(path: str) -> str:
    """The whole address of a feed, as programs of this machine want to be told to subscribe to it."""
    address = link(path)
    return "webcal" + address[address.index(":") :]


def _agenda(meeting: Meeting, person: Person) -> tuple[ItemAsPublished, ...]:
    """The items of the newest agenda, as the person may see them; none before it is out."""
    version = find_version(meeting)
    if version is None:
        return ()
    return seen_items(published(version.id, version.digest).items, sight_of(person, meeting.forum))
