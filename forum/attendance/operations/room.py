"""What is said of people while the meeting runs: come late, gone, out of the room, online; and the head count."""

from collections.abc import Sequence
from datetime import datetime

from forum.agendas.models import AgendaItem
from forum.attendance import queries, rules
from forum.attendance.following import tell_followers
from forum.attendance.models import Attendance, AttendanceList, Presence, SteppedOut
from forum.attendance.rows import begin_mark, list_to_write
from forum.attendance.rules import Move
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.people.models import Person

_ACTS = {
    Move.HERE: "marked somebody as here",
    Move.ARRIVED: "marked that somebody came late",
    Move.NOT_HERE: "took back a mark",
    Move.LEFT: "marked that somebody left",
    Move.NOT_LEFT: "marked that somebody is still here",
    Move.OUT: "marked that somebody stepped out",
    Move.OUT_FOR_INTEREST: "marked that somebody stepped out for an interest",
    Move.BACK: "marked that somebody came back",
    Move.NOT_OUT: "took back that somebody stepped out",
    Move.ONLINE: "marked that somebody is online",
    Move.IN_ROOM: "marked that somebody is in the room",
}


@operation
def move_person(
    meeting: Meeting,
    person: Person,
    what: Move,
    *,
    item: AgendaItem | None = None,
    at: datetime | None,
    because: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Say of one person what happens while the meeting runs. Said twice, it is true once.

    `item` is during which; `at` is when, and None where it is written up afterwards and nobody noted a time.
    Raises `MeetingWasCalledOff`, `TooEarlyToMark`, `ListIsApproved`, `ReasonIsMissing`, `NotHere`, `AlreadyOut`,
    `WhichItem`.
    """
    hold(meeting)
    row = queries.find_mark(meeting, person)
    rules.check_can_mark(meeting, queries.find_list(meeting), row, because, now)
    one = queries.get_listed(meeting, person.reference)
    stepped = queries.stepped_out_of(row) if row is not None else []
    out = rules.out_now(stepped)
    rules.check_can_move(one, what, out)
    row = row or begin_mark(rules.mark_of(one), meeting)
    if what in (Move.OUT, Move.OUT_FOR_INTEREST):
        _step_out(row, stepped, item, is_for_interest=what is Move.OUT_FOR_INTEREST, at=at)
    elif what is Move.BACK and out is not None:
        out.back_at = at or now
    elif what is Move.NOT_OUT:
        for again in [out] if out is not None else stepped[-1:]:
            again.withdrawn_at = now
    elif what is Move.LEFT and out is not None:  # who went out and did not come back left then
        row.left_at, row.left_at_item, out.withdrawn_at = out.out_at, out.item, now
    else:
        _change(row, what, item, at)
    if what is Move.NOT_HERE:
        for gone in stepped:
            gone.withdrawn_at = now
    row.because = because.strip() or row.because
    row.marked_at = now
    db.session.flush()
    note(by, _ACTS[what], row, now=now)
    tell_followers(meeting, by, now)


def _step_out(
    row: Attendance,
    stepped: Sequence[SteppedOut],
    item: AgendaItem | None,
    *,
    is_for_interest: bool,
    at: datetime | None,
) -> None:
    """Keep that somebody is out for an item. Written up afterwards, once an item is enough."""
    if item is None:
        raise rules.WhichItem
    if at is None and any(one.item_id == item.id for one in stepped):
        return
    db.session.add(SteppedOut(attendance=row, item=item, is_for_interest=is_for_interest, out_at=at))


def _change(row: Attendance, what: Move, item: AgendaItem | None, at: datetime | None) -> None:
    """Let one thing be true of a row."""
    is_here = row.presence is Presence.PRESENT
    match what:
        case Move.HERE:
            row.presence, row.arrived_at, row.arrived_at_item = Presence.PRESENT, None, None
            row.left_at, row.left_at_item = None, None
        case Move.ARRIVED if not is_here or row.left_at is not None or row.left_at_item_id is not None:
            row.presence, row.arrived_at, row.arrived_at_item = Presence.PRESENT, at, item
            row.left_at, row.left_at_item = None, None
        case Move.NOT_HERE:
            row.presence, row.arrived_at, row.arrived_at_item = Presence.EXPECTED, None, None
            row.left_at, row.left_at_item = None, None
        case Move.LEFT:
            row.left_at = max(at, row.arrived_at or at) if at is not None else None
            row.left_at_item = item
        case Move.NOT_LEFT:
            row.left_at, row.left_at_item = None, None
        case Move.ONLINE | Move.IN_ROOM:
            row.is_online = what is Move.ONLINE


@operation
def count_heads(
    meeting: Meeting,
    *,
    in_room: int | None,
    online: int | None,
    because: str = "",
    by: Person,
    now: datetime,
) -> AttendanceList:
    """Keep how many heads were counted, in the room and online; None: nobody counted.

    Raises `MeetingWasCalledOff`, `TooEarlyToMark`, `ListIsApproved`, `ReasonIsMissing`, `HeadsAreTooMany`.
    """
    hold(meeting)
    rules.check_can_add(meeting, queries.find_list(meeting), because, now)
    rules.check_heads(in_room, online)
    firm = list_to_write(meeting)
    if (firm.counted_in_room, firm.counted_online) != (in_room, online):
        firm.counted_in_room, firm.counted_online = in_room, online
        note(by, "counted heads", firm, now=now)
    return firm
