"""Votes, where a forum votes: how many were for and against on each side, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forum.decisions.models import Vote
from forum.decisions.rules.quorum import quorum_in_short, quorum_words
from forum.foundation.contacts import has_contact_details
from forum.foundation.refusals import Refusal
from forum.foundation.withheld_names import public_words
from forum.foundation.words import count_of
from forum.organisations.models import Side
from forum.people.models import Person

MOST_MOTION = 4000
"""How long a motion may be, in characters, as the decision that it becomes."""

MOST_VOTES = 1000
"""How many votes one side may have: more is a slip of the finger."""


class MotionIsMissing(Refusal):
    message = "Write the motion that was put to the vote."
    about = "motion"


class MotionIsTooLong(Refusal):
    message = "That is too long. Keep the motion under 4,000 characters."
    about = "motion"


class NobodyVoted(Refusal):
    message = "Give the counts: nobody voted for or against, and nobody abstained."


class TooManyVotes(Refusal):
    message = "A side cannot have more than 1,000 votes."


class OutcomeNeedsReason(Refusal):
    message = "The counts say otherwise. Say in a sentence why, such as a casting vote of the chair."
    about = "because"


class SameSeconder(Refusal):
    message = "Somebody else seconds a motion than the one who proposed it."
    about = "seconded_by"


class VoteIsWithdrawn(Refusal):
    message = "This vote was taken back."


class ContactDetailsInVote(Refusal):
    message = "Take out the e-mail address or telephone number: everyone can read this."


@dataclass(frozen=True)
class Votes:
    """How many voted one way, on each side."""

    voluntary: int = 0
    commissioners: int = 0
    lay: int = 0

    @property
    def total(self) -> int:
        """All of them together."""
        return self.voluntary + self.commissioners + self.lay


NONE = Votes()


@dataclass(frozen=True)
class VoteGiven:
    """A vote as it was taken. `is_carried` None leaves it to the counts; else `because` says why they don't tell."""

    motion: str
    in_favour: Votes = NONE
    against: Votes = NONE
    abstained: Votes = NONE
    is_carried: bool | None = None
    because: str = ""
    proposed_by: Person | None = None
    seconded_by: Person | None = None
    reservations: str = ""

    @property
    def carries(self) -> bool:
        """What came of it: as was said, else by the counts."""
        return is_carried_by(self.in_favour, self.against) if self.is_carried is None else self.is_carried


def is_carried_by(in_favour: Votes, against: Votes) -> bool:
    """Whether more are for than against. A tie is not carried, and who abstains counts for neither.

    So Robert's Rules of Order, 12th edition, 44:1 and 44:12; a forum whose terms say otherwise says so each time.
    """
    return in_favour.total > against.total


def check_vote(vote: VoteGiven) -> None:
    """Refuse a vote without a motion or without votes, and an outcome against the counts without a reason."""
    if not vote.motion.strip():
        raise MotionIsMissing
    if len(vote.motion) > MOST_MOTION or len(vote.reservations) > MOST_MOTION:
        raise MotionIsTooLong
    ways = (vote.in_favour, vote.against, vote.abstained)
    counts = [count for way in ways for count in (way.voluntary, way.commissioners, way.lay)]
    if any(count < 0 or count > MOST_VOTES for count in counts):
        raise TooManyVotes
    if not any(counts):
        raise NobodyVoted
    if vote.carries is not is_carried_by(vote.in_favour, vote.against) and not vote.because.strip():
        raise OutcomeNeedsReason
    if vote.proposed_by is not None and vote.proposed_by == vote.seconded_by:
        raise SameSeconder
    for words in (vote.motion, vote.reservations, vote.because):
        if has_contact_details(words):
            raise ContactDetailsInVote


