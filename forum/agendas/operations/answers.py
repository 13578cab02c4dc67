"""Answering proposals: each gets an answer with its reason, and whoever stands behind it gets that in a letter."""

from collections.abc import Sequence
from datetime import datetime

from forum.agendas import letters, queries, rules
from forum.agendas.models import Agenda, AgendaItem, Proposal, ProposalAnswer, ProposalState, Regime
from forum.agendas.operations.beginning import begin_agenda
from forum.agendas.operations.building import add_item, mark_item
from forum.agendas.operations.papers import take_papers_along
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.people.models import Person


@operation
def put_on_proposal(
    agenda: Agenda, proposal: Proposal, *, reason: str = "", by: Person, now: datetime
) -> AgendaItem:
    """Put a proposal on an agenda: that is the answer, and its proposer gets it in a letter.

    The item says who proposed it, those too whose proposal goes together with this one. Raises `AlreadyAnswered`.
    """
    hold(agenda)
    hold(proposal)
    reason = reason or "It was put on the agenda as it was suggested."
    rules.check_answer(proposal, ProposalState.ACCEPTED, reason)
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
        why_here=rules.proposed_by(proposal, queries.merged_with(proposal)),
        more=rules.Particulars(regime=_mark_of([proposal, *queries.merged_with(proposal)])),
        by=by,
        now=now,
    )
    proposal.meeting = agenda.meeting
    take_papers_along(proposal, item, by=by, now=now)
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
    """Answer a proposal; its proposer and whoever stands behind it get the answer and the reason in a letter.

    Accepted, it goes on the agenda of `meeting`, or of the one it was meant for. Deferred, it waits for
    `meeting`, or for the one after. Merged, it goes `into` another, with all that went into it before; what may lead
    to a contract marks the item that it goes into.
    Raises `AlreadyAnswered`, `AnswerNeedsReason`, `MergeNeedsAnother`, `MergeLeadsNowhere`, `LaterMeansLater`,
    `NoMeetingForIt` or `HiddenForContract`.
    """
    rules.check_answer(proposal, state, reason, into, meeting)
    match state:
        case ProposalState.ACCEPTED:
            _accept(proposal, reason, meeting or proposal.meeting, by, now)
        case ProposalState.DEFERRED:
            _defer(proposal, reason, meeting, by, now)
        case ProposalState.MERGED if into is not None:
            _merge(proposal, reason, into, by, now)
        case _:
            hold(proposal)
            rules.check_answer(proposal, state, reason)
            _answer(proposal, state, reason, by, now)


# ---- The parts ----------------------------------------------------------------------------------------------
# Rows are held in one order by all who need several: the meeting, its agenda, then proposals by their numbers.


def _accept(proposal: Proposal, reason: str, meeting: Meeting | None, by: Person, now: datetime) -> None:
    if meeting is None or meeting.is_cancelled or meeting.is_over(now):
        raise rules.NoMeetingForIt
    put_on_proposal(begin_agenda(meeting, by=by, now=now), proposal, reason=reason, by=by, now=now)


def _defer(proposal: Proposal, reason: str, meeting: Meeting | None, by: Person, now: datetime) -> None:
    meeting = meeting or queries.meeting_after(proposal)
    if meeting is not None:
        hold(meeting)  # its agenda is either published before, or waits for the second answer
    hold(proposal)
    rules.check_answer(proposal, ProposalState.DEFERRED, reason, None, meeting)
    proposal.meeting = meeting
    _answer(proposal, ProposalState.DEFERRED, reason, by, now)


def _merge(proposal: Proposal, reason: str, into: Proposal, by: Person, now: datetime) -> None:
    for item in queries.items_from(into)[-1:]:
        hold(item.agenda)
        hold(item)
    for one in sorted((proposal, into), key=lambda one: one.id):
        hold(one)
    rules.check_answer(proposal, ProposalState.MERGED, reason, into)
    went_in_before = queries.merged_with(proposal)
    proposal.merged_into_id = into.id
    for other in went_in_before:  # so that there is no chain: each leads to the one that lives on
        other.merged_into_id = into.id
        db.session.add(
            ProposalAnswer(
                proposal=other, state=ProposalState.MERGED, reason=reason, into_id=into.id, answered_at=now,
                by_id=by.id,
            )
        )  # fmt: skip
    _answer(proposal, ProposalState.MERGED, reason, by, now, told_too=went_in_before)
    if into.state is ProposalState.ACCEPTED:
        _say_who_proposed(into)
        for item in queries.items_from(into)[-1:]:
            mark_item(item, _mark_of([proposal, *went_in_before]), by=by, now=now)
            take_papers_along(proposal, item, by=by, now=now)


def _mark_of(proposals: Sequence[Proposal]) -> Regime | None:
    """The first mark among proposals: what goes together with one that may lead to a contract may do so too."""
    return next((one.regime for one in proposals if one.regime is not None), None)


def _say_who_proposed(proposal: Proposal) -> None:
    """Name on its items who proposed them by now."""
    for item in queries.items_from(proposal):
        if item.why_here.startswith(rules.PROPOSAL_BY):
            item.why_here = rules.proposed_by(proposal, queries.merged_with(proposal))


def _answer(
    proposal: Proposal,
    state: ProposalState,
    reason: str,
    by: Person,
    now: datetime,
    told_too: Sequence[Proposal] = (),
) -> None:
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
    _tell(proposal, told_too or queries.merged_with(proposal))
    note(by, f"answered a proposal: {state.value}", proposal, now=now)


def _tell(proposal: Proposal, merged: Sequence[Proposal]) -> None:
    """Write to whoever made the proposal, to those whose own goes together with it, and to those behind either."""
    told = {proposal.person_id}
    post(letters.proposal_answered(proposal, proposal.person, letters.Part.PROPOSER))
    for other in merged:
        if other.person_id not in told and other.person.erased_at is None:
            told.add(other.person_id)
            post(letters.proposal_answered(proposal, other.person, letters.Part.MERGED, other))
    for backing in queries.backers_of([proposal, *merged]):
        if backing.person_id not in told and backing.person.erased_at is None:
            told.add(backing.person_id)
            post(letters.proposal_answered(proposal, backing.person, letters.Part.BACKER, backing.proposal))
