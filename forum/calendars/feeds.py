"""The feeds: models in, iCalendar octets out. No request, no database, no clock."""

from collections.abc import Sequence

from forum.actions.models import Action, ActionState
from forum.booking.calendar import place_of
from forum.booking.models import Booking
from forum.foundation.calendar import Entry, Status, day_after, shortened, write_calendar
from forum.meetings.calendar import entry_of
from forum.meetings.models import Meeting

LONGEST_TITLE = 200
"""Octets of an action's text in its title; all of it stands on the action's page."""

_HOW_IT_STANDS = {
    ActionState.SAID_TO_BE_DONE: "Action, said to be done",
    ActionState.CLOSED: "Action done",
}


def of_every_forum(meetings: Sequence[Meeting], forums: Sequence[str], base: str) -> bytes:
    """The public feed: every published meeting of every forum."""
    return write_calendar(_of(forums), [entry_of(meeting, base) for meeting in meetings])


def of_series(name: str, meetings: Sequence[Meeting], forums: Sequence[str], base: str) -> bytes:
    """The feed of one series."""
    return write_calendar(f"{name}: {_of(forums)}", [entry_of(meeting, base) for meeting in meetings])


def of_one_person(
    bookings: Sequence[Booking], actions: Sequence[Action], forums: Sequence[str], base: str
) -> bytes:
    """A person's own calendar: their places, their turns on waiting lists, and their actions with a date."""
    entries = [entry_of(booking.meeting, base, place_of(booking, base)) for booking in bookings]
    entries += [entry_of_action(action, base) for action in actions]
    return write_calendar(f"My {_of(forums)}", entries)


def entry_of_action(action: Action, base: str) -> Entry:
    """An action as a whole day in its owner's calendar: the day on which it is due. Programs show no to-dos."""
    assert action.due_on is not None, "an action without a date has no day to stand on"
    page = f"{base}/actions/{action.reference}"
    how = _HOW_IT_STANDS.get(action.state, "Action")
    return Entry(
        uid=action.uid,
        sequence=_sequence_of(action),
        made_at=action.raised_at,
        changed_at=action.changed_at,
        status=Status.CONFIRMED,
        title=f"{how}: {shortened(action.text, LONGEST_TITLE)}",
        starts=action.due_on,
        ends=day_after(action.due_on),
        text=f"{action.reference} is due on this day. Say how it stands:\n{page}",
        page=page,
    )


def _sequence_of(action: Action) -> int:
    """How far an action has got since it was raised, in seconds: whatever moves its day, the number only grows."""
    return max(action.times_moved, int((action.changed_at - action.raised_at).total_seconds()))


def _of(forums: Sequence[str]) -> str:
    """The one forum's name; with several, a name for all of them."""
    return forums[0] if len(forums) == 1 else "Commissioning forums"
