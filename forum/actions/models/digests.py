"""The weekly letter to whoever has an action that is due: on which day, with what in it, and what was answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.actions.models.log import Action, Said
from forum.foundation.database import db
from forum.foundation.references import new_link_secret, new_reference
from forum.membership.models import Forum
from forum.people.models import Person


class DigestDay(db.Model):
    """On which day of the week a person would have their digest; without a row, on the forum's."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    weekday: Mapped[int]  # 1 is Monday
    chosen_at: Mapped[datetime]  # a day of this week that had passed by then counts from next week on

    person: Mapped[Person] = relationship()

    __table_args__ = (CheckConstraint("weekday BETWEEN 1 AND 7", name="a_day_of_the_week"),)


class Digest(db.Model):
    """That a person was sent a digest in a week: one for all their actions, so at most one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)  # that sends it
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    week_on: Mapped[date]  # the Monday
    sent_at: Mapped[datetime]
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})

    forum: Mapped[Forum] = relationship()
    person: Mapped[Person] = relationship()
    lines: Mapped[list["DigestLine"]] = relationship(back_populates="digest", order_by="DigestLine.id")

    __table_args__ = (UniqueConstraint("person_id", "week_on"),)


class DigestLine(db.Model):
    """One action in a digest, and what its owner answered by the link."""

    id: Mapped[int] = mapped_column(primary_key=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("digest.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    answer: Mapped[Said | None]
    answered_at: Mapped[datetime | None]
    contact_told_at: Mapped[
        datetime | None
    ]  # when the organisation's contact was told that nothing came back
    contact_told_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # who that is; nobody: there was no contact to tell, so the desk says it

    digest: Mapped[Digest] = relationship(back_populates="lines")
    action: Mapped[Action] = relationship()
    contact_told: Mapped[Person | None] = relationship()

    __table_args__ = (UniqueConstraint("digest_id", "action_id"),)
