"""The rules of membership. They judge what they are handed: no database, no request, no clock."""

import re
from collections.abc import Iterable
from datetime import date

from forum.foundation.refusals import Refusal
from forum.foundation.words import date_of
from forum.membership.models import Forum, Membership, MembershipState, Office, Officer, Representative, Term


class DatesUpsideDown(Refusal):
    message = "The last day, {until}, comes before the first, {first}. Change one of them."


class CodeIsMalformed(Refusal):
    message = "A forum’s code is 2 to 6 capital letters or digits and begins with a letter, such as CYP."


class CodeIsTaken(Refusal):
    message = "Another forum has the code {code}. Choose a different one."


class NameIsMissing(Refusal):
    message = "Give the name."


class AlreadyHoldsOffice(Refusal):
    message = "{name} holds this office already in those days. End it first, or choose other days."


class OfficeHasEnded(Refusal):
    message = "This office ended on {day} already."


class LastOrganiser(Refusal):
    message = "{name} is the only organiser from then on. Appoint another organiser first."


class AlreadyMember(Refusal):
    message = "{name} is a member of this forum already, since {day}."


class NotAMember(Refusal):
    message = "{name} is not a member of this forum on {day}."


class HostStaysMember(Refusal):
    message = "{name} hosts this forum, so it stays a member."


class ActsAlready(Refusal):
    message = "{name} acts for {organisation} already, since {day}."


class ActingHasEnded(Refusal):
    message = "{name} has not acted for {organisation} since {day}."


def check_days(first: date, until: date | None) -> None:
    """Refuse a stretch of days that ends before it begins."""
    if until is not None and until < first:
        raise DatesUpsideDown(first=date_of(first), until=date_of(until))


def overlaps(first: date, until: date | None, other_first: date, other_until: date | None) -> bool:
    """Whether two stretches of days share a day; None is a stretch that is still open."""
    return (other_until is None or first <= other_until) and (until is None or other_first <= until)


def check_code(code: str) -> None:
    """Refuse a forum's code that could not stand in numbers and addresses."""
    if not re.fullmatch("[A-Z][A-Z0-9]{1,5}", code):
        raise CodeIsMalformed


def number_words(forum: Forum, register: str, year: int, count: int) -> str:
    """A number as people read it: `D-2026-014`; a forum that is not the first puts its code in."""
    code = "" if forum.is_first else f"{forum.code}-"
    return f"{register}-{code}{year}-{count:03d}"


# ---- Officers -----------------------------------------------------------------------------------------------


def check_can_appoint(
    name: str, office: Office, first: date, until: date | None, held: Iterable[Officer]
) -> None:
    """Refuse an office that this person holds in those days already. `held` are the person's in this forum."""
    check_days(first, until)
    for officer in held:
        if officer.office is office and overlaps(first, until, officer.from_on, officer.until_on):
            raise AlreadyHoldsOffice(name=name)


def check_can_end_office(officer: Officer, on: date, organisers: Iterable[Officer]) -> None:
    """Refuse an end before the beginning, an end a second time, and a forum without an organiser.

    `organisers` are all of the forum's, whenever they hold the office.
    """
    check_days(officer.from_on, on)
    if officer.until_on is not None and officer.until_on <= on:
        raise OfficeHasEnded(day=date_of(officer.until_on))
    others = [
        other
        for other in organisers
        if other is not officer and (other.until_on is None or other.until_on > on)
    ]
    if officer.office is Office.ORGANISER and not others:
        raise LastOrganiser(name=officer.person.shown_name)


# ---- Members ------------------------------------------------------------------------------------------------


def standing(membership: Membership, on: date) -> MembershipState | None:
    """How a membership stands on a day, computed from its terms; None before it was applied for."""
    begun = [term for term in membership.terms if term.from_on <= on]
    if any(term.until_on is None or term.until_on >= on for term in begun):
        return MembershipState.ACTIVE
    if begun:
        latest = max(begun, key=lambda term: term.from_on)
        return MembershipState.ENDED if latest.is_ended else MembershipState.LAPSED
    return MembershipState.APPLIED if membership.applied_on <= on else None


def member_since(terms: Iterable[Term], on: date) -> date | None:
    """Since when a membership alive on a day has been alive without a gap; None when it is not."""
    since: date | None = None
    for term in sorted(terms, key=lambda term: term.from_on, reverse=True):
        begins_here = since is None and term.from_on <= on and (term.until_on is None or term.until_on >= on)
        joins_on = since is not None and term.until_on is not None and (since - term.until_on).days <= 1
        if begins_here or joins_on:
            since = term.from_on
    return since


def check_can_admit(name: str, from_on: date, terms: Iterable[Term]) -> None:
    """Refuse to admit from a day on whoever is a member on it, or will be after it."""
    for term in terms:
        if overlaps(from_on, None, term.from_on, term.until_on):
            raise AlreadyMember(name=name, day=date_of(term.from_on))


def check_can_end_membership(membership: Membership, name: str, on: date) -> Term:
    """The term that ends. Refuses the host's, and one that is not alive on that day."""
    if membership.organisation_id is not None and membership.organisation_id == membership.forum.host_id:
        raise HostStaysMember(name=name)
    for term in membership.terms:
        if term.from_on <= on and (term.until_on is None or term.until_on >= on):
            return term
    raise NotAMember(name=name, day=date_of(on))


# ---- Representatives ----------------------------------------------------------------------------------------


def check_can_act(
    name: str, organisation: str, from_on: date, until_on: date | None, earlier: Iterable[Representative]
) -> None:
    """Refuse that a person acts twice for one organisation in the same days. `earlier` are all for that one."""
    check_days(from_on, until_on)
    for other in earlier:
        if overlaps(from_on, until_on, other.from_on, other.until_on):
            raise ActsAlready(name=name, organisation=organisation, day=date_of(other.from_on))


def check_can_stop_acting(
    representative: Representative, name: str, organisation: str, until_on: date
) -> None:
    """Refuse an end before the beginning, or after one that was set already."""
    check_days(representative.from_on, until_on)
    if representative.until_on is not None and representative.until_on <= until_on:
        raise ActingHasEnded(name=name, organisation=organisation, day=date_of(representative.until_on))


# ---- Settings -----------------------------------------------------------------------------------------------


class CallClosesBeforeItOpens(Refusal):
    message = "The call would close before it opens. Let it open more working days before the meeting than it closes."


class SecondReminderIsNoLater(Refusal):
    about = "second_reminder_days"
    message = (
        "The second reminder would not come after the first. Send it fewer days before, or send none with 0."
    )


def check_settings(forum: Forum) -> None:
    """Refuse settings that contradict one another."""
    if 0 < forum.first_reminder_days <= forum.second_reminder_days:
        raise SecondReminderIsNoLater
    if forum.call_closes_working_days >= forum.call_opens_working_days:
        raise CallClosesBeforeItOpens
