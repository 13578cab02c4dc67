"""The approval of minutes at a later meeting, and what is put right after it."""

from datetime import datetime

from forum.actions.operations import publish_actions
from forum.agendas.models import AgendaItem
from forum.attendance.operations import note_approved
from forum.decisions.operations import publish_decisions, publish_recommendations
from forum.foundation.database import hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.minutes import letters, queries, rules
from forum.minutes.models import ApprovedAs, Entry, EntryKind, Minutes, MinutesState, MinutesVersion
from forum.minutes.operations.circulating import keep_version
from forum.minutes.operations.correcting import put_words_right
from forum.minutes.operations.taking import write_entry
from forum.people.models import Person


@operation
def approve_minutes(
    minutes: Minutes,
    at: Meeting,
    *,
    item: AgendaItem | None = None,
    approved_as: ApprovedAs | None = None,
    by: Person,
    now: datetime,
) -> MinutesVersion:
    """Say that a later meeting approved the minutes: as they are now, in a version of their own.

    Under `item` of that meeting a line says so, while its own minutes are open. Without `approved_as` it is found:
    "with these corrections" where something was corrected or changed since the members read them.
    Raises `NotCirculatedYet`, `ApprovedTooEarly`, `MinutesAreApproved`, `CorrectionsAreOpen`,
    `ContactDetailsInMinutes`.
    """
    hold(minutes)
    meeting = minutes.meeting
    rules.check_can_approve(minutes, at, now)
    corrections = queries.corrections_of(minutes)
    rules.check_no_correction_is_open(corrections)
    draft = queries.get_draft(minutes)
    rules.check_may_go_out(minutes, draft.checks)
    if approved_as is None:
        newest = draft.before
        approved_as = (
            rules.approved_as_by(corrections, newest, is_changed=draft.is_new)
            if newest
            else ApprovedAs.CORRECT
        )
    draft = queries.get_draft(minutes, state=MinutesState.APPROVED)
    version = keep_version(draft, MinutesState.APPROVED, by=by, now=now)
    minutes.state = MinutesState.APPROVED
    minutes.approved_at_meeting = at
    minutes.approval_item = item if item is not None else queries.find_approval_item(at)
    minutes.approved_as = approved_as
    minutes.approved_at = now
    note_approved(meeting, by=by, now=now)
    publish_decisions(meeting, by=by, now=now)
    publish_recommendations(meeting, by=by, now=now)
    publish_actions(meeting, by=by, now=now)
    note(by, "approved the minutes", minutes, now=now)
    taken = queries.find_minutes(at) if item is not None else None
    if item is not None and taken is not None and taken.state is not MinutesState.APPROVED:
        write_entry(taken, item, EntryKind.NOTE, rules.approval_line(meeting, approved_as), by=by, now=now)
    return version


@operation
def put_right(
    entry: Entry, text: str, *, because: str, edition: int, by: Person, now: datetime
) -> MinutesVersion:
    """Put a line of approved minutes right, in a new version that says why. They stay approved.

    Those who were there get a letter. Raises `OnlyApprovedIsPutRight`, `CorrectionIsEmpty`, `CorrectionIsTooLong`,
    `NothingPutRight`, `ReasonForPuttingRight`, `ContactDetailsInCorrection`, `EntryIsWithdrawn`,
    `ChangedMeanwhile`, `ContactDetailsInMinutes`.
    """
    minutes = entry.minutes
    hold(minutes)
    hold(entry)
    rules.check_can_put_right(minutes, entry.text, text, because)
    put_words_right(entry, text, edition=edition, act="put a line right after the approval", by=by, now=now)
    draft = queries.get_draft(minutes, state=MinutesState.APPROVED)
    rules.check_may_go_out(minutes, draft.checks)
    version = keep_version(draft, MinutesState.APPROVED, because=because.strip(), by=by, now=now)
    for person in queries.people_who_were_there(minutes.meeting):
        post(letters.minutes_put_right(version, person))
    note(by, "put the minutes right after their approval", version, now=now)
    return version
