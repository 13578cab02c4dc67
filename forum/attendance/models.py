"""Whether people were at a meeting, and how firm its list is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.agendas.models import AgendaItem
from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.meetings.models import Meeting
from forum.organisations.models import Organisation
from forum.people.models import Person


class Presence(StrEnum):
    EXPECTED = "expected"  # not marked: whoever booked is looked for, of anybody else nothing is shown
    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"


class Attendance(db.Model):
    """Whether a person was at a meeting, and for whom. "Name, then of X" stays true in the record.

    Somebody gets a row with the first mark. Who booked and is not marked yet, who sent apologies, and who was
    invited and did not come have none: they are found.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    is_lay: Mapped[bool] = mapped_column(default=False)  # the person answers for themself
    guest_from: Mapped[str] = mapped_column(default="")  # from where a guest comes, in words
    presence: Mapped[Presence]
    is_online: Mapped[bool] = mapped_column(default=False)
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    arrived_at_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id"), index=True
    )  # during which item, where they came late
    left_at_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    substitute_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    because: Mapped[str] = mapped_column(default="")  # why the list was corrected after the meeting
    sent_key: Mapped[str | None]  # what the form carried: somebody who walked in is put down once
    marked_at: Mapped[
        datetime | None
    ]  # when the mark that stands was made: an earlier one that comes late is void

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()
    substitute_for: Mapped[Person | None] = relationship(foreign_keys=[substitute_for_id])
    arrived_at_item: Mapped[AgendaItem | None] = relationship(foreign_keys=[arrived_at_item_id])
    left_at_item: Mapped[AgendaItem | None] = relationship(foreign_keys=[left_at_item_id])

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"), UniqueConstraint("meeting_id", "sent_key"))


class SteppedOut(db.Model):
    """That somebody who was there left the room for an item, or a part of it, and came back."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    is_for_interest: Mapped[bool] = mapped_column(default=True)
    out_at: Mapped[datetime | None]  # None: nobody noted the time, and it holds for the whole item
    back_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # put down by mistake

    attendance: Mapped[Attendance] = relationship()
    item: Mapped[AgendaItem] = relationship()


class AttendanceList(db.Model):
    """What holds for the list of one meeting as a whole: how firm it is, and the link for the door."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    circulated_at: Mapped[datetime | None]  # it stands in minutes that everybody has: changes need a reason
    approved_at: Mapped[datetime | None]  # a meeting approved these minutes: the list stays as it is
    door_secret: Mapped[str | None] = mapped_column(info={"secret": True})
    counted_in_room: Mapped[int | None]  # heads, where somebody counted more or fewer than have a name
    counted_online: Mapped[int | None]

    meeting: Mapped[Meeting] = relationship()
