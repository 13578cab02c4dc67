"""What is done with interests: entered, corrected, ended, confirmed; declared, and what followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forum.agendas.models import AgendaItem
from forum.attendance.following import tell_followers
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post
from forum.foundation.references import new_link_secret, new_reference
from forum.interests import letters, queries, rules
from forum.interests.models import (
    Declaration,
    DeclaredAt,
    Effect,
    Interest,
    InterestKind,
    InterestsCheck,
    NothingToDeclare,
)
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.organisations.models import Organisation
from forum.people.models import Person


@dataclass(frozen=True)
class WhatInterest:
    """An interest as it was filled in."""

    in_whom: str
    nature: str
    kind: InterestKind
    is_indirect: bool = False
    from_on: date | None = None
    until_on: date | None = None


# ---- The register -------------------------------------------------------------------------------------------


@operation
def enter_interest(
    forum: Forum, what: WhatInterest, *, host: Organisation | None = None, by: Person, now: datetime
) -> Interest:
    """Enter an interest of one's own, or of the forum's `host`. Sent twice, it is one entry.

    Raises `EndsBeforeItBegins` or `OnlyTheHost`.
    """
    hold(by)
    rules.check_days(what.from_on, what.until_on)
    if host is not None and host.id != forum.host_id:
        raise rules.OnlyTheHost
    had = queries.interests_of_organisation(forum, host) if host else queries.interests_of(forum, by)
    same = next((one for one in had if one.struck_at is None and _as_filled_in(one) == what), None)
    if same is not None:
        return same
    interest = _new(forum, what, person=None if host else by, organisation=host, now=now)
    note(by, "entered an interest", interest, now=now)
    return interest


@operation
def correct_interest(interest: Interest, what: WhatInterest, *, by: Person, now: datetime) -> Interest:
    """Correct an entry: a new one takes its place, and the old one stays, marked so.

    Raises `AlreadyCorrected`, `AlreadyStruck` or `EndsBeforeItBegins`.
    """
    _hold_live(interest)
    rules.check_days(what.from_on, what.until_on)
    if _as_filled_in(interest) == what:
        return interest
    newer = _new(interest.forum, what, person=interest.person, organisation=interest.organisation, now=now)
    newer.corrects = interest
    note(by, "corrected an interest", newer, now=now)
    return newer


@operation
def end_interest(interest: Interest, on: date, *, by: Person, now: datetime) -> None:
    """Say on which day an interest ended. Raises `HasEnded`, `EndsBeforeItBegins`, or as correcting does."""
    _hold_live(interest)
    if interest.until_on is not None and interest.until_on < day_in_london(now):
        raise rules.HasEnded
    rules.check_days(interest.from_on, on)
    interest.until_on = on
    note(by, "ended an interest", interest, now=now)


@operation
def strike_interest(interest: Interest, because: str, *, by: Person, now: datetime) -> None:
    """Mark an entry as made in error; it stays, with the reason. Raises `SayWhy`, or as correcting does."""
    _hold_live(interest)
    rules.check_reason(because)
    interest.struck_at, interest.struck_because = now, because
    note(by, "marked an interest as entered in error", interest, now=now)


@operation
def confirm_interests(forum: Forum, person: Person, *, now: datetime) -> None:
    """Keep that somebody said: my entries are still right. Whatever asked them is answered."""
    hold(person)
    for interest in queries.interests_of(forum, person):
        if interest.struck_at is None:
            interest.confirmed_at = now
            note(person, "said that an interest is still right", interest, now=now)
    for check in queries.open_checks(forum, person):
        check.answered_at = now
        note(person, "answered whether their interests are right", check, now=now)


@falls_due
@operation
def ask_if_still_right(now: datetime) -> int:
    """Ask everyone whose entries nobody confirmed for a year. Returns how many letters there are."""
    to_ask = queries.people_to_ask(now, day_in_london(now))
    for forum, person in to_ask:
        hold(person)
        check = InterestsCheck(
            reference=new_reference(), forum=forum, person=person, link_secret=new_link_secret(), asked_at=now
        )
        db.session.add(check)
        db.session.flush()
        post(letters.still_right(check))
        note(None, "asked whether interests are still right", check, now=now)
    return len(to_ask)


# ---- Declarations -------------------------------------------------------------------------------------------


@operation
def declare(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    *,
    nature: str,
    effect: Effect,
    asked_at: DeclaredAt,
    person: Person | None = None,
    host: Organisation | None = None,
    interest: Interest | None = None,
    by: Person,
    now: datetime,
) -> list[Declaration]:
    """Declare an interest of a person, or of the forum's host, on items; on none: on the meeting as a whole.

    The same sent twice is one declaration. Raises `NotOnThisAgenda` or `OnlyTheHost`.
    """
    hold(meeting)
    if host is not None and host.id != meeting.forum.host_id:
        raise rules.OnlyTheHost
    had = rules.those_that_count(queries.declarations_at(meeting))
    made = []
    for item in items or (None,):
        if item is not None and (item.agenda.meeting_id != meeting.id or item.is_withdrawn):
            raise rules.NotOnThisAgenda
        same = next((one for one in had if _is_same(one, item, person, host, nature, effect)), None)
        if same is not None:
            made.append(same)
            continue
        declaration = Declaration(
            meeting=meeting,
            item=item,
            person=person,
            organisation=host,
            interest=interest,
            nature=nature,
            effect=effect,
            declared_at=now,
            declared_by=by,
            asked_at=asked_at,
        )
        db.session.add(declaration)
        db.session.flush()
        note(by, "declared an interest", declaration, now=now)
        made.append(declaration)
    if any(one.declared_at == now for one in made):
        tell_followers(meeting, by, now)
    return made


@operation
def declare_nothing(meeting: Meeting, person: Person, *, now: datetime) -> None:
    """Keep that somebody has nothing to declare, so that they are not asked again."""
    hold(meeting)
    if queries.find_nothing(meeting, person) is None:
        nothing = NothingToDeclare(meeting=meeting, person=person, said_at=now)
        db.session.add(nothing)
        db.session.flush()
        note(person, "had nothing to declare", nothing, now=now)


@operation
def correct_declaration(
    declaration: Declaration, *, nature: str, effect: Effect, by: Person, now: datetime
) -> Declaration:
    """Correct a declaration: a new one takes its place, and both stay.

    What was recorded at the item stays with the old one. Raises `AlreadyCorrected` or `AlreadyStruck`.
    """
    hold(declaration.meeting)
    _check_counts(declaration)
    if (declaration.nature, declaration.effect) == (nature, effect):
        return declaration
    newer = Declaration(
        meeting=declaration.meeting,
        item=declaration.item,
        person=declaration.person,
        organisation=declaration.organisation,
        interest=declaration.interest,
        nature=nature,
        effect=effect,
        declared_at=now,
        declared_by=by,
        asked_at=DeclaredAt.LATER,
        corrects=declaration,
    )
    db.session.add(newer)
    db.session.flush()
    note(by, "corrected a declaration of interest", newer, now=now)
    tell_followers(declaration.meeting, by, now)
    return newer


@operation
def withdraw_declaration(declaration: Declaration, because: str, *, by: Person, now: datetime) -> None:
    """Mark a declaration as made in error; it stays, with the reason. Raises `SayWhy`, or as correcting does."""
    hold(declaration.meeting)
    _check_counts(declaration)
    rules.check_reason(because)
    declaration.withdrawn_at, declaration.withdrawn_because = now, because
    db.session.flush()
    note(by, "withdrew a declaration of interest", declaration, now=now)
    tell_followers(declaration.meeting, by, now)


@operation
def record_effects(meeting: Meeting, effects: dict[str, Effect], *, by: Person, now: datetime) -> None:
    """Record what happened at the items, by the declarations' references. What stood before is in the journal."""
    hold(meeting)
    changed = False
    for declaration in rules.those_that_count(queries.declarations_at(meeting)):
        effect = effects.get(declaration.reference)
        if effect is None or effect is declaration.recorded_effect:
            continue
        declaration.recorded_effect, declaration.recorded_at, declaration.recorded_by = effect, now, by
        note(by, "recorded what followed from a declaration", declaration, now=now)
        changed = True
    if changed:
        db.session.flush()
        tell_followers(meeting, by, now)


