"""The parts of an action of all members: a member says that it has done its own."""

from datetime import datetime

from forum.actions import queries, rules
from forum.actions.models import Action, ActionState, ActionTick, Said
from forum.actions.writing import add_report
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.membership.queries import representations_of
from forum.people.models import Person


@operation
def tick_part(action: Action, key: str, *, by: Person, now: datetime) -> rules.MemberPart:
    """Say that a member has done its part; once all have, the action is said to be done. Twice does nothing.

    `key` is the reference of the organisation or of the lay member. Returns the part as it is now.
    Raises `ActionHasEnded`, `NotForAllMembers`, `NoPartInIt`.
    """
    return _let_part_be(action, key, True, by, now)


@operation
def take_back_tick(action: Action, key: str, *, by: Person, now: datetime) -> rules.MemberPart:
    """Say that a member has not done its part after all. Raises as `tick_part`."""
    return _let_part_be(action, key, False, by, now)


@operation
def tick_own_parts(action: Action, *, by: Person, now: datetime) -> None:
    """Say that the part of everybody for whom a person acts is done. Who has no part in it is passed over."""
    known = {part.key for part in queries.parts_of(action, day_in_london(now))}
    for acts in representations_of(by, action.forum, day_in_london(now)):
        key = acts.organisation.reference if acts.organisation is not None else by.reference
        if key in known:
            _let_part_be(action, key, True, by, now)


def _let_part_be(action: Action, key: str, is_done: bool, by: Person, now: datetime) -> rules.MemberPart:
    hold(action)
    rules.check_is_live(action)
    today = day_in_london(now)
    parts = queries.parts_of(action, today)
    part = rules.check_has_part(action, parts, key)
    if part.is_done is is_done:
        return part
    before = rules.progress(parts)
    tick = part.tick or ActionTick(
        action=action, organisation=part.organisation, person=part.person, ticked_at=now, by=by
    )
    if is_done:
        tick.ticked_at, tick.by, tick.withdrawn_at = now, by, None
    else:
        tick.withdrawn_at = now
    db.session.add(tick)
    db.session.flush()
    note(by, "did a part of an action" if is_done else "took back a part of an action", tick, now=now)
    parts = queries.parts_of(action, today)
    state = rules.state_after_tick(action, before, rules.progress(parts))
    if state is not action.state:
        _turn(action, state, rules.progress(parts), by, now)
    return rules.check_has_part(action, parts, key)


def _turn(action: Action, state: ActionState, progress: rules.Progress, by: Person, now: datetime) -> None:
    was, action.state, action.changed_at = action.state, state, now
    if state is ActionState.SAID_TO_BE_DONE:
        add_report(action, Said.DONE, f"{progress.words}.", by=by, now=now)
    elif was is ActionState.SAID_TO_BE_DONE:
        add_report(action, Said.ON_TRACK, f"Not all, after all: {progress.words}.", by=by, now=now)
    note(by, "changed how an action of all members stands", action, now=now)
