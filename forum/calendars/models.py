"""The secret addresses of personal calendars."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.people.models import Person


class CalendarKey(db.Model):
    """The key to a person's own calendar. It lies in the address that a program fetches; here only its digest."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True, info={"secret": True})
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]  # when what this calendar shows last changed in a way no shown row tells

    person: Mapped[Person] = relationship()
