"""The letters about agendas and proposals."""

from forum.agendas import queries, rules
from forum.agendas.models import AgendaVersion, Proposal, ProposalState
from forum.foundation.post import Letter, write_letter
from forum.foundation.words import date_of
from forum.meetings.models import Meeting
from forum.people.models import Person


def agenda_published(version: AgendaVersion, meeting: Meeting, to: Person) -> Letter:
    """The agenda is out, or has changed: with the items as every member may see them."""
    items = rules.seen_items(rules.published_items(version), rules.MEMBERS)
    when = date_of(meeting.on)
    subject = f"The agenda for {when}" if version.number == 1 else f"The agenda for {when} has changed"
    return write_letter(
        "agendas/agenda_published",
        to=to,
        subject=f"{subject}: {meeting.title}",
        kind="agenda",
        sender=meeting.forum,
        about=meeting,
        meeting=meeting,
        version=version,
        items=[item for item in items if not item.is_withdrawn],
    )


_SUBJECTS = {
    ProposalState.ACCEPTED: "On the agenda",
    ProposalState.DEFERRED: "Kept for a later meeting",
    ProposalState.MERGED: "Taken up together with another proposal",
    ProposalState.DECLINED: "Your proposal has an answer",
}


def proposal_answered(proposal: Proposal) -> Letter:
    """What became of a proposal, and why: to whoever made it."""
    return write_letter(
        "agendas/proposal_answered",
        to=proposal.person,
        subject=f"{_SUBJECTS[proposal.state]}: {proposal.title}",
        kind="proposal",
        sender=proposal.forum,
        proposal=proposal,
        into=queries.merged_into(proposal),
    )
