"""What a letter is: written with what it tells of, carried later, sent once at most."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.foundation.database import db
from forum.foundation.references import new_reference


class LetterState(StrEnum):
    """How a letter stands. Only a waiting one is ever carried."""

    WAITING = "waiting"
    BEING_SENT = "being sent"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    STOPPED = "stopped"
    NO_ADDRESS = "no address"


class Letter(db.Model):
    """One letter to one person. Its Message-ID is made with it and never changes, however often it is tried."""

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    message_id: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str | None] = mapped_column(unique=True)  # what falls due once has its letter once
    kind: Mapped[str] = mapped_column(index=True)  # "booked", "sign-in code"
    about: Mapped[str | None] = mapped_column(index=True)  # the reference of the meeting that it is about
    # Letters of one kind that one deed wrote: the reference of the first of them. They are stopped together.
    batch: Mapped[str | None] = mapped_column(index=True)
    sender: Mapped[str]  # the forum's name, as people read it
    forum_code: Mapped[str | None] = mapped_column(
        index=True
    )  # whose officers see it; none: the installation's
    to_reference: Mapped[str] = mapped_column(index=True)  # the person's
    to_name: Mapped[str]
    to_address: Mapped[str | None]
    subject: Mapped[str]
    text: Mapped[str]
    calendar: Mapped[str | None]
    calendar_method: Mapped[str | None]
    is_secret: Mapped[bool] = mapped_column(
        default=False
    )  # its words open something: never shown, soon forgotten
    is_demo: Mapped[bool] = mapped_column(default=False)  # to somebody invented: never leaves this machine

    state: Mapped[LetterState] = mapped_column(default=LetterState.WAITING)
    made_at: Mapped[datetime]
    due_at: Mapped[
        datetime
    ]  # carried from then on: held back a while, then after each try that failed for now
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None]  # which worker has it
    claimed_until: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]  # set before it is said: from then on nobody may know its fate
    sent_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")  # what the mail server said last, or why it was not asked


Index("letters_due", Letter.state, Letter.due_at, Letter.id)
