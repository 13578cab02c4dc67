"""What people do before their calendars show it."""

from datetime import date

from forum.actions.models import Action, ActionOwner
from forum.booking import operations as booking
from forum.booking.models import Joining
from tests.makers import NOW, keep


def book(who, meeting, joining=Joining.IN_THE_ROOM):
    """A booking, made as people make it."""
    return booking.book_place(meeting, who.person, who, joining=joining, by=who.person, now=NOW)


def make_action(meeting, owner, text="Publish the list", due_on=date(2026, 12, 1), **values):
    """An action with one owner: a person or an organisation."""
    action = Action(
        reference="A-2026-001", forum=meeting.forum, meeting=meeting, text=text,
        due_on=due_on, first_due_on=due_on, raised_at=NOW, changed_at=NOW, **values,
    )  # fmt: skip
    keep(action, ActionOwner(action=action, **owner))
    return action
