"""The letters about proposals."""

from forum.agendas import queries
from forum.agendas.models import Proposal, ProposalState
from forum.foundation.post import Letter, write_letter

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
