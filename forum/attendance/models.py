"""Whether people were at a meeting."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.organisations.models import Organisation
from forum.people.models import Person


class Presence(StrEnum):
    EXPECTED = "expected"  # booked, and not marked yet
    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"


class Attendance(db.Model):
    """Whether a person was at a meeting, and for whom. "Name, then of X" stays true in the record.

    Who was invited, did not answer and did not come has no row: that is a query.
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
    substitute_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    because: Mapped[str] = mapped_column(default="")  # why the list was corrected after the meeting
    sent_key: Mapped[str | None]  # what the form carried: somebody who walked in is put down once

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()
    substitute_for: Mapped[Person | None] = relationship(foreign_keys=[substitute_for_id])

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"), UniqueConstraint("meeting_id", "sent_key"))
