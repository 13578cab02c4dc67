"""Finding organisations."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from forum.foundation.database import db
from forum.organisations.models import Identifier, Organisation
from forum.organisations.rules import Number


def get_organisation(reference: str) -> Organisation:
    """The organisation with this reference, its numbers and former names with it. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.reference == reference)
        .options(selectinload(Organisation.identifiers), selectinload(Organisation.former_names))
    ).one()


def find_organisation(words: str) -> Organisation | None:
    """The organisation whose reference, legal name or name that it is known by these words are."""
    name = words.strip().lower()
    return db.session.scalars(
        select(Organisation)
        .where(
            or_(
                Organisation.reference == name,
                func.lower(Organisation.known_as) == name,
                func.lower(Organisation.legal_name) == name,
            )
        )
        .order_by(Organisation.id)
    ).first()


def find_by_legal_name(legal_name: str) -> Organisation | None:
    """The first organisation of this legal name, however it is capitalised."""
    return db.session.scalars(
        select(Organisation)
        .where(func.lower(Organisation.legal_name) == legal_name.strip().lower())
        .order_by(Organisation.id)
    ).first()


def find_owner(number: Number) -> Organisation | None:
    """The organisation that has this number in its register now."""
    return db.session.scalar(
        select(Organisation)
        .join(Identifier, Identifier.organisation_id == Organisation.id)
        .where(
            Identifier.register == number.register,
            Identifier.number == number.number,
            Identifier.ended_on.is_(None),
        )
    )


def references_like(slug: str) -> set[str]:
    """The references that begin with a slug: a new one must be none of them."""
    return set(
        db.session.scalars(
            select(Organisation.reference).where(Organisation.reference.startswith(slug, autoescape=True))
        )
    )
