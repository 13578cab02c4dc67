"""What booking refuses, each in a sentence, and when."""

from datetime import datetime

from forum.booking.models import Booking, Joining
from forum.booking.rules.claims import Way, balance_of, limits_with, total_of, ways_to_join
from forum.booking.rules.counting import Count, Taken
from forum.booking.rules.words import SIDES, TWO_SIDES
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of, day_and_time
from forum.meetings.models import Balance, Meeting
from forum.meetings.rules import Plan
from forum.membership.models import Forum
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
    message = "{taken} taken. Leave at least as many, or cancel bookings first."


class MoreOfThatSideAreTaken(Refusal):
    message = "{taken} taken. Let them have at least as many, or cancel bookings first."


class TooManyWouldBeKept(Refusal):
    message = "{taken} taken by others, so at most {most} can be kept for {side}. Keep fewer, or add places."


class PeopleComeThatWay(Refusal):
    message = "{people}. Cancel these bookings first, or keep the meeting as it is."


class PeopleHaveBooked(Refusal):
    message = "{people}, so a time must stay. Give another time, or call the meeting off."


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


def check_leaves_room(before: Plan, plan: Plan, taken: Taken, forum: Forum, now: datetime) -> None:
    """Refuse a change that would leave somebody without what they booked, and name what stands in its way.

    Limits are judged where the plan changes them: what stood before hinders no other change. Kept places that
    are open to all by now hinder nothing.
    """
    live = taken.room.confirmed + taken.online + taken.waiting
    if plan.starts is None and live:
        raise PeopleHaveBooked(people=_people(live)).at("starts")
    limits = limits_with(plan, forum, now)
    for joining in Joining:
        count = taken.of(joining)
        if joining not in limits.ways:
            if gone := count.confirmed + count.waiting:
                raise PeopleComeThatWay(people=_people(gone, f" {joining.value}")).at("form")
            continue
        way, where = limits.of(joining), f" {joining.value}" if limits.is_hybrid else ""
        ending = "_online" if joining is Joining.ONLINE else ""  # of the questions about this way
        if count.confirmed > way.total:
            raise MorePlacesAreTaken(taken=_places(count.confirmed, where)).at(f"places{ending}")
        _check_most(balance_of(before, joining), balance_of(plan, joining), count, where, ending)
        if _kept_as_planned(before, joining) != _kept_as_planned(plan, joining):
            _check_kept(way, count, where, ending)


def _kept_as_planned(plan: Plan, joining: Joining) -> tuple[object, ...]:
    balance = balance_of(plan, joining)
    return balance.kept_voluntary, balance.kept_commissioners, total_of(plan, joining), plan.kept_until_on


def _check_most(before: Balance, balance: Balance, count: Count, where: str, ending: str) -> None:
    """Refuse a limit that a side is over already."""
    for side, old, most, question in (
        (Side.VOLUNTARY, before.most_voluntary, balance.most_voluntary, "most_voluntary"),
        (Side.COMMISSIONERS, before.most_commissioners, balance.most_commissioners, "most_commissioners"),
    ):
        taken = count.of(side)
        if most is not None and most != old and taken > most:
            verb = "is" if taken == 1 else "are"
            refusal = MoreOfThatSideAreTaken(
                taken=f"{count_of(taken, 'place')}{where} for {SIDES[side]} {verb}"
            )
            raise refusal.at(question + ending)


def _check_kept(way: Way, count: Count, where: str, ending: str) -> None:
    """Refuse to keep places that others have already."""
    unused = {side: way.share(side).kept for side in TWO_SIDES if way.share(side).kept > count.of(side)}
    others = count.confirmed - sum(count.of(side) for side in unused)
    kept = sum(unused.values())
    if kept > way.total:  # a plan that keeps more than there is: its own rules say so
        return
    if not unused or others + kept <= way.total:
        return
    raise TooManyWouldBeKept(
        taken=_places(others, where),
        most=way.total - others,
        side=SIDES[next(iter(unused))] if len(unused) == 1 else "the two sides together",
    ).at(("kept_voluntary" if Side.VOLUNTARY in unused else "kept_commissioners") + ending)


def _places(number: int, where: str) -> str:
    return f"{count_of(number, 'place')}{where} {'is' if number == 1 else 'are'}"


def _people(number: int, where: str = "") -> str:
    """`1 person has a place online or waits for one`."""
    has, waits = ("has", "waits") if number == 1 else ("have", "wait")
    return f"{count_of(number, 'person', 'people')} {has} a place{where} or {waits} for one"
