"""An action is entered, put right, taken back, and made public."""

from collections.abc import Sequence
from datetime import date, datetime

from forum.actions import letters, queries, rules
from forum.actions.models import Action, ActionCommitment, ActionState, Said
from forum.actions.writing import add_report, free_what_waits, set_owners
from forum.agendas.models import AgendaItem
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.operations import next_number
from forum.people.models import Person
from forum.strategy.models import Commitment


@operation
def raise_action(
    meeting: Meeting,
    text: str,
    *,
    owners: Sequence[rules.Owner],
    owners_as_said: str = "",
    due_as_said: str = "",
    item: AgendaItem | None = None,
    commitments: Sequence[Commitment] | None = None,
    said_on: date | None = None,
    by: Person,
    now: datetime,
) -> Action:
    """Enter an action that a meeting agreed, under the next number of its year.

    It serves the item's commitments unless others are handed in. Everyone sees it when the minutes are circulated.
    Its date counts from the meeting, or from the day on which it was `said_on` later.
    Raises `ActionNeedsText`, `ActionNeedsOwner`, `NoSuchDate`, `NextMeetingIsNotFixed`.
    """
    rules.check_can_raise(text, owners)
    understood, due_meeting = queries.understood_date(
        due_as_said, meeting, said_on=said_on or meeting.on, today=said_on
    )
    action = Action(
        reference=next_number(meeting.forum, "A", meeting.on.year),
        forum=meeting.forum,
        meeting=meeting,
        item=item,
        text=text.strip(),
        owners_as_said=" ".join(owners_as_said.split()),
        due_as_said=understood.as_said,
        due_on=understood.on,
        due_meeting=due_meeting,
        first_due_on=understood.on,
        raised_at=now,
        changed_at=now,
    )
    db.session.add(action)
    set_owners(action, owners)
    if commitments is None:
        commitments = [serves.commitment for serves in item.commitments] if item is not None else []
    action.commitments = [ActionCommitment(commitment=commitment) for commitment in commitments]
    db.session.flush()
    note(by, "raised an action", action, now=now)
    return action


@operation
def correct_action(
    action: Action,
    *,
    text: str,
    owners: Sequence[rules.Owner],
    owners_as_said: str | None = None,
    due_as_said: str,
    by: Person,
    now: datetime,
) -> None:
    """Put right what was written down at the meeting. Once the minutes are circulated its words stay.

    What was typed for the owners stays as it was, unless other words are handed in.

    Raises `CirculatedTextStays`, `ActionNeedsText`, `ActionNeedsOwner`, `ActionHasEnded`, and as `raise_action`.
    """
    hold(action)
    rules.check_is_live(action)
    rules.check_can_reword(action, text)
    rules.check_can_raise(text, owners)
    if action.published_at is None:
        understood, action.due_meeting = queries.understood_date(
            due_as_said, action.meeting, said_on=action.meeting.on
        )
        action.due_as_said = understood.as_said
        action.due_on = action.first_due_on = understood.on
        set_owners(action, owners)
        if owners_as_said is not None:
            action.owners_as_said = " ".join(owners_as_said.split())
    action.text = text.strip()
    action.changed_at = now
    note(by, "corrected an action", action, now=now)


@operation
def withdraw_action(action: Action, *, by: Person, now: datetime) -> None:
    """Take back an action before the minutes are circulated; its number stays, and is not given again.

    Raises `AlreadyCirculated`, `ActionHasEnded`.
    """
    hold(action)
    rules.check_can_withdraw(action)
    rules.check_is_live(action)
    action.state = ActionState.WITHDRAWN
    action.ended_at = action.changed_at = now
    add_report(action, Said.WITHDRAWN, "", by=by, now=now)
    free_what_waits(action, by=by, now=now)
    note(by, "withdrew an action", action, now=now)


@operation
def publish_action(action: Action, *, because: str, by: Person, now: datetime) -> None:
    """Let everyone see an action that was entered after the minutes went out, and tell its owners why."""
    hold(action)
    action.published_at = action.changed_at = now
    for person in queries.people_to_tell(action, day_in_london(now)):
        if person is not by:
            post(letters.action_handed_over(action, person, because))
    note(by, "made an action public", action, now=now)


@operation
def publish_actions(meeting: Meeting, *, by: Person, now: datetime) -> list[Action]:
    """Let everyone see the actions of a meeting, since its minutes are circulated. Returns the new ones."""
    new = queries.unpublished_actions(meeting)
    for action in new:
        action.published_at = now
        note(by, "made an action public", action, now=now)
    return new
