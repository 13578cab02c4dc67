"""Finding people."""

from sqlalchemy import select

from forum.foundation.database import db
from forum.people.models import Person


def find_by_email(email: str) -> Person | None:
    """The person with this address, however it is capitalised."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def get_person(reference: str) -> Person:
    """The person with this reference. Raises `NoResultFound`."""
    return db.session.scalars(select(Person).where(Person.reference == reference)).one()
