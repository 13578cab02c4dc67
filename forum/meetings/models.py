"""Series, venues, and meetings."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.membership.models import Forum


class Series(db.Model):
    """Meetings with one purpose: "Quarterly meeting"."""

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]

    forum: Mapped[Forum] = relationship()

    @property
    def reference(self) -> str:
        """What stands in addresses."""
        return self.slug


class Venue(db.Model):
    """Where meetings are held, and how to get in."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    name: Mapped[str]
    address: Mapped[str]  # "Mill Road, Huntingdon PE29 3AB"
    town: Mapped[str]
    # How to get in. None: nobody has said yet, which is not the same as no.
    is_step_free: Mapped[bool | None]
    has_hearing_loop: Mapped[bool | None]
    parking: Mapped[str] = mapped_column(default="")
    nearest_stop: Mapped[str] = mapped_column(default="")
    access: Mapped[str] = mapped_column(default="")  # all else: toilets, which door, whom to ring

    forum: Mapped[Forum] = relationship()


class Form(StrEnum):
    IN_PERSON = "in person"
    ONLINE = "online"
    HYBRID = "hybrid"


class MeetingState(StrEnum):
    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Balance:
    """How the places of one way to join are shared between the sides, inside their total.

    `most`: a side may never have more. `kept`: so many are for that side alone until the release day.
    """

    most_voluntary: int | None = None
    most_commissioners: int | None = None
    kept_voluntary: int = 0
    kept_commissioners: int = 0


class Meeting(db.Model):
    """One sitting, on one day. A date may be fixed before its time: then it is provisional."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)  # "quarterly-2026-12"
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    title: Mapped[str]
    lead: Mapped[str] = mapped_column(default="")  # one or two sentences: what it is about
    who_for: Mapped[str] = mapped_column(default="")
    form: Mapped[Form] = mapped_column(default=Form.IN_PERSON)
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PROVISIONAL)
    on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    joining_link: Mapped[str | None] = mapped_column(info={"secret": True})  # for those with a place only
    dial_in: Mapped[str | None] = mapped_column(info={"secret": True})  # by telephone; likewise
    places: Mapped[int] = mapped_column(default=0)  # in the room
    places_online: Mapped[int] = mapped_column(default=0)
    # How each side shares in the places, in the room and online: see `Balance`.
    most_voluntary: Mapped[int | None]
    most_commissioners: Mapped[int | None]
    kept_voluntary: Mapped[int] = mapped_column(default=0)
    kept_commissioners: Mapped[int] = mapped_column(default=0)
    most_voluntary_online: Mapped[int | None]
    most_commissioners_online: Mapped[int | None]
    kept_voluntary_online: Mapped[int] = mapped_column(default=0)
    kept_commissioners_online: Mapped[int] = mapped_column(default=0)
    kept_until_on: Mapped[
        date | None
    ]  # the day on which kept places are open to all; None: as the settings say
    booking_opens_at: Mapped[datetime | None]  # None: when it is published and its time is fixed
    booking_closes_at: Mapped[datetime | None]  # None: at the start, or as the forum's settings say
    is_open_to_public: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None]
    cancelled_because: Mapped[str | None]

    # What calendars need: one name for ever, a number that grows with each change of time or state,
    # and the moment of the last change that shows.
    uid: Mapped[str] = mapped_column(unique=True, default=lambda: str(uuid.uuid4()))
    sequence: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)

    forum: Mapped[Forum] = relationship()
    series: Mapped[Series] = relationship()
    venue: Mapped[Venue | None] = relationship()

    __table_args__ = (
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="times_together"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("places >= 0 AND places_online >= 0", name="places"),
        CheckConstraint("most_voluntary >= 0 AND most_commissioners >= 0", name="most_in_the_room"),
        CheckConstraint("most_voluntary_online >= 0 AND most_commissioners_online >= 0", name="most_online"),
        CheckConstraint(
            "kept_voluntary >= 0 AND kept_commissioners >= 0 AND kept_voluntary + kept_commissioners <= places",
            name="kept_in_the_room",
        ),
        CheckConstraint(
            "kept_voluntary_online >= 0 AND kept_commissioners_online >= 0"
            " AND kept_voluntary_online + kept_commissioners_online <= places_online",
            name="kept_online",
        ),
        Index("meetings_in_order", "forum_id", "on"),
    )

    @property
    def is_cancelled(self) -> bool:
        return self.state is MeetingState.CANCELLED

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_confirmed(self) -> bool:
        """Whether its date and time are fixed."""
        return self.state is MeetingState.CONFIRMED

    @property
    def balance(self) -> Balance:
        """How the sides share the places in the room."""
        return Balance(
            self.most_voluntary, self.most_commissioners, self.kept_voluntary, self.kept_commissioners
        )

    @property
    def balance_online(self) -> Balance:
        """How the sides share the online places."""
        return Balance(
            self.most_voluntary_online,
            self.most_commissioners_online,
            self.kept_voluntary_online,
            self.kept_commissioners_online,
        )

    @property
    def place_in_words(self) -> str:
        """Where it is, in one line: "Orchard Hall, Huntingdon, or online"."""
        if self.form is Form.ONLINE:
            return "Online"
        where = f"{self.venue.name}, {self.venue.town}" if self.venue else "Place to be fixed"
        return f"{where}, or online" if self.form is Form.HYBRID else where

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended; one without a time ends with its day."""
        return self.ends_at <= now if self.ends_at else self.on < day_in_london(now)