# ---- The parts ----------------------------------------------------------------------------------------------


def _new(
    forum: Forum,
    what: WhatInterest,
    *,
    person: Person | None,
    organisation: Organisation | None,
    now: datetime,
) -> Interest:
    interest = Interest(
        forum=forum,
        person=person,
        organisation=organisation,
        in_whom=what.in_whom,
        nature=what.nature,
        kind=what.kind,
        is_indirect=what.is_indirect,
        from_on=what.from_on,
        until_on=what.until_on,
        made_at=now,
        confirmed_at=now,
    )
    db.session.add(interest)
    db.session.flush()
    return interest


def _as_filled_in(interest: Interest) -> WhatInterest:
    return WhatInterest(
        interest.in_whom,
        interest.nature,
        interest.kind,
        interest.is_indirect,
        interest.from_on,
        interest.until_on,
    )


def _hold_live(interest: Interest) -> None:
    hold(interest)
    if interest.struck_at is not None:
        raise rules.AlreadyStruck
    if queries.corrected([interest]):
        raise rules.AlreadyCorrected


def _check_counts(declaration: Declaration) -> None:
    hold(declaration)
    if declaration.withdrawn_at is not None:
        raise rules.AlreadyStruck
    if any(one.corrects_id == declaration.id for one in queries.declarations_at(declaration.meeting)):
        raise rules.AlreadyCorrected


def _is_same(
    one: Declaration,
    item: AgendaItem | None,
    person: Person | None,
    host: Organisation | None,
    nature: str,
    effect: Effect,
) -> bool:
    return (one.item, one.person, one.organisation, one.nature, one.effect) == (
        item, person, host, nature, effect,
    )  # fmt: skip
