"""Agendas as they were published, the documents made of them, and what the chair says before."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.agendas.models.agendas import Agenda, AgendaItem
from forum.foundation.database import db
from forum.foundation.references import new_link_secret, new_reference
from forum.people.models import Person


class AgendaVersion(db.Model):
    """An agenda as it was published. It never changes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agenda.id"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    content: Mapped[dict[str, Any]]  # everything shown, people by reference
    digest: Mapped[str]  # SHA-256 of the content
    changes: Mapped[list[Any]] = mapped_column(
        default=list
    )  # what changed since an earlier version: sentences for everyone, and with whom they are for, others
    changes_since: Mapped[int | None]  # the number of that earlier version; None: the one before, if any
    # Published by mistake: its address, number and digest stay, and what it says is not shown any more.
    withheld_at: Mapped[datetime | None]
    withheld_because: Mapped[str | None]
    withheld_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    agenda: Mapped[Agenda] = relationship()

    @property
    def is_withheld(self) -> bool:
        """Whether what it says is not shown any more."""
        return self.withheld_at is not None

    @property
    def since(self) -> int:
        """The number of the version since which it says what changed."""
        return self.changes_since or self.number - 1

    __table_args__ = (UniqueConstraint("agenda_id", "number"),)


class VersionsNeverChange(RuntimeError):
    """Something tried to change an agenda that was published: a mistake of ours, never of the person."""


_MAY_CHANGE = {"withheld_at", "withheld_because", "withheld_by_id"}


@event.listens_for(AgendaVersion, "before_update")
def _refuse_to_change(_mapper: object, _connection: object, version: AgendaVersion) -> None:
    attributes: Any = inspect(version).attrs
    if {one.key for one in attributes if one.history.has_changes()} - _MAY_CHANGE:
        raise VersionsNeverChange("A published agenda never changes. Publish a new version.")


@event.listens_for(AgendaVersion, "before_delete")
def _refuse_to_delete(_mapper: object, _connection: object, _version: AgendaVersion) -> None:
    raise VersionsNeverChange("A published agenda is never deleted. Withhold it, and say why.")


class Review(db.Model):
    """That a chair was asked to agree an agenda, and what they said. Each asking is one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agenda.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)  # the chair
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    agreed_at: Mapped[datetime | None]
    agreed_digest: Mapped[str | None]  # of the agenda's content as it was agreed
    agreed_content: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # the content itself: what has changed since is told from it
    agreed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # the chair, or an officer in the chair's place

    agenda: Mapped[Agenda] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    agreed_by: Mapped[Person | None] = relationship(foreign_keys=[agreed_by_id])
    comments: Mapped[list["ReviewComment"]] = relationship(
        back_populates="review", order_by="ReviewComment.id"
    )


class ReviewComment(db.Model):
    """What a chair remarks about an item, or about the agenda as a whole."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    text: Mapped[str]
    made_at: Mapped[datetime]
    seen_to_at: Mapped[datetime | None]  # when the organiser ticked it off

    review: Mapped[Review] = relationship(back_populates="comments")
    item: Mapped[AgendaItem | None] = relationship()


class DocumentKind(StrEnum):
    AGENDA = "agenda"
    PACK = "pack"


class CopyState(StrEnum):
    WAITING = "waiting"
    MAKING = "making"
    MADE = "made"
    FAILED = "failed"


class DocumentCopy(db.Model):
    """A published agenda as a document, made once for all who may see the same of it.

    `made_of` is a digest over all that goes in, names too: who is erased is in no copy made after.
    """

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    version_id: Mapped[int] = mapped_column(ForeignKey("agenda_version.id"))
    kind: Mapped[DocumentKind]
    made_of: Mapped[str]
    sight: Mapped[dict[str, Any]] = mapped_column(default=dict)  # through whose eyes (rules.Sight)
    state: Mapped[CopyState] = mapped_column(default=CopyState.WAITING, index=True)
    asked_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]  # when a worker took it up, or was last heard of
    tries: Mapped[int] = mapped_column(default=0)  # how often a worker has taken it up
    made_at: Mapped[datetime | None]
    pages_done: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)  # how many it has, or will have
    digest: Mapped[str | None]  # of the file, where it is kept
    size: Mapped[int] = mapped_column(default=0)  # bytes
    trouble: Mapped[str] = mapped_column(default="")  # why it could not be made, in a sentence

    version: Mapped[AgendaVersion] = relationship()

    __table_args__ = (UniqueConstraint("version_id", "kind", "made_of"),)
