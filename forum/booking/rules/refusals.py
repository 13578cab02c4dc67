"""What booking refuses, each in a sentence, and when."""

from datetime import datetime

from forum.booking.models import Booking, Joining
from forum.booking.rules.claims import ways_to_join
from forum.booking.rules.counting import Count, Taken
from forum.booking.rules.words import SIDES, where_in_words
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of, day_and_time
from forum.meetings.models import Balance, Form, Meeting
from forum.meetings.rules import Plan
from forum.organisations.models import Side


class MeetingIsCancelled(Refusal):
    message = "This meeting has been called off."


class BookingIsNotOpen(Refusal):
    message = "Booking is not open yet: the time of this meeting is not fixed."


class BookingOpensLater(Refusal):
    message = "Booking opens on {opens}."


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


class MoreOfThatSideAreTaken(Refusal):
    message = "{taken} for {side} {where} taken. Let them have at least as many, or cancel bookings first."


class TooManyWouldBeKept(Refusal):
    message = "{taken} {where} taken by others, so at most {most} can be kept for {side}. Keep fewer, or add places."


class PeopleComeThatWay(Refusal):
    message = (
        "{count} booked or waiting {joining}. Cancel these bookings first, or keep the meeting as it is."
    )


class PeopleHaveBooked(Refusal):
    message = "{count} booked or waiting, so a time must stay. Give another time, or call the meeting off."


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
    if meeting.booking_opens_at is not None and now < meeting.booking_opens_at:
        raise BookingOpensLater(opens=day_and_time(meeting.booking_opens_at))
    if now >= closing:
        raise BookingIsClosed(closed=day_and_time(closing))


def why_closed(meeting: Meeting, now: datetime) -> str | None:
    """Why places cannot be booked now, in a sentence; None where they can."""
    try:
        check_is_open(meeting, now)
    except Refusal as refusal:
        return str(refusal)
    return None


def is_open(meeting: Meeting, now: datetime) -> bool:
    """Whether places can be booked now."""
    return why_closed(meeting, now) is None


def check_can_book(meeting: Meeting, joining: Joining, now: datetime, *, has_booking: bool) -> None:
    """Refuse a booking that the forum would not honour. A full meeting is no refusal."""
    check_is_open(meeting, now)
    check_can_join(meeting, joining)
    if has_booking:
        raise AlreadyBooked


def check_can_join(meeting: Meeting, joining: Joining) -> None:
    """Refuse a way to join that the meeting does not have."""
    if joining not in ways_to_join(meeting):
        raise CannotJoinThatWay(joining=joining.value)


def check_can_cancel(booking: Booking, now: datetime) -> None:
    """Refuse to give up what was given up, or once the meeting has begun. Closed booking is no hindrance."""
    if not booking.is_live:
        raise AlreadyCancelled
    starts_at = booking.meeting.starts_at
    if starts_at is not None and now >= starts_at:
        raise MeetingHasBegun


def can_cancel(booking: Booking, now: datetime) -> bool:
    """Whether a booking can still be given up."""
    try:
        check_can_cancel(booking, now)
    except Refusal:
        return False
    return True


def places_can_move(meeting: Meeting, now: datetime) -> bool:
    """Whether free places may still be given: not once the meeting has begun, nor when it was called off."""
    has_begun = meeting.starts_at is None or now >= meeting.starts_at
    return not meeting.is_cancelled and not has_begun


def check_leaves_room(plan: Plan, taken: Taken) -> None:
    """Refuse a change that would leave somebody without what they booked."""
    live = taken.room.confirmed + taken.online + taken.waiting
    if plan.starts is None and live:
        raise PeopleHaveBooked(count=_people(live))
    for joining, gone, places, balance in (
        (Joining.IN_THE_ROOM, plan.form is Form.ONLINE, plan.places, plan.balance),
        (Joining.ONLINE, plan.form is Form.IN_PERSON, plan.places_online, plan.balance_online),
    ):
        count = taken.of(joining)
        if gone and count.confirmed + count.waiting:
            raise PeopleComeThatWay(count=_people(count.confirmed + count.waiting), joining=joining.value)
        if not gone and count.confirmed > places:
            verb = "is" if count.confirmed == 1 else "are"
            where = f"{where_in_words(joining)} {verb}"
            raise MorePlacesAreTaken(taken=count_of(count.confirmed, "place"), where=where)
        if not gone:
            _check_balance(joining, balance, places, count)


def _check_balance(joining: Joining, balance: Balance, places: int, count: Count) -> None:
    """Refuse a limit that a side is over already, and keeping places that others have."""
    where = where_in_words(joining)
    for side, most, kept, taken in (
        (Side.VOLUNTARY, balance.most_voluntary, balance.kept_voluntary, count.voluntary),
        (Side.COMMISSIONERS, balance.most_commissioners, balance.kept_commissioners, count.commissioners),
    ):
        if most is not None and taken > most:
            verb = "is" if taken == 1 else "are"
            raise MoreOfThatSideAreTaken(
                taken=count_of(taken, "place"), side=SIDES[side], where=f"{where} {verb}"
            )
        others = count.confirmed - taken
        if kept > taken and others + kept > places:
            verb = "is" if others == 1 else "are"
            raise TooManyWouldBeKept(
                taken=count_of(others, "place"),
                where=f"{where} {verb}",
                side=SIDES[side],
                most=places - others,
            )


def _people(number: int) -> str:
    return f"{count_of(number, 'person', 'people')} {'has' if number == 1 else 'have'}"


def tells_people(before: Plan, after: Plan) -> bool:
    """Whether those who booked need a letter: another time, place, way to join or title."""
    return any(
        getattr(before, name) != getattr(after, name)
        for name in ("title", "on", "starts", "ends", "form", "venue", "joining_link")
    )
