"""The forum, its officers, its members, and the people who act for them."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.organisations.models import Organisation
from forum.people.models import Person


class Forum(db.Model):
    """The standing body where commissioners and member organisations meet, with its settings."""

    id: Mapped[int] = mapped_column(primary_key=True)
    # Short, in addresses and in a second forum's numbers: "CYP".
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    renamed_at: Mapped[datetime | None]  # calendars show the name, and must say when it changed
    host_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    area: Mapped[str] = mapped_column(default="")  # "Cambridgeshire and Peterborough"
    purpose: Mapped[str] = mapped_column(default="")
    terms_of_reference: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    is_first: Mapped[bool] = mapped_column(default=False)  # the first forum's numbers carry no code
    is_demo: Mapped[bool] = mapped_column(default=False)  # people and events are invented; pages say so

    # The settings: each has a default that most forums keep, and a meaning on the settings page.
    places_for_each_organisation: Mapped[int] = mapped_column(default=2)
    booking_closes_before: Mapped[timedelta] = mapped_column(default=timedelta(0))
    papers_due_working_days: Mapped[int] = mapped_column(default=5)
    minutes_due_working_days: Mapped[int] = mapped_column(default=10)
    needs_kept_days: Mapped[int] = mapped_column(default=30)
    kept_released_days: Mapped[int] = mapped_column(
        default=5
    )  # kept places are open to all so many days before
    first_reminder_days: Mapped[int] = mapped_column(default=7)
    second_reminder_days: Mapped[int] = mapped_column(default=1)
    asks_how_it_was: Mapped[bool] = mapped_column(default=True)  # four questions to those who came
    call_opens_working_days: Mapped[int] = mapped_column(default=20)
    call_closes_working_days: Mapped[int] = mapped_column(default=10)
    call_is_announced: Mapped[bool] = mapped_column(default=True)  # a letter to everyone when the call opens
    paper_limit_megabytes: Mapped[int] = mapped_column(
        default=25
    )  # the largest file that is taken as a paper
    chair_agrees_agendas: Mapped[bool] = mapped_column(default=False)  # before they are published
    officers_may_stand_in: Mapped[bool] = mapped_column(
        default=True
    )  # an organiser agrees or accepts where the chair has not, with a note that everyone sees
    asks_for_interests: Mapped[bool] = mapped_column(default=True)  # of whoever has booked a place
    interests_are_public: Mapped[bool] = mapped_column(default=False)  # the register, to everyone
    # A quorum counts members: each organisation once, each lay member once. What is None asks for nothing.
    quorum_least: Mapped[int | None]  # so many members at least
    quorum_percent: Mapped[int | None]  # of all members
    quorum_each_side: Mapped[int | None]  # at least so many of the voluntary sector, and of commissioners
    takes_votes: Mapped[bool] = mapped_column(default=False)  # decisions are by consensus otherwise
    chair_sees_minutes: Mapped[bool] = mapped_column(default=False)  # and agrees before they are circulated
    sends_digests: Mapped[bool] = mapped_column(
        default=True
    )  # a letter a week to whoever has an action that is due
    digest_weekday: Mapped[int] = mapped_column(
        default=1
    )  # 1 is Monday; people may choose another for theirs
    draft_minutes_are_public: Mapped[bool] = mapped_column(default=True)
    answered_proposals_are_public: Mapped[bool] = mapped_column(default=True)
    members_see_who_is_coming: Mapped[bool] = mapped_column(default=False)

    host: Mapped[Organisation] = relationship()


class Office(StrEnum):
    ORGANISER = "organiser"
    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    MINUTE_TAKER = "minute-taker"


class Officer(db.Model):
    """A person who holds an office of a forum, from one day to another."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    office: Mapped[Office]
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # the last day on which it is held

    forum: Mapped[Forum] = relationship()
    person: Mapped[Person] = relationship()


class MembershipState(StrEnum):
    APPLIED = "applied"
    ACTIVE = "active"
    LAPSED = "lapsed"
    ENDED = "ended"


class Membership(db.Model):
    """An organisation's, or a lay member's, belonging to a forum. Its standing is computed from its terms."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # a lay member
    applied_on: Mapped[date]

    forum: Mapped[Forum] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship()
    terms: Mapped[list["Term"]] = relationship(back_populates="membership", order_by="Term.from_on")

    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (person_id IS NULL)", name="of_one"),
        UniqueConstraint("forum_id", "organisation_id"),
        UniqueConstraint("forum_id", "person_id", name="uq_membership_forum_id_person_id"),
    )


class Term(db.Model):
    """A stretch of days in which a membership is alive. Standing on any day is computed from these."""

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # the last day; open while None
    is_ended: Mapped[bool] = mapped_column(default=False)  # whether it was ended, rather than left to lapse

    membership: Mapped[Membership] = relationship(back_populates="terms")


class Contact(StrEnum):
    PRIMARY = "primary contact"
    SECOND = "second contact"
    REPRESENTATIVE = "representative"


class Representative(db.Model):
    """A person who acts for an organisation, from one day to another. A lay member acts for themself."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact: Mapped[Contact] = mapped_column(default=Contact.REPRESENTATIVE)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


is_open = Representative.until_on.is_(None)
Index(
    "acts_once_at_a_time", Representative.person_id, Representative.organisation_id,
    unique=True, sqlite_where=is_open, postgresql_where=is_open,
)  # fmt: skip


class Numbering(db.Model):
    """The last number given in one register of a forum in one year: whoever holds this row gives the next."""

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    register: Mapped[str]  # "D" for decisions, "A" for actions
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("forum_id", "register", "year"),)
