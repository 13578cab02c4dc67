"""Minutes on their way to approval: what the chair said, the versions that went out, and their corrections."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from forum.agendas.models import AgendaItem
from forum.foundation.database import db
from forum.foundation.references import new_link_secret, new_reference
from forum.foundation.withheld_names import public_words
from forum.minutes.models.taking import Entry, Minutes, MinutesState
from forum.organisations.models import Organisation
from forum.people.models import Person


class MinutesVersion(db.Model):
    """Minutes as they were circulated or approved. They never change; people stand in them by reference.

    One that follows the approval says what was put right, and why. One that was published by mistake is withheld:
    its address, number and digest stay.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    state: Mapped[MinutesState]  # circulated as a draft, or approved
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    content: Mapped[dict[str, Any]]
    digest: Mapped[str]
    because: Mapped[str] = mapped_column(default="")  # what was put right after the approval, and why
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    withheld_at: Mapped[datetime | None]
    withheld_because: Mapped[str | None]
    withheld_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    minutes: Mapped[Minutes] = relationship()
    withheld_by: Mapped[Person | None] = relationship(foreign_keys=[withheld_by_id])

    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    @validates("because", "withheld_because")
    def _in_public_words(self, _name: str, words: str | None) -> str | None:
        """Everyone reads it: a name that is marked as withheld stays in the line of the minutes alone."""
        return public_words(words) if words else words

    @property
    def is_withheld(self) -> bool:
        """Whether it was published by mistake, and is shown no more."""
        return self.withheld_at is not None


class MinutesReview(db.Model):
    """That a chair was asked to look at the minutes before they are circulated, and what they said."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    agreed_at: Mapped[datetime | None]
    agreed_digest: Mapped[str | None]  # of what was read: any change asks for a new look
    agreed_content: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # the content itself: what has changed since is told from it
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_in_place: Mapped[bool] = mapped_column(default=False)  # another officer agreed in the chair's place

    minutes: Mapped[Minutes] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    agreed_by: Mapped[Person | None] = relationship(foreign_keys=[agreed_by_id])
    remarks: Mapped[list["MinutesRemark"]] = relationship(
        back_populates="review", order_by="MinutesRemark.id"
    )


class MinutesRemark(db.Model):
    """What a chair remarks on a line, or on the minutes as a whole, for the minute-taker to see to."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    review_id: Mapped[int] = mapped_column(ForeignKey("minutes_review.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    text: Mapped[str]
    made_at: Mapped[datetime]
    seen_to_at: Mapped[datetime | None]

    review: Mapped[MinutesReview] = relationship(back_populates="remarks")
    entry: Mapped[Entry | None] = relationship()


class CorrectionAnswer(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Correction(db.Model):
    """What somebody who was there would have the circulated minutes say, and the answer to it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_version.id"), index=True)  # which they read
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("entry.id"), index=True
    )  # None: something is missing, or it is about who was there
    was: Mapped[str] = mapped_column(default="")  # the line as they read it
    text: Mapped[str]  # how it should read
    because: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    made_at: Mapped[datetime]
    sent_key: Mapped[str | None] = mapped_column(unique=True)  # the same sent twice is one
    answer: Mapped[CorrectionAnswer | None]
    answer_because: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    version: Mapped[MinutesVersion] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    entry: Mapped[Entry | None] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    organisation: Mapped[Organisation | None] = relationship()
