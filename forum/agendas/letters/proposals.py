"""The letters with the answer to a proposal: to whoever made it, and to whoever stands behind it."""

from enum import StrEnum

from forum.agendas import queries
from forum.agendas.models import Proposal, ProposalState
from forum.foundation.post import Letter, write_letter
from forum.people.models import Person


class Part(StrEnum):
    """What somebody has to do with a proposal."""

    PROPOSER = "proposer"
    MERGED = "merged"  # their own goes together with it
    BACKER = "backer"  # said “us too”


_SUBJECTS = {
    ProposalState.ACCEPTED: "On the agenda",
    ProposalState.DEFERRED: "Kept for a later meeting",
    ProposalState.MERGED: "Taken up together with another proposal",
    ProposalState.DECLINED: "Your proposal has an answer",
    ProposalState.WITHDRAWN: "Taken back",
}


def proposal_answered(
    proposal: Proposal, to: Person, part: Part, theirs: Proposal | None = None
) -> Letter:  # fmt: skip
    """What became of a proposal, and why. `theirs` is the one that the reader made or backed, if it is another."""
    theirs = theirs or proposal
    subject = _SUBJECTS[proposal.state]
    if proposal.state is ProposalState.DECLINED and part is not Part.PROPOSER:
        subject = "A proposal has its answer"
    return write_letter(
        "agendas/proposal_answered",
        to=to,
        subject=f"{subject}: {theirs.title}",
        kind="proposal",
        sender=proposal.forum,
        proposal=proposal,
        into=queries.merged_into(proposal),
        part=part.value,
        theirs=theirs,
    )


def proposal_waits_again(proposal: Proposal, because: str) -> Letter:
    """To its proposer: the answer that a proposal had does not hold any more, and it waits for another."""
    return write_letter(
        "agendas/proposal_waits_again",
        to=proposal.person,
        subject=f"Waits for an answer again: {proposal.title}",
        kind="proposal waits again",
        sender=proposal.forum,
        proposal=proposal,
        because=because,
    )
