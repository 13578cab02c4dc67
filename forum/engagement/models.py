"""Items that may lead to a contract: what was asked and answered, and what went to everyone at one moment."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.agendas.models import AgendaItem
from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.organisations.models import Organisation
from forum.people.models import Person


class Engagement(db.Model):
    """The facts about an item that may lead to a contract: what a notice about it would say.

    The sort of law that it falls under stands on the item itself.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )  # the commissioner who might buy
    subject: Mapped[str] = mapped_column(default="")  # what might be bought
    how_to_take_part: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")  # of the commissioner: an office, not a person
    value: Mapped[str] = mapped_column(default="")  # as it is estimated, in words
    tender_on: Mapped[date | None]  # when a tender might come out
    questions_until_on: Mapped[date | None]  # the last day for questions
    ocds_id: Mapped[str | None]
    notice_number: Mapped[str | None]
    notice_address: Mapped[str | None]
    changed_at: Mapped[datetime]

    item: Mapped[AgendaItem] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    @property
    def reference(self) -> str:
        """What the journal calls it: its item's reference."""
        return self.item.reference


class Question(db.Model):
    """What somebody asks about such an item, and the answer. Both go to everyone at once; nobody sees who asked."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"secret": True}
    )  # who asked, which the journal does not say either; None: an officer took it down
    text: Mapped[str] = mapped_column(info={"secret": True})
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="", info={"secret": True})
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    release_at: Mapped[datetime | None]  # nobody else sees it before
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(default="")

    item: Mapped[AgendaItem] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class Release(db.Model):
    """That papers, questions and answers of an item went to everyone at one moment."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    release_at: Mapped[datetime]
    made_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    told_at: Mapped[datetime | None]  # when the letters about it left

    item: Mapped[AgendaItem] = relationship()
    by: Mapped[Person] = relationship()
