"""What is refused to somebody who cannot come, and to who comes instead."""

from dataclasses import dataclass
from datetime import datetime

from forum.booking.models import Booking
from forum.booking.rules.refusals import AlreadyCancelled, MeetingHasBegun, MeetingIsCancelled
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.membership.models import Representative


@dataclass(frozen=True)
class SomebodyElse:
    """Who comes instead and acts for no member yet: a name, and where the letter goes."""

    name: str
    email: str


class ApologiesAreSent(Refusal):
    message = "Apologies were sent before. Nothing more needs doing."


class TooLateForApologies(Refusal):
    message = "This meeting has begun. Tell the organiser, who keeps the list of who is there."


class NobodyCanStandIn(Refusal):
    message = "Somebody else can come only for an organisation. Send apologies alone."


class IsThePersonThemself(Refusal):
    message = "{name} is who cannot come. Choose somebody else."


class HasOwnBooking(Refusal):
    message = "{name} has a booking for this meeting already. Choose somebody else, or send apologies alone."


class NobodyActsForThem(Refusal):
    message = "Choose somebody of the same organisation, or give a name and an address."


class SomebodyOfThemComes(Refusal):
    message = "{name} has a booking for {organisation}. Send apologies for each person who cannot come."


class NothingWasAsked(Refusal):
    message = "There is nothing to confirm: the place stands as it is."


def check_can_send_apologies(meeting: Meeting, now: datetime) -> None:
    """Refuse apologies for a meeting that was called off or has begun. Closed booking is no hindrance."""
    if meeting.is_cancelled:
        raise MeetingIsCancelled
    if has_begun(meeting, now):
        raise TooLateForApologies


def has_begun(meeting: Meeting, now: datetime) -> bool:
    """Whether a meeting is under way or over; one without a time begins when its day is over."""
    return now >= meeting.starts_at if meeting.starts_at else meeting.is_over(now)


def can_be_replaced(representative: Representative | None) -> bool:
    """Whether somebody else can come instead: only for who speaks for an organisation."""
    return representative is not None and representative.organisation_id is not None


def check_can_be_replaced(representative: Representative | None) -> Representative:
    """For whom a substitute speaks. Refuses for lay members, guests, and officers who speak for nobody."""
    if representative is None or representative.organisation_id is None:
        raise NobodyCanStandIn
    return representative


def check_can_keep(booking: Booking, now: datetime) -> None:
    """Refuse to confirm what was given up, what nobody asked about, or what has begun. Twice is no matter."""
    if not booking.is_live:
        raise AlreadyCancelled
    if has_begun(booking.meeting, now):
        raise MeetingHasBegun
    if booking.asked_again_at is None:
        raise NothingWasAsked
