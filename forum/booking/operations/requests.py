"""What the public asks for: a letter proves the address, and its link books the place."""

from dataclasses import dataclass
from datetime import datetime

from forum.booking import letters, queries, rules
from forum.booking.models import Booking, Guest, Joining, PlaceRequest
from forum.booking.operations.needs import WhatIsNeeded
from forum.booking.operations.places import ComesAs, book_place
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post
from forum.foundation.references import new_link_secret, new_reference
from forum.meetings.models import Meeting
from forum.membership.operations import know_person
from forum.membership.queries import representations_of


@dataclass(frozen=True)
class WhatIsAsked:
    """What somebody whom nobody knows yet asks for."""

    name: str
    email: str
    joining: Joining
    guest_from: str = ""
    needs: WhatIsNeeded = WhatIsNeeded()


@operation
def ask_for_place(meeting: Meeting, asked: WhatIsAsked, *, now: datetime) -> None:
    """Keep what somebody asks for, and mail them the link that books it: the same for every address.

    The same asked again at once gets no second letter. Raises `NotOpenToPublic` and what refuses a booking.
    """
    hold(meeting)
    if not meeting.is_open_to_public:
        raise rules.NotOpenToPublic
    rules.check_can_book(meeting, asked.joining, now, has_booking=False)
    request = PlaceRequest(
        reference=new_reference(),
        link_secret=new_link_secret(),
        meeting=meeting,
        name=asked.name.strip(),
        email=asked.email.strip().lower(),
        guest_from=asked.guest_from,
        joining=asked.joining,
        access=asked.needs.access,
        diet=asked.needs.diet,
        made_at=now,
        delete_at=rules.holds_until(meeting, now),
    )
    if any(rules.is_the_same(one, request) for one in queries.open_requests_of(meeting, request.email)):
        return
    db.session.add(request)
    db.session.flush()
    post(letters.place_asked_for(request))


@operation
def confirm_request(request: PlaceRequest, speaks_for: str | None = None, *, now: datetime) -> Booking:
    """Book what was asked for, or a turn in line, for whoever holds the letter. Done twice it is the same.

    Somebody who speaks in the forum is booked as who they are; `speaks_for` is the reference of their acting,
    where there are several. Others come as members of the public. Raises `RequestIsGone`, `SpeaksForSeveral`,
    `NotOpenToPublic`, and what refuses a booking.
    """
    meeting = request.meeting
    hold(meeting)
    hold(request)
    if request.booking is not None:
        return request.booking
    rules.check_holds(request, now)
    person = know_person(request.name, request.email, by=None, now=now)
    booking = queries.find_live_booking(meeting, person)
    if booking is None:
        today, comes_as = day_in_london(now), None
        representative = rules.speaks_as(representations_of(person, meeting.forum, today), speaks_for)
        if representative is None and not queries.runs_forum(meeting, person, today):
            comes_as = ComesAs(Guest.PUBLIC, request.guest_from)
        if comes_as is not None and not meeting.is_open_to_public:
            raise rules.NotOpenToPublic
        booking = book_place(
            meeting,
            person,
            representative,
            joining=request.joining,
            needs=WhatIsNeeded(request.access, request.diet),
            comes_as=comes_as,
            by=person,
            now=now,
        )
    request.booking = booking
    request.access = request.diet = ""  # the booking has them now
    return booking


@falls_due
@operation
def delete_old_requests(now: datetime) -> int:
    """Delete what the public asked for long enough ago, answered or not. Returns how many were deleted."""
    overdue = queries.requests_overdue(now)
    for request in overdue:
        db.session.delete(request)
    return len(overdue)
