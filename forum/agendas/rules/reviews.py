"""The chair's word on an agenda: bound to exactly what it was given about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.agendas.models import Review, ReviewComment
from forum.agendas.rules.changes import Content, what_changed
from forum.agendas.rules.published import digest_of
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.membership.models import Office, Officer
from forum.people.models import Person

LONGEST_REMARK = 2000


class NothingToAgree(Refusal):
    message = "There is nothing on this agenda yet. Put an item on first."


class NobodyChairs(Refusal):
    message = "Nobody chairs this forum today. Give somebody the office first."


class AgreedAlready(Refusal):
    message = "This agenda is agreed as it stands. There is nothing to ask."


class ChairIsAsked(Refusal):
    message = "The chair was asked a moment ago, about exactly this. A second letter would say the same."


class ChangedWhileRead(Refusal):
    message = "The agenda has changed since you opened this page. Look at what is new, then agree."


class OnlyTheChairAgrees(Refusal):
    message = "In this forum the chair alone agrees the agenda. Nobody does so in the chair’s place."


class NothingRemarked(Refusal):
    message = "Write a remark first, at an item or about the whole."


class RemarkIsLong(Refusal):
    message = f"One remark is longer than {LONGEST_REMARK:,} characters. Shorten it a little."


class SeenToAlready(Refusal):
    message = "This remark is ticked off already."


def chairs_among(officers: Iterable[Officer]) -> list[Person]:
    """Who is asked: the chair or each of the co-chairs; where there is none, the vice-chairs. Each once."""
    officers = list(officers)
    for office in (Office.CHAIR, Office.VICE_CHAIR):
        people = {one.person_id: one.person for one in officers if one.office is office}
        if people:
            return list(people.values())
    return []


def is_agreed(reviews: Iterable[Review], digest: str) -> bool:
    """Whether somebody agreed exactly this: one of several chairs is enough."""
    return agreement_to(reviews, digest) is not None


def agreement_to(reviews: Iterable[Review], digest: str) -> Review | None:
    """The review in which exactly this was agreed; the chair's own word before one given in the chair's place."""
    found = [one for one in reviews if one.agreed_at is not None and one.agreed_digest == digest]
    return min(found, key=lambda one: (is_in_place(one), one.id)) if found else None


def is_in_place(review: Review) -> bool:
    """Whether somebody else than the chair who was asked gave the word."""
    return review.agreed_by_id is not None and review.agreed_by_id != review.person_id


def last_agreed(reviews: Iterable[Review]) -> Review | None:
    """The word that was given last, about whatever the agenda said then."""
    found = [one for one in reviews if one.agreed_at is not None]
    return max(found, key=lambda one: (one.agreed_at, one.id)) if found else None


def changed_since_agreed(review: Review, content: Content) -> list[str]:
    """What changed since a chair agreed, as sentences; empty where it is what was agreed."""
    if review.agreed_content is None or review.agreed_digest == digest_of(content):
        return []
    return what_changed(review.agreed_content, content) or ["A detail changed."]


def why_review_ended(meeting: Meeting, is_chair: bool, now: datetime) -> str:
    """Why the link of a review opens nothing any more; empty while it does."""
    if meeting.is_cancelled:
        return "The meeting was called off."
    if meeting.is_over(now):
        return "The meeting is over."
    if not is_chair:
        return "You do not chair this forum any more."
    return ""


def check_remarks(remarks: Mapping[str, str]) -> None:
    """Refuse remarks of nothing, and one that is too long. Raises `NothingRemarked` or `RemarkIsLong`."""
    if not remarks:
        raise NothingRemarked
    if any(len(text) > LONGEST_REMARK for text in remarks.values()):
        raise RemarkIsLong


def open_remarks(reviews: Iterable[Review]) -> dict[str, list[ReviewComment]]:
    """The remarks that nobody has ticked off, by the reference of their item; `""` for the whole."""
    found: dict[str, list[ReviewComment]] = {}
    for comment in (one for review in reviews for one in review.comments if one.seen_to_at is None):
        found.setdefault(comment.item.reference if comment.item else "", []).append(comment)
    return found


@dataclass(frozen=True)
class Agreement:
    """How an agenda stands with the chair, for whoever builds it."""

    asked: Sequence[Review]  # the newest asking of each chair
    agreed: Review | None  # what was agreed is what it says now
    changed: Sequence[str]  # what changed since somebody agreed last
    open_remarks: Sequence[ReviewComment]

    @property
    def is_waiting(self) -> bool:
        """Whether the chair was asked and has said nothing yet."""
        return bool(self.asked) and self.agreed is None


def agreement_of(reviews: Sequence[Review], content: Content) -> Agreement:
    """How an agenda that says this stands with the chair. `reviews` are all of it, with their remarks."""
    newest: dict[int, Review] = {}
    for review in sorted(reviews, key=lambda one: one.id):
        newest[review.person_id] = review
    agreed = agreement_to(reviews, digest_of(content))
    last = last_agreed(reviews)
    return Agreement(
        asked=list(newest.values()),
        agreed=agreed,
        changed=changed_since_agreed(last, content) if last is not None and agreed is None else (),
        open_remarks=[
            comment for review in reviews for comment in review.comments if comment.seen_to_at is None
        ],
    )
