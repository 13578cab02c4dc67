"""The record of a meeting: its entries, who was there, and the minutes as they were circulated."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.actions.models import Action
from forum.agendas.models import AgendaItem
from forum.decisions.models import Decision
from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.meetings.models import Meeting


class MinutesState(StrEnum):
    DRAFTING = "drafting"
    CIRCULATED = "circulated"
    APPROVED = "approved"


class Minutes(db.Model):
    """The record of a meeting, from the moment that it starts."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.DRAFTING)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    approved_at_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)

    meeting: Mapped[Meeting] = relationship(foreign_keys=[meeting_id])
    approved_at_meeting: Mapped[Meeting | None] = relationship(foreign_keys=[approved_at_meeting_id])


class EntryKind(StrEnum):
    NOTE = "note"
    DECISION = "decision"
    ACTION = "action"
    DECLARATION = "declaration"


class Entry(db.Model):
    """One line of the minutes, under an item. A decision or an action outlives its line."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    kind: Mapped[EntryKind]
    text: Mapped[str]
    written_at: Mapped[datetime]  # when it was first saved: the time that stands in the record
    saved_at: Mapped[datetime]
    edition: Mapped[int] = mapped_column(
        default=1
    )  # grows with each change, so that two who write see each other
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), unique=True)
    withdrawn_at: Mapped[datetime | None]
    sent_key: Mapped[str | None]  # what the form carried: the same line sent twice is one entry

    minutes: Mapped[Minutes] = relationship()
    item: Mapped[AgendaItem] = relationship()
    decision: Mapped[Decision | None] = relationship()
    action: Mapped[Action | None] = relationship()

    __table_args__ = (
        UniqueConstraint("minutes_id", "sent_key"),
        Index("entries_in_order", "minutes_id", "item_id", "id"),
    )


class MinutesVersion(db.Model):
    """Minutes as they were circulated or approved. They never change; people stand in them by reference."""

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    state: Mapped[MinutesState]  # circulated as a draft, or approved
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    content: Mapped[dict[str, Any]]
    digest: Mapped[str]

    minutes: Mapped[Minutes] = relationship()

    __table_args__ = (UniqueConstraint("minutes_id", "number"),)
