"""Booking for people whom the forum does not know yet: guests of the organiser, new colleagues, the public."""

from datetime import datetime

from forum.booking import queries, rules
from forum.booking.models import Booking, Joining
from forum.booking.operations.needs import WhatIsNeeded
from forum.booking.operations.places import ComesAs, book_place
from forum.foundation.clock import day_in_london
from forum.foundation.database import hold, operation
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.membership.operations import add_representative, know_person
from forum.membership.queries import representations_of, representatives_of
from forum.organisations.models import Organisation
from forum.people.models import Person


@operation
def book_guest(
    meeting: Meeting,
    name: str,
    email: str | None,
    comes_as: ComesAs,
    *,
    joining: Joining,
    needs: WhatIsNeeded | None = None,
    by: Person,
    now: datetime,
) -> Booking:
    """Book a place for a guest. An address that is somebody's already is theirs: they come as who they are.

    Raises what `book_place` does, `NameIsMissing`, and `KnownToSpeakForSeveral` for somebody who has to choose.
    """
    hold(meeting)
    if not email and queries.find_guest_without_address(meeting, name.strip(), comes_as.guest_from):
        raise rules.AlreadyBooked
    person, today = know_person(name, email, by=by, now=now), day_in_london(now)
    speakers = representations_of(person, meeting.forum, today)
    if len(speakers) > 1:
        raise rules.KnownToSpeakForSeveral(name=person.shown_name)
    speaks_for = speakers[0] if speakers else None
    return book_place(
        meeting,
        person,
        speaks_for,
        joining=joining,
        needs=needs,
        comes_as=None if speaks_for or queries.runs_forum(meeting, person, today) else comes_as,
        by=by,
        now=now,
    )


@operation
def book_new_colleague(
    meeting: Meeting,
    organisation: Organisation,
    name: str,
    email: str | None,
    *,
    joining: Joining,
    needs: WhatIsNeeded | None = None,
    by: Person,
    now: datetime,
) -> Booking:
    """Book a place for somebody who acts for a member from now on. Who acts for it already is booked as they are.

    Raises what `book_place` does, and `NameIsMissing`.
    """
    hold(meeting)
    hold(organisation)
    today = day_in_london(now)
    speaks = _find_colleague(organisation, name, email, now)
    if speaks is None:
        person = know_person(name, email, by=by, now=now)
        speaks = add_representative(organisation, person, from_on=today, by=by, now=now)
    return book_place(meeting, speaks.person, speaks, joining=joining, needs=needs, by=by, now=now)


def _find_colleague(
    organisation: Organisation, name: str, email: str | None, now: datetime
) -> Representative | None:
    """Who acts for an organisation today under this address; without one, under this name."""
    today = day_in_london(now)
    for one in representatives_of(organisation):
        acts = one.from_on <= today and (one.until_on is None or one.until_on >= today)
        is_them = (
            one.person.email == email if email else one.person.name.casefold() == name.strip().casefold()
        )
        if acts and is_them:
            return one
    return None
