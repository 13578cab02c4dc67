"""What a proposal and its answer need, who may stand behind it, and how all of that is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forum.agendas.models import Proposal, ProposalAnswer, ProposalState
from forum.agendas.rules.calls import call_closes_on
from forum.foundation.clock import day_in_london
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of, day_and_month, listed
from forum.meetings.models import Meeting
from forum.membership.models import Representative

OPEN_STATES = (ProposalState.SUBMITTED, ProposalState.DEFERRED)
"""A proposal that waits for its answer, or for its second one."""

PUBLIC_STATES = (
    ProposalState.ACCEPTED,
    ProposalState.DEFERRED,
    ProposalState.MERGED,
    ProposalState.DECLINED,
)
"""What was answered, and may be everybody's to read. What was taken back unanswered is not."""

MOST_COMMITMENTS = 3


class AlreadyAnswered(Refusal):
    message = "This proposal has been answered already: {state}."


class AnswerNeedsReason(Refusal):
    message = "Give the reason. The proposer gets it in a letter."


class MergeNeedsAnother(Refusal):
    message = "Choose the other proposal into which this one goes."


class MergeLeadsNowhere(Refusal):
    message = "“{title}” {how}. Choose another one into which this goes."


class NoMeetingForIt(Refusal):
    message = "Choose the meeting whose agenda takes it up."


class LaterMeansLater(Refusal):
    message = "It is meant for {day} already. Choose a later meeting, or leave the choice open."


class IsNoDraft(Refusal):
    message = "This proposal was sent already. It can be taken back, not changed."


class CannotTakeBack(Refusal):
    message = "This proposal {how}, so it cannot be taken back any more. Write to the organiser."


class WordIsMissing(Refusal):
    message = "Say in a few words why you take it back."


class OwnProposal(Refusal):
    message = "{whose} made this proposal. “Us too” is for the others."


class CannotBack(Refusal):
    message = "This proposal has its answer, so nobody can say “us too” any more."


def is_open(proposal: Proposal) -> bool:
    """Whether a proposal may still be answered: it waits, or was put off."""
    return proposal.state in OPEN_STATES


def must_be_answered_first(proposal: Proposal, meeting: Meeting) -> bool:
    """Whether the agenda of a meeting waits for an answer to this proposal.

    One made after the call closed does not hold it up. One that was put off to this very meeting does: it was
    promised an answer here, so it gets its second one before the agenda is out.
    """
    if proposal.meeting_id != meeting.id:
        return False
    if proposal.state is ProposalState.DEFERRED:
        return True
    made_on = day_in_london(proposal.made_at)
    return proposal.state is ProposalState.SUBMITTED and made_on <= call_closes_on(meeting)


def check_answer(
    proposal: Proposal,
    state: ProposalState,
    reason: str,
    into: Proposal | None = None,
    meeting: Meeting | None = None,
) -> None:
    """Refuse an answer to what was answered, one without a reason, and one that leads nowhere.

    A deferred proposal waits for its second answer. Raises `AlreadyAnswered`, `AnswerNeedsReason`,
    `MergeNeedsAnother`, `MergeLeadsNowhere` or `LaterMeansLater`.
    """
    if not is_open(proposal):
        raise AlreadyAnswered(state=proposal.state.value)
    if not reason:
        raise AnswerNeedsReason
    if state is ProposalState.MERGED:
        _check_merger(proposal, into)
    if state is ProposalState.DEFERRED:
        _check_later(proposal, meeting)


_LEADS_NOWHERE = {
    ProposalState.DRAFT: "was not sent yet",
    ProposalState.MERGED: "goes together with another one itself",
    ProposalState.DECLINED: "will not be taken up",
    ProposalState.WITHDRAWN: "was taken back by its proposer",
}


def _check_merger(proposal: Proposal, into: Proposal | None) -> None:
    """One goes into another that is still alive: so there is never a chain, and never a circle."""
    if into is None or into.id == proposal.id or into.forum_id != proposal.forum_id:
        raise MergeNeedsAnother
    if into.state in _LEADS_NOWHERE:
        raise MergeLeadsNowhere(title=into.title, how=_LEADS_NOWHERE[into.state])


def _check_later(proposal: Proposal, meeting: Meeting | None) -> None:
    meant_for = proposal.meeting
    if meeting is None or meant_for is None or meant_for.is_cancelled:
        return
    if meeting.on <= meant_for.on:
        raise LaterMeansLater(day=day_and_month(meant_for.on))


