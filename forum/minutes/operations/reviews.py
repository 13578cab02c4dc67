"""Asking the chair to look at minutes before they are circulated, and keeping what they say."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from forum.agendas.rules import chairs_among
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import link, post
from forum.journal.operations import note
from forum.membership.queries import officers_of
from forum.minutes import letters, queries, rules
from forum.minutes.models import Minutes, MinutesRemark, MinutesReview, MinutesState
from forum.people.models import Person

JUST_ASKED = timedelta(minutes=1)
"""A second click within this time is the same asking."""


@operation
def ask_chair_about_minutes(minutes: Minutes, *, by: Person, now: datetime) -> list[MinutesReview]:
    """Send the minutes to the chair, or to each co-chair: a letter with a link that opens them without signing in.

    Raises `MeetingHasNotEnded`, `MinutesAreApproved`, `NobodyChairsMinutes`, `MinutesAgreedAlready` or
    `ChairWasJustAsked`.
    """
    hold(minutes)
    meeting = minutes.meeting
    rules.check_is_open(minutes)
    if minutes.ended_at is None:
        raise rules.MeetingHasNotEnded
    draft = queries.get_draft(minutes)
    stand = rules.minutes_agreement(queries.reviews_of(minutes), draft.digest)
    chairs = chairs_among(officers_of(meeting.forum, day_in_london(now)))
    if not chairs:
        raise rules.NobodyChairsMinutes
    if stand.agreed is not None:
        raise rules.MinutesAgreedAlready
    if any(one.asked_at > now - JUST_ASKED for one in stand.asked):
        raise rules.ChairWasJustAsked
    if minutes.state is MinutesState.DRAFTING:
        minutes.state = MinutesState.WITH_CHAIR
        note(by, "sent the minutes to the chair", minutes, now=now)
    reviews = []
    for chair in chairs:
        review = _review(minutes, chair, by, now)
        others = [one for one in chairs if one is not chair]
        post(
            letters.minutes_to_agree(
                meeting,
                chair,
                link(letters.path_of_minutes_review(review)),
                others,
                is_again=stand.last is not None,
            )
        )
        note(by, "asked the chair to look at the minutes", review, now=now)
        reviews.append(review)
    return reviews


@operation
def agree_minutes_by_letter(
    review: MinutesReview, seen: str, *, remarks: Mapping[str, str] | None = None, now: datetime
) -> None:
    """Keep that the chair who was asked agrees what the link showed, whose digest is `seen`. Twice is once.

    Raises `MinutesChangedWhileRead`, and what `remark_on_minutes` raises.
    """
    if remarks:
        remark_on_minutes(review, remarks, tell=False, now=now)
    if _agree(review, seen, review.person, now, in_place=False):
        _tell(review, len(remarks or {}))
        note(review.person, "agreed the minutes", review, now=now)


@operation
def agree_minutes_on_desk(
    minutes: Minutes, seen: str, *, is_chair: bool, by: Person, now: datetime
) -> MinutesReview:
    """Keep that a chair agrees the minutes on the desk, or that an officer does so in the chair's place.

    Everyone reads with the published minutes who gave the word in the chair's place.
    Raises `OnlyTheChairAgreesMinutes`, `MinutesAgreedAlready`, `MeetingHasNotEnded`, `MinutesAreApproved` or
    `MinutesChangedWhileRead`.
    """
    hold(minutes)
    meeting = minutes.meeting
    rules.check_is_open(minutes)
    if minutes.ended_at is None:
        raise rules.MeetingHasNotEnded
    if not is_chair and not meeting.forum.officers_may_stand_in:
        raise rules.OnlyTheChairAgreesMinutes
    draft = queries.get_draft(minutes)
    reviews = queries.reviews_of(minutes)
    if rules.agreement_to_minutes(reviews, draft.digest) is not None:
        raise rules.MinutesAgreedAlready
    chairs = chairs_among(officers_of(meeting.forum, day_in_london(now)))
    of_whom = by if is_chair else next(iter(chairs), by)
    asked = {one.person_id: one for one in reviews if one.agreed_at is None}
    review = asked.get(of_whom.id) or _review(minutes, of_whom, by, now)
    _agree(review, seen, by, now, in_place=not is_chair)
    note(by, "agreed the minutes" if is_chair else "agreed the minutes in the chair’s place", review, now=now)
    return review


@operation
def remark_on_minutes(
    review: MinutesReview, remarks: Mapping[str, str], *, tell: bool = True, now: datetime
) -> None:
    """Keep what the chair remarks, by the reference of the line or `""` for the whole. The same twice is kept once.

    Raises `NoRemark` or `RemarkIsTooLong`, and `NoResultFound` for a line that is not in the minutes.
    """
    hold(review.minutes)
    hold(review)
    said = {reference: text.strip() for reference, text in remarks.items() if text.strip()}
    rules.check_minutes_remarks(said)
    had = {(one.entry_id, one.text) for one in review.remarks}
    entries = {one: queries.get_entry(review.minutes, one) for one in said if one}
    fresh = [
        MinutesRemark(review=review, entry=entries.get(reference), text=text, made_at=now)
        for reference, text in said.items()
        if (entries[reference].id if reference else None, text) not in had
    ]
    if not fresh:
        return
    db.session.add_all(fresh)
    db.session.flush()
    for one in fresh:
        note(review.person, "remarked on the minutes", one, now=now)
    if tell:
        _tell(review, len(fresh))


@operation
def see_to_minutes_remark(remark: MinutesRemark, *, by: Person, now: datetime) -> None:
    """Tick a remark off. Raises `RemarkSeenToAlready`."""
    hold(remark)
    if remark.seen_to_at is not None:
        raise rules.RemarkSeenToAlready
    remark.seen_to_at = now
    note(by, "saw to a remark of the chair", remark, now=now)


def _review(minutes: Minutes, chair: Person, by: Person, now: datetime) -> MinutesReview:
    review = MinutesReview(minutes=minutes, person=chair, asked_at=now, asked_by_id=by.id)
    db.session.add(review)
    db.session.flush()
    return review


def _agree(review: MinutesReview, seen: str, by: Person, now: datetime, *, in_place: bool) -> bool:
    """Bind the word to what was seen, if that is what the minutes say now. Returns whether it is new."""
    hold(review.minutes)
    hold(review)
    draft = queries.get_draft(review.minutes)
    if draft.digest != seen:
        raise rules.MinutesChangedWhileRead
    if review.agreed_digest == draft.digest:
        return False
    review.agreed_at, review.agreed_by_id, review.is_in_place = now, by.id, in_place
    review.agreed_digest, review.agreed_content = draft.digest, draft.content
    return True


def _tell(review: MinutesReview, remarks: int) -> None:
    """Write to whoever asked what the chair said."""
    asked_by = db.session.get(Person, review.asked_by_id)
    if asked_by is not None and asked_by.id != review.person_id:
        post(letters.chair_answered_minutes(review, asked_by, remarks))
