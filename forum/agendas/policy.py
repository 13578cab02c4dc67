"""Who may do what with proposals and agendas. Every question is answered yes or no; nothing is raised."""

from forum.agendas import queries, rules
from forum.agendas.models import AgendaItem, Proposal
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.policy import is_officer, may_run, speaks_in, takes_part
from forum.people.models import Anyone, Person


def sight_of(person: Anyone, forum: Forum) -> rules.Sight:
    """How much of the forum's agendas a person sees."""
    if not isinstance(person, Person):
        return rules.EVERYONE
    return rules.Sight(takes_part(person, forum), is_officer(person, forum), person.reference)


def may_see_item(person: Anyone, item: AgendaItem) -> bool:
    """Whether a person sees an item whole: its title, what it says and what hangs on it."""
    presented_by = [presenter.person.reference for presenter in item.presenters if presenter.person]
    return rules.is_seen(sight_of(person, item.agenda.meeting.forum), item.visibility, presented_by)


def shown_title(person: Anyone, item: AgendaItem) -> str:
    """The title of an item as a person may read it."""
    if may_see_item(person, item):
        return item.title
    return item.public_title or rules.MASKED_TITLES[item.visibility]


def may_build_agenda(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person puts the agenda of a meeting together and publishes it."""
    return may_run(person, meeting.forum)


def may_propose(person: Anyone, forum: Forum) -> bool:
    """Whether a person may suggest an item: members, lay members and those who run the forum."""
    return speaks_in(person, forum)


def may_answer_proposals(person: Anyone, forum: Forum) -> bool:
    """Whether a person answers proposals."""
    return may_run(person, forum)


def may_see_proposals(person: Anyone, forum: Forum) -> bool:
    """Whether a person sees the list of proposals; visitors see what was answered, where the forum says so."""
    return forum.answered_proposals_are_public or takes_part(person, forum)


def may_see_every_proposal(person: Anyone, forum: Forum) -> bool:
    """Whether a person also sees proposals that wait for their answer."""
    return takes_part(person, forum)


def may_see_proposal(person: Anyone, proposal: Proposal) -> bool:
    """Whether a person sees a proposal: all who take part; everyone else once it is answered and public."""
    if may_see_every_proposal(person, proposal.forum):
        return True
    return (
        proposal.is_answered
        and proposal.forum.answered_proposals_are_public
        and not queries.is_behind_hidden_item(proposal)
    )
