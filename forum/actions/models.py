"""The action log: what someone will do by a date, and what came of it."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.agendas.models import AgendaItem
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.strategy.models import Commitment


class ActionState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in progress"
    BLOCKED = "blocked"
    SAID_TO_BE_DONE = "said to be done"
    CLOSED = "closed"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"  # the line was taken back; the number stays


LIVE_STATES = (ActionState.OPEN, ActionState.IN_PROGRESS, ActionState.BLOCKED, ActionState.SAID_TO_BE_DONE)


class Action(db.Model):
    """What someone will do by a date."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)  # "A-2026-031"
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)  # where it was agreed
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    text: Mapped[str]
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    due_as_said: Mapped[str] = mapped_column(default="")  # as it was typed: "end of August"
    due_on: Mapped[date | None] = mapped_column(index=True)  # as it is understood; None: no date yet
    first_due_on: Mapped[date | None]  # stays visible for ever
    times_moved: Mapped[int] = mapped_column(default=0)
    raised_at: Mapped[datetime]
    published_at: Mapped[datetime | None]  # when the minutes that hold it were first circulated
    ended_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    uid: Mapped[str] = mapped_column(unique=True, default=lambda: str(uuid.uuid4()))  # its name in calendars

    forum: Mapped[Forum] = relationship()
    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    owners: Mapped[list["ActionOwner"]] = relationship(back_populates="action", order_by="ActionOwner.id")
    commitments: Mapped[list["ActionCommitment"]] = relationship(back_populates="action")

    __table_args__ = (Index("action_log", "forum_id", "state", "due_on"),)

    @property
    def is_live(self) -> bool:
        """Whether it still has to be done."""
        return self.state in LIVE_STATES


class ActionOwner(db.Model):
    """Who does an action: an organisation, a person of it, a lay member, or all members."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_lay: Mapped[bool] = mapped_column(default=False)  # the person answers for themself
    is_all_members: Mapped[bool] = mapped_column(default=False)

    action: Mapped[Action] = relationship(back_populates="owners")
    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "is_all_members OR organisation_id IS NOT NULL OR person_id IS NOT NULL", name="somebody"
        ),
    )


class ActionCommitment(db.Model):
    """That an action serves a commitment or a gap."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)

    action: Mapped[Action] = relationship(back_populates="commitments")
    commitment: Mapped[Commitment] = relationship()

    __table_args__ = (UniqueConstraint("action_id", "commitment_id"),)


class Said(StrEnum):
    """What a report says."""

    ON_TRACK = "on track"
    HELD_UP = "held up"
    DONE = "done"
    DATE_MOVED = "date moved"
    NOT_MINE = "not mine"
    HANDED_OVER = "handed over"
    CLOSED = "closed"
    DROPPED = "dropped"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Report(db.Model):
    """One thing said about an action: a new state, a new date, new owners, each with its reason."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    is_lay: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    said: Mapped[Said]
    state: Mapped[ActionState]  # as it was from then on
    due_on: Mapped[date | None]  # the new date, where it was moved
    text: Mapped[str] = mapped_column(default="")
    is_confirmed_alone: Mapped[bool] = mapped_column(
        default=False
    )  # closed by its owner, with no other officer

    action: Mapped[Action] = relationship()
    by: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Outcome(db.Model):
    """What came of an action."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    text: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    action: Mapped[Action] = relationship()
