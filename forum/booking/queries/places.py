"""Counting places, and finding who waits for one."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, bindparam, func, or_, select

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
)
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.organisations.models import Organisation, Sector, Side, side_of

_is_live = Booking.state != BookingState.CANCELLED

_speaker = (Representative.organisation_id, Organisation.sector)
_held = (
    select(Booking.joining, *_speaker, func.count())
    .outerjoin(Representative, Representative.id == Booking.representative_id)
    .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
    .where(Booking.meeting_id == bindparam("meeting_id"), Booking.state == BookingState.CONFIRMED)
    .group_by(Booking.joining, *_speaker)
)
# Only those for whom there may be something: of thousands mostly the first one read gets what came free.
_waiting = (
    select(Booking.id, Booking.joining, *_speaker)
    .outerjoin(Representative, Representative.id == Booking.representative_id)
    .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
    .where(
        Booking.meeting_id == bindparam("meeting_id"),
        Booking.state == BookingState.WAITING,
        Booking.id > bindparam("after"),
        or_(*(
            (Booking.joining == way)
            & or_(
                Organisation.sector.in_(bindparam(f"sectors_{way.name}", expanding=True)),
                Organisation.sector.is_(None) & bindparam(f"nobodys_{way.name}", type_=Boolean),
            )
            for way in Joining
        )),
        or_(
            Representative.organisation_id.is_(None),
            Representative.organisation_id.not_in(bindparam("at_their_limit", expanding=True)),
        ),
    )
    .order_by(Booking.id)
    .limit(bindparam("so_many"))
)  # fmt: skip
_count = (
    select(Booking.joining, Booking.state, *_speaker, func.count())
    .outerjoin(Representative, Representative.id == Booking.representative_id)
    .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
    .where(Booking.meeting_id == bindparam("meeting_id"), _is_live)
    .group_by(Booking.joining, Booking.state, *_speaker)
)
_line = select(func.count()).where(
    Booking.meeting_id == bindparam("meeting_id"),
    Booking.joining == bindparam("joining"),
    Booking.state == BookingState.WAITING,
)
FIRST_LOOK = 20
"""How many of those who wait are read at first; each further look reads many more."""


def places_held(meeting: Meeting) -> list[Held]:
    """The confirmed places of a meeting, counted by way to join and organisation: one question."""
    rows = db.session.execute(_held, {"meeting_id": meeting.id})
    return [
        Held(joining, Speaker(organisation_id, side_of(sector)), number)
        for joining, organisation_id, sector, number in rows
    ]


def waiting_at(meeting: Meeting, places: Places) -> Iterator[Claim]:
    """Those who wait for a place that they may have, longest first: a few at first, and then ever more.

    `places` are looked at before each question, so that what was given meanwhile is not offered again.
    """
    after, so_many = 0, FIRST_LOOK
    while doors := places.open_doors():
        values = {
            "meeting_id": meeting.id,
            "after": after,
            "so_many": so_many,
            "at_their_limit": places.organisations_at_their_limit(),
        }
        for way in Joining:
            values[f"sectors_{way.name}"] = [one for one in Sector if (way, side_of(one)) in doors]
            values[f"nobodys_{way.name}"] = (way, side_of(None)) in doors
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


def counted_at(meeting: Meeting, now: datetime) -> Standing:
    """How a meeting's places stand as they were last given: one question."""
    held, waiting = [], Counter[Joining]()
    for joining, state, organisation_id, sector, number in db.session.execute(
        _count, {"meeting_id": meeting.id}
    ):
        if state is BookingState.CONFIRMED:
            held.append(Held(joining, Speaker(organisation_id, side_of(sector)), number))
        else:
            waiting[joining] += number
    return Standing(Places(held, limits_of(meeting, now)), waiting)


def standing_of(meeting: Meeting, now: datetime) -> Standing:
    """How a meeting's places stand for a newcomer: as if those who may have one had been given it by now."""
    standing = counted_at(meeting, now)
    waiting = Counter(standing.waiting)
    if waiting.total():
        waiting.subtract(
            claim.joining for claim in give_places(standing.places, waiting_at(meeting, standing.places))
        )
    return Standing(standing.places, waiting)


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
