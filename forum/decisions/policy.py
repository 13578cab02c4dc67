"""Who may do what with decisions. Every question is answered yes or no; nothing is raised."""

from forum.agendas.models import AgendaItem, Visibility
from forum.agendas.policy import may_see_item
from forum.decisions.models import Decision, Recommendation
from forum.meetings.models import Meeting
from forum.membership.policy import is_officer, may_run, organisations_of, takes_minutes
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


def may_see_recommendation(person: Anyone, recommendation: Recommendation) -> bool:
    """Whether a person sees a recommendation; `queries.recommendations_visible_to` says the same for a list."""
    if is_officer(person, recommendation.forum):
        return True
    is_out = recommendation.published_at is not None and recommendation.withdrawn_at is None
    return is_out and _sees_item(person, recommendation.item)


def may_record_recommendation(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person enters what a meeting recommended: those who run the forum or write its minutes."""
    return may_run(person, meeting.forum) or takes_minutes(person, meeting.forum)


def may_answer_recommendation(person: Anyone, recommendation: Recommendation) -> bool:
    """Whether a person answers: who acts for the organisation that was asked, or who runs the forum for it."""
    if not may_see_recommendation(person, recommendation):
        return False
    if may_run(person, recommendation.forum):
        return True
    return recommendation.organisation_id in organisations_of(person, recommendation.forum)


def may_take_back_recommendation(person: Anyone, recommendation: Recommendation) -> bool:
    """Whether a person takes back a recommendation: whoever may enter one."""
    return may_run(person, recommendation.forum) or takes_minutes(person, recommendation.forum)


def _sees_item(person: Anyone, item: AgendaItem | None) -> bool:
    # Most items are for everyone: those are not asked who presents them.
    return item is None or item.visibility is Visibility.PUBLIC or may_see_item(person, item)
