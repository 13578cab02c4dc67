"""What is to be read before a meeting: papers, their versions, and who has opened them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.agendas.models.agendas import AgendaItem, Presenter
from forum.agendas.models.kinds import Visibility
from forum.agendas.models.proposals import Proposal
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.foundation.references import new_link_secret, new_reference
from forum.people.models import Person


class PaperForm(StrEnum):
    """As what a paper comes: itself, or another form of it for those who read differently."""

    ORIGINAL = "original"
    EASY_READ = "easy read"
    LARGE_PRINT = "large print"
    PLAIN_TEXT = "plain text"
    AUDIO = "audio"
    SIGN_LANGUAGE = "British Sign Language"
    OTHER_LANGUAGE = "another language"


class Paper(db.Model):
    """What to read before an item. It belongs to an item, or to a proposal that is on no agenda yet."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    presenter_id: Mapped[int | None] = mapped_column(
        ForeignKey("presenter.id"), index=True
    )  # who handed it in by their link
    position: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    form: Mapped[PaperForm] = mapped_column(default=PaperForm.ORIGINAL)
    alternative_of_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    visibility: Mapped[Visibility] = mapped_column(
        default=Visibility.PUBLIC
    )  # never wider than its item's: both are asked
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]  # when it came out first
    late_because: Mapped[str] = mapped_column(default="")
    # Late, for a decision: what the chair says of it. What was said before the newest version came holds no more.
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    chair_asked_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    accepted_in_place: Mapped[bool] = mapped_column(default=False)  # by an organiser, in the chair's place
    declined_at: Mapped[datetime | None]
    declined_because: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]  # it keeps its place, and is opened no more
    withdrawn_because: Mapped[str] = mapped_column(default="")

    item: Mapped[AgendaItem | None] = relationship()
    proposal: Mapped[Proposal | None] = relationship()
    presenter: Mapped[Presenter | None] = relationship()
    accepted_by: Mapped[Person | None] = relationship()
    alternative_of: Mapped["Paper | None"] = relationship(remote_side=[id])
    versions: Mapped[list["PaperVersion"]] = relationship(
        back_populates="paper", order_by="PaperVersion.number"
    )

    __table_args__ = (CheckConstraint("item_id IS NOT NULL OR proposal_id IS NOT NULL", name="of_something"),)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is opened no more."""
        return self.withdrawn_at is not None


class PaperVersion(db.Model):
    """One version of a paper, as it was received: a file kept under its digest, or a link."""

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]
    changes: Mapped[str] = mapped_column(default="")  # what is new since the version before
    digest: Mapped[str | None] = mapped_column(index=True)  # SHA-256 of the file
    address: Mapped[str | None]  # of a link
    name: Mapped[str] = mapped_column(default="")  # what the file is called when it is downloaded
    kind: Mapped[str] = mapped_column(default="")  # "PDF", "Word", "Link": what people call it
    media_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)  # bytes
    pages: Mapped[int | None]  # None: it has none, or does not say
    has_text: Mapped[bool | None]  # PDF: whether it can be read aloud and searched
    has_tags: Mapped[bool | None]  # PDF: whether it tells headings from text
    received_at: Mapped[datetime]
    received_from_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]  # the last day on which it would have been in time
    release_at: Mapped[datetime | None]  # of an item that may lead to a contract: nobody sees it before
    withheld_at: Mapped[datetime | None]  # taken in by mistake: what it says is shown no more
    withheld_because: Mapped[str | None]

    paper: Mapped[Paper] = relationship(back_populates="versions")
    received_from: Mapped[Person | None] = relationship()

    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        CheckConstraint("(digest IS NULL) <> (address IS NULL)", name="file_or_link"),
    )

    @property
    def is_late(self) -> bool:
        """Whether it came after the day on which it was due."""
        return self.due_on is not None and day_in_london(self.received_at) > self.due_on


class PaperOpened(db.Model):
    """That a person who was signed in opened a version of a paper, and when first."""

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("paper_version.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime]

    version: Mapped[PaperVersion] = relationship()
    person: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("version_id", "person_id"),)
