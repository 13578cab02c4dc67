"""Letters as the officers of a forum see them: its own, and those about signing in, which belong to no forum."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import defer

from forum.foundation.database import db
from forum.foundation.paging import ListPage
from forum.foundation.post import Letter, LetterState
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.overview.rules.letters import Deed

A_PAGE = 50


def _of(forum: Forum) -> ColumnElement[bool]:
    return or_(Letter.forum_code == forum.code, Letter.forum_code.is_(None))


def page_of_letters(
    forum: Forum,
    state: LetterState | None,
    number: int,
    *,
    about: Meeting | None = None,
    batch: str | None = None,
) -> ListPage[Letter]:
    """A page of letters, the newest first, without their words.

    All of them: those of one deed are one, the first that it wrote. Those in one `state`, and those of one
    `batch`, stand each by itself. `about` leaves only those about one meeting.
    """
    which = [_of(forum)]
    if about is not None:
        which.append(Letter.about == about.reference)
    if batch is not None:
        which.append(Letter.batch == batch)
    if state is not None:
        which.append(Letter.state == state)
    elif batch is None:
        which.append(or_(Letter.batch.is_(None), Letter.batch == Letter.reference))
    total = db.session.scalar(select(func.count()).select_from(Letter).where(*which)) or 0
    letters = db.session.scalars(
        select(Letter)
        .where(*which)
        .order_by(Letter.made_at.desc(), Letter.id.desc())
        .limit(A_PAGE)
        .offset((number - 1) * A_PAGE)
        .options(defer(Letter.text), defer(Letter.calendar))
    )
    return ListPage(list(letters), number, total, A_PAGE)


def deeds_of(letters: Iterable[Letter]) -> dict[str, Deed]:
    """How the letters of each deed stand to which one of these belongs, by the deed's name: one question for all."""
    return _deeds({letter.batch for letter in letters if letter.batch})


def deed_of(batch: str) -> Deed:
    """How the letters of one deed stand, by its name; a letter that stands alone has none."""
    return _deeds({batch}).get(batch, Deed({}, None))


def _deeds(names: set[str]) -> dict[str, Deed]:
    if not names:
        return {}
    waits_until = func.min(case((Letter.state == LetterState.WAITING, Letter.due_at)))
    rows = db.session.execute(
        select(Letter.batch, Letter.state, func.count(), waits_until)
        .where(Letter.batch.in_(names))
        .group_by(Letter.batch, Letter.state)
    )
    states: dict[str, dict[LetterState, int]] = defaultdict(dict)
    leave: dict[str, datetime | None] = {}
    for name, state, number, leaves_at in rows:
        states[name][state] = number
        leave[name] = leaves_at or leave.get(name)
    return {name: Deed(states[name], leave[name]) for name in states}


def get_letter(forum: Forum, reference: str) -> Letter:
    """One letter of a forum. Raises `NoResultFound`, also for another forum's."""
    return db.session.scalars(select(Letter).where(Letter.reference == reference, _of(forum))).one()
