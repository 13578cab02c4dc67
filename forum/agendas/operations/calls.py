"""The call for items: what the organiser says in it, and its letters, which leave once."""

from datetime import datetime

from forum.agendas import letters, queries, rules
from forum.agendas.models import Call
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post_to_all
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.queries import people_of
from forum.people.models import Person


@operation
def save_call(meeting: Meeting, *, words: str, is_silent: bool, by: Person, now: datetime) -> Call:
    """Keep the organiser's own words above the letter, and whether one goes out by itself."""
    call = _held(meeting)
    call.words, call.is_silent = words, is_silent
    db.session.flush()
    note(by, "changed a call for items", call, now=now)
    return call


@operation
def announce_call(meeting: Meeting, *, seen: str, by: Person, now: datetime) -> int:
    """Send the letters of a call that is open, without waiting for the worker. Returns how many were written.

    `seen` is the mark of the letter that was looked at (`rules.mark_of_call`).
    Raises `CallIsNotOpen`, `CallIsAnnounced`, `CallHasChanged` or `NobodyToCall`.
    """
    call = _held(meeting)
    rules.check_can_announce(meeting, call, day_in_london(now))
    if seen != rules.mark_of_call(meeting, call.words):
        raise rules.CallHasChanged
    number = _announce(meeting, call, by, now)
    if not number:
        raise rules.NobodyToCall
    return number


@falls_due
@operation
def announce_calls(now: datetime) -> int:
    """Write the letters of every call that has opened: once, however often and by whomever this is called.

    The letters of one call are written together, so that they can be stopped together. Returns how many.
    """
    if not rules.is_the_hour(now):
        return 0
    written = 0
    for meeting, call in queries.meetings_that_call(now):
        if not rules.falls_due(meeting, call, now):
            continue
        held = _held(meeting)  # two workers at once: the second sees what the first has written
        if meeting.is_cancelled or not rules.falls_due(meeting, held, now):
            continue
        written += _announce(meeting, held, None, now)
    return written


def _held(meeting: Meeting) -> Call:
    """The call of a meeting, held together with it; begun where there was none."""
    hold(meeting)
    call = queries.find_call(meeting)
    if call is not None:
        hold(call)
        return call
    call = Call(meeting=meeting)
    db.session.add(call)
    db.session.flush()
    return call


def _announce(meeting: Meeting, call: Call, by: Person | None, now: datetime) -> int:
    is_again = rules.was_announced_otherwise(meeting, call)
    call.announced_at, call.announced_until_on = now, rules.call_closes_on(meeting)
    number = post_to_all(
        letters.call_opened(meeting, words=call.words, is_again=is_again),
        people_of(meeting.forum, day_in_london(now)),
        key=lambda person: rules.key_of_call(meeting, person.reference),
    )
    note(by, "announced a call for items", call, now=now)
    return number
