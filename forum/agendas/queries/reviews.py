"""Finding what the chairs say of an agenda."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.agendas.models import Agenda, Review, ReviewComment
from forum.foundation.database import db
from forum.meetings.models import Meeting

_WITH_MEETING = joinedload(Review.agenda).joinedload(Agenda.meeting).joinedload(Meeting.forum)


def find_review(reference: str) -> Review | None:
    """One asking of a chair, with the agenda and its meeting; however its letters were capitalised."""
    return db.session.scalar(
        select(Review)
        .where(Review.reference == reference.upper())
        .options(
            _WITH_MEETING,
            joinedload(Review.person),
            selectinload(Review.comments).joinedload(ReviewComment.item),
        )
    )


def get_remark(agenda: Agenda, reference: str) -> ReviewComment:
    """One remark of a chair about this agenda. Raises `NoResultFound`."""
    return db.session.scalars(
        select(ReviewComment)
        .join(ReviewComment.review)
        .where(Review.agenda_id == agenda.id, ReviewComment.reference == reference)
        .options(joinedload(ReviewComment.review))
    ).one()


def remarks_of(agenda: Agenda, person_id: int | None = None) -> list[ReviewComment]:
    """The remarks about an agenda, of every chair or of one, in the order in which they were made."""
    found = (
        select(ReviewComment)
        .join(ReviewComment.review)
        .where(Review.agenda_id == agenda.id)
        .options(joinedload(ReviewComment.item), joinedload(ReviewComment.review).joinedload(Review.person))
        .order_by(ReviewComment.made_at, ReviewComment.id)
    )
    if person_id is not None:
        found = found.where(Review.person_id == person_id)
    return list(db.session.scalars(found))
