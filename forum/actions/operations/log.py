"""What is done with actions. Each operation is one transaction: kept whole, or not at all."""

from collections.abc import Sequence
from datetime import date, datetime

from forum.actions import due, letters, queries, rules
from forum.actions.models import (
    Action,
    ActionCommitment,
    ActionOwner,
    ActionState,
    Outcome,
    Report,
    Said,
)
from forum.agendas.models import AgendaItem
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.meetings.queries import following_meeting
from forum.membership.operations import next_number
from forum.membership.queries import officers_of, representations_of
from forum.organisations.models import Organisation
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
    understood, due_meeting = _understood(due_as_said, meeting, said_on=said_on or meeting.on, today=said_on)
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
    _set_owners(action, owners)
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
        understood, action.due_meeting = _understood(due_as_said, action.meeting, said_on=action.meeting.on)
        action.due_as_said = understood.as_said
        action.due_on = action.first_due_on = understood.on
        _set_owners(action, owners)
        if owners_as_said is not None:
            action.owners_as_said = " ".join(owners_as_said.split())
    action.text = text.strip()
    action.changed_at = now
    note(by, "corrected an action", action, now=now)


@operation
def report_on_action(action: Action, said: Said, *, text: str = "", by: Person, now: datetime) -> None:
    """Take down how an owner says that it stands: on track, held up, done, or not theirs.

    Raises `ActionHasEnded`; `ReasonIsMissing` when it is held up or not theirs without a word why.
    """
    hold(action)
    rules.check_is_live(action)
    if said in (Said.HELD_UP, Said.NOT_MINE):
        rules.check_reason(text)
    rules.check_public_words(text)
    states = {
        Said.ON_TRACK: ActionState.IN_PROGRESS,
        Said.HELD_UP: ActionState.BLOCKED,
        Said.DONE: ActionState.SAID_TO_BE_DONE,
    }
    action.state = states.get(said, action.state)
    action.changed_at = now
    _report(action, said, text, by=by, now=now)
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
    understood, due_meeting = _understood(due_as_said, action.meeting, said_on=today, today=today)
    on = rules.check_new_date(action, understood.on, today)
    rules.check_reason(reason)
    if action.due_on is not None:
        action.times_moved += 1
    else:
        action.first_due_on = on  # it had no date: this is its first
    action.due_on = on
    action.due_meeting = due_meeting
    action.changed_at = now
    if action.state is ActionState.SAID_TO_BE_DONE:
        action.state = ActionState.IN_PROGRESS
    _report(action, Said.DATE_MOVED, reason, due_on=on, by=by, now=now)
    note(by, "moved the date of an action", action, now=now)


@operation
def hand_over_action(
    action: Action, owners: Sequence[rules.Owner], *, reason: str, by: Person, now: datetime
) -> None:
    """Give an action to other owners, with a reason; each new one gets a letter.

    Raises `ActionHasEnded`, `ActionNeedsOwner`, `ReasonIsMissing`.
    """
    hold(action)
    rules.check_is_live(action)
    if not owners:
        raise rules.ActionNeedsOwner
    rules.check_reason(reason)
    today = day_in_london(now)
    before = queries.people_to_tell(action, today)
    was = ", ".join(rules.owners_words(action))
    _set_owners(action, owners)
    action.changed_at = now
    db.session.flush()
    _report(action, Said.HANDED_OVER, f"{reason.strip()} Before: {was}.", by=by, now=now)
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
        action, outcome, is_owner=_owns(by, action, today), others=_others_who_confirm(action, by, today)
    )
    action.state = ActionState.CLOSED
    action.ended_at = action.changed_at = now
    result = Outcome(action=action, text=outcome.strip(), recorded_at=now, recorded_by_id=by.id)
    db.session.add(result)
    _report(action, Said.CLOSED, outcome, is_alone=is_alone, by=by, now=now)
    for person in queries.people_to_tell(action, today):
        if person is not by:
            post(letters.action_closed(action, person, result.text))
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
    _report(action, Said.DROPPED, reason, by=by, now=now)
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
    _report(action, Said.REOPENED, reason, by=by, now=now)
    note(by, "reopened an action", action, now=now)


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
    _report(action, Said.WITHDRAWN, "", by=by, now=now)
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


# ---- What the operations share ------------------------------------------------------------------------------


def _understood(
    said: str, meeting: Meeting, *, said_on: date, today: date | None = None
) -> tuple[due.Due, Meeting | None]:
    # Asked for only where it is said: a meeting is a question to the database.
    follows = following_meeting(meeting, today) if "next" in said.lower() else None
    understood = due.understand(said, said_on=said_on, next_meeting_on=follows.on if follows else None)
    return understood, follows if understood.is_next_meeting else None


def _set_owners(action: Action, owners: Sequence[rules.Owner]) -> None:
    for former in list(action.owners):
        db.session.delete(former)
    action.owners = [
        ActionOwner(
            person=owner.person,
            organisation=owner.organisation,
            is_lay=owner.is_lay,
            is_all_members=owner.is_all_members,
            team=owner.team,
        )
        for owner in dict.fromkeys(owners)
    ]


def _report(
    action: Action,
    said: Said,
    text: str,
    *,
    due_on: date | None = None,
    is_alone: bool = False,
    by: Person,
    now: datetime,
) -> None:
    organisation, is_lay = _speaks_for(by, action, day_in_london(now))
    db.session.add(
        Report(
            action=action,
            by=by,
            organisation=organisation,
            is_lay=is_lay,
            at=now,
            said=said,
            state=action.state,
            due_on=due_on,
            text=text.strip(),
            is_confirmed_alone=is_alone,
        )
    )


def _speaks_for(by: Person, action: Action, today: date) -> tuple[Organisation | None, bool]:
    """For whom a person reports on an action, and whether as a lay member; an officer for nobody."""
    for owner in action.owners:
        if owner.person_id == by.id:
            return owner.organisation, owner.is_lay
    bodies = {owner.organisation_id for owner in action.owners}
    for acts in representations_of(by, action.forum, today):
        if acts.organisation_id in bodies and acts.organisation is not None:
            return acts.organisation, False
    return None, False


def _owns(person: Person, action: Action, today: date) -> bool:
    bodies = {
        acts.organisation_id
        for acts in representations_of(person, action.forum, today)
        if acts.organisation_id is not None
    }
    return rules.is_owned_by(action, person.id, bodies)


def _others_who_confirm(action: Action, by: Person, today: date) -> list[str]:
    """The names of the officers, other than `by`, who do not own the action."""
    others = {officer.person for officer in officers_of(action.forum, today)} - {by}
    return [
        person.shown_name
        for person in sorted(others, key=lambda person: person.id)
        if not _owns(person, action, today)
    ]
