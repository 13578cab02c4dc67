"""A plan of a meeting: what it says, whether it can be, and what is worth a second look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from forum.foundation.clock import NoSuchTime, day_in_london, in_london, london_moment
from forum.foundation.words import clock_time, count_of, day, listed
from forum.meetings.models import Balance, Form, Meeting, MeetingState, Venue
from forum.meetings.rules.refusals import (
    ClocksChange,
    EndsBeforeStart,
    IsInThePast,
    KeptBeyondTheMeeting,
    MoreKeptThanMost,
    MoreKeptThanPlaces,
    OneTimeMissing,
    OpensAfterItCloses,
)


@dataclass(frozen=True)
class Plan:
    """What an organiser says of a meeting, in London time.

    Without times its date is provisional; with them it may be left so until it is confirmed.
    """

    title: str
    on: date
    starts: time | None = None
    ends: time | None = None
    form: Form = Form.IN_PERSON
    venue: Venue | None = None
    joining_link: str | None = None
    places: int = 0
    places_online: int = 0
    lead: str = ""
    who_for: str = ""
    booking_closes_at: datetime | None = None
    booking_opens_at: datetime | None = None
    dial_in: str | None = None
    balance: Balance = Balance()
    balance_online: Balance = Balance()
    kept_until_on: date | None = None
    is_provisional: bool = False
    is_open_to_public: bool = False

    @property
    def starts_at(self) -> datetime | None:
        """The moment of the start. Raises `ClocksChange`."""
        return None if self.starts is None else moment_on(self.on, self.starts, "starts")

    @property
    def ends_at(self) -> datetime | None:
        """The moment of the end. Raises `ClocksChange`."""
        return None if self.ends is None else moment_on(self.on, self.ends, "ends")

    @property
    def keeps_places(self) -> bool:
        """Whether any place is kept for one side, in the room or online."""
        return any(
            one.kept_voluntary or one.kept_commissioners for one in (self.balance, self.balance_online)
        )

    @property
    def state(self) -> MeetingState:
        """A meeting with its times is confirmed unless it is left provisional; one without them cannot be."""
        is_sure = self.starts is not None and not self.is_provisional
        return MeetingState.CONFIRMED if is_sure else MeetingState.PROVISIONAL


def plan_of(meeting: Meeting) -> Plan:
    """The plan that a meeting stands on now."""
    return Plan(
        title=meeting.title,
        on=meeting.on,
        starts=in_london(meeting.starts_at).time() if meeting.starts_at else None,
        ends=in_london(meeting.ends_at).time() if meeting.ends_at else None,
        form=meeting.form,
        venue=meeting.venue,
        joining_link=meeting.joining_link,
        places=meeting.places,
        places_online=meeting.places_online,
        lead=meeting.lead,
        who_for=meeting.who_for,
        booking_closes_at=meeting.booking_closes_at,
        booking_opens_at=meeting.booking_opens_at,
        dial_in=meeting.dial_in,
        balance=meeting.balance,
        balance_online=meeting.balance_online,
        kept_until_on=meeting.kept_until_on,
        is_provisional=meeting.starts_at is not None and meeting.state is MeetingState.PROVISIONAL,
        is_open_to_public=meeting.is_open_to_public,
    )


def moment_on(on: date, at: time, question: str | None = None) -> datetime:
    """The moment at which London's clocks show a time. Raises `ClocksChange`, about `question`, where none does."""
    try:
        return london_moment(on, at)
    except NoSuchTime:
        refusal = ClocksChange(time=clock_time(at), day=day(on))
        raise (refusal.at(question) if question else refusal) from None


