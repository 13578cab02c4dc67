"""What people said of a meeting, and that they were asked. Nothing joins the two."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db
from forum.foundation.references import new_link_secret, new_reference
from forum.meetings.models import Meeting
from forum.people.models import Person


class FeedbackRequest(db.Model):
    """Somebody who came was asked what they thought. That they answered is known; what they said is not."""

    __journalled__ = False  # the moment of an answer would say whose it is

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    asked_at: Mapped[datetime]
    has_answered: Mapped[bool] = mapped_column(default=False)

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)


class Opinion(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Feedback(db.Model):
    """One set of answers: nobody's name, and no time."""

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    was_worth_it: Mapped[Opinion | None]
    was_heard: Mapped[Opinion | None]
    papers_in_time: Mapped[Opinion | None]
    what_next: Mapped[str] = mapped_column(default="")

    meeting: Mapped[Meeting] = relationship()
