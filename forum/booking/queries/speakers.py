"""Finding for whom somebody may be booked."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Membership, Office, Representative, Term
from forum.membership.queries import offices_of
from forum.people.models import Person


def runs_forum(meeting: Meeting, person: Person, on: date) -> bool:
    """Whether a person runs the forum of a meeting on a day, and so may come without speaking for anybody."""
    held = offices_of(person, on)
    return any(
        (meeting.forum_id, office) in held for office in (Office.ORGANISER, Office.CHAIR, Office.VICE_CHAIR)
    )


def speakers_beside(person: Person, own: Sequence[Representative], on: date) -> list[Representative]:
    """The others who act on a day for the organisations that a person acts for, by name."""
    organisations = [one.organisation_id for one in own if one.organisation_id is not None]
    if not organisations:
        return []
    return list(
        db.session.scalars(
            select(Representative)
            .join(Person, Person.id == Representative.person_id)
            .where(
                Representative.organisation_id.in_(organisations),
                Representative.person_id != person.id,
                Person.erased_at.is_(None),
                *_acts_on(on),
            )
            .options(contains_eager(Representative.person), joinedload(Representative.organisation))
            .order_by(Person.name, Representative.id)
        )
    )


def speaks_on(forum: Forum, on: date) -> Select[Representative]:
    """Everybody who acts on a day for a live member of a forum, lay members too: a question to be narrowed."""
    lay = Representative.organisation_id.is_(None) & (Membership.person_id == Representative.person_id)
    return (
        select(Representative)
        .join(Person, Person.id == Representative.person_id)
        .where(
            select(Membership.id)
            .join(Term, Term.membership_id == Membership.id)
            .where(
                Membership.forum_id == forum.id,
                or_(Membership.organisation_id == Representative.organisation_id, lay),
                Term.from_on <= on,
                or_(Term.until_on.is_(None), Term.until_on >= on),
            )
            .exists(),
            Person.erased_at.is_(None),
            *_acts_on(on),
        )
        .options(contains_eager(Representative.person))
    )


def _acts_on(on: date) -> tuple[ColumnElement[bool], ...]:
    return Representative.from_on <= on, or_(Representative.until_on.is_(None), Representative.until_on >= on)
