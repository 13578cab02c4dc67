"""Proposals that wait: again, since what was promised fell away, or for another meeting than they were meant for."""

from datetime import datetime

from forum.agendas import letters, queries, rules
from forum.agendas.models import Proposal, ProposalAnswer, ProposalState
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.people.models import Person

MOST_AT_ONCE = 100
"""How many proposals one transaction moves on, so that nobody waits long for their turn to write."""


@operation
def wait_again(proposal: Proposal, because: str, *, by: Person | None, now: datetime) -> None:
    """Let a proposal wait for an answer once more: its history keeps the answer that it had, and why that fell."""
    hold(proposal)
    meeting = proposal.meeting if proposal.state is ProposalState.ACCEPTED else None
    proposal.state, proposal.answered_at, proposal.reason = ProposalState.SUBMITTED, None, ""
    proposal.merged_into_id = None
    db.session.add(
        ProposalAnswer(
            proposal=proposal, state=ProposalState.SUBMITTED, reason=because, meeting=meeting, answered_at=now,
            by_id=by.id if by else None,
        )
    )  # fmt: skip
    note(by, "let a proposal wait again", proposal, now=now)


@falls_due
@operation
def move_on_proposals(now: datetime) -> int:
    """Give a meeting to proposals whose own was called off, is over, or was not there yet: the next that asks.

    What was put on the agenda of a meeting that was called off waits for an answer again, and its proposer
    is told. Returns how many moved on.
    """
    today = day_in_london(now)
    coming: dict[int, list[Meeting]] = {}
    moved = 0
    for proposal in queries.proposals_without_meeting(now, MOST_AT_ONCE):
        if proposal.forum_id not in coming:
            coming[proposal.forum_id] = queries.coming_meetings(proposal.forum, today)
        moved += _move_on(proposal, coming[proposal.forum_id], now)
    return moved


def _move_on(proposal: Proposal, coming: list[Meeting], now: datetime) -> bool:
    found = rules.goes_on_to(proposal, coming, day_in_london(now))
    was_promised = proposal.state is ProposalState.ACCEPTED
    if found is None and not was_promised:
        return False
    if found is not None:
        hold(found)  # its agenda is either published before this proposal, or waits for the answer
    hold(proposal)
    if not queries.is_without_meeting(proposal, now):  # somebody else was a moment earlier
        return False
    if was_promised:
        wait_again(proposal, "The meeting was called off.", by=None, now=now)
    proposal.meeting = found
    note(None, "moved a proposal on to the next meeting", proposal, now=now)
    db.session.flush()
    if was_promised:
        post(letters.proposal_waits_again(proposal, "the meeting was called off"))
    return True
