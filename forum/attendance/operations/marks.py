"""Marking who is there. A mark is one change of one person, so two who mark at once do not undo each other."""

from datetime import datetime

from forum.attendance import queries, rules
from forum.attendance.following import tell_followers
from forum.attendance.models import Attendance, Presence
from forum.attendance.rows import begin_mark
from forum.attendance.rules import Mark, Tick
from forum.booking.models import Booking, Joining
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.operations import know_person
from forum.people.models import Person

# ---- At the door --------------------------------------------------------------------------------------------


@operation
def tick(
    meeting: Meeting,
    person: Person,
    what: Tick,
    *,
    tapped_at: datetime | None = None,
    by: Person | None,
    now: datetime,
) -> Attendance | None:
    """Mark one person at the door, on the day. The same mark twice is one.

    `tapped_at` is for one that waited for the connection: where somebody else marked the same person after it, it
    changes nothing. `by` is None for whoever holds the link for the door. Returns how the person stands marked, if
    at all. Raises `MeetingWasCalledOff`, `TooEarlyToMark`, `DayIsOver`, `ListIsCirculated`, `ListIsApproved`,
    `NotOnTheList`.
    """
    hold(meeting)
    rules.check_can_tick(meeting, queries.find_list(meeting), now)
    at = rules.moment_of(tapped_at, meeting, now)
    row = queries.find_mark(meeting, person)
    if row is not None and row.marked_at is not None and at < row.marked_at:
        return row
    if row is None or row.presence is Presence.EXPECTED:
        place = queries.find_place(meeting, person)
        if place is None and what is Tick.HERE:
            raise rules.NotOnTheList
        if place is None or what is not Tick.HERE:
            return row
        row = row or begin_mark(_mark_of(place), meeting)
    _apply(row, what, at, by=by, now=now)
    return row


@operation
def let_in(booking: Booking, *, by: Person | None, now: datetime) -> Attendance:
    """Mark somebody as here by their booking, whatever became of it: they stand at the door.

    Raises what `tick` raises but `NotOnTheList`.
    """
    meeting = booking.meeting
    hold(meeting)
    rules.check_can_tick(meeting, queries.find_list(meeting), now)
    row = queries.find_mark(meeting, booking.person) or begin_mark(_mark_of(booking), meeting)
    _apply(row, Tick.HERE, now, by=by, now=now)
    return row


def _apply(row: Attendance, what: Tick, at: datetime, *, by: Person | None, now: datetime) -> None:
    """Let one tick be true of a row; where it is already, nothing happens."""
    is_here = row.presence is Presence.PRESENT
    if what is Tick.HERE and not is_here:
        row.presence, row.arrived_at, row.left_at = Presence.PRESENT, at, None
        act = "marked somebody as here"
    elif what is Tick.UNDO and row.presence is not Presence.EXPECTED:
        row.presence, row.arrived_at, row.left_at = Presence.EXPECTED, None, None
        row.arrived_at_item = row.left_at_item = None
        act = "took back a mark"
    elif what is Tick.LEFT and is_here and row.left_at is None:
        row.left_at = max(at, row.arrived_at or at)
        act = "marked that somebody left"
    elif what is Tick.BACK and is_here and row.left_at is not None:
        row.left_at = row.left_at_item = None
        act = "marked that somebody is still here"
    else:
        return
    row.marked_at = at
    db.session.flush()
    note(by, act if by is not None else f"{act}, at the door", row, now=now)
    if what in (Tick.UNDO, Tick.BACK):  # what was decided meanwhile had others to decide it
        tell_followers(row.meeting, by, now)


@operation
def add_walk_in(
    meeting: Meeting,
    name: str,
    organisation: str = "",
    *,
    sent_key: str | None = None,
    tapped_at: datetime | None = None,
    because: str = "",
    at_the_door: bool = True,
    by: Person | None,
    now: datetime,
) -> Attendance:
    """Put somebody on the list as here who came without a place. Sent twice under one `sent_key`, they are one.

    A representative of the named organisation by that name is who is meant, and of no organisation a lay member or
    an officer; else a person is added, without an account. `at_the_door` is on the day; off it, the list is put
    right on the desk, with a reason where one is needed. Raises `NameIsMissing`, `NameIsTooLong`, and what `tick`
    raises at the door, on the desk `TooEarlyToMark`, `ReasonIsMissing`, `ListIsApproved`, `AlreadyListed`.
    """
    hold(meeting)
    name, organisation = " ".join(name.split()), " ".join(organisation.split())
    rules.check_walk_in(name, organisation)
    key = rules.key_of(sent_key, name, organisation) if sent_key else None
    found = queries.find_sent_as(meeting, key) if key else None
    if found is not None:
        return found
    firm = queries.find_list(meeting)
    if at_the_door:
        rules.check_can_tick(meeting, firm, now)
    else:
        rules.check_can_add(meeting, firm, because, now)
    mark = _who_walked_in(meeting, name, organisation, by=by, now=now)
    row = queries.find_mark(meeting, mark.person) or begin_mark(mark, meeting)
    if row.presence is Presence.PRESENT:
        if not at_the_door:
            raise rules.AlreadyListed(name=mark.person.shown_name)
        return row
    row.presence, row.left_at, row.sent_key = Presence.PRESENT, None, key
    row.because = because.strip()
    row.arrived_at = row.marked_at = rules.moment_of(tapped_at, meeting, now) if at_the_door else None
    row.marked_at = row.marked_at or now
    db.session.flush()
    note(by, "put somebody on the list who came without a place", row, now=now)
    if not at_the_door:
        tell_followers(meeting, by, now)
    return row


