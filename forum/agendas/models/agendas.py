"""What a meeting takes up: the agenda, its items, and who presents them."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.agendas.models.kinds import Part, Purpose, Regime, Standing, Visibility
from forum.agendas.models.proposals import Proposal
from forum.foundation.database import db
from forum.foundation.references import new_link_secret, new_reference
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.strategy.models import Commitment


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

    def number_places(self) -> None:
        """Number the places of the items from 1, in the order in which they stand."""
        for position, item in enumerate(self.items, start=1):
            item.position = position


class AgendaItem(db.Model):
    """One matter on an agenda."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agenda.id"), index=True)
    position: Mapped[int]  # the order in which it is taken, from 1
    number: Mapped[str | None]  # fixed at first publication: "4", later insertions "4a"
    section: Mapped[str] = mapped_column(
        default=""
    )  # the heading under which it stands, if the agenda has any
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.DISCUSS)
    length: Mapped[timedelta]
    standing: Mapped[Standing | None]
    part: Mapped[Part | None]  # of the forum's template: it opens the agenda, or closes it
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)
    public_title: Mapped[str | None]  # what everyone reads instead of a closed title
    closed_because: Mapped[str | None]
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    why_here: Mapped[str] = mapped_column(default="")  # "Never raised before", "Proposal by …"
    takes_up: Mapped[str | None] = mapped_column(
        index=True
    )  # the number of the decision or recommendation that it comes back to
    continues_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id"), index=True
    )  # the item of an earlier meeting that it goes on with
    regime: Mapped[Regime | None]  # None: it does not lead to a contract
    no_paper_because: Mapped[str] = mapped_column(default="")  # "A spoken report", "An appointment"
    consultation_from_on: Mapped[date | None]  # something that everyone may answer, and until when
    consultation_until_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]  # taken off after publication: it keeps its number and line
    withdrawn_because: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id"), index=True
    )  # withdrawn, and taken together with this one
    taken_as: Mapped[int | None]  # the place in which it was taken at the meeting, where that was another
    not_reached_because: Mapped[str | None]  # the meeting did not get to it: it waits for the next one
    left_because: Mapped[str | None]  # not reached, and not carried further

    agenda: Mapped[Agenda] = relationship(back_populates="items")
    proposal: Mapped[Proposal | None] = relationship()
    continues: Mapped["AgendaItem | None"] = relationship(remote_side=[id], foreign_keys=[continues_id])
    merged_into: Mapped["AgendaItem | None"] = relationship(remote_side=[id], foreign_keys=[merged_into_id])
    commitments: Mapped[list["ItemCommitment"]] = relationship(
        back_populates="item", order_by="ItemCommitment.id"
    )
    presenters: Mapped[list["Presenter"]] = relationship(
        back_populates="item",
        order_by="[Presenter.position, Presenter.id]",
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


class PresenterAnswer(StrEnum):
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Presenter(db.Model):
    """Who presents an item, and for whom: a person known to us, or a name as it was given.

    One who presents no longer is withdrawn, not deleted: agendas already published look the name up here.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)  # among those who present the item
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(
        default="", info={"personal": True}
    )  # where the person is not known to us
    email: Mapped[str | None] = mapped_column(info={"personal": True})  # likewise: where letters reach them
    is_lay: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    asked_at: Mapped[datetime | None]  # when a letter asked them to confirm
    asked_for_on: Mapped[
        date | None
    ]  # for which day of the meeting, and from when: another one is asked anew
    asked_for_at: Mapped[datetime | None]
    answer: Mapped[PresenterAnswer | None]
    answer_words: Mapped[str] = mapped_column(default="", info={"personal": True})  # why they cannot come
    answered_at: Mapped[datetime | None]
    papers_asked_at: Mapped[datetime | None]  # when a letter asked them for papers

    item: Mapped[AgendaItem] = relationship(back_populates="presenters")
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class StandingItem(db.Model):
    """An item of the forum's own template, with which each of its agendas begins.

    A forum without a row has the usual ones.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]  # "{last meeting}" in it becomes the day of the meeting before
    purpose: Mapped[Purpose]
    length: Mapped[timedelta]
    standing: Mapped[Standing | None]  # None: a matter of the forum's own that comes each time
    section: Mapped[str] = mapped_column(default="")
    is_closing: Mapped[bool] = mapped_column(default=False)  # stands after all others

    forum: Mapped[Forum] = relationship()
