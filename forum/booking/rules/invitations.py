"""Whom an organiser invites, who has answered, and when somebody may be reminded."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from forum.booking.models import Invitation
from forum.booking.rules.refusals import BookingIsNotOpen, BookingOpensLater, check_is_open
from forum.foundation.clock import day_in_london
from forum.foundation.refusals import Refusal
from forum.foundation.words import day_and_time
from forum.meetings.models import Meeting
from forum.membership.models import Contact, Representative
from forum.organisations.models import Side


class NobodyIsInvitedYet(Refusal):
    message = "People are invited to a meeting that is published and whose time is fixed. Publish it first."


class Whom(StrEnum):
    """Whom an organiser invites to a meeting."""

    EVERYBODY = "everybody"
    COMMISSIONERS = "commissioners"
    VOLUNTARY = "voluntary sector"
    CONTACTS = "contacts"


WHOM = {
    Whom.EVERYBODY: "Everybody: all representatives and lay members",
    Whom.COMMISSIONERS: "Only commissioners",
    Whom.VOLUNTARY: "Only the voluntary sector",
    Whom.CONTACTS: "Only the first and second contact of each organisation, and lay members",
}
"""Each of them in words."""


@dataclass(frozen=True)
class Round:
    """Whom an invitation would reach now, and whom not."""

    people: list[Representative] = field(default_factory=list)
    invited: int = 0  # were invited before, and get no second letter
    answered: int = 0  # have booked or sent apologies without being asked
    without_address: list[Representative] = field(default_factory=list)


def check_can_invite(meeting: Meeting, now: datetime) -> None:
    """Refuse to invite to a meeting that nobody could book. One whose booking opens later is none of these."""
    try:
        check_is_open(meeting, now)
    except BookingOpensLater:
        return
    except BookingIsNotOpen:
        raise NobodyIsInvitedYet from None


def is_among(representative: Representative, whom: Whom) -> bool:
    """Whether somebody belongs to those who are to be invited. A lay member is their own contact."""
    organisation = representative.organisation
    if whom is Whom.EVERYBODY:
        return True
    if whom is Whom.CONTACTS:
        return organisation is None or representative.contact is not Contact.REPRESENTATIVE
    side = organisation.side if organisation else Side.OTHERS
    return side is (Side.COMMISSIONERS if whom is Whom.COMMISSIONERS else Side.VOLUNTARY)


def round_of(
    representatives: Iterable[Representative], whom: Whom, invited: Collection[int], answered: Collection[int]
) -> Round:
    """Sort out whom a letter reaches: each person once, for whom they act first.

    `invited` and `answered` are the numbers of people.
    """
    seen: set[int] = set()
    people: list[Representative] = []
    without_address: list[Representative] = []
    for one in representatives:
        if one.person_id in seen or not is_among(one, whom):
            continue
        seen.add(one.person_id)
        if one.person_id in invited or one.person_id in answered:
            continue
        (people if one.person.email else without_address).append(one)
    before = seen & set(invited)
    return Round(people, len(before), len((seen & set(answered)) - before), without_address)


@dataclass(frozen=True)
class Reminded:
    """Whom a reminder would reach now, and whom not."""

    people: list[Invitation] = field(default_factory=list)
    today: int = 0  # had a letter today
    without_address: int = 0


def reminder_of(invitations: Sequence[Invitation], stopped: Collection[str], today: date) -> Reminded:
    """Sort out whom a reminder reaches: who had no letter about it today.

    `stopped` are the references of people whose last reminder was kept from leaving: it does not count.
    """
    people, had_one, without_address = [], 0, 0
    for one in invitations:
        reminded_at = None if one.person.reference in stopped else one.reminded_at
        if not one.person.email:
            without_address += 1
        elif day_in_london(reminded_at or one.invited_at) >= today:
            had_one += 1
        else:
            people.append(one)
    return Reminded(people, had_one, without_address)


def why_ended(invitation: Invitation, now: datetime) -> str | None:
    """Why an invitation's link does nothing any more, in a sentence; None while it can be answered."""
    meeting = invitation.meeting
    if meeting.is_cancelled:
        return "This meeting has been called off."
    if meeting.is_over(now):
        return "This meeting is over."
    if meeting.starts_at is None or now >= meeting.starts_at:
        return "This meeting has begun." if meeting.starts_at else "This meeting has no time at present."
    return None


def opens_in_words(meeting: Meeting, now: datetime) -> str:
    """From when a place can be booked, in a sentence; empty once it can."""
    try:
        check_is_open(meeting, now)
    except BookingOpensLater as later:
        return str(later)
    except Refusal:
        return ""
    return ""


def closes_in_words(closes: datetime | None, starts: datetime | None) -> str:
    """Until when people answer, in words; empty where that is the start, which they know."""
    return day_and_time(closes) if closes is not None and closes != starts else ""
