"""What became of what somebody suggested, in one line that the data writes: done, doing, not doing, passed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from forum.actions.models import Action, ActionState, Outcome
from forum.actions.rules import state_words
from forum.agendas.models import Proposal, ProposalState
from forum.agendas.rules import ItemAsPublished, sentence
from forum.decisions.models import Decision, Recommendation
from forum.decisions.rules import answer_mark
from forum.foundation.words import date_of, listed, near_date
from forum.meetings.models import Meeting


class HeardLike(Protocol):
    """One item that was made of a proposal."""

    @property
    def item(self) -> ItemAsPublished: ...
    @property
    def meeting(self) -> Meeting: ...
    @property
    def not_reached_because(self) -> str | None: ...
    @property
    def is_minuted(self) -> bool: ...


class CameLike(Protocol):
    """A proposal, and what came of it."""

    @property
    def proposal(self) -> Proposal: ...
    @property
    def into(self) -> Proposal | None: ...
    @property
    def items(self) -> Sequence[HeardLike]: ...
    @property
    def decisions(self) -> Sequence[Decision]: ...
    @property
    def recommendations(self) -> Sequence[Recommendation]: ...
    @property
    def actions(self) -> Sequence[Action]: ...
    @property
    def outcomes(self) -> Sequence[Outcome]: ...


@dataclass(frozen=True)
class WeDid:
    """What became of a proposal: one word with the look of its mark, a sentence, and where to read on."""

    word: str
    kind: str
    words: str
    links: Sequence[tuple[str, str]]  # pairs of words and address


def we_did(came: CameLike, today: date) -> WeDid:
    """How a proposal ends, or where it stands: the furthest that it has come says it."""
    if came.outcomes:
        live = [one for one in came.actions if one.is_live]
        word, kind = ("Doing", "tint") if live else ("Done", "green")
        return WeDid(word, kind, " ".join(_sentence(one.text) for one in came.outcomes), _links(came))
    return (
        _acted(came, today)
        or _passed_on(came, today)
        or _decided(came)
        or _on_agendas(came, today)
        or _answered(came, today)
    )


def _acted(came: CameLike, today: date) -> WeDid | None:
    live = [one for one in came.actions if one.is_live]
    if live:
        said = " ".join(f"{_sentence(one.text)} ({state_words(one, today)})" for one in live)
        return WeDid("Doing", "tint", said, _links(came))
    dropped = [one for one in came.actions if one.state is ActionState.DROPPED]
    if dropped and len(dropped) == len(came.actions):
        return WeDid(
            "Not doing", "none", "It was agreed, and then dropped; the action says why.", _links(came)
        )
    if came.actions:
        return WeDid("Done", "green", "What was agreed is done.", _links(came))
    return None


def _passed_on(came: CameLike, today: date) -> WeDid | None:
    if not came.recommendations:
        return None
    whom = listed(dict.fromkeys(one.organisation.known_as for one in came.recommendations))
    answers = "; ".join(answer_mark(one, today).words for one in came.recommendations)
    return WeDid(f"Passed on to {whom}", "tint", f"Their answer: {_sentence(answers)}", _links(came))


def _decided(came: CameLike) -> WeDid | None:
    if not came.decisions:
        return None
    return WeDid("Decided", "tint", " ".join(_sentence(one.text) for one in came.decisions), _links(came))


def _on_agendas(came: CameLike, today: date) -> WeDid | None:
    if not came.items:
        return None
    last = came.items[-1]
    links = _links(came)
    if last.not_reached_because is not None:
        because = f": {sentence(last.not_reached_because)}" if last.not_reached_because else "."
        return WeDid("Waits for the next meeting", "amber", f"The meeting did not get to it{because}", links)
    if last.meeting.on >= today:
        where = f"Item {last.item.number} of the meeting on {date_of(last.meeting.on)}."
        return WeDid("On the agenda", "tint", where, links)
    if not last.is_minuted:
        return WeDid(
            "Talked about", "tint", f"On {near_date(last.meeting.on, today)}; the minutes are to come.", links
        )
    return WeDid(
        "Talked about", "none", f"On {near_date(last.meeting.on, today)}; nothing was to be done.", links
    )


def _answered(came: CameLike, today: date) -> WeDid:
    proposal = came.proposal
    reason = _sentence(proposal.reason)
    if proposal.state is ProposalState.DECLINED:
        return WeDid("Not doing", "none", reason, ())
    if proposal.state is ProposalState.WITHDRAWN:
        return WeDid("Taken back", "none", "By whoever suggested it.", ())
    if came.into is not None:
        link = (came.into.title, f"/proposals/{came.into.reference}")
        return WeDid("Goes together with another", "tint", reason, (link,))
    if proposal.state is ProposalState.SUBMITTED:
        return WeDid(
            "Waits for an answer", "amber", f"Suggested on {near_date(proposal.made_at, today)}.", ()
        )
    if proposal.meeting is not None and proposal.meeting.on >= today:
        return WeDid("To come", "tint", f"For the meeting on {date_of(proposal.meeting.on)}. {reason}", ())
    return WeDid("To come", "tint", reason, ())


def _links(came: CameLike) -> list[tuple[str, str]]:
    """Where to read on: its last item, decisions, recommendations and actions, by their numbers."""
    links = [
        (f"Item of {date_of(one.meeting.on)}", f"/items/{one.item.reference}") for one in came.items[-1:]
    ]
    links += [(one.reference, f"/decisions/{one.reference}") for one in came.decisions]
    links += [(one.reference, f"/recommendations/{one.reference}") for one in came.recommendations]
    links += [(one.reference, f"/actions/{one.reference}") for one in came.actions]
    return links


def _sentence(words: str) -> str:
    words = words.strip()
    return words if not words or words[-1] in ".!?…" else f"{words}."
