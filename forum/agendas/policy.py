"""Who may do what with proposals and agendas. Every question is answered yes or no; nothing is raised."""

from forum.agendas import queries, rules
from forum.agendas.models import AgendaItem, Paper, Proposal
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.policy import is_chair, is_officer, may_run, represents, speaks_in, takes_part
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


def may_answer_proposal(person: Anyone, proposal: Proposal) -> bool:
    """Whether a person answers this one: a draft is nobody's to answer."""
    return not proposal.is_draft and may_answer_proposals(person, proposal.forum)


def may_see_proposals(person: Anyone, forum: Forum) -> bool:
    """Whether a person sees the list of proposals; visitors see what was answered, where the forum says so."""
    return forum.answered_proposals_are_public or takes_part(person, forum)


def may_see_every_proposal(person: Anyone, forum: Forum) -> bool:
    """Whether a person also sees proposals that wait for their answer."""
    return takes_part(person, forum)


def may_see_proposal(person: Anyone, proposal: Proposal) -> bool:
    """Whether a person sees a proposal: all who take part; everyone else once it is answered and public.

    A draft is seen by its proposer alone, whoever else looks. Once a closed item was made of it, its proposer,
    whoever presents that and the officers see it.
    """
    if proposal.is_draft:
        return _made_it(person, proposal)
    if isinstance(person, Person) and may_see_every_proposal(person, proposal.forum):
        return is_officer(person, proposal.forum) or queries.is_open_to(proposal, person)
    return (
        proposal.state in rules.PUBLIC_STATES
        and proposal.forum.answered_proposals_are_public
        and not queries.is_behind_hidden_item(proposal)
    )


def may_change_draft(person: Anyone, proposal: Proposal) -> bool:
    """Whether a person goes on with a draft and sends it: its proposer, while they may suggest anything."""
    return proposal.is_draft and _made_it(person, proposal) and may_propose(person, proposal.forum)


def may_drop_draft(person: Anyone, proposal: Proposal) -> bool:
    """Whether a person throws a draft away: its proposer, also once they have left the forum."""
    return proposal.is_draft and _made_it(person, proposal)


def may_take_back_proposal(person: Anyone, proposal: Proposal) -> bool:
    """Whether a person takes a proposal back: its proposer, once it was sent."""
    return not proposal.is_draft and _made_it(person, proposal)


def may_back_proposal(person: Anyone, proposal: Proposal) -> bool:
    """Whether a person says “us too”: those who speak for a member, and lay members; not to what they made."""
    if proposal.is_draft or _made_it(person, proposal) or not represents(person, proposal.forum):
        return False
    return may_see_proposal(person, proposal)


def _made_it(person: Anyone, proposal: Proposal) -> bool:
    return isinstance(person, Person) and person.id == proposal.person_id


# ---- Papers -------------------------------------------------------------------------------------------------


def may_see_paper(person: Anyone, paper: Paper) -> bool:
    """Whether a person may know of a paper, once it is out: the item and the paper are both asked."""
    item = paper.item
    if item is None:
        return False
    sight = sight_of(person, item.agenda.meeting.forum)
    presented_by = [presenter.person.reference for presenter in item.presenters if presenter.person]
    return rules.is_seen(sight, item.visibility, presented_by) and rules.is_seen(
        sight, paper.visibility, presented_by
    )


def may_see_drafts(person: Anyone, paper: Paper) -> bool:
    """Whether a person reads a paper before it comes out: officers, and whose own it is."""
    if not isinstance(person, Person):
        return False
    forum = forum_of(paper)
    is_own = paper.presenter is not None and paper.presenter.person_id == person.id
    is_proposer = paper.proposal is not None and paper.proposal.person_id == person.id
    if paper.item is None and paper.proposal is not None and paper.proposal.is_draft:
        return is_proposer
    return is_own or is_proposer or is_officer(person, forum)


def forum_of(paper: Paper) -> Forum:
    """The forum in which a paper was handed in."""
    if paper.item is not None:
        return paper.item.agenda.meeting.forum
    assert paper.proposal is not None  # the database promises one of both
    return paper.proposal.forum


def may_see_papers_desk(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person sees what papers a meeting has and what is missing: every officer."""
    return is_officer(person, meeting.forum)


def may_keep_papers(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person hands in papers for anybody, withdraws them and asks for them: whoever runs the forum."""
    return may_run(person, meeting.forum)


def may_keep_paper(person: Anyone, paper: Paper) -> bool:
    """Whether a person gives new versions of a paper of an agenda, withdraws it or brings it back."""
    return paper.item is not None and may_run(person, forum_of(paper))


def may_accept_late(person: Anyone, paper: Paper) -> bool:
    """Whether a person says yes or no to a late paper: the chair; others who run the forum where it says so."""
    if paper.item is None:
        return False
    forum = forum_of(paper)
    return is_chair(person, forum) or (forum.officers_may_stand_in and may_run(person, forum))


def may_attach_paper(person: Anyone, proposal: Proposal) -> bool:
    """Whether a person adds a paper to a proposal: its proposer, while it is a draft or waits for an answer."""
    is_own = isinstance(person, Person) and proposal.person_id == person.id
    return is_own and (proposal.is_draft or rules.is_open(proposal))


def may_see_run_sheet(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person gets the chair's sheet, which has closed items and declared interests: every officer."""
    return is_officer(person, meeting.forum)
