"""The rules of booking. They judge what they are handed: no database, no request, no clock."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forum.booking.models import Booking, BookingState, Joining
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of, day_and_time
from forum.meetings.models import Form, Meeting
from forum.meetings.rules import Plan
from forum.organisations.models import Side


class MeetingIsCancelled(Refusal):
    message = "This meeting has been called off."


class BookingIsNotOpen(Refusal):
    message = "Booking is not open yet: the time of this meeting is not fixed."


class MeetingHasBegun(Refusal):
    message = "This meeting has begun. Places cannot be booked or given up any more."


class BookingIsClosed(Refusal):
    message = "Booking closed on {closed}. Write to the organiser if you still want to come."


class AlreadyBooked(Refusal):
    message = "There is already a booking for this person at this meeting."


class CannotJoinThatWay(Refusal):
    message = "This meeting cannot be joined {joining}. Choose the other way."


class AlreadyCancelled(Refusal):
    message = "This booking was cancelled before. Nothing more needs doing."


class MorePlacesAreTaken(Refusal):
    message = "{taken} {where} taken. Leave at least as many, or cancel bookings first."


class PeopleComeThatWay(Refusal):
    message = (
        "{count} booked or waiting {joining}. Cancel these bookings first, or keep the meeting as it is."
    )


class PeopleHaveBooked(Refusal):
    message = "{count} booked or waiting, so a time must stay. Give another time, or call the meeting off."


# ---- What is claimed ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """One live booking, as the rules need to see it."""

    booking_id: int
    person_id: int
    joining: Joining
    is_confirmed: bool
    organisation_id: int | None = None
    side: Side = Side.OTHERS


@dataclass(frozen=True)
class Limits:
    """How many places there are, and how many one organisation may have. Lay members count for themselves."""

    in_the_room: int
    online: int
    for_each_organisation: int

    def of(self, joining: Joining) -> int:
        """The places of one way to join."""
        return self.in_the_room if joining is Joining.IN_THE_ROOM else self.online


def limits_of(meeting: Meeting) -> Limits:
    """The limits that a meeting sets now."""
    return Limits(
        in_the_room=0 if meeting.form is Form.ONLINE else meeting.places,
        online=0 if meeting.form is Form.IN_PERSON else meeting.places_online,
        for_each_organisation=meeting.forum.places_for_each_organisation,
    )


class Places:
    """The confirmed places of a meeting, counted while they are given out."""

    def __init__(self, claims: Iterable[Claim], limits: Limits) -> None:
        """Count what is confirmed among the claims."""
        self._limits = limits
        self._taken: Counter[Joining] = Counter()
        self._of_organisation: Counter[int] = Counter()
        for claim in claims:
            if claim.is_confirmed:
                self.take(claim.joining, claim.organisation_id)

    def take(self, joining: Joining, organisation_id: int | None) -> None:
        """Count one place more."""
        self._taken[joining] += 1
        if organisation_id is not None:
            self._of_organisation[organisation_id] += 1

    def left(self, joining: Joining) -> int:
        """How many places are left of one way to join; never under none."""
        return max(0, self._limits.of(joining) - self._taken[joining])

    def is_at_its_limit(self, organisation_id: int | None) -> bool:
        """Whether an organisation has all the places that one may have. Who speaks for none has no such limit."""
        if organisation_id is None:
            return False
        return self._of_organisation[organisation_id] >= self._limits.for_each_organisation

    def may_have(self, joining: Joining, organisation_id: int | None) -> bool:
        """Whether a place is free, and the organisation is under its own limit."""
        return self.left(joining) > 0 and not self.is_at_its_limit(organisation_id)

    def state_for(self, joining: Joining, organisation_id: int | None) -> BookingState:
        """How a newcomer's booking stands once those who wait had their turn. A full meeting is no refusal."""
        return BookingState.CONFIRMED if self.may_have(joining, organisation_id) else BookingState.WAITING


def give_places(claims: Sequence[Claim], limits: Limits) -> tuple[Places, list[Claim]]:
    """Give every free place to whoever has waited longest and may have it.

    `claims` come in the order in which they were made. Returns the places as they are then, and who got one.
    """
    places, given = Places(claims, limits), []
    for claim in claims:
        if not any(places.left(joining) for joining in Joining):
            break
        if not claim.is_confirmed and places.may_have(claim.joining, claim.organisation_id):
            places.take(claim.joining, claim.organisation_id)
            given.append(claim)
    return places, given


def end_of_line(claims: Iterable[Claim], given: Sequence[Claim], joining: Joining) -> int:
    """The place in line of a newcomer, behind everybody who still waits after these were given places."""
    waiting = [claim for claim in claims if not claim.is_confirmed and claim not in given]
    return sum(claim.joining is joining for claim in waiting) + 1


def claim_of(person_id: int, claims: Iterable[Claim]) -> Claim | None:
    """The live booking of a person, if there is one."""
    return next((claim for claim in claims if claim.person_id == person_id), None)


def position_of(booking_id: int, claims: Iterable[Claim]) -> int:
    """The place of a waiting booking in its line, from 1; the room and online have a line each."""
    waiting = [claim for claim in claims if not claim.is_confirmed]
    own = next(claim for claim in waiting if claim.booking_id == booking_id)
    return [claim.booking_id for claim in waiting if claim.joining is own.joining].index(booking_id) + 1


# ---- Counting for pages -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """What is taken of the places of one way to join."""

    voluntary: int = 0
    commissioners: int = 0
    others: int = 0  # lay members, officers who speak for nobody, guests
    waiting: int = 0

    @property
    def confirmed(self) -> int:
        """How many places are taken."""
        return self.voluntary + self.commissioners + self.others


