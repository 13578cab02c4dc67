"""What somebody suggests for an agenda, who backs it, the answers that it got, and the call that asked for it."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.agendas.models.kinds import Purpose, Regime
from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Representative
from forum.people.models import Person
from forum.strategy.models import Commitment, Theme


class ProposalState(StrEnum):
    DRAFT = "draft"  # seen by its proposer alone
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    MERGED = "merged"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by its proposer


class Proposal(db.Model):
    """What somebody suggests for an agenda, and the answer that it got last."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id"), index=True
    )  # the one it is meant for
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    title: Mapped[str]
    why: Mapped[str]
    purpose: Mapped[Purpose]
    length: Mapped[timedelta]
    regime: Mapped[Regime | None]  # None: it does not lead to a contract
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.SUBMITTED)
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]  # when it was sent; a draft: when it was begun
    answered_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)

    forum: Mapped[Forum] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    person: Mapped[Person] = relationship()
    representative: Mapped[Representative | None] = relationship()
    theme: Mapped[Theme | None] = relationship()
    commitments: Mapped[list["ProposalCommitment"]] = relationship(
        back_populates="proposal", order_by="ProposalCommitment.id", cascade="all, delete-orphan"
    )
    merged_into: Mapped["Proposal | None"] = relationship(remote_side=[id])

    @property
    def is_draft(self) -> bool:
        """Whether it was not sent yet."""
        return self.state is ProposalState.DRAFT

    @property
    def is_answered(self) -> bool:
        """Whether the proposer has had an answer, or wants none any more."""
        return self.state not in (ProposalState.DRAFT, ProposalState.SUBMITTED)


class ProposalCommitment(db.Model):
    """That a proposal is about a commitment or a gap."""

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)

    proposal: Mapped[Proposal] = relationship(back_populates="commitments")
    commitment: Mapped[Commitment] = relationship()

    __table_args__ = (UniqueConstraint("proposal_id", "commitment_id"),)


class ProposalAnswer(db.Model):
    """One answer that a proposal got. A deferred one gets a second; all of them are its history."""

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    state: Mapped[ProposalState]
    reason: Mapped[str]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)  # to which it goes
    into_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    answered_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # None: before this was kept

    proposal: Mapped[Proposal] = relationship(foreign_keys=[proposal_id])
    meeting: Mapped[Meeting | None] = relationship()
    into: Mapped[Proposal | None] = relationship(foreign_keys=[into_id])


class Backing(db.Model):
    """That somebody says "us too" to a proposal. Taken back, the row stays and is given again when they return."""

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"), index=True)
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship()
    person: Mapped[Person] = relationship()
    representative: Mapped[Representative | None] = relationship()

    __table_args__ = (UniqueConstraint("proposal_id", "person_id"),)


class Call(db.Model):
    """What the organiser adds to a meeting's call for items, and when its letters left.

    When it opens and closes is counted from the meeting's day and the forum's settings: a meeting without a row
    has a call all the same.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    words: Mapped[str] = mapped_column(default="")  # the organiser's own, above the letter's
    is_silent: Mapped[bool] = mapped_column(default=False)  # no letter goes out by itself
    announced_at: Mapped[datetime | None]  # when the letters were written
    announced_until_on: Mapped[date | None]  # the last day for proposals that they gave

    meeting: Mapped[Meeting] = relationship()

    @property
    def reference(self) -> str:
        """What the journal calls it: its meeting's reference."""
        return self.meeting.reference