_TOO_LATE = {
    ProposalState.ACCEPTED: "is on an agenda",
    ProposalState.MERGED: "goes together with another one",
    ProposalState.DECLINED: "has its answer",
    ProposalState.WITHDRAWN: "was taken back before",
}


def check_can_take_back(proposal: Proposal, reason: str) -> None:
    """Refuse to take back what was answered for good, and without a word. A draft is thrown away instead."""
    if proposal.state in _TOO_LATE:
        raise CannotTakeBack(how=_TOO_LATE[proposal.state])
    if not reason:
        raise WordIsMissing


def check_is_draft(proposal: Proposal) -> None:
    """Refuse to change what was sent."""
    if not proposal.is_draft:
        raise IsNoDraft


# ---- “Us too” -----------------------------------------------------------------------------------------------


def check_can_back(proposal: Proposal, speaks_for: Representative) -> None:
    """Refuse “us too” of whoever made the proposal, of their organisation, and to what has its answer."""
    if proposal.person_id == speaks_for.person_id:
        raise OwnProposal(whose="You")
    if is_of_proposer(proposal, speaks_for):
        raise OwnProposal(whose="Your organisation")
    if not is_open(proposal):
        raise CannotBack


def is_of_proposer(proposal: Proposal, speaks_for: Representative) -> bool:
    """Whether somebody speaks for the very organisation that made a proposal."""
    made_by = proposal.representative
    return (
        made_by is not None
        and made_by.organisation_id is not None
        and made_by.organisation_id == speaks_for.organisation_id
    )


@dataclass(frozen=True)
class Backed:
    """How many stand behind a proposal besides its proposer."""

    organisations: int = 0
    lay_members: int = 0

    def in_words(self) -> str:
        """`4 organisations say “us too”`, `1 organisation and 1 lay member say “us too”`; empty for nobody."""
        parts = [
            count_of(number, words)
            for number, words in ((self.organisations, "organisation"), (self.lay_members, "lay member"))
            if number
        ]
        if not parts:
            return ""
        says = "says" if self.organisations + self.lay_members == 1 else "say"
        return f"{listed(parts)} {says} “us too”"


NOBODY = Backed()


# ---- How it is said -----------------------------------------------------------------------------------------


def _proposer(proposal: Proposal) -> str:
    speaks_for = proposal.representative
    if speaks_for is None:
        return "an officer of the forum"
    if speaks_for.organisation is None:
        return "a lay member"
    return speaks_for.organisation.known_as


def proposed_by(proposal: Proposal, merged: Sequence[Proposal] = ()) -> str:
    """`Proposal by Black Fen Community Transport and Fenland Carers’ Link`.

    `merged` are those that were taken up together with it. A person's name is never kept in an agenda's words.
    """
    names = dict.fromkeys(_proposer(one) for one in (proposal, *merged))
    return f"{PROPOSAL_BY}{listed(names)}"


PROPOSAL_BY = "Proposal by "


def answer_in_words(answer: ProposalAnswer) -> str:
    """What an answer was: `Kept for 18 March`, `Put on the agenda of 18 March`."""
    when = day_and_month(answer.meeting.on) if answer.meeting else ""
    match answer.state:
        case ProposalState.ACCEPTED:
            return f"Put on the agenda of {when}" if when else "Put on an agenda"
        case ProposalState.DEFERRED:
            return f"Kept for {when or 'a later meeting'}"
        case ProposalState.MERGED:
            return "Taken up together with another"
        case ProposalState.WITHDRAWN:
            return "Taken back by its proposer"
        case ProposalState.SUBMITTED:
            return "Waits for an answer again"
        case _:
            return "Not doing"


def goes_on_to(proposal: Proposal, coming: Sequence[Meeting], today: date) -> Meeting | None:
    """The meeting to which a proposal moves on that no meeting takes up as it stands: the next whose call allows it.

    One that was put off does not come back to the meeting from which it was put off: it waits for one that is
    later, or that was not planned yet when it was.
    """
    for meeting in coming:
        if not takes_in(proposal, meeting, today):
            continue
        return meeting
    return None


def takes_in(proposal: Proposal, meeting: Meeting, today: date) -> bool:
    """Whether a meeting is one to which a proposal without a meeting may move on."""
    if meeting.is_cancelled or not meeting.is_published or today > call_closes_on(meeting):
        return False
    if proposal.state is not ProposalState.DEFERRED:
        return True
    before = proposal.meeting
    if before is not None:
        return meeting.on > before.on
    answered_at, published_at = proposal.answered_at, meeting.published_at
    return answered_at is None or (published_at is not None and published_at > answered_at)
