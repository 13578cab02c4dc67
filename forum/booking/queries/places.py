"""Counting places, and finding who waits for one."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from forum.booking.models import Booking, BookingState, Joining
from forum.booking.rules import (
    Claim,
    Held,
    Places,
    Speaker,
    Taken,
    count_claims,
    give_places,
    limits_of,
    ways_to_join,
)
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.organisations.models import Organisation, Side, side_of

_is_live = Booking.state != BookingState.CANCELLED

_speaker = (Representative.organisation_id, Organisation.sector)
_held = (
    select(Booking.joining, *_speaker, func.count())
    .outerjoin(Representative, Representative.id == Booking.representative_id)
    .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
    .where(Booking.meeting_id == bindparam("meeting_id"), Booking.state == BookingState.CONFIRMED)
    .group_by(Booking.joining, *_speaker)
)
_waiting = (
    select(Booking.id, Booking.joining, *_speaker)
    .outerjoin(Representative, Representative.id == Booking.representative_id)
    .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
    .where(
        Booking.meeting_id == bindparam("meeting_id"),
        Booking.state == BookingState.WAITING,
        Booking.id > bindparam("after"),
    )
    .order_by(Booking.id)
    .limit(bindparam("so_many"))
)
_line = select(func.count()).where(
    Booking.meeting_id == bindparam("meeting_id"),
    Booking.joining == bindparam("joining"),
    Booking.state == BookingState.WAITING,
)
FIRST_LOOK = 20
"""How many of those who wait are read at first: of thousands mostly the first few get what came free."""


def places_held(meeting: Meeting) -> list[Held]:
    """The confirmed places of a meeting, counted by way to join and organisation: one question."""
    rows = db.session.execute(_held, {"meeting_id": meeting.id})
    return [
        Held(joining, Speaker(organisation_id, side_of(sector)), number)
        for joining, organisation_id, sector, number in rows
    ]


def waiting_at(meeting: Meeting) -> Iterator[Claim]:
    """Those who wait for a place at a meeting, longest first, read a few at first and then ever more."""
    after, so_many = 0, FIRST_LOOK
    while True:
        values = {"meeting_id": meeting.id, "after": after, "so_many": so_many}
        rows = db.session.execute(_waiting, values).all()
        for number, joining, organisation_id, sector in rows:
            yield Claim(number, joining, Speaker(organisation_id, side_of(sector)))
        if len(rows) < so_many:
            return
        after, so_many = rows[-1].id, so_many * 20


@dataclass(frozen=True)
class Standing:
    """How a meeting's places stand: what is held and free, and how many still wait for each way to join."""

    places: Places
    waiting: Mapping[Joining, int]


def standing_of(meeting: Meeting, now: datetime) -> Standing:
    """How a meeting's places stand for a newcomer: as if those who may have one had been given it by now."""
    places = Places(places_held(meeting), limits_of(meeting, now))
    waiting = Counter({joining: count_waiting(meeting, joining) for joining in ways_to_join(meeting)})
    if waiting.total():
        waiting.subtract(claim.joining for claim in give_places(places, waiting_at(meeting)))
    return Standing(places, waiting)


def count_waiting(meeting: Meeting, joining: Joining) -> int:
    """How many wait for one way to join a meeting."""
    return db.session.scalar(_line, {"meeting_id": meeting.id, "joining": joining}) or 0


def position_of(booking: Booking) -> int:
    """The place of a waiting booking in its line, from 1; the room and online have a line each."""
    values = {"meeting_id": booking.meeting_id, "joining": booking.joining}
    return (db.session.scalar(_line.where(Booking.id < booking.id), values) or 0) + 1


# Made once: putting a statement together takes longer than asking it, and every page of a meeting asks this one.
_taken = (
    select(Booking.meeting_id, Booking.joining, Booking.state, Organisation.sector, func.count())
    .outerjoin(Representative, Representative.id == Booking.representative_id)
    .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
    .where(Booking.meeting_id.in_(bindparam("meetings", expanding=True)), _is_live)
    .group_by(Booking.meeting_id, Booking.joining, Booking.state, Organisation.sector)
)


def places_taken(meeting: Meeting) -> Taken:
    """Which places of a meeting are taken, by side, and how many wait: one question."""
    return places_taken_at([meeting])[meeting.id]


def places_taken_at(meetings: Sequence[Meeting]) -> dict[int, Taken]:
    """Which places are taken at each of these meetings, by the meeting's number: one question for all."""
    if not meetings:
        return {}
    rows = db.session.execute(_taken, {"meetings": [meeting.id for meeting in meetings]})
    found: dict[int, list[tuple[Joining, bool, Side, int]]] = defaultdict(list)
    for meeting_id, joining, state, sector, count in rows:
        found[meeting_id].append((joining, state is BookingState.CONFIRMED, side_of(sector), count))
    return {meeting.id: count_claims(found[meeting.id]) for meeting in meetings}
