"""What the operations on actions share. Each is called inside an operation that holds the action."""

from collections.abc import Sequence
from datetime import date, datetime

from forum.actions import letters, queries, rules
from forum.actions.models import Action, ActionOwner, ActionState, Report, Said
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold
from forum.foundation.post import post
from forum.journal.operations import note
from forum.membership.queries import officers_of, representations_of
from forum.organisations.models import Organisation
from forum.people.models import Person


def set_owners(action: Action, owners: Sequence[rules.Owner]) -> None:
    """Let an action have these owners, each once, and no others."""
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


def add_report(
    action: Action,
    said: Said,
    text: str,
    *,
    due_on: date | None = None,
    due_as_said: str = "",
    is_alone: bool = False,
    by: Person,
    now: datetime,
) -> None:
    """Write down what somebody said about an action, with whom they speak for."""
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
            due_as_said=due_as_said,
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


def owns(person: Person, action: Action, today: date) -> bool:
    """Whether an action is a person's own, or that of an organisation for which they act."""
    bodies = {
        acts.organisation_id
        for acts in representations_of(person, action.forum, today)
        if acts.organisation_id is not None
    }
    return rules.is_owned_by(action, person.id, bodies)


def others_who_confirm(action: Action, by: Person, today: date) -> list[str]:
    """The names of the officers, other than `by`, who do not own the action."""
    others = {officer.person for officer in officers_of(action.forum, today)} - {by}
    return [
        person.shown_name
        for person in sorted(others, key=lambda person: person.id)
        if not owns(person, action, today)
    ]


def wait_for(action: Action, words: str, other: Action | None) -> None:
    """Let an action wait for what the words say, and for another action; for nothing where both are empty.

    Called inside an operation that holds it. Raises what `check_waits_for` raises.
    """
    if other is not None:
        rules.check_waits_for(action, other, queries.what_it_waits_for(other))
    action.waits_for = words.strip()
    action.waits_for_action = other


def free_what_waits(action: Action, *, by: Person, now: datetime) -> None:
    """Let what waited for an action that has ended wait no more, and tell its owners.

    Called inside the operation that ends it.
    """
    for waiter in queries.waiting_for(action):
        hold(waiter)
        if waiter.waits_for_id != action.id or not waiter.is_live:
            continue
        wait_for(waiter, "", None)
        if waiter.state is ActionState.BLOCKED:
            waiter.state = ActionState.OPEN
        waiter.changed_at = now
        add_report(waiter, Said.FREED, rules.freed_words(action), by=by, now=now)
        if waiter.published_at is not None:
            for person in queries.people_to_tell(waiter, day_in_london(now)):
                if person is not by:
                    post(letters.action_freed(waiter, person, action))
        note(by, "freed an action that waited", waiter, now=now)
