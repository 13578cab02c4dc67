"""How the tests of minutes write a line and mark who was there."""

from forum.actions.rules import Owner
from forum.attendance.models import Presence
from forum.attendance.operations import mark_attendance
from forum.attendance.rules import Mark
from forum.minutes import operations
from forum.minutes.models import EntryKind
from tests.makers import NOW

NOTE, DECISION, ACTION = EntryKind.NOTE, EntryKind.DECISION, EntryKind.ACTION


def mark(representative, presence=Presence.PRESENT, **values):
    organisation = representative.organisation
    return Mark(representative.person, organisation, presence, is_lay=organisation is None, **values)


def mark_all(meeting, by, *marks):
    for one in marks:
        mark_attendance(meeting, one, by=by, now=NOW)


def write(minutes, item, by, text="Small providers see it late.", kind=NOTE, now=NOW, **values):
    return operations.write_entry(minutes, item, kind, text, by=by, now=now, **values)


def owner(representative):
    return Owner(representative.person, representative.organisation)
