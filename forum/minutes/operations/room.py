"""What follows for minutes when it changes who was in the room when."""

from datetime import datetime

from forum.attendance.following import when_attendance_changes
from forum.decisions.models import Decision, DecisionState
from forum.decisions.queries import unpublished_decisions
from forum.decisions.rules import asks_for_quorum
from forum.foundation.database import hold, operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.minutes import queries
from forum.minutes.writing import touch
from forum.people.models import Person


@operation
def work_out_quorums(meeting: Meeting, *, by: Person | None, now: datetime) -> list[Decision]:
    """Work out again whether the decisions of a meeting had a quorum, as its list stands now.

    What was circulated stays as everyone read it. Returns those for which it came out otherwise.
    """
    minutes = queries.find_minutes(meeting)
    if minutes is None:
        return []
    touch(minutes)
    if not asks_for_quorum(meeting.forum):
        return []
    decisions = [one for one in unpublished_decisions(meeting) if one.state is not DecisionState.WITHDRAWN]
    if not decisions:
        return []
    room, written = queries.room_of(minutes), queries.when_written(decisions)
    changed = []
    for decision in decisions:
        hold(decision)
        at = written.get(decision.id, decision.taken_at)
        found = queries.quorum_in(room, meeting.forum, decision.item_id, at)
        if found != decision.quorum:
            decision.quorum, decision.changed_at = found, now
            note(by, "worked out the quorum of a decision again", decision, now=now)
            changed.append(decision)
    return changed


@when_attendance_changes
def _follow(meeting: Meeting, by: Person | None, now: datetime) -> None:
    work_out_quorums(meeting, by=by, now=now)
