"""Sending minutes out: versions that never change, and letters to those whom they concern."""

from datetime import datetime

from forum.actions.models import ActionState
from forum.actions.operations import publish_actions
from forum.actions.queries import people_to_tell
from forum.attendance.operations import note_circulated
from forum.decisions.operations import publish_decisions, publish_recommendations
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.membership.queries import people_of
from forum.minutes import letters, queries, rules
from forum.minutes.models import Minutes, MinutesState, MinutesVersion
from forum.people.models import Person


@operation
def circulate_minutes(minutes: Minutes, *, by: Person, now: datetime) -> MinutesVersion:
    """Send the minutes out as a version that never changes; decisions and actions become public.

    Letters go to those who were there, with a link to suggest corrections, to owners, and to all members where an
    action is theirs. Raises `MeetingHasNotEnded`, `MinutesAreApproved`, `ContactDetailsInMinutes`,
    `NothingNewToCirculate`, and `ChairHasNotAgreed` where the forum wants the chair's word.
    """
    hold(minutes)
    meeting = minutes.meeting
    draft = queries.get_draft(minutes)
    rules.check_can_circulate(minutes, draft.checks)
    if draft.before is not None and not draft.is_new:
        raise rules.NothingNewToCirculate(number=draft.before.number)
    rules.check_chair_agreed(meeting, queries.reviews_of(minutes), draft.digest)
    version = keep_version(draft, MinutesState.CIRCULATED, by=by, now=now)
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
    present = set(queries.people_who_were_there(meeting))
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
def keep_version(
    draft: queries.Draft, state: MinutesState, *, because: str = "", by: Person, now: datetime
) -> MinutesVersion:
    """Keep what a draft says as the next version of its minutes, once the rules have let it go out."""
    version = MinutesVersion(
        minutes=draft.minutes,
        number=queries.last_number(draft.minutes) + 1,
        state=state,
        published_at=now,
        published_by_id=by.id,
        content=draft.content,
        digest=draft.digest,
        because=because,
    )
    db.session.add(version)
    db.session.flush()
    note(by, "kept a version of the minutes", version, now=now)
    return version
