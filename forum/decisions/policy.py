"""Who may do what with decisions. Every question is answered yes or no; nothing is raised."""

from forum.agendas.models import AgendaItem, Visibility
from forum.agendas.policy import may_see_item
from forum.decisions.models import Decision
from forum.membership.policy import is_officer, may_run, takes_minutes
from forum.people.models import Anyone


def may_see_decision(person: Anyone, decision: Decision) -> bool:
    """Whether a person sees a decision: officers all, everyone those in circulated minutes of public items.

    `queries.visible_to` gives the same answer for a list.
    """
    if is_officer(person, decision.forum):
        return True
    return decision.published_at is not None and _sees_item(person, decision.item)


def may_settle_decision(person: Anyone, decision: Decision) -> bool:
    """Whether a person says that a decision was implemented, superseded or rescinded: those who run the forum."""
    return may_run(person, decision.forum)


def may_add_action(person: Anyone, decision: Decision) -> bool:
    """Whether a person enters an action for a decision: those who run the forum or write its minutes."""
    return may_run(person, decision.forum) or takes_minutes(person, decision.forum)


def _sees_item(person: Anyone, item: AgendaItem | None) -> bool:
    # Most items are for everyone: those are not asked who presents them.
    return item is None or item.visibility is Visibility.PUBLIC or may_see_item(person, item)
