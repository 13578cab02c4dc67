"""Who asks, answers and releases. Every question is answered yes or no."""

from forum.agendas.models import AgendaItem
from forum.engagement import queries
from forum.engagement.models import Question
from forum.membership.models import Forum
from forum.membership.policy import is_officer, is_organiser, may_run, organisations_of, takes_part
from forum.people.models import Anyone


def may_ask(person: Anyone, item: AgendaItem) -> bool:
    """Whether somebody asks about an item: anybody of the forum. Officers take down what others ask."""
    return takes_part(person, _forum(item))


def may_answer_about(person: Anyone, item: AgendaItem) -> bool:
    """Whether somebody reads the questions before everyone does, and answers: organisers and the commissioner's own."""
    if is_organiser(person, _forum(item)):
        return True
    engagement = queries.find_engagement(item)
    body = engagement.organisation_id if engagement else None
    return body is not None and body in organisations_of(person, _forum(item))


def may_answer(person: Anyone, question: Question) -> bool:
    """Whether somebody answers this question, or withdraws it."""
    return may_answer_about(person, question.item)


def may_keep_facts(person: Anyone, item: AgendaItem) -> bool:
    """Whether somebody fills in the facts about an item: whoever runs the forum, and the commissioner's own."""
    return may_run(person, _forum(item)) or may_answer_about(person, item)


def may_release(person: Anyone, item: AgendaItem) -> bool:
    """Whether somebody sets the moment at which everyone gets what waits: whoever runs the forum."""
    return may_run(person, _forum(item))


def may_see_record(person: Anyone, item: AgendaItem) -> bool:
    """Whether somebody reads by name who was present and received what: the officers."""
    return is_officer(person, _forum(item))


def takes_down(person: Anyone, item: AgendaItem) -> bool:
    """Whether what somebody writes down is asked by others: an officer’s."""
    return is_officer(person, _forum(item))


def _forum(item: AgendaItem) -> Forum:
    return item.agenda.meeting.forum
