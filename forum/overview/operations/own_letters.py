"""Writing to people in an organiser's own words. Each operation is one transaction, and sent twice it is one letter."""

from datetime import datetime

from forum.foundation.clock import day_in_london
from forum.foundation.database import hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.queries import people_of
from forum.overview import letters
from forum.overview.queries import own_letters as queries
from forum.overview.rules import own_letters as rules
from forum.people.models import Person


@operation
def write_to_booked(
    meeting: Meeting, reach: rules.Reach, subject: str, words: str, *, key: str, by: Person, now: datetime
) -> int:
    """Write to those with a place at a meeting, those who wait, or both: one letter each.

    `key` is the form's own: the same words from the same form are written once. Returns how many letters are
    new. Raises `NobodyToWriteTo`.
    """
    hold(meeting)
    bookings = queries.bookings_reached(meeting, reach)
    if not bookings:
        raise rules.NobodyToWriteTo
    mark = rules.mark_of(key, meeting.reference, reach, subject, words)
    new = sum(
        post(
            letters.own_letter(
                meeting.forum, one.person, subject, words,
                key=f"own:{mark}:{one.person.reference}", booking=one,
            )
        )
        for one in bookings
    )  # fmt: skip
    if new:
        note(by, "wrote to those who booked", meeting, now=now)
    return new


@operation
def write_to_members(forum: Forum, subject: str, words: str, *, key: str, by: Person, now: datetime) -> int:
    """Write to everybody who acts for a live member of the forum, and to its lay members: one letter each.

    `key` is the form's own, as above. Returns how many letters are new. Raises `NobodyToWriteTo`.
    """
    hold(forum)
    people = people_of(forum, day_in_london(now))
    if not people:
        raise rules.NobodyToWriteTo
    mark = rules.mark_of(key, subject, words)
    new = sum(
        post(letters.own_letter(forum, one, subject, words, key=f"own:{mark}:{one.reference}"))
        for one in people
    )
    if new:
        note(by, "wrote to all members", forum, now=now)
    return new
