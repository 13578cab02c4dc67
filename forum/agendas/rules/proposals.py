"""When a call for proposals closes, and what an answer needs."""

from datetime import date

from forum.agendas.models import Proposal, ProposalState
from forum.foundation.clock import day_in_london, working_days_before
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting


class AlreadyAnswered(Refusal):
    message = "This proposal has been answered already: {state}."


class AnswerNeedsReason(Refusal):
    message = "Give the reason. The proposer gets it in a letter."


class MergeNeedsAnother(Refusal):
    message = "Choose the other proposal into which this one goes."


class NoMeetingForIt(Refusal):
    message = "Choose the meeting whose agenda takes it up."


def call_closes_on(meeting: Meeting) -> date:
    """The last day on which a proposal still reaches this meeting, as the forum's settings say."""
    return working_days_before(meeting.on, meeting.forum.call_closes_working_days)


def call_is_open(meeting: Meeting, today: date) -> bool:
    """Whether a proposal made today still reaches this meeting."""
    return not meeting.is_cancelled and today <= call_closes_on(meeting)


def must_be_answered_first(proposal: Proposal, meeting: Meeting) -> bool:
    """Whether the agenda of a meeting waits for an answer to this proposal."""
    made_on = day_in_london(proposal.made_at)
    return proposal.state is ProposalState.SUBMITTED and made_on <= call_closes_on(meeting)


def proposed_by(proposal: Proposal) -> str:
    """`Proposal by Black Fen Community Transport`: a person's name is never kept in an agenda's words."""
    speaks_for = proposal.representative
    if speaks_for is None:
        return "Proposal by an officer of the forum"
    if speaks_for.organisation is None:
        return "Proposal by a lay member"
    return f"Proposal by {speaks_for.organisation.known_as}"


def is_open(proposal: Proposal) -> bool:
    """Whether a proposal may still be answered: it waits, or was put off."""
    return proposal.state in (ProposalState.SUBMITTED, ProposalState.DEFERRED)


def check_answer(proposal: Proposal, state: ProposalState, reason: str, into: Proposal | None) -> None:
    """Refuse an answer to what was answered, one without a reason, and a merger with nothing or with itself.

    A deferred proposal waits for its second answer.
    """
    if not is_open(proposal):
        raise AlreadyAnswered(state=proposal.state.value)
    if not reason:
        raise AnswerNeedsReason
    if state is ProposalState.MERGED and (into is None or into is proposal):
        raise MergeNeedsAnother
