"""The action log: what someone will do by a date, and what came of it."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from forum.agendas.models import AgendaItem, Paper
from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.foundation.withheld_names import public_words
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
    owners_as_said: Mapped[str] = mapped_column(default="")  # as they were typed: "Cora / Hamish"
    due_as_said: Mapped[str] = mapped_column(default="")  # as it was typed: "end of August"
    due_on: Mapped[date | None] = mapped_column(index=True)  # as it is understood; None: no date yet
    due_meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id"), index=True
    )  # due at this meeting: the date moves when it moves
    first_due_on: Mapped[date | None]  # stays visible for ever
    times_moved: Mapped[int] = mapped_column(default=0)
    waits_for: Mapped[str] = mapped_column(default="")  # what holds it up, in words, while it is blocked
    waits_for_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), index=True)  # another action
    heard_at_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id"), index=True
    )  # done by being heard under this item
    done_by_paper_id: Mapped[int | None] = mapped_column(
        ForeignKey("paper.id"), index=True
    )  # or by handing in this paper
    raised_at: Mapped[datetime]
    published_at: Mapped[datetime | None]  # when the minutes that hold it were first circulated
    ended_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    uid: Mapped[str] = mapped_column(unique=True, default=lambda: str(uuid.uuid4()))  # its name in calendars

    forum: Mapped[Forum] = relationship()
    meeting: Mapped[Meeting] = relationship(foreign_keys=[meeting_id])
    item: Mapped[AgendaItem | None] = relationship(foreign_keys=[item_id])
    due_meeting: Mapped[Meeting | None] = relationship(foreign_keys=[due_meeting_id])
    waits_for_action: Mapped["Action | None"] = relationship(remote_side=[id])
    heard_at_item: Mapped[AgendaItem | None] = relationship(foreign_keys=[heard_at_item_id])
    done_by_paper: Mapped[Paper | None] = relationship()
    owners: Mapped[list["ActionOwner"]] = relationship(back_populates="action", order_by="ActionOwner.id")
    commitments: Mapped[list["ActionCommitment"]] = relationship(back_populates="action")

    __table_args__ = (Index("action_log", "forum_id", "state", "due_on"),)

    @validates("text", "owners_as_said", "due_as_said", "waits_for")
    def _in_public_words(self, _name: str, words: str) -> str:
        """Everyone reads it: a name that is marked as withheld stays in the line of the minutes alone."""
        return public_words(words)

    @property
    def is_live(self) -> bool:
        """Whether it still has to be done."""
        return self.state in LIVE_STATES


class ActionOwner(db.Model):
    """Who does an action: an organisation, a person of it, a lay member, a team by its name, or all members."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_lay: Mapped[bool] = mapped_column(default=False)  # the person answers for themself
    is_all_members: Mapped[bool] = mapped_column(default=False)
    team: Mapped[str] = mapped_column(default="")  # "partners", "the planning team": known by this name alone

    action: Mapped[Action] = relationship(back_populates="owners")
    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "is_all_members OR organisation_id IS NOT NULL OR person_id IS NOT NULL OR team <> ''",
            name="somebody",
        ),
    )


is_of_all = ActionOwner.is_all_members.is_(True)
Index("owned_by_all_members", ActionOwner.action_id, sqlite_where=is_of_all, postgresql_where=is_of_all)


class ActionCommitment(db.Model):
    """That an action serves a commitment or a gap."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)

    action: Mapped[Action] = relationship(back_populates="commitments")
    commitment: Mapped[Commitment] = relationship()

    __table_args__ = (UniqueConstraint("action_id", "commitment_id"),)


class ActionTick(db.Model):
    """That one member has done their part of an action of all members: an organisation, or a lay member."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # a lay member
    ticked_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    withdrawn_at: Mapped[datetime | None]

    action: Mapped[Action] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])

    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (person_id IS NULL)", name="of_one"),
        UniqueConstraint("action_id", "organisation_id"),
        UniqueConstraint("action_id", "person_id", name="uq_action_tick_action_id_person_id"),
    )


class Said(StrEnum):
    """What a report says."""

    ON_TRACK = "on track"
    HELD_UP = "held up"
    NO_UPDATE = "no update"  # asked, and there is nothing new: not the same as not done
    DONE = "done"
    DATE_MOVED = "date moved"
    NOT_MINE = "not mine"
    HANDED_OVER = "handed over"
    FREED = "freed"  # what it waited for has ended
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
    due_as_said: Mapped[str] = mapped_column(default="")  # likewise, as it was typed
    text: Mapped[str] = mapped_column(default="")
    is_confirmed_alone: Mapped[bool] = mapped_column(
        default=False
    )  # closed by its owner, with no other officer

    action: Mapped[Action] = relationship()
    by: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    @validates("text", "due_as_said")
    def _in_public_words(self, _name: str, words: str) -> str:
        """Everyone reads it: a name that is marked as withheld stays in the line of the minutes alone."""
        return public_words(words)


class Evidence(db.Model):
    """What shows that an action is done, or how far it is: a page elsewhere, or a paper of the forum."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    words: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    action: Mapped[Action] = relationship()
    paper: Mapped[Paper | None] = relationship()
    added_by: Mapped[Person] = relationship(foreign_keys=[added_by_id])
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id])

    @validates("words")
    def _in_public_words(self, _name: str, words: str) -> str:
        """Everyone reads it: a name that is marked as withheld stays in the line of the minutes alone."""
        return public_words(words)


class Outcome(db.Model):
    """What came of an action."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    text: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    action: Mapped[Action] = relationship()

    @validates("text")
    def _in_public_words(self, _name: str, words: str) -> str:
        """Everyone reads it: a name that is marked as withheld stays in the line of the minutes alone."""
        return public_words(words)
