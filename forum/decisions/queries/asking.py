"""Whom a recommendation is sent to, and which of them fall due."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import joinedload

from forum.decisions.models import Recommendation
from forum.decisions.queries.recommendations import WAITS
from forum.decisions.rules import A_WEEK
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.meetings.models import Meeting
from forum.membership.models import Contact, Forum, Office, Officer, Representative
from forum.people.models import Person

KINDS = ("answer asked for", "answer not come")
"""The letters that ask an organisation for its answer, and that remind it."""


def contacts_of(organisations: Collection[int], on: date) -> dict[int, list[list[Person]]]:
    """Who may be written to at each of these organisations: primary contacts, second ones, and all others.

    Those who have no address, or were erased, are left out; so are empty groups.
    """
    if not organisations:
        return {}
    rank = case(
        (Representative.contact == Contact.PRIMARY, 0), (Representative.contact == Contact.SECOND, 1), else_=2
    )
    rows = db.session.execute(
        select(Representative.organisation_id, rank.label("rank"), Person)
        .join(Representative.person)
        .where(
            Representative.organisation_id.in_(organisations),
            Representative.from_on <= on,
            or_(Representative.until_on.is_(None), Representative.until_on >= on),
            Person.erased_at.is_(None),
            Person.email.is_not(None),
            Person.email != "",
        )
        .order_by(Representative.organisation_id, rank, Representative.from_on, Representative.id)
    )
    found: dict[int, dict[int, list[Person]]] = defaultdict(dict)
    for row in rows:
        of_rank = found[row.organisation_id].setdefault(row.rank, [])
        if row.Person not in of_rank:
            of_rank.append(row.Person)
    return {number: list(groups.values()) for number, groups in found.items()}


def recommendations_to_ask_for(now: datetime) -> list[Recommendation]:
    """Those in circulated minutes that wait for an answer, and of which no letter told within a week."""
    return list(
        db.session.scalars(
            select(Recommendation)
            .where(
                Recommendation.published_at <= now,
                WAITS,
                or_(Recommendation.asked_at.is_(None), Recommendation.asked_at <= now - A_WEEK),
            )
            .order_by(Recommendation.organisation_id, Recommendation.id)
            .options(
                joinedload(Recommendation.organisation),
                joinedload(Recommendation.forum),
                joinedload(Recommendation.meeting).joinedload(Meeting.forum),
                joinedload(Recommendation.item),
            )
        )
    )


def written_to_since(people: Iterable[Person], moment: datetime) -> set[str]:
    """The references of those of these people to whom a letter about an answer was written since then."""
    return set(
        db.session.scalars(
            select(Letter.to_reference).where(
                Letter.to_reference.in_([one.reference for one in people]),
                Letter.kind.in_(KINDS),
                Letter.made_at > moment,
            )
        )
    )


def organisers_of(forum: Forum, on: date) -> list[Person]:
    """The organisers of a forum on a day, each once."""
    return list(
        db.session.scalars(
            select(Person)
            .where(
                Person.erased_at.is_(None),
                Person.id.in_(
                    select(Officer.person_id).where(
                        Officer.forum_id == forum.id,
                        Officer.office == Office.ORGANISER,
                        Officer.from_on <= on,
                        or_(Officer.until_on.is_(None), Officer.until_on >= on),
                    )
                ),
            )
            .order_by(Person.id)
        )
    )


def acts_for(person: Person, organisation_id: int, on: date) -> bool:
    """Whether a person acts for an organisation on a day."""
    found = select(Representative.id).where(
        Representative.person_id == person.id,
        Representative.organisation_id == organisation_id,
        and_(
            Representative.from_on <= on,
            or_(Representative.until_on.is_(None), Representative.until_on >= on),
        ),
    )
    return db.session.scalar(found.limit(1)) is not None


def never_asked(forum: Forum, most: int) -> list[Recommendation]:
    """Those in circulated minutes that wait for an answer, and for which nobody could be asked; oldest first."""
    return list(
        db.session.scalars(
            select(Recommendation)
            .where(
                Recommendation.forum_id == forum.id,
                Recommendation.published_at.is_not(None),
                Recommendation.asked_at.is_(None),
                WAITS,
            )
            .order_by(Recommendation.published_at, Recommendation.id)
            .limit(most)
            .options(joinedload(Recommendation.organisation))
        )
    )
