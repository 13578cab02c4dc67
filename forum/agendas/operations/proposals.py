"""Suggesting an item: a draft that only its proposer sees, a proposal that is sent, and one that is taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from forum.agendas import letters, queries, rules
from forum.agendas.models import (
    Proposal,
    ProposalAnswer,
    ProposalCommitment,
    ProposalState,
    Purpose,
    Regime,
)
from forum.agendas.operations.waiting import wait_again
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.membership.models import Forum, Representative
from forum.people.models import Person
from forum.strategy.models import Commitment, Theme


@operation
def keep_draft(
    forum: Forum,
    *,
    title: str,
    why: str,
    purpose: Purpose,
    length: timedelta,
    regime: Regime | None = None,
    theme: Theme | None = None,
    commitments: Sequence[Commitment] = (),
    representative: Representative | None = None,
    draft: Proposal | None = None,
    by: Person,
    now: datetime,
) -> Proposal:
    """Keep what somebody has begun to suggest, or change the `draft` that they kept before. Nobody else sees it.

    The same words kept twice are one draft. Raises `LengthIsOdd`, and `IsNoDraft` for what was sent meanwhile.
    """
    rules.check_length(length)
    hold(by)
    if draft is None:
        draft = queries.find_same_proposal(forum, by, title, why, ProposalState.DRAFT)
    if draft is None:
        draft = Proposal(forum=forum, person=by, state=ProposalState.DRAFT, made_at=now)
        db.session.add(draft)
    else:
        hold(draft)
        rules.check_is_draft(draft)
    draft.title, draft.why, draft.purpose, draft.length, draft.regime = title, why, purpose, length, regime
    draft.representative = representative
    _set_strategy(draft, theme, commitments)
    db.session.flush()
    note(by, "kept a draft of a proposal", draft, now=now)
    return draft


@operation
def drop_draft(draft: Proposal, *, by: Person, now: datetime) -> None:
    """Throw a draft away, with the papers that came with it: it was never part of the record. Raises `IsNoDraft`."""
    hold(draft)
    rules.check_is_draft(draft)
    note(by, "threw a draft of a proposal away", draft, now=now)
    for paper in queries.every_paper_with(draft):
        for part in [*queries.openings_of(paper), *paper.versions]:
            db.session.delete(part)
        db.session.flush()
        db.session.delete(paper)
    db.session.delete(draft)


@operation
def submit_proposal(
    forum: Forum,
    *,
    title: str,
    why: str,
    purpose: Purpose,
    length: timedelta,
    regime: Regime | None = None,
    theme: Theme | None = None,
    commitments: Sequence[Commitment] = (),
    representative: Representative | None = None,
    draft: Proposal | None = None,
    by: Person,
    now: datetime,
) -> Proposal:
    """Suggest an item. It is meant for the next meeting whose call for items is still open, if there is one.

    Sent twice, it is one proposal. With `draft`, that is what is sent. Raises `LengthIsOdd` or `IsNoDraft`.
    """
    rules.check_length(length)
    hold(by)
    sent_before = queries.find_same_proposal(forum, by, title, why, ProposalState.SUBMITTED)
    if sent_before is not None:
        return sent_before
    today = day_in_london(now)
    coming = queries.coming_meetings(forum, today)
    meeting = next((one for one in coming if rules.takes_proposals(one, today)), None)
    if meeting is not None:
        hold(meeting)  # its agenda is either published before this proposal, or waits for the answer
    proposal = draft
    if proposal is None:
        proposal = Proposal(forum=forum, person=by)
        db.session.add(proposal)
    else:
        hold(proposal)
        rules.check_is_draft(proposal)
    proposal.title, proposal.why, proposal.purpose, proposal.length = title, why, purpose, length
    proposal.regime, proposal.representative = regime, representative
    proposal.state, proposal.meeting, proposal.made_at = ProposalState.SUBMITTED, meeting, now
    _set_strategy(proposal, theme, commitments)
    db.session.flush()
    note(by, "made a proposal", proposal, now=now)
    return proposal


@operation
def take_back_proposal(proposal: Proposal, *, reason: str, by: Person, now: datetime) -> None:
    """Take a proposal back, with a word: it keeps its place in the list. Those who said “us too” are told.

    What was taken up together with it waits for an answer of its own again, and its proposer is told.
    Raises `CannotTakeBack` or `WordIsMissing`.
    """
    hold(proposal)
    rules.check_can_take_back(proposal, reason)
    proposal.state, proposal.reason, proposal.answered_at = ProposalState.WITHDRAWN, reason, now
    db.session.add(
        ProposalAnswer(
            proposal=proposal, state=ProposalState.WITHDRAWN, reason=reason, answered_at=now, by_id=by.id
        )
    )
    note(by, "took a proposal back", proposal, now=now)
    merged = queries.merged_with(proposal)
    for backing in queries.backers_of([proposal]):
        if backing.person.erased_at is None:
            post(letters.proposal_answered(proposal, backing.person, letters.Part.BACKER))
    for other in merged:
        because = f"“{proposal.title}”, with which it went together, was taken back."
        wait_again(other, because, by=by, now=now)
        other.meeting = other.meeting or proposal.meeting
        db.session.flush()
        post(letters.proposal_waits_again(other, "the proposal with which it went together was taken back"))


def _set_strategy(proposal: Proposal, theme: Theme | None, commitments: Sequence[Commitment]) -> None:
    """What a proposal is about; without a theme of its own it stands under that of its first commitment."""
    proposal.theme = theme or next((one.theme for one in commitments), None)
    wanted = {one.id: one for one in commitments}
    had = {link.commitment_id for link in proposal.commitments}
    for link in list(proposal.commitments):
        if link.commitment_id not in wanted:
            proposal.commitments.remove(link)
    for number, commitment in wanted.items():
        if number not in had:
            proposal.commitments.append(ProposalCommitment(commitment=commitment))
