"""Asking the chair to agree an agenda, and keeping what they say."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from forum.agendas import letters, queries, rules
from forum.agendas.models import Agenda, Review, ReviewComment
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import link, post
from forum.journal.operations import note
from forum.membership.queries import officers_of
from forum.people.models import Person

JUST_ASKED = timedelta(minutes=1)
"""A second click within this time is the same asking."""


@operation
def ask_chair(agenda: Agenda, *, by: Person, now: datetime) -> list[Review]:
    """Send the draft to the chair, or to each co-chair: a letter with a link that opens it without signing in.

    Raises `NothingToAgree`, `NobodyChairs`, `AgreedAlready` or `ChairIsAsked`.
    """
    meeting = agenda.meeting
    hold(meeting)
    hold(agenda)
    draft = queries.get_draft(meeting)
    chairs = rules.chairs_among(officers_of(meeting.forum, day_in_london(now)))
    stand = rules.agreement_of(draft.reviews, draft.content)
    if all(item.is_withdrawn for item in draft.agenda.items):
        raise rules.NothingToAgree
    if not chairs:
        raise rules.NobodyChairs
    if stand.agreed is not None:
        raise rules.AgreedAlready
    if any(one.asked_at > now - JUST_ASKED for one in stand.asked):
        raise rules.ChairIsAsked
    reviews = []
    for chair in chairs:
        review = Review(agenda=draft.agenda, person=chair, asked_at=now, asked_by_id=by.id)
        db.session.add(review)
        db.session.flush()
        others = [one for one in chairs if one is not chair]
        answer_at = link(letters.path_of_review(review))
        post(letters.agenda_to_agree(meeting, chair, answer_at, others, stand.changed))
        note(by, "asked the chair to agree the agenda", review, now=now)
        reviews.append(review)
    return reviews


@operation
def agree_by_letter(
    review: Review, seen: str, *, remarks: Mapping[str, str] | None = None, now: datetime
) -> None:
    """Keep that the chair who was asked agrees what the link showed, whose digest is `seen`. Twice is once.

    Raises `ChangedWhileRead`, and what `remark` raises.
    """
    if remarks:
        remark(review, remarks, tell=False, now=now)
    if _agree(review, seen, review.person, now):
        asked_by = db.session.get(Person, review.asked_by_id)
        if asked_by is not None and asked_by.id != review.person_id:
            post(letters.chair_answered(review, asked_by, len(remarks or {})))
        note(review.person, "agreed the agenda", review, now=now)


@operation
def agree_on_desk(agenda: Agenda, seen: str, *, is_chair: bool, by: Person, now: datetime) -> Review:
    """Keep that a chair agrees the draft on the desk, or that an officer does so in the chair's place.

    Everyone reads on the published agenda who gave the word in the chair's place.
    Raises `NothingToAgree`, `NobodyChairs`, `OnlyTheChairAgrees`, `AgreedAlready` or `ChangedWhileRead`.
    """
    meeting = agenda.meeting
    hold(meeting)
    hold(agenda)
    draft = queries.get_draft(meeting)
    if all(item.is_withdrawn for item in draft.agenda.items):
        raise rules.NothingToAgree
    if not is_chair and not meeting.forum.officers_may_stand_in:
        raise rules.OnlyTheChairAgrees
    if rules.is_agreed(draft.reviews, draft.digest):
        raise rules.AgreedAlready
    asked = {one.person_id: one for one in draft.reviews if one.agreed_at is None}
    chairs = rules.chairs_among(officers_of(meeting.forum, day_in_london(now)))
    of_whom = by if is_chair else next(iter(chairs), None)
    if of_whom is None:
        raise rules.NobodyChairs
    review = asked.get(of_whom.id)
    if review is None:
        review = Review(agenda=draft.agenda, person=of_whom, asked_at=now, asked_by_id=by.id)
        db.session.add(review)
        db.session.flush()
    _agree(review, seen, by, now)
    act = "agreed the agenda" if is_chair else "agreed the agenda in the chair’s place"
    note(by, act, review, now=now)
    return review


@operation
def remark(review: Review, remarks: Mapping[str, str], *, tell: bool = True, now: datetime) -> None:
    """Keep what the chair remarks, by the reference of the item or `""` for the whole. The same twice is kept once.

    Raises `NothingRemarked` or `RemarkIsLong`, and `NoResultFound` for an item that is not on the agenda.
    """
    hold(review.agenda)
    hold(review)
    said = {reference: text.strip() for reference, text in remarks.items() if text.strip()}
    rules.check_remarks(said)
    had = {(one.item_id, one.text) for one in review.comments}
    items = {one: queries.get_item(review.agenda, one) for one in said if one}
    fresh = [
        ReviewComment(review=review, item=items.get(reference), text=text, made_at=now)
        for reference, text in said.items()
        if (items[reference].id if reference else None, text) not in had
    ]
    if not fresh:
        return
    db.session.add_all(fresh)
    db.session.flush()
    for comment in fresh:
        note(review.person, "remarked on the agenda", comment, now=now)
    if tell:
        asked_by = db.session.get(Person, review.asked_by_id)
        if asked_by is not None and asked_by.id != review.person_id:
            post(letters.chair_answered(review, asked_by, len(fresh)))


@operation
def see_to_remark(comment: ReviewComment, *, by: Person, now: datetime) -> None:
    """Tick a remark off. Raises `SeenToAlready`."""
    hold(comment)
    if comment.seen_to_at is not None:
        raise rules.SeenToAlready
    comment.seen_to_at = now
    note(by, "saw to a remark of the chair", comment, now=now)


def _agree(review: Review, seen: str, by: Person, now: datetime) -> bool:
    """Bind the word to what was seen, if that is what the agenda says now. Returns whether it is new."""
    hold(review.agenda.meeting)
    hold(review.agenda)
    hold(review)
    draft = queries.get_draft(review.agenda.meeting)
    if draft.digest != seen:
        raise rules.ChangedWhileRead
    if review.agreed_digest == draft.digest:
        return False
    review.agreed_at, review.agreed_by_id = now, by.id
    review.agreed_digest, review.agreed_content = draft.digest, draft.content
    return True
