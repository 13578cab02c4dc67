"""Letters as the officers of a forum see them: its own, and those about signing in, which belong to no forum."""

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import defer

from forum.foundation.database import db
from forum.foundation.paging import ListPage
from forum.foundation.post import Letter, LetterState
from forum.membership.models import Forum

A_PAGE = 50


def _of(forum: Forum) -> ColumnElement[bool]:
    return or_(Letter.forum_code == forum.code, Letter.forum_code.is_(None))


def page_of_letters(forum: Forum, state: LetterState | None, number: int) -> ListPage[Letter]:
    """A page of the letters in one state, or in any; the newest first, without their words."""
    which = [_of(forum)] if state is None else [_of(forum), Letter.state == state]
    total = db.session.scalar(select(func.count()).select_from(Letter).where(*which)) or 0
    letters = db.session.scalars(
        select(Letter)
        .where(*which)
        .order_by(Letter.id.desc())
        .limit(A_PAGE)
        .offset((number - 1) * A_PAGE)
        .options(defer(Letter.text), defer(Letter.calendar))
    )
    return ListPage(list(letters), number, total, A_PAGE)


def get_letter(forum: Forum, reference: str) -> Letter:
    """One letter of a forum. Raises `NoResultFound`, also for another forum's."""
    return db.session.scalars(select(Letter).where(Letter.reference == reference, _of(forum))).one()
