"""Who people are."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from forum.foundation.database import db
from forum.foundation.references import new_reference

NAME_ERASED = "a person whose name was erased"
"""What stands instead of a name that was erased."""


class Person(db.Model):
    """Someone known to us, with or without an account. Erased on request, never deleted."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    # Personal values go to the side table of the journal, which erasure may blank.
    name: Mapped[str] = mapped_column(info={"personal": True})
    email: Mapped[str | None] = mapped_column(unique=True, info={"personal": True})
    phone: Mapped[str | None] = mapped_column(info={"personal": True})
    made_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)

    @property
    def is_known(self) -> bool:
        """Whether this is somebody signed in rather than a visitor."""
        return True

    @property
    def shown_name(self) -> str:
        """The name as pages and letters show it; an erased person's is gone."""
        return NAME_ERASED if self.erased_at else self.name


class Visitor:
    """Someone not signed in."""

    id = None
    name = "visitor"
    email = None
    is_administrator = False
    is_demo = False
    is_known = False


Anyone = Person | Visitor
