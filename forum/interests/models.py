"""What may sway somebody: the register of interests, and what is declared on the items of a meeting."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.agendas.models import AgendaItem
from forum.foundation.database import db
from forum.foundation.references import new_link_secret, new_reference
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.organisations.models import Organisation
from forum.people.models import Person

_OF_ONE = "(person_id IS NULL) <> (organisation_id IS NULL)"


class InterestKind(StrEnum):
    FINANCIAL = "financial"
    PROFESSIONAL = "professional"
    PERSONAL = "personal"


class Effect(StrEnum):
    """What a declaration of interest means for an item."""

    STAYS = "stays"
    SPEAKS = "speaks but does not decide"
    LEAVES = "leaves"


class DeclaredAt(StrEnum):
    BOOKING = "booking"
    MEETING = "meeting"
    LATER = "later"


class Interest(db.Model):
    """An entry in the register: what a person, or the forum's host as an organisation, has an interest in.

    One that has ended stays, with its last day. A correction is a new entry, and the old one stays.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )  # whose it is
    in_whom: Mapped[str] = mapped_column(info={"personal": True})  # the organisation or body it is in
    nature: Mapped[str] = mapped_column(info={"personal": True})  # "Trustee", "My partner works there"
    kind: Mapped[InterestKind]
    is_indirect: Mapped[bool] = mapped_column(default=False)  # through somebody close, or another body
    from_on: Mapped[date | None]  # None: not known, or for ever
    until_on: Mapped[date | None]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]  # when its owner last said that it is right
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("interest.id"), unique=True)
    struck_at: Mapped[datetime | None]  # never was right: it stays, marked so
    struck_because: Mapped[str] = mapped_column(default="")

    forum: Mapped[Forum] = relationship()
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    corrects: Mapped["Interest | None"] = relationship(remote_side=[id])

    __table_args__ = (CheckConstraint(_OF_ONE, name="of_one"),)


class InterestsCheck(db.Model):
    """That somebody was asked whether their entries are still right: once a year."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    forum: Mapped[Forum] = relationship()
    person: Mapped[Person] = relationship()

    __table_args__ = (Index("checks_of_a_person", "person_id", "asked_at"),)


class Declaration(db.Model):
    """What somebody declares on an item of a meeting, and what follows from it.

    A correction is a new declaration that names the one it corrects: both stay.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id"), index=True
    )  # None: the whole meeting
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )  # the host's own
    interest_id: Mapped[int | None] = mapped_column(ForeignKey("interest.id"), index=True)
    nature: Mapped[str] = mapped_column(info={"personal": True})
    effect: Mapped[Effect]  # as it was declared
    declared_at: Mapped[datetime]
    declared_by_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # themself, or an officer
    asked_at: Mapped[DeclaredAt]  # on which occasion
    recorded_effect: Mapped[Effect | None]  # what happened at the item
    recorded_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"), unique=True)
    withdrawn_at: Mapped[datetime | None]  # made in error: it stays, marked so
    withdrawn_because: Mapped[str] = mapped_column(default="")

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()
    interest: Mapped[Interest | None] = relationship()
    declared_by: Mapped[Person] = relationship(foreign_keys=[declared_by_id])
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    corrects: Mapped["Declaration | None"] = relationship(remote_side=[id])

    __table_args__ = (CheckConstraint(_OF_ONE, name="of_one"),)


class NothingToDeclare(db.Model):
    """That a person was asked about a meeting's items and has no interest to declare: they are not asked again."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    said_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
