"""Proposals, agendas with their items, and agendas as they were published."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Representative
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.strategy.models import Commitment


class Purpose(StrEnum):
    DECIDE = "decide"
    DISCUSS = "discuss"
    INFORM = "inform"


class ProposalState(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    MERGED = "merged"
    DECLINED = "declined"


class Proposal(db.Model):
    """What somebody suggests for an agenda, and the answer that it got."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id"), index=True
    )  # the one it is meant for
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"), index=True)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), index=True)
    title: Mapped[str]
    why: Mapped[str]
    purpose: Mapped[Purpose]
    length: Mapped[timedelta]
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.SUBMITTED)
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)

    forum: Mapped[Forum] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    person: Mapped[Person] = relationship()
    representative: Mapped[Representative | None] = relationship()
    commitment: Mapped[Commitment | None] = relationship()
    merged_into: Mapped["Proposal | None"] = relationship(remote_side=[id])

    @property
    def is_answered(self) -> bool:
        """Whether the proposer has had an answer."""
        return self.state is not ProposalState.SUBMITTED


class Agenda(db.Model):
    """What a meeting takes up."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)

    meeting: Mapped[Meeting] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="agenda", order_by="[AgendaItem.position, AgendaItem.id]"
    )

    @property
    def reference(self) -> str:
        """What the journal calls it: its meeting's reference."""
        return self.meeting.reference


class Standing(StrEnum):
    """The items of governance that need no commitment, in the order in which they come."""

    WELCOME = "welcome"
    DECLARATIONS = "declarations"
    MINUTES = "minutes"
    ACTIONS = "actions"
    ANY_OTHER_BUSINESS = "any other business"
    NEXT_MEETING = "next meeting"


class Visibility(StrEnum):
    PUBLIC = "public"
    MEMBERS = "members"
    CLOSED = "closed"


class AgendaItem(db.Model):
    """One matter on an agenda."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agenda.id"), index=True)
    position: Mapped[int]  # the order in which it is taken, from 1
    number: Mapped[str | None]  # fixed at first publication: "4", later insertions "4a"
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.DISCUSS)
    length: Mapped[timedelta]
    standing: Mapped[Standing | None]
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)
    public_title: Mapped[str | None]  # what everyone reads instead of a closed title
    closed_because: Mapped[str | None]
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    why_here: Mapped[str] = mapped_column(default="")  # "Never raised before", "Proposal by …"
    withdrawn_at: Mapped[datetime | None]  # taken off after publication: it keeps its number and line

    agenda: Mapped[Agenda] = relationship(back_populates="items")
    proposal: Mapped[Proposal | None] = relationship()
    commitments: Mapped[list["ItemCommitment"]] = relationship(
        back_populates="item", order_by="ItemCommitment.id"
    )
    presenters: Mapped[list["Presenter"]] = relationship(
        back_populates="item",
        order_by="Presenter.id",
        primaryjoin="and_(Presenter.item_id == AgendaItem.id, Presenter.withdrawn_at.is_(None))",
    )

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken off after publication."""
        return self.withdrawn_at is not None

    @property
    def is_standing(self) -> bool:
        """Whether it is an item of governance, which needs no commitment and no presenter."""
        return self.standing is not None


class ItemCommitment(db.Model):
    """That an item takes up a commitment or a gap."""

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)

    item: Mapped[AgendaItem] = relationship(back_populates="commitments")
    commitment: Mapped[Commitment] = relationship()

    __table_args__ = (UniqueConstraint("item_id", "commitment_id"),)


class Presenter(db.Model):
    """Who presents an item, and for whom: a person known to us, or a name as it was given.

    One who presents no longer is withdrawn, not deleted: agendas already published look the name up here.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(
        default="", info={"personal": True}
    )  # where the person is not known to us
    is_lay: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]

    item: Mapped[AgendaItem] = relationship(back_populates="presenters")
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


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
    )  # sentences: what changed since the version before

    agenda: Mapped[Agenda] = relationship()

    __table_args__ = (UniqueConstraint("agenda_id", "number"),)


class VersionsNeverChange(RuntimeError):
    """Something tried to change an agenda that was published: a mistake of ours, never of the person."""


@event.listens_for(AgendaVersion, "before_update")
@event.listens_for(AgendaVersion, "before_delete")
def _refuse_to_change(_mapper: object, _connection: object, _version: AgendaVersion) -> None:
    raise VersionsNeverChange("A published agenda never changes. Publish a new version.")
