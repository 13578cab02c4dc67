"""The chair's word on minutes before they are circulated: bound to exactly what was read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forum.foundation.clock import working_days_after
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.minutes.models import Minutes, MinutesRemark, MinutesReview, MinutesState, MinutesVersion

LONGEST_REMARK = 2000


class ChairHasNotAgreed(Refusal):
    message = "In this forum the chair agrees the minutes first. Ask for their word, then circulate."


class NobodyChairsMinutes(Refusal):
    message = "Nobody chairs this forum today. Give somebody the office first."


class MinutesAgreedAlready(Refusal):
    message = "These minutes are agreed as they stand. There is nothing to ask."


class ChairWasJustAsked(Refusal):
    message = "The chair was asked a moment ago, about exactly this. A second letter would say the same."


class MinutesChangedWhileRead(Refusal):
    message = "The minutes have changed since you opened this page. Look at them again, then agree."


class OnlyTheChairAgreesMinutes(Refusal):
    message = "In this forum the chair alone agrees the minutes. Nobody does so in the chair’s place."


class NoRemark(Refusal):
    message = "Write a remark first, on a line or about the whole."


class RemarkIsTooLong(Refusal):
    message = f"One remark is longer than {LONGEST_REMARK:,} characters. Shorten it a little."


class RemarkSeenToAlready(Refusal):
    message = "This remark is ticked off already."


def minutes_due_on(meeting: Meeting) -> date:
    """When the minutes of a meeting must be with the members: the working days after it that the forum set."""
    return working_days_after(meeting.on, meeting.forum.minutes_due_working_days)


def agreement_to_minutes(reviews: Iterable[MinutesReview], digest: str) -> MinutesReview | None:
    """Where exactly this was agreed: one of several chairs is enough, their own word before one in their place."""
    found = [one for one in reviews if one.agreed_at is not None and one.agreed_digest == digest]
    return min(found, key=lambda one: (one.is_in_place, one.id)) if found else None


def check_chair_agreed(meeting: Meeting, reviews: Iterable[MinutesReview], digest: str) -> None:
    """Refuse to circulate what the chair has not agreed, where the forum wants that. Raises `ChairHasNotAgreed`."""
    if meeting.forum.chair_sees_minutes and agreement_to_minutes(reviews, digest) is None:
        raise ChairHasNotAgreed


def why_review_of_minutes_ended(
    review: MinutesReview, minutes: Minutes, newest: MinutesVersion | None, *, is_chair: bool
) -> str:
    """Why the link of a review opens nothing any more; empty while it does."""
    if minutes.state is MinutesState.APPROVED:
        return "The minutes were approved."
    if newest is not None and newest.published_at > review.asked_at:
        return f"The minutes went out as version {newest.number}."
    return "" if is_chair else "You do not chair this forum any more."


def check_minutes_remarks(remarks: Mapping[str, str]) -> None:
    """Refuse remarks of nothing, and one that is too long. Raises `NoRemark` or `RemarkIsTooLong`."""
    if not remarks:
        raise NoRemark
    if any(len(text) > LONGEST_REMARK for text in remarks.values()):
        raise RemarkIsTooLong


@dataclass(frozen=True)
class MinutesAgreement:
    """How minutes stand with the chair, for whoever writes them."""

    asked: Sequence[MinutesReview]  # the newest asking of each chair
    agreed: MinutesReview | None  # what was agreed is what they say now
    last: MinutesReview | None  # the word given last, about what they said then, where they changed since
    open_remarks: Sequence[MinutesRemark]

    @property
    def is_waiting(self) -> bool:
        """Whether the chair was asked, and has agreed nothing of what stands there now."""
        return bool(self.asked) and self.agreed is None


def minutes_agreement(reviews: Sequence[MinutesReview], digest: str) -> MinutesAgreement:
    """How minutes with this digest stand with the chair. `reviews` are all of them, with their remarks."""
    newest: dict[int, MinutesReview] = {}
    for review in sorted(reviews, key=lambda one: one.id):
        newest[review.person_id] = review
    agreed = agreement_to_minutes(reviews, digest)
    given = [one for one in reviews if one.agreed_at is not None]
    last = max(given, key=lambda one: (one.agreed_at, one.id)) if given and agreed is None else None
    return MinutesAgreement(
        asked=list(newest.values()),
        agreed=agreed,
        last=last,
        open_remarks=[one for review in reviews for one in review.remarks if one.seen_to_at is None],
    )
