"""Finding what the chairs say of minutes before they are circulated."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.minutes.models import Minutes, MinutesRemark, MinutesReview


def find_minutes_review(reference: str) -> MinutesReview | None:
    """One asking of a chair, with the minutes and their meeting; however its letters were capitalised."""
    return db.session.scalar(
        select(MinutesReview)
        .where(MinutesReview.reference == reference.upper())
        .options(
            joinedload(MinutesReview.minutes).joinedload(Minutes.meeting).joinedload(Meeting.forum),
            joinedload(MinutesReview.person),
        )
    )


def reviews_of(minutes: Minutes) -> list[MinutesReview]:
    """Every asking of a chair about minutes with its remarks, in the order in which they were asked."""
    return list(
        db.session.scalars(
            select(MinutesReview)
            .where(MinutesReview.minutes_id == minutes.id)
            .options(
                joinedload(MinutesReview.person),
                joinedload(MinutesReview.agreed_by),
                selectinload(MinutesReview.remarks).joinedload(MinutesRemark.entry),
            )
            .order_by(MinutesReview.id)
        )
    )


def get_minutes_remark(minutes: Minutes, reference: str) -> MinutesRemark:
    """One remark of a chair about these minutes. Raises `NoResultFound`."""
    return db.session.scalars(
        select(MinutesRemark)
        .join(MinutesRemark.review)
        .where(MinutesReview.minutes_id == minutes.id, MinutesRemark.reference == reference)
    ).one()


def minutes_remarks_of(minutes: Minutes, person_id: int | None = None) -> list[MinutesRemark]:
    """The remarks about minutes, of every chair or of one, in the order in which they were made."""
    found = (
        select(MinutesRemark)
        .join(MinutesRemark.review)
        .where(MinutesReview.minutes_id == minutes.id)
        .options(
            joinedload(MinutesRemark.entry),
            joinedload(MinutesRemark.review).joinedload(MinutesReview.person),
        )
        .order_by(MinutesRemark.made_at, MinutesRemark.id)
    )
    if person_id is not None:
        found = found.where(MinutesReview.person_id == person_id)
    return list(db.session.scalars(found))


def find_minutes_agreed(minutes: Minutes, digest: str) -> MinutesReview | None:
    """Who agreed exactly what a version says; a chair's own word before one in the chair's place."""
    return db.session.scalars(
        select(MinutesReview)
        .where(
            MinutesReview.minutes_id == minutes.id,
            MinutesReview.agreed_digest == digest,
            MinutesReview.agreed_at.is_not(None),
        )
        .options(joinedload(MinutesReview.agreed_by), joinedload(MinutesReview.person))
        .order_by(MinutesReview.is_in_place, MinutesReview.id)
    ).first()
