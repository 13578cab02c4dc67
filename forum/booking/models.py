"""What a booking is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.people.models import Person


class BookingState(StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Joining(StrEnum):
    IN_THE_ROOM = "in the room"
    ONLINE = "online"


class Booking(db.Model):
    """A person's claim on one place at one meeting. It is cancelled, never deleted."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    # For whom they speak; an officer who books for themself speaks for nobody.
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"), index=True)
    state: Mapped[BookingState]
    joining: Mapped[Joining]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)  # grows with each letter about this claim
    called_off: Mapped[bool] = mapped_column(default=False)  # ended with its meeting, not by anybody

    # A booking knows its meeting; the meeting knows nothing of bookings. The way up is a query.
    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()
    representative: Mapped[Representative | None] = relationship()

    @property
    def is_live(self) -> bool:
        return self.state is not BookingState.CANCELLED


# The database keeps the promise too: one live booking for each person and meeting, whomever they speak for.
is_live = Booking.state != BookingState.CANCELLED
Index(
    "one_live_booking", Booking.meeting_id, Booking.person_id,
    unique=True, sqlite_where=is_live, postgresql_where=is_live,
)  # fmt: skip


class Needs(db.Model):
    """What a person needs at one meeting: access and diet. Seen by its organisers, deleted on time."""

    __journalled__ = False  # needs never enter the journal

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    text: Mapped[str]
    delete_at: Mapped[datetime] = mapped_column(index=True)

    booking: Mapped[Booking] = relationship()
