"""What is said about actions, and how they end."""

from collections.abc import Sequence
from datetime import datetime

from forum.actions import letters, queries, rules
from forum.actions.models import Action, ActionState, Outcome, Said
from forum.actions.writing import (
    add_report,
    free_what_waits,
    others_who_confirm,
    owns,
    set_owners,
    wait_for,
)
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.people.models import Person


@operation
def report_on_action(
    action: Action, said: Said, *, text: str = "", waits_for: Action | None = None, by: Person, now: datetime
) -> None:
    """Take down how somebody says that it stands: on track, held up, done, nothing new, or not theirs.

    Held up, it waits for what `text` says, and for another action if one is named. Nothing new changes no state.
    Raises `ActionHasEnded`; `ReasonIsMissing` when it is held up or not theirs without a word why; and what
    `check_waits_for` raises.
    """
    hold(action)
    rules.check_is_live(action)
    if said is Said.NOT_MINE or (said is Said.HELD_UP and waits_for is None):
        rules.check_reason(text)
    rules.check_public_words(text)
    if said is Said.HELD_UP:
        wait_for(action, text, waits_for)
    elif said in (Said.ON_TRACK, Said.DONE):
        wait_for(action, "", None)
    action.state = rules.state_after(action.state, said)
    action.changed_at = now
    add_report(action, said, text, by=by, now=now)
    note(by, "reported on an action", action, now=now)


@operation
def move_due_date(action: Action, due_as_said: str, *, reason: str, by: Person, now: datetime) -> None:
    """Give an action another date, with a reason. Its first date stays for everyone to see.

    Raises `ActionHasEnded`, `NewDateIsMissing`, `NewDateHasPassed`, `DateIsTheSame`, `ReasonIsMissing`,
    `NoSuchDate`, `NextMeetingIsNotFixed`.
    """
    hold(action)
    rules.check_is_live(action)
    today = day_in_london(now)
    understood, due_meeting = queries.understood_date(due_as_said, action.meeting, said_on=today, today=today)
    on = rules.check_new_date(action, understood.on, today)
    rules.check_reason(reason)
    if action.due_on is not None:
        action.times_moved += 1
    else:
        action.first_due_on = action.first_due_on or on  # it had no date: this is its first
        action.due_as_said = action.due_as_said or understood.as_said
    action.due_on = on
    action.due_meeting = due_meeting
    action.changed_at = now
    if action.state is ActionState.SAID_TO_BE_DONE:
        action.state = ActionState.IN_PROGRESS
    add_report(action, Said.DATE_MOVED, reason, due_on=on, due_as_said=understood.as_said, by=by, now=now)
    note(by, "moved the date of an action", action, now=now)


@operation
def hand_over_action(
    action: Action,
    owners: Sequence[rules.Owner],
    *,
    owners_as_said: str = "",
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    """Give an action to other owners, with a reason; each new one gets a letter.

    What was typed for the owners before goes with them into its history. Raises `ActionHasEnded`,
    `ActionNeedsOwner`, `TeamNameIsLong`, `ReasonIsMissing`.
    """
    hold(action)
    rules.check_is_live(action)
    rules.check_owners(owners)
    rules.check_reason(reason)
    today = day_in_london(now)
    before = queries.people_to_tell(action, today)
    was = ", ".join(rules.owners_words(action))
    if action.owners_as_said:
        was += f" (as typed: “{action.owners_as_said}”)"
    set_owners(action, owners)
    action.owners_as_said = " ".join(owners_as_said.split())
    action.changed_at = now
    db.session.flush()
    add_report(action, Said.HANDED_OVER, f"{reason.strip()} Before: {was}.", by=by, now=now)
    if action.published_at is not None:
        for person in queries.people_to_tell(action, today):
            if person not in before and person is not by:
                post(letters.action_handed_over(action, person, reason.strip()))
    note(by, "handed over an action", action, now=now)


@operation
def close_action(action: Action, outcome: str, *, by: Person, now: datetime) -> Outcome:
    """Confirm that an action is done, and write down what came of it; its owners get a letter.

    Owners do not close their own while there is another officer; where there is none, the record says so.
    Raises `ActionHasEnded`, `OwnersCloseNotTheirOwn`, `OutcomeIsMissing`, `ContactDetailsShow`.
    """
    hold(action)
    today = day_in_london(now)
    is_alone = rules.check_can_close(
        action, outcome, is_owner=owns(by, action, today), others=others_who_confirm(action, by, today)
    )
    action.state = ActionState.CLOSED
    action.ended_at = action.changed_at = now
    result = Outcome(action=action, text=outcome.strip(), recorded_at=now, recorded_by_id=by.id)
    db.session.add(result)
    add_report(action, Said.CLOSED, outcome, is_alone=is_alone, by=by, now=now)
    for person in queries.people_to_tell(action, today):
        if person is not by:
            post(letters.action_closed(action, person, result.text))
    free_what_waits(action, by=by, now=now)
    note(by, "closed an action", action, now=now)
    return result


@operation
def drop_action(action: Action, *, reason: str, by: Person, now: datetime) -> None:
    """Say that an action will not be done, and why. Raises `ActionHasEnded`, `ReasonIsMissing`."""
    hold(action)
    rules.check_is_live(action)
    rules.check_reason(reason)
    action.state = ActionState.DROPPED
    action.ended_at = action.changed_at = now
    add_report(action, Said.DROPPED, reason, by=by, now=now)
    free_what_waits(action, by=by, now=now)
    note(by, "dropped an action", action, now=now)


@operation
def reopen_action(action: Action, *, reason: str, by: Person, now: datetime) -> None:
    """Open an action again that was closed, dropped or taken back. Raises `ActionIsLive`, `ReasonIsMissing`."""
    hold(action)
    rules.check_can_reopen(action)
    rules.check_reason(reason)
    action.state = ActionState.OPEN
    action.ended_at = None
    action.changed_at = now
    add_report(action, Said.REOPENED, reason, by=by, now=now)
    note(by, "reopened an action", action, now=now)