def _who_walked_in(
    meeting: Meeting, name: str, organisation: str, *, by: Person | None, now: datetime
) -> Mark:
    known = queries.find_known(meeting.forum, organisation, meeting.on)
    for person, is_lay in known.people:
        if rules.is_same_name(person.shown_name, name):
            place = queries.find_place(meeting, person)
            if place is not None:
                return _mark_of(place)
            return Mark(person, known.organisation, Presence.EXPECTED, is_lay=is_lay)
    guest_from = "" if known.organisation else organisation or "guest"
    for person in queries.people_listed(meeting, known.organisation, guest_from):
        if rules.is_same_name(person.shown_name, name):  # put down at another door, or taken back before
            return Mark(person, known.organisation, Presence.EXPECTED, guest_from=guest_from)
    person = know_person(name, None, by=by, now=now)
    return Mark(person, known.organisation, Presence.EXPECTED, guest_from=guest_from)


# ---- On the desk --------------------------------------------------------------------------------------------


@operation
def mark_attendance(
    meeting: Meeting,
    mark: Mark,
    *,
    because: str = "",
    seen: str | None = None,
    by: Person,
    now: datetime,
) -> Attendance:
    """Say of one person whether they were there, for whom, how and when.

    `seen` is the edition of the mark that was read before, so that nobody writes over another unseen.
    Raises `MeetingWasCalledOff`, `TooEarlyToMark`, `ListIsApproved`, `ReasonIsMissing`, `MarkedMeanwhile`,
    `LeftBeforeArriving`, `SubstituteForThemself`.
    """
    hold(meeting)
    row = queries.find_mark(meeting, mark.person)
    rules.check_can_mark(meeting, queries.find_list(meeting), row, because, now)
    rules.check_mark(mark)
    if seen is not None and seen != rules.edition_of(row):
        raise rules.MarkedMeanwhile(name=mark.person.shown_name)
    row = row or begin_mark(mark, meeting)
    was_there = mark.presence is Presence.PRESENT
    row.organisation = mark.organisation
    row.is_lay = mark.is_lay
    row.guest_from = mark.guest_from
    row.presence = mark.presence
    row.is_online = mark.is_online
    row.arrived_at = mark.arrived_at if was_there else None
    row.left_at = mark.left_at if was_there else None
    row.arrived_at_item_id = mark.arrived_at_item_id if was_there else None
    row.left_at_item_id = mark.left_at_item_id if was_there else None
    row.substitute_for = mark.substitute_for if was_there else None
    row.because = because.strip() or row.because
    row.marked_at = now
    db.session.flush()
    note(by, "marked whether somebody was there", row, now=now)
    tell_followers(meeting, by, now)
    return row


@operation
def mark_everyone_else(
    meeting: Meeting, presence: Presence, *, because: str = "", by: Person, now: datetime
) -> int:
    """Mark everybody who has a place and is not marked yet. Whoever was marked meanwhile stays as they are.

    Returns how many were marked. Raises what `mark_attendance` raises.
    """
    hold(meeting)
    rules.check_can_add(meeting, queries.find_list(meeting), because, now)
    unmarked = queries.unmarked_at(meeting)
    for one in unmarked:
        if one.person is None or one.booking is None:
            continue
        row = one.row or begin_mark(_mark_of(one.booking), meeting)
        row.presence, row.marked_at, row.because = presence, now, because.strip()
        note(by, "marked everybody else", row, now=now)
    db.session.flush()
    if unmarked:
        tell_followers(meeting, by, now)
    return len(unmarked)


def _mark_of(booking: Booking) -> Mark:
    """What a booking says of somebody, before they are marked."""
    speaks = booking.representative
    return Mark(
        booking.person,
        speaks.organisation if speaks else None,
        Presence.EXPECTED,
        is_lay=speaks is not None and speaks.organisation_id is None,
        is_online=booking.joining is Joining.ONLINE,
        guest_from=booking.guest_from or (booking.guest.value if booking.guest else ""),
        substitute_for=booking.substitute_for,
    )
