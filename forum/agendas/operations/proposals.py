"""Suggesting an item, and answering: every proposal gets an answer with its reason."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from forum.agendas import letters, queries, rules
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    Proposal,
    ProposalAnswer,
    ProposalCommitment,
    ProposalState,
    Purpose,
)
from forum.agendas.operations.building import add_item, begin_agenda
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Representative
from forum.people.models import Person
from forum.strategy.models import Commitment, Theme


@operation
def submit_proposal(
    forum: Forum,
    *,
    title: str,
    why: str,
    purpose: Purpose,
    length: timedelta,
    theme: Theme | None = None,
    commitments: Sequence[Commitment] = (),
    representative: Representative | None = None,
    by: Person,
    now: datetime,
) -> Proposal:
    """Suggest an item. It is meant for the next meeting whose call for proposals is still open, if there is one.

    Sent twice, it is one proposal. Raises `LengthIsOdd`.
    """
    rules.check_length(length)
    hold(by)
    sent_before = queries.find_waiting_proposal(forum, by, title, why)
    if sent_before is not None:
        return sent_before
    today = day_in_london(now)
    coming = queries.coming_meetings(forum, today)
    meeting = next((one for one in coming if rules.call_is_open(one, today)), None)
    if meeting is not None:
        hold(meeting)  # its agenda is either published before this proposal, or waits for the answer
    proposal = Proposal(
        forum=forum,
        meeting=meeting,
        person=by,
        representative=representative,
        theme=theme or next((one.theme for one in commitments), None),
        commitments=[ProposalCommitment(commitment=one) for one in commitments],
        title=title,
        why=why,
        purpose=purpose,
        length=length,
        made_at=now,
    )
    db.session.add(proposal)
    note(by, "made a proposal", proposal, now=now)
    return proposal


@operation
def put_on_proposal(
    agenda: Agenda, proposal: Proposal, *, reason: str = "", by: Person, now: datetime
) -> AgendaItem:
    """Put a proposal on an agenda: that is the answer, and its proposer gets it in a letter.

    Raises `AlreadyAnswered`.
    """
    hold(agenda)
    hold(proposal)
    meeting = agenda.meeting
    reason = reason or "It was put on the agenda as it was suggested."
    rules.check_answer(proposal, ProposalState.ACCEPTED, reason, None)
    speaks_for = proposal.representative
    item = add_item(
        agenda,
        title=proposal.title,
        purpose=proposal.purpose,
        length=proposal.length,
        presenters=[rules.presenter_for(speaks_for)]
        if speaks_for
        else [rules.PresenterGiven(proposal.person)],
        commitments=[link.commitment for link in proposal.commitments],
        proposal=proposal,
        why_here=rules.proposed_by(proposal),
        by=by,
        now=now,
    )
    proposal.meeting = meeting
    _answer(proposal, ProposalState.ACCEPTED, reason, by, now)
    return item


@operation
def answer_proposal(
    proposal: Proposal,
    state: ProposalState,
    *,
    reason: str,
    meeting: Meeting | None = None,
    into: Proposal | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Answer a proposal; its proposer gets the answer and the reason in a letter.

    Accepted, it goes on the agenda of `meeting`, or of the one it was meant for. Deferred, it waits for
    `meeting`, or for the one after. Merged, it goes `into` another.
    Raises `AlreadyAnswered`, `AnswerNeedsReason`, `MergeNeedsAnother` or `NoMeetingForIt`.
    """
    hold(proposal)
    rules.check_answer(proposal, state, reason, into)
    if state is ProposalState.ACCEPTED:
        meeting = meeting or proposal.meeting
        if meeting is None:
            raise rules.NoMeetingForIt
        put_on_proposal(begin_agenda(meeting, by=by, now=now), proposal, reason=reason, by=by, now=now)
        return
    if state is ProposalState.DEFERRED:
        proposal.meeting = meeting or queries.meeting_after(proposal)
    if state is ProposalState.MERGED and into is not None:
        proposal.merged_into_id = into.id
    _answer(proposal, state, reason, by, now)


def _answer(proposal: Proposal, state: ProposalState, reason: str, by: Person, now: datetime) -> None:
    proposal.state = state
    proposal.reason = reason
    proposal.answered_at = now
    answer = ProposalAnswer(
        proposal=proposal,
        state=state,
        reason=reason,
        into_id=proposal.merged_into_id,
        answered_at=now,
        by_id=by.id,
    )
    if state in (ProposalState.ACCEPTED, ProposalState.DEFERRED):
        answer.meeting = proposal.meeting
    db.session.add(answer)
    db.session.flush()
    post(letters.proposal_answered(proposal))
    note(by, f"answered a proposal: {state.value}", proposal, now=now)