def more_than_present(vote: VoteGiven, present: Mapping[Side, int]) -> list[str]:
    """What to check where a side has more votes than people are present: a sentence each. Nothing is refused."""
    sides = (
        (Side.VOLUNTARY, "voluntary sector", "voluntary"),
        (Side.COMMISSIONERS, "commissioners", "commissioners"),
        (Side.OTHERS, "lay members and others", "lay"),
    )
    said = []
    for side, words, name in sides:
        cast = sum(getattr(way, name) for way in (vote.in_favour, vote.against, vote.abstained))
        here = present.get(side, 0)
        if cast > here:
            people = count_of(here, "person", "people")
            said.append(f"{count_of(cast, 'vote')} of the {words}, and {people} of that side present.")
    return said


def check_can_reword_vote(vote: Vote, motion: str) -> None:
    """Refuse other words for a vote that was taken back, and a motion that could not be entered."""
    check_can_take_back_vote(vote)
    if not motion.strip():
        raise MotionIsMissing
    if len(motion) > MOST_MOTION:
        raise MotionIsTooLong
    if has_contact_details(motion):
        raise ContactDetailsInVote


def check_can_take_back_vote(vote: Vote) -> None:
    """Refuse to take back twice."""
    if vote.withdrawn_at is not None:
        raise VoteIsWithdrawn


# ---- In words -----------------------------------------------------------------------------------------------


def given_in(vote: Vote) -> VoteGiven:
    """A vote that is kept, as it was given."""

    def way(name: str) -> Votes:
        return Votes(*(getattr(vote, f"{name}_{side}") for side in ("voluntary", "commissioners", "lay")))

    return VoteGiven(
        motion=vote.motion,
        in_favour=way("for"),
        against=way("against"),
        abstained=way("abstained"),
        is_carried=vote.is_carried,
        because=vote.because,
        proposed_by=vote.proposed_by,
        seconded_by=vote.seconded_by,
        reservations=vote.reservations,
    )


def vote_words(vote: Vote | VoteGiven | Mapping[str, Any]) -> str:
    """`Carried by 9 to 2, 1 abstained (voluntary sector 6–0, commissioners 2–2, lay members 1–0)`.

    Takes a vote as it was given, as it is kept, or as a published version has it (`kept_of`).
    """
    given = vote if isinstance(vote, VoteGiven) else given_in(vote) if isinstance(vote, Vote) else _from(vote)
    outcome = "Carried by" if given.carries else "Not carried:"
    said = f"{outcome} {given.in_favour.total} to {given.against.total}"
    if given.abstained.total:
        said += f", {given.abstained.total} abstained"
    sides = [
        f"{words} {getattr(given.in_favour, name)}–{getattr(given.against, name)}"
        for name, words in (
            ("voluntary", "voluntary sector"),
            ("commissioners", "commissioners"),
            ("lay", "lay members"),
        )
        if any(getattr(way, name) for way in (given.in_favour, given.against, given.abstained))
    ]
    return f"{said} ({', '.join(sides)})" if len(sides) > 1 else said


def kept_of(vote: Vote) -> dict[str, Any]:
    """What a published version keeps of a vote: its counts, and people by reference."""
    given = given_in(vote)
    kept: dict[str, Any] = {
        name: [way.voluntary, way.commissioners, way.lay]
        for name, way in (
            ("for", given.in_favour),
            ("against", given.against),
            ("abstained", given.abstained),
        )
    }
    kept |= {"carried": vote.is_carried}
    for name, person in (("proposed_by", vote.proposed_by), ("seconded_by", vote.seconded_by)):
        if person is not None:
            kept[name] = person.reference
    for name, words in (("because", vote.because), ("reservations", vote.reservations)):
        if words:
            kept[name] = public_words(words)
    return kept


IN_WORDS = (quorum_words, quorum_in_short, vote_words, public_words)
"""How pages put it, by these names."""


def _from(kept: Mapping[str, Any]) -> VoteGiven:
    return VoteGiven(
        motion="",
        in_favour=Votes(*kept["for"]),
        against=Votes(*kept["against"]),
        abstained=Votes(*kept["abstained"]),
        is_carried=kept["carried"],
    )
