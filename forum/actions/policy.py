"""Who may do what with actions. Every question is answered yes or no; nothing is raised."""

from forum.actions.models import Action
from forum.actions.rules import is_owned_by
from forum.agendas.models import AgendaItem, Visibility
from forum.agendas.policy import may_see_item
from forum.foundation.clock import day_in_london, now
from forum.membership.models import Forum
from forum.membership.policy import is_officer, may_run, organisations_of, takes_minutes, takes_part
from forum.membership.queries import representations_of
from forum.people.models import Anyone


def owns_action(person: Anyone, action: Action) -> bool:
    """Whether an action is a person's own, or that of an organisation which they act for today."""
    return person.is_known and is_owned_by(action, person.id, organisations_of(person, action.forum))


def may_see_action(person: Anyone, action: Action) -> bool:
    """Whether a person sees an action: officers all, owners their own, everyone those in circulated minutes.

    `queries.visible_to` gives the same answer for a list.
    """
    if is_officer(person, action.forum) or owns_action(person, action):
        return True
    return action.published_at is not None and _sees_item(person, action.item)


def may_report_on_action(person: Anyone, action: Action) -> bool:
    """Whether a person says how an action stands: its owners."""
    return owns_action(person, action)


def may_move_due_date(person: Anyone, action: Action) -> bool:
    """Whether a person moves the date: its owners, and those who run the forum or write its minutes."""
    return owns_action(person, action) or may_settle_action(person, action)


def may_say_what_it_waits_for(person: Anyone, action: Action) -> bool:
    """Whether a person says what holds it up: its owners, and those who settle it."""
    return owns_action(person, action) or may_settle_action(person, action)


def may_settle_action(person: Anyone, action: Action) -> bool:
    """Whether a person confirms, drops, reopens or hands over: those who run the forum or write its minutes."""
    return may_run(person, action.forum) or takes_minutes(person, action.forum)


def may_review_actions(person: Anyone, forum: Forum) -> bool:
    """Whether a person takes down what a meeting says of its open actions: who runs it or writes its minutes."""
    return may_run(person, forum) or takes_minutes(person, forum)


def may_see_grid(person: Anyone, forum: Forum) -> bool:
    """Whether a person reads the grid before a meeting, and what has gone adrift: every officer."""
    return is_officer(person, forum)


def may_add_evidence(person: Anyone, action: Action) -> bool:
    """Whether a person adds what shows how far an action is, and takes it back: owners, and who settles it."""
    return owns_action(person, action) or may_settle_action(person, action)


def may_tick_part(person: Anyone, action: Action, key: str) -> bool:
    """Whether a person says that a member has done its part: who acts for it, and who settles the action.

    `key` is the reference of the organisation or of the lay member.
    """
    return key in own_keys(person, action) or may_settle_action(person, action)


def own_keys(person: Anyone, action: Action) -> list[str]:
    """The keys of the members for whom a person acts today: organisations, and themself as a lay member."""
    return [
        acts.organisation.reference if acts.organisation is not None else acts.person.reference
        for acts in representations_of(person, action.forum, day_in_london(now()))
    ]


def may_see_parts(person: Anyone, action: Action) -> bool:
    """Whether a person sees who of the members has done their part: members and officers, if they see the action."""
    return may_see_action(person, action) and takes_part(person, action.forum)


def _sees_item(person: Anyone, item: AgendaItem | None) -> bool:
    # Most items are for everyone: those are not asked who presents them.
    return item is None or item.visibility is Visibility.PUBLIC or may_see_item(person, item)
