"""What the forum resolved, and what it asks of others."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from forum.actions.models import Action
from forum.agendas.models import AgendaItem
from forum.foundation.database import db
from forum.foundation.references import new_link_secret
from forum.foundation.withheld_names import public_words
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.strategy.models import Commitment


class DecisionState(StrEnum):
    CONFIRMED = "confirmed"
    IMPLEMENTED = "implemented"
    SUPERSEDED = "superseded"
    RESCINDED = "rescinded"
    WITHDRAWN = "withdrawn"  # taken back before it was circulated; the number stays


class Decision(db.Model):
    """What the forum resolved, under a number that is given once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)  # "D-2026-014"
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    text: Mapped[str]
    method: Mapped[str] = mapped_column(default="consensus")
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.CONFIRMED)
    state_because: Mapped[str] = mapped_column(default="")
    state_on: Mapped[date | None]  # since when it stands as it does, where that changed
    ended_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("decision.id"), index=True
    )  # the later decision that superseded or rescinded it
    quorum: Mapped[
        dict[str, Any] | None
    ]  # how many decided, and whether they were enough; None: no quorum asked
    review_on: Mapped[date | None]
    taken_at: Mapped[datetime]
    published_at: Mapped[datetime | None]  # when the minutes that hold it were first circulated
    changed_at: Mapped[datetime]

    forum: Mapped[Forum] = relationship()
    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    ended_by: Mapped["Decision | None"] = relationship(remote_side=[id])
    commitments: Mapped[list["DecisionCommitment"]] = relationship(back_populates="decision")

    __table_args__ = (Index("decision_register", "forum_id", "taken_at"),)

    @validates("text", "state_because")
    def _in_public_words(self, _name: str, words: str) -> str:
        """Everyone reads it: a name that is marked as withheld stays in the line of the minutes alone."""
        return public_words(words)


class DecisionCommitment(db.Model):
    """That a decision serves a commitment or a gap."""

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)

    decision: Mapped[Decision] = relationship(back_populates="commitments")
    commitment: Mapped[Commitment] = relationship()

    __table_args__ = (UniqueConstraint("decision_id", "commitment_id"),)


class DecisionAction(db.Model):
    """That an action carries out a decision."""

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), unique=True)

    decision: Mapped[Decision] = relationship()
    action: Mapped[Action] = relationship()


class Vote(db.Model):
    """How many were for and against, by side, where a forum votes. One that is carried has its decision."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    motion: Mapped[str]
    for_voluntary: Mapped[int] = mapped_column(default=0)
    for_commissioners: Mapped[int] = mapped_column(default=0)
    for_lay: Mapped[int] = mapped_column(default=0)
    against_voluntary: Mapped[int] = mapped_column(default=0)
    against_commissioners: Mapped[int] = mapped_column(default=0)
    against_lay: Mapped[int] = mapped_column(default=0)
    abstained_voluntary: Mapped[int] = mapped_column(default=0)
    abstained_commissioners: Mapped[int] = mapped_column(default=0)
    abstained_lay: Mapped[int] = mapped_column(default=0)
    is_carried: Mapped[bool] = mapped_column(default=True)
    because: Mapped[str] = mapped_column(default="")  # why, where the counts say otherwise: a casting vote
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    seconded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reservations: Mapped[str] = mapped_column(
        default=""
    )  # who had one, and which, as they wished it recorded
    taken_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    seconded_by: Mapped[Person | None] = relationship(foreign_keys=[seconded_by_id])

    @validates("motion", "because", "reservations")
    def _in_public_words(self, _name: str, words: str) -> str:
        """Everyone reads it: a name that is marked as withheld stays in the line of the minutes alone."""
        return public_words(words)


class RecommendationAnswer(StrEnum):
    ACCEPTED = "accepted"
    PARTLY = "accepted in part"
    NOT_ACCEPTED = "not accepted"


class Recommendation(db.Model):
    """What the forum asks of an organisation, by when, and what it answered. Its number is given once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)  # "R-2026-003"
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )  # of whom it asks it
    text: Mapped[str]
    due_on: Mapped[date | None]  # by when an answer is asked for
    due_as_said: Mapped[str] = mapped_column(default="")
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    asked_at: Mapped[datetime | None]  # when a letter asked the organisation for its answer
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    answer: Mapped[RecommendationAnswer | None]
    answer_text: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    first_answered_on: Mapped[date | None]  # a later answer may take the first one's place
    withdrawn_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    forum: Mapped[Forum] = relationship()
    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    commitments: Mapped[list["RecommendationCommitment"]] = relationship(back_populates="recommendation")

    __table_args__ = (Index("recommendation_register", "forum_id", "made_at"),)

    @validates("text", "due_as_said", "answer_text")
    def _in_public_words(self, _name: str, words: str) -> str:
        """Everyone reads it: a name that is marked as withheld stays in the line of the minutes alone."""
        return public_words(words)


class RecommendationCommitment(db.Model):
    """That a recommendation serves a commitment or a gap."""

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)

    recommendation: Mapped[Recommendation] = relationship(back_populates="commitments")
    commitment: Mapped[Commitment] = relationship()

    __table_args__ = (
        UniqueConstraint("recommendation_id", "commitment_id", name="uq_recommendation_commitment_once"),
    )
