"""Finding what came by mail, and what it is about."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from forum.booking.models import Booking, BookingState, Invitation, Reply, ReplyKind
from forum.foundation.database import db
from forum.foundation.paging import ListPage
from forum.foundation.post import Letter
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.people.models import Person

A_PAGE = 20
MOST_NAMED = 20
"""How many Message-IDs a message may name, of those that are looked up."""


def is_read(message_digest: str) -> bool:
    """Whether a message was read before."""
    found = select(Reply.id).where(Reply.message_digest == message_digest)
    return db.session.scalar(found) is not None


def find_meeting_of(uid: str) -> Meeting | None:
    """The meeting that calendars know by this name."""
    found = select(Meeting).where(Meeting.uid == uid).options(joinedload(Meeting.forum))
    return db.session.scalar(found)


def last_booking(meeting: Meeting, person: Person) -> Booking | None:
    """A person's live booking at a meeting, or else the one that they gave up last."""
    return db.session.scalar(
        select(Booking)
        .where(Booking.meeting_id == meeting.id, Booking.person_id == person.id)
        .order_by(Booking.state == BookingState.CANCELLED, Booking.id.desc())
        .limit(1)
    )


def find_invitation_of(meeting: Meeting, person: Person) -> Invitation | None:
    """The invitation of a person to a meeting."""
    return db.session.scalar(
        select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id == person.id)
    )


def newest_answer_taken(meeting: Meeting, sender: str) -> tuple[int | None, datetime | None]:
    """The number and the moment of the newest answer from an address that was taken for a meeting."""
    row = db.session.execute(
        select(Reply.sequence, Reply.stamped_at)
        .where(Reply.meeting_id == meeting.id, Reply.from_address == sender, Reply.stamped_at.is_not(None))
        .order_by(func.coalesce(Reply.sequence, -1).desc(), Reply.stamped_at.desc(), Reply.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else (None, None)


def find_letter_named(message_ids: Sequence[str]) -> Letter | None:
    """The letter of ours that has one of these Message-IDs, the newest of several."""
    if not message_ids:
        return None
    return db.session.scalar(
        select(Letter)
        .where(Letter.message_id.in_(message_ids[:MOST_NAMED]))
        .order_by(Letter.id.desc())
        .limit(1)
    )


def find_meeting_named(reference: str | None) -> Meeting | None:
    """The meeting that a letter is about."""
    if reference is None:
        return None
    return db.session.scalar(
        select(Meeting).where(Meeting.reference == reference).options(joinedload(Meeting.forum))
    )


def find_forum_coded(code: str | None) -> Forum | None:
    """The forum with this code."""
    return db.session.scalar(select(Forum).where(Forum.code == code)) if code else None


# ---- Lists --------------------------------------------------------------------------------------------------


def _of(forum: Forum) -> ColumnElement[bool]:
    return or_(Reply.forum_id == forum.id, Reply.forum_id.is_(None))


def page_of_replies(forum: Forum, *, put_aside: bool, number: int) -> ListPage[Reply]:
    """A page of what came for a forum, or for no forum in particular: what waits for somebody, or what was seen."""
    seen = Reply.seen_at.is_not(None) if put_aside else Reply.seen_at.is_(None)
    which = (_of(forum), seen)
    total = db.session.scalar(select(func.count(Reply.id)).where(*which)) or 0
    rows = db.session.scalars(
        select(Reply)
        .where(*which)
        .options(joinedload(Reply.meeting), joinedload(Reply.booking).joinedload(Booking.person))
        .order_by(Reply.received_at.desc(), Reply.id.desc())
        .limit(A_PAGE)
        .offset((number - 1) * A_PAGE)
    )
    return ListPage(list(rows), number, total, A_PAGE)


def count_replies_to_see(forum: Forum) -> int:
    """How many messages wait for an organiser to look at them."""
    found = select(func.count(Reply.id)).where(_of(forum), Reply.seen_at.is_(None))
    return db.session.scalar(found) or 0


def not_sure_at(meeting: Meeting) -> list[int]:
    """The numbers of the bookings whose people last answered that they are not sure to come."""
    rows = db.session.execute(
        select(Reply.booking_id, Reply.kind)
        .where(Reply.meeting_id == meeting.id, Reply.stamped_at.is_not(None), Reply.booking_id.is_not(None))
        .order_by(func.coalesce(Reply.sequence, -1), Reply.stamped_at, Reply.id)
    )
    last = {row[0]: row[1] for row in rows}
    return [booking_id for booking_id, kind in last.items() if booking_id and kind is ReplyKind.TENTATIVE]


def get_reply(forum: Forum, reference: str) -> Reply:
    """One message that came for a forum. Raises `NoResultFound`, also for another forum's."""
    return db.session.scalars(select(Reply).where(Reply.reference == reference, _of(forum))).one()


def names_at(addresses: Collection[str]) -> dict[str, Person]:
    """Who has these addresses: one question."""
    rows = db.session.scalars(select(Person).where(Person.email.in_(addresses), Person.erased_at.is_(None)))
    return {person.email: person for person in rows if person.email}


def replies_overdue(now: datetime) -> list[Reply]:
    """What came so long ago that it is deleted now; at most as many as one transaction should hold."""
    found = select(Reply).where(Reply.delete_at <= now).order_by(Reply.id).limit(1000)
    return list(db.session.scalars(found))
