"""The record of a meeting while it is taken: its entries, and what two people wrote on the same line."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from forum.actions.models import Action
from forum.agendas.models import AgendaItem
from forum.decisions.models import Decision, Recommendation, Vote
from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.meetings.models import Meeting
from forum.people.models import Person


class MinutesState(StrEnum):
    DRAFTING = "drafting"
    WITH_CHAIR = "with the chair"
    CIRCULATED = "circulated"
    APPROVED = "approved"


class ApprovedAs(StrEnum):
    CORRECT = "as a correct record"
    CORRECTED = "with these corrections"


class Minutes(db.Model):
    """The record of a meeting, from the moment that it starts."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.DRAFTING)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(
        default=0
    )  # grows with each change of its lines: whoever watches asks for no more than this
    approved_at_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    approval_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id"), index=True
    )  # the item of the later meeting under which they were approved
    approved_as: Mapped[ApprovedAs | None]
    approved_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(foreign_keys=[meeting_id])
    approved_at_meeting: Mapped[Meeting | None] = relationship(foreign_keys=[approved_at_meeting_id])
    approval_item: Mapped[AgendaItem | None] = relationship()


class EntryKind(StrEnum):
    NOTE = "note"
    DECISION = "decision"
    RECOMMENDATION = "recommendation"
    ACTION = "action"
    DECLARATION = "declaration"
    QUESTION = "question"
    VOTE = "vote"


class Entry(db.Model):
    """One line of the minutes, under an item. A decision, a recommendation or an action outlives its line."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)  # among the lines of its item; then in the order written
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
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"), unique=True)
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("vote.id"), unique=True)
    is_meant: Mapped[bool] = mapped_column(default=False)  # words that gave a warning were looked at and kept
    withdrawn_at: Mapped[datetime | None]
    sent_key: Mapped[str | None]  # what the form carried: the same line sent twice is one entry

    minutes: Mapped[Minutes] = relationship()
    item: Mapped[AgendaItem] = relationship()
    decision: Mapped[Decision | None] = relationship()
    action: Mapped[Action | None] = relationship()
    recommendation: Mapped[Recommendation | None] = relationship()
    vote: Mapped[Vote | None] = relationship()

    __table_args__ = (
        UniqueConstraint("minutes_id", "sent_key"),
        Index("entries_in_order", "minutes_id", "item_id", "id"),
    )

    @validates("text")
    def _look_anew(self, _name: str, text: str) -> str:
        """Other words are looked at anew, whatever was kept of those before."""
        if text != self.text:
            self.is_meant = False
        return text


class RivalText(db.Model):
    """What a second person wrote on a line that somebody had changed meanwhile. Both are kept, and one is chosen."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # when one of the two was chosen
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_chosen: Mapped[bool] = mapped_column(default=False)
    sent_key: Mapped[str | None]  # the same text sent twice is one

    entry: Mapped[Entry] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])

    __table_args__ = (UniqueConstraint("entry_id", "sent_key"),)
