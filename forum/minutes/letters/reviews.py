"""The letter that asks a chair to look at minutes, and the one that tells what they said."""

from collections.abc import Sequence

from forum.foundation.post import Letter, write_letter
from forum.foundation.signed_links import is_signed, sign
from forum.foundation.words import date_of
from forum.meetings.models import Meeting
from forum.minutes.models import MinutesReview
from forum.people.models import Person

PURPOSE = "minutes review"


def path_of_minutes_review(review: MinutesReview) -> str:
    """Where a chair reads the minutes and answers without signing in."""
    return f"/minutes-reviews/{review.reference}/{sign(PURPOSE, review.reference, review.link_secret)}"


def is_key_of_minutes_review(review: MinutesReview, key: str) -> bool:
    """Whether a key opens this review."""
    return is_signed(PURPOSE, review.reference, review.link_secret, key)


def minutes_to_agree(
    meeting: Meeting, chair: Person, answer_at: str, others: Sequence[Person], *, is_again: bool
) -> Letter:
    """The minutes wait for the chair's word. None of theirs stands in it: an item may be closed.

    `answer_at` is the link, or what stands in its place while the letter is only shown; `others` are asked as well.
    """
    return write_letter(
        "minutes/to_agree",
        to=chair,
        subject=f"The minutes of {date_of(meeting.on)}: do you agree?",
        kind="minutes to agree",
        sender=meeting.forum,
        about=meeting,
        meeting=meeting,
        others=[one.shown_name for one in others],
        is_again=is_again,
        is_needed=meeting.forum.chair_sees_minutes,
        answer_at=answer_at,
    )


def chair_answered_minutes(review: MinutesReview, to: Person, remarks: int) -> Letter:
    """What the chair said: to whoever asked. What the remarks say stands on the desk alone."""
    meeting = review.minutes.meeting
    agreed = review.agreed_at is not None and not review.is_in_place
    said = "has agreed" if agreed else "has remarks on"
    return write_letter(
        "minutes/answered_by_chair",
        to=to,
        subject=f"{review.person.shown_name} {said} the minutes of {date_of(meeting.on)}",
        kind="minutes agreed",
        sender=meeting.forum,
        about=meeting,
        meeting=meeting,
        chair=review.person.shown_name,
        agreed=agreed,
        remarks=remarks,
    )
