"""Somebody comes after all: what booking takes back."""

from datetime import datetime

from forum.booking import queries
from forum.foundation.database import operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.people.models import Person


@operation
def withdraw_apologies(
    meeting: Meeting,
    person: Person,
    representative: Representative | None,
    *,
    by: Person | None,
    now: datetime,
) -> None:
    """Take back a person's apologies, and those of their organisation with nobody named, since they come.

    Part of each operation that books a place, which holds the meeting.
    """
    for apologies in queries.apologies_taken_back_by(meeting, person, representative):
        apologies.withdrawn_at = now
        note(by, "took apologies back by coming after all", apologies, now=now)