@dataclass(frozen=True)
class Taken:
    """Which places of a meeting are taken. Where a word says nothing else, it is about the room."""

    room: Count = field(default_factory=Count)
    on_screen: Count = field(default_factory=Count)

    @property
    def voluntary(self) -> int:
        """Places in the room taken by the voluntary sector and infrastructure."""
        return self.room.voluntary

    @property
    def commissioners(self) -> int:
        """Places in the room taken by commissioners."""
        return self.room.commissioners

    @property
    def others(self) -> int:
        """Places in the room taken by lay members and others."""
        return self.room.others

    @property
    def online(self) -> int:
        """Online places taken."""
        return self.on_screen.confirmed

    @property
    def waiting(self) -> int:
        """How many wait, for the room or online."""
        return self.room.waiting + self.on_screen.waiting

    def of(self, joining: Joining) -> Count:
        """What is taken of one way to join."""
        return self.room if joining is Joining.IN_THE_ROOM else self.on_screen


_FIELDS = {Side.VOLUNTARY: "voluntary", Side.COMMISSIONERS: "commissioners", Side.OTHERS: "others"}


def count_claims(rows: Iterable[tuple[Joining, bool, Side, int]]) -> Taken:
    """Add up rows of way to join, whether confirmed, side and number."""
    counts = {joining: dict.fromkeys((*_FIELDS.values(), "waiting"), 0) for joining in Joining}
    for joining, is_confirmed, side, number in rows:
        counts[joining][_FIELDS[side] if is_confirmed else "waiting"] += number
    return Taken(Count(**counts[Joining.IN_THE_ROOM]), Count(**counts[Joining.ONLINE]))


def taken_by(claims: Iterable[Claim]) -> Taken:
    """The same from the claims themselves."""
    return count_claims((claim.joining, claim.is_confirmed, claim.side, 1) for claim in claims)


def ways_to_join(meeting: Meeting) -> list[Joining]:
    """How a meeting can be joined: one way, or two for a hybrid one."""
    return {
        Form.IN_PERSON: [Joining.IN_THE_ROOM],
        Form.ONLINE: [Joining.ONLINE],
        Form.HYBRID: [Joining.IN_THE_ROOM, Joining.ONLINE],
    }[meeting.form]


# ---- What is refused ----------------------------------------------------------------------------------------


def closes_at(meeting: Meeting) -> datetime | None:
    """When booking closes: as set for the meeting, or as the forum's settings say; None without a time."""
    if meeting.starts_at is None:
        return None
    usual = meeting.starts_at - meeting.forum.booking_closes_before
    return min(meeting.booking_closes_at or usual, meeting.starts_at)


def check_is_open(meeting: Meeting, now: datetime) -> None:
    """Refuse where nobody can book: called off, not out or not fixed yet, begun, or closed."""
    if meeting.is_cancelled:
        raise MeetingIsCancelled
    closing = closes_at(meeting)
    if not meeting.is_published or not meeting.is_confirmed or meeting.starts_at is None or closing is None:
        raise BookingIsNotOpen
    if now >= meeting.starts_at:
        raise MeetingHasBegun
    if now >= closing:
        raise BookingIsClosed(closed=day_and_time(closing))


def is_open(meeting: Meeting, now: datetime) -> bool:
    """Whether places can be booked now."""
    try:
        check_is_open(meeting, now)
    except Refusal:
        return False
    return True


def check_can_book(meeting: Meeting, joining: Joining, earlier: Claim | None, now: datetime) -> None:
    """Refuse a booking that the forum would not honour. A full meeting is no refusal."""
    check_is_open(meeting, now)
    if joining not in ways_to_join(meeting):
        raise CannotJoinThatWay(joining=joining.value)
    if earlier is not None:
        raise AlreadyBooked


def check_can_cancel(booking: Booking, now: datetime) -> None:
    """Refuse to give up what was given up, or once the meeting has begun. Closed booking is no hindrance."""
    if not booking.is_live:
        raise AlreadyCancelled
    starts_at = booking.meeting.starts_at
    if starts_at is not None and now >= starts_at:
        raise MeetingHasBegun


def places_can_move(meeting: Meeting, now: datetime) -> bool:
    """Whether free places may still be given: not once the meeting has begun, nor when it was called off."""
    has_begun = meeting.starts_at is None or now >= meeting.starts_at
    return not meeting.is_cancelled and not has_begun


def check_leaves_room(plan: Plan, taken: Taken) -> None:
    """Refuse a change that would leave somebody without what they booked."""
    live = taken.room.confirmed + taken.online + taken.waiting
    if plan.starts is None and live:
        raise PeopleHaveBooked(count=_people(live))
    for joining, gone, places in (
        (Joining.IN_THE_ROOM, plan.form is Form.ONLINE, plan.places),
        (Joining.ONLINE, plan.form is Form.IN_PERSON, plan.places_online),
    ):
        count = taken.of(joining)
        if gone and count.confirmed + count.waiting:
            raise PeopleComeThatWay(count=_people(count.confirmed + count.waiting), joining=joining.value)
        if not gone and count.confirmed > places:
            where = "in the room" if joining is Joining.IN_THE_ROOM else "online"
            verb = "is" if count.confirmed == 1 else "are"
            raise MorePlacesAreTaken(taken=count_of(count.confirmed, "place"), where=f"{where} {verb}")


def _people(number: int) -> str:
    return f"{count_of(number, 'person', 'people')} {'has' if number == 1 else 'have'}"


def tells_people(before: Plan, after: Plan) -> bool:
    """Whether those who booked need a letter: another time, place, way to join or title."""
    return any(
        getattr(before, name) != getattr(after, name)
        for name in ("title", "on", "starts", "ends", "form", "venue", "joining_link")
    )
