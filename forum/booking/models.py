"""What a booking is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db
from forum.foundation.references import new_link_secret, new_reference
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.organisations.models import Organisation
from forum.people.models import Person


class BookingState(StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Joining(StrEnum):
    IN_THE_ROOM = "in the room"
    ONLINE = "online"


class Guest(StrEnum):
    """As what somebody comes who represents no member."""

    SPEAKER = "speaker"
    JOINING = "thinking of joining"
    PUBLIC = "member of the public"
    OTHER = "guest"


class Booking(db.Model):
    """A person's claim on one place at one meeting. It is cancelled, never deleted."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    # For whom they speak; an officer who books for themself speaks for nobody.
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"), index=True)
    state: Mapped[BookingState]
    joining: Mapped[Joining]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)  # grows with each letter about this claim
    called_off: Mapped[bool] = mapped_column(default=False)  # ended with its meeting, not by anybody
    # A guest represents no member: as what they come, and from where, in words.
    guest: Mapped[Guest | None]
    guest_from: Mapped[str] = mapped_column(default="")
    # A substitute comes instead of somebody else, and speaks for whom that person would have spoken.
    substitute_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    # Signed links hold only while this stays the same.
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    # A meeting that moved asks again: when, and when they said that they still come.
    asked_again_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]

    # A booking knows its meeting; the meeting knows nothing of bookings. The way up is a query.
    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    representative: Mapped[Representative | None] = relationship()
    substitute_for: Mapped[Person | None] = relationship(foreign_keys=[substitute_for_id])

    __table_args__ = (
        CheckConstraint("guest IS NULL OR representative_id IS NULL", name="guests_represent_nobody"),
    )

    @property
    def awaits_answer(self) -> bool:
        """Whether the meeting moved and they have not said yet whether they still come."""
        return self.is_live and self.asked_again_at is not None and self.kept_at is None

    @property
    def is_live(self) -> bool:
        return self.state is not BookingState.CANCELLED


# The database keeps the promise too: one live booking for each person and meeting, whomever they speak for.
is_live = Booking.state != BookingState.CANCELLED
Index(
    "one_live_booking", Booking.meeting_id, Booking.person_id,
    unique=True, sqlite_where=is_live, postgresql_where=is_live,
)  # fmt: skip
# The line of those who wait, with all that finding the next one asks: a long line is read from the index alone.
Index(
    "bookings_in_line",
    Booking.meeting_id, Booking.state, Booking.id, Booking.joining, Booking.representative_id,
)  # fmt: skip


class Needs(db.Model):
    """What a person needs at one meeting: access and diet. Seen by its organisers, deleted on time."""

    __journalled__ = False  # needs never enter the journal

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    access: Mapped[str] = mapped_column(default="")
    diet: Mapped[str] = mapped_column(default="")
    delete_at: Mapped[datetime] = mapped_column(index=True)

    booking: Mapped[Booking] = relationship()


class RememberedNeeds(db.Model):
    """What a person wants remembered, so that nobody asks them twice. Kept only while they agree."""

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    access: Mapped[str] = mapped_column(default="")
    diet: Mapped[str] = mapped_column(default="")
    agreed_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class Invitation(db.Model):
    """A person was asked by letter to come to a meeting, for whom they represent. The answer is a query."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("representative.id"), index=True)
    invited_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()
    representative: Mapped[Representative] = relationship()

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)


class Apologies(db.Model):
    """Word that somebody will not come: a person, or an organisation with nobody named."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    substitute_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # who comes instead
    sent_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # they come after all

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()
    substitute: Mapped[Person | None] = relationship(foreign_keys=[substitute_id])

    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR organisation_id IS NOT NULL", name="of_somebody"),
    )


_stand = Apologies.withdrawn_at.is_(None)
Index(
    "apologies_once", Apologies.meeting_id, Apologies.person_id,
    unique=True, sqlite_where=_stand, postgresql_where=_stand,
)  # fmt: skip


class PlaceRequest(db.Model):
    """What somebody of the public asked for, until they answer the letter that proves their address."""

    __journalled__ = False  # names, addresses and needs of people whom nobody knows yet; soon deleted

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    guest_from: Mapped[str] = mapped_column(default="")
    joining: Mapped[Joining]
    access: Mapped[str] = mapped_column(default="")
    diet: Mapped[str] = mapped_column(default="")
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    made_at: Mapped[datetime]
    delete_at: Mapped[datetime] = mapped_column(index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)  # once confirmed

    meeting: Mapped[Meeting] = relationship()
    booking: Mapped[Booking | None] = relationship()


class ReplyKind(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    WORDS = "words"  # a person wrote something
    BOUNCED = "bounced"  # a letter of ours did not arrive


class Reply(db.Model):
    """A message that came by mail: what a calendar answered, what a person wrote, or that a letter bounced."""

    __journalled__ = False  # what it set going is in the journal; its words are not

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    message_digest: Mapped[str] = mapped_column(unique=True)  # the same message read twice is one
    kind: Mapped[ReplyKind]
    from_address: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forum.id"), index=True)  # none: no one forum's
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    # Of a calendar's answer that was taken: what it answers, and when it was given. An earlier one changes nothing.
    sequence: Mapped[int | None]
    stamped_at: Mapped[datetime | None]
    outcome: Mapped[str]  # what came of it, in a sentence for the organiser
    received_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime | None]  # when the organiser put it aside
    delete_at: Mapped[datetime] = mapped_column(index=True)

    meeting: Mapped[Meeting | None] = relationship()
    booking: Mapped[Booking | None] = relationship()
