"""How members stood at meetings that are over: one question for each kind of sign, however many meetings."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from forum.attendance.models import Attendance, Presence
from forum.attendance.rules import Body, Stood, turnout_of
from forum.booking.models import Apologies, Booking, BookingState, Invitation
from forum.booking.queries import invited_in_vain
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.organisations.models import Organisation, Side, side_of

_At = tuple[int, Body]
"""A meeting, by its number, and a body."""


@dataclass(frozen=True)
class Past:
    """What is known of some meetings, by the meeting's number. One at which nobody was marked is not in it."""

    stood: dict[int, dict[Body, Stood]]
    came: dict[int, Counter[Side]]  # how many people came, by side; guests and officers too


def how_bodies_stood(meetings: Collection[Meeting]) -> Past:
    """How each organisation and each lay member stood at these meetings, and how many people came.

    Nobody stands anywhere who was neither expected nor came. Asks five questions.
    """
    numbers = [meeting.id for meeting in meetings]
    if not numbers:
        return Past({}, {})
    marks, came, substitutes, people = _marks(numbers)
    sorry = _found(
        select(Apologies.meeting_id, Apologies.organisation_id, Apologies.person_id)
        .where(Apologies.meeting_id.in_(numbers), Apologies.withdrawn_at.is_(None))
        .distinct()
    )
    invited = _invited(meetings)
    placed, waited, gave_back = _bookings(numbers)
    absent = {at for at, presences in marks.items() if Presence.ABSENT in presences}
    stood: dict[int, dict[Body, Stood]] = {number: {} for number in people}
    for at in {*marks, *sorry, *invited, *placed, *waited, *gave_back}:
        turnout = turnout_of(
            marks.get(at, set()),
            # Who gives a place back says that they do not come, by whichever button.
            sent_apologies=at in sorry or (at in gave_back and at not in placed and at not in absent),
            had_place=at in placed,
            waited=at in waited,
            was_invited=at in invited,
        )
        meeting_id, body = at
        if turnout is not None and meeting_id in stood:
            stood[meeting_id][body] = Stood(turnout, came[at], substitutes[at])
    return Past(stood, people)


def _marks(
    numbers: Sequence[int],
) -> tuple[dict[_At, set[Presence]], Counter[_At], Counter[_At], dict[int, Counter[Side]]]:
    """How bodies were marked, how many came for each and instead of others, and how many came in all."""
    lay = case((Attendance.is_lay, Attendance.person_id))
    marks: dict[_At, set[Presence]] = defaultdict(set)
    came: Counter[_At] = Counter()
    substitutes: Counter[_At] = Counter()
    people: dict[int, Counter[Side]] = defaultdict(Counter)
    for meeting_id, organisation_id, person_id, sector, presence, number, instead in db.session.execute(
        select(
            Attendance.meeting_id, Attendance.organisation_id, lay, Organisation.sector, Attendance.presence,
            func.count(), func.count(Attendance.substitute_for_id),
        )
        .outerjoin(Organisation, Organisation.id == Attendance.organisation_id)
        .where(Attendance.meeting_id.in_(numbers), Attendance.presence != Presence.EXPECTED)
        .group_by(
            Attendance.meeting_id, Attendance.organisation_id, lay, Organisation.sector, Attendance.presence
        )
    ):  # fmt: skip
        at = meeting_id, _body(organisation_id, person_id)
        if presence is Presence.PRESENT:
            came[at] += number
            substitutes[at] += instead
            people[meeting_id][side_of(sector)] += number
        if at[1] != Body():
            marks[at].add(presence)
    return marks, came, substitutes, dict(people)


def _invited(meetings: Collection[Meeting]) -> set[_At]:
    """Who was invited, by a letter that reached somebody."""
    in_vain = invited_in_vain(meetings)
    rows = db.session.execute(
        select(Invitation.meeting_id, Representative.organisation_id, Invitation.person_id)
        .join(Representative, Representative.id == Invitation.representative_id)
        .where(Invitation.meeting_id.in_([meeting.id for meeting in meetings]))
    )
    return {
        (meeting_id, _body(organisation_id, person_id))
        for meeting_id, organisation_id, person_id in rows
        if (meeting_id, person_id) not in in_vain
    }


def _bookings(numbers: Sequence[int]) -> tuple[set[_At], set[_At], set[_At]]:
    """Who had a place, who waited for one to the end, and who gave one back."""
    found: dict[BookingState, set[_At]] = {state: set() for state in BookingState}
    for meeting_id, organisation_id, person_id, state in db.session.execute(
        select(
            Booking.meeting_id, Representative.organisation_id, Representative.person_id, Booking.state
        )
        .join(Representative, Representative.id == Booking.representative_id)
        .where(Booking.meeting_id.in_(numbers), Booking.called_off.is_(False))
        .distinct()
    ):  # fmt: skip
        found[state].add((meeting_id, _body(organisation_id, person_id)))
    return found[BookingState.CONFIRMED], found[BookingState.WAITING], found[BookingState.CANCELLED]


def _found(question: Any) -> set[_At]:
    return {
        (meeting, _body(organisation, person))
        for meeting, organisation, person in db.session.execute(question)
    }


def _body(organisation_id: int | None, person_id: int | None) -> Body:
    return Body(organisation_id) if organisation_id is not None else Body(None, person_id)
