"""Addresses that do not take letters: whose newest letter to the address that they have now came back."""

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, defer

from forum.foundation.database import db
from forum.foundation.paging import ListPage
from forum.foundation.post import Letter, LetterState
from forum.membership.models import Forum
from forum.people.models import Person

A_PAGE = 20


def count_addresses_refused(forum: Forum) -> int:
    """How many people of a forum have an address that does not take letters."""
    return db.session.scalar(_refused(forum).with_only_columns(func.count())) or 0


def page_of_addresses_refused(forum: Forum, number: int) -> ListPage[tuple[Person, Letter]]:
    """A page of the people whose address does not take letters, the newest first, each with the letter."""
    total = count_addresses_refused(forum)
    rows = db.session.execute(
        _refused(forum)
        .options(defer(Letter.text), defer(Letter.calendar))
        .order_by(Letter.id.desc())
        .limit(A_PAGE)
        .offset((number - 1) * A_PAGE)
    )
    return ListPage([(row[0], row[1]) for row in rows], number, total, A_PAGE)


def _refused(forum: Forum) -> Select[Person, Letter]:
    """The newest letter to each person's present address of which we know what became, where that came back."""
    later = aliased(Letter)
    has_later = exists().where(
        later.to_reference == Letter.to_reference,
        later.to_address == Letter.to_address,
        later.state.in_([LetterState.SENT, LetterState.REFUSED]),
        later.id > Letter.id,
    )
    return (
        select(Person, Letter)
        .join(Letter, (Person.reference == Letter.to_reference) & (Person.email == Letter.to_address))
        .where(
            Letter.state == LetterState.REFUSED, _of(forum), Person.erased_at.is_(None), ~has_later
        )
    )  # fmt: skip


def _of(forum: Forum) -> ColumnElement[bool]:
    return or_(Letter.forum_code == forum.code, Letter.forum_code.is_(None))
