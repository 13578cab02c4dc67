"""Sending minutes out: versions that never change, and letters to those whom they concern."""

from datetime import datetime

from forum.actions.models import ActionState
from forum.actions.operations import publish_actions
from forum.actions.queries import people_to_tell
from forum.agendas.rules import digest_of
from forum.attendance.operations import note_approved, note_circulated
from forum.attendance.queries import attendance_of, present_at
from forum.decisions.operations import publish_decisions, publish_recommendations
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.queries import people_of
from forum.minutes import letters, published, queries, rules
from forum.minutes.models import Minutes, MinutesState, MinutesVersion
from forum.people.models import Person


@operation
def circulate_minutes(minutes: Minutes, *, by: Person, now: datetime) -> MinutesVersion:
    """Send the minutes out as a version that never changes; decisions and actions become public.

    Letters go to those who were there, to owners, and to all members where an action is theirs.
    Raises `MeetingHasNotEnded`, `MinutesAreApproved`, `ContactDetailsInMinutes`, `NothingNewToCirculate`.
    """
    hold(minutes)
    meeting = minutes.meeting
    version = _keep_version(minutes, MinutesState.CIRCULATED, by=by, now=now)
    minutes.state = MinutesState.CIRCULATED
    note_circulated(meeting, by=by, now=now)
    publish_decisions(meeting, by=by, now=now)
    publish_recommendations(meeting, by=by, now=now)
    new = [
        action
        for action in publish_actions(meeting, by=by, now=now)
        if action.state is not ActionState.WITHDRAWN
    ]
    today = day_in_london(now)
    present = {mark.person for mark in present_at(meeting) if mark.person and mark.person.erased_at is None}
    for_all = [action for action in new if any(owner.is_all_members for owner in action.owners)]
    own = {action.id: people_to_tell(action, today) for action in new}
    addressees = present | {person for people in own.values() for person in people}
    if for_all:
        addressees |= set(people_of(meeting.forum, today))
    for person in sorted(addressees, key=lambda person: person.id):
        theirs = [action for action in new if person in own[action.id]]
        post(
            letters.minutes_circulated(
                version, person, own=theirs, for_all=for_all, was_there=person in present
            )
        )
    note(by, "circulated the minutes", minutes, now=now)
    return version


@operation
def approve_minutes(minutes: Minutes, at: Meeting, *, by: Person, now: datetime) -> MinutesVersion:
    """Say that a later meeting approved the minutes: as they are now, in a version of their own.

    Raises `NotCirculatedYet`, `ApprovedTooEarly`, `MinutesAreApproved`, `ContactDetailsInMinutes`.
    """
    hold(minutes)
    rules.check_can_approve(minutes, at, now)
    version = _keep_version(minutes, MinutesState.APPROVED, by=by, now=now)
    minutes.state = MinutesState.APPROVED
    minutes.approved_at_meeting = at
    note_approved(minutes.meeting, by=by, now=now)
    publish_decisions(minutes.meeting, by=by, now=now)
    publish_recommendations(minutes.meeting, by=by, now=now)
    publish_actions(minutes.meeting, by=by, now=now)
    note(by, "approved the minutes", minutes, now=now)
    return version


def _keep_version(minutes: Minutes, state: MinutesState, *, by: Person, now: datetime) -> MinutesVersion:
    meeting = minutes.meeting
    items = queries.numbered_items(meeting)
    entries = queries.entries_of(minutes)
    attendance = attendance_of(meeting)
    rules.check_can_circulate(minutes, rules.things_to_check(items, entries, attendance))
    content = published.content_of(minutes, items, entries, attendance)
    digest = digest_of(content)
    before = queries.find_version(meeting)
    if before is not None and before.digest == digest and state is MinutesState.CIRCULATED:
        raise rules.NothingNewToCirculate(number=before.number)
    version = MinutesVersion(
        minutes=minutes,
        number=before.number + 1 if before else 1,
        state=state,
        published_at=now,
        published_by_id=by.id,
        content=content,
        digest=digest,
    )
    db.session.add(version)
    db.session.flush()
    return version