def check_plan(
    plan: Plan, now: datetime, before: Plan | None = None, *, for_the_record: bool = False
) -> None:
    """Refuse a plan that cannot be: an end before the start, a time that no clock shows, a new date in the past.

    `before` is the plan that stood: a date that stays is not asked again, so that a title can be mended later.
    """
    if (plan.starts is None) is not (plan.ends is None):
        raise OneTimeMissing().at("starts" if plan.starts is None else "ends")
    starts_at, ends_at = plan.starts_at, plan.ends_at
    if starts_at and ends_at and ends_at <= starts_at:
        raise EndsBeforeStart
    for balance, places, where, ending in (
        (plan.balance, plan.places, "in the room", ""),
        (plan.balance_online, plan.places_online, "online", "_online"),
    ):
        _check_balance(balance, places, where, ending)
    if plan.keeps_places and plan.kept_until_on and plan.kept_until_on > plan.on:
        raise KeptBeyondTheMeeting(until=day(plan.kept_until_on), on=day(plan.on))
    closes_at = plan.booking_closes_at or starts_at
    if plan.booking_opens_at and closes_at and plan.booking_opens_at >= closes_at:
        raise OpensAfterItCloses
    is_same = before is not None and (before.on, before.starts) == (plan.on, plan.starts)
    has_passed = plan.on < day_in_london(now) if starts_at is None else starts_at < now
    if has_passed and not is_same and not for_the_record:
        is_today = plan.on == day_in_london(now)
        raise IsInThePast(when=f"{clock_time(starts_at)} today" if starts_at and is_today else day(plan.on))


def _check_balance(balance: Balance, places: int, where: str, ending: str) -> None:
    """Refuse to keep more places than there are, or more for a side than it may have."""
    kept = balance.kept_voluntary + balance.kept_commissioners
    if kept > places:
        question = "kept_voluntary" if balance.kept_voluntary else "kept_commissioners"
        number = f"only {places}" if places else "none"
        raise MoreKeptThanPlaces(kept=count_of(kept, "place"), where=where, places=number).at(
            question + ending
        )
    for question, side, own, most in (
        ("kept_voluntary", "the voluntary sector", balance.kept_voluntary, balance.most_voluntary),
        ("kept_commissioners", "commissioners", balance.kept_commissioners, balance.most_commissioners),
    ):
        if most is not None and own > most:
            refusal = MoreKeptThanMost(kept=count_of(own, "place"), where=where, side=side, most=most)
            raise refusal.at(question + ending)


def warnings_of(plan: Plan, now: datetime, holiday: str | None, others: Sequence[Meeting]) -> list[str]:
    """What is worth a second look in a plan, in sentences. None of it refuses."""
    said = []
    if holiday:
        said.append(f"{day(plan.on)} is a bank holiday: {holiday}.")
    elif plan.on.weekday() >= 5:
        said.append(f"{day(plan.on)} is at the weekend.")
    if others:
        said.append(f"On the same day there is also: {listed(_in_short(other) for other in others)}.")
    if plan.booking_closes_at and plan.starts_at and plan.booking_closes_at > plan.starts_at:
        said.append("Booking would close after the start. Nobody can book once the meeting has begun.")
    return said + _long_before(plan)


LONG_BEFORE = timedelta(days=28)
"""A day so far ahead of a meeting is mostly left over from before it moved."""


def _long_before(plan: Plan) -> list[str]:
    """Which days of a plan come so long before its meeting that they may have been meant for another date."""
    closes_on = day_in_london(plan.booking_closes_at) if plan.booking_closes_at else None
    days = [("Booking closes on", closes_on)]
    if plan.keeps_places:
        days.append(("Kept places are open to all from", plan.kept_until_on))
    return [
        f"{what} {day(on)}, {count_of((plan.on - on).days, 'day')} before the meeting."
        for what, on in days
        if on is not None and plan.on - on > LONG_BEFORE
    ]


def _in_short(meeting: Meeting) -> str:
    return f"{meeting.title} ({clock_time(meeting.starts_at)})" if meeting.starts_at else meeting.title


def changes_the_time(before: Plan, after: Plan) -> bool:
    """Whether calendars must count this as a new edition: another start or end, or another state."""
    was, will_be = (before.on, before.starts, before.ends), (after.on, after.starts, after.ends)
    return was != will_be or before.state is not after.state


def moment_after(before: datetime | None, now: datetime) -> datetime:
    """The moment of a change, in whole seconds as calendars write it, always later than the one before."""
    moment = now.replace(microsecond=0)
    if before is None:
        return moment
    return max(moment, before.replace(microsecond=0) + timedelta(seconds=1))
