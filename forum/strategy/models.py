"""Adopted strategies, their themes, and what each theme promises or leaves open."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db


class Strategy(db.Model):
    """An adopted plan, loaded from a file. Loading the file again updates it in place."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    short_title: Mapped[str]  # for the thread and for lists: "Civil Society Strategy 2018"
    publisher: Mapped[str]
    published_on: Mapped[date]
    summary: Mapped[str] = mapped_column(default="")

    @property
    def reference(self) -> str:
        """What stands in addresses."""
        return self.slug


class Theme(db.Model):
    """One heading of a strategy."""

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategy.id"), index=True)
    slug: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    is_withdrawn: Mapped[bool] = mapped_column(default=False)  # no longer in the file

    strategy: Mapped[Strategy] = relationship()

    __table_args__ = (UniqueConstraint("strategy_id", "slug"),)

    @property
    def reference(self) -> str:
        """What stands in addresses, after the strategy's."""
        return self.slug


class CommitmentKind(StrEnum):
    COMMITMENT = "commitment"
    GAP = "gap"


class Commitment(db.Model):
    """What a theme promises, or (a gap) what was looked for and not found. A gap is never reported as kept."""

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategy.id"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    code: Mapped[str]
    kind: Mapped[CommitmentKind]
    title: Mapped[str]
    text: Mapped[str]
    pages: Mapped[list[Any]] = mapped_column(default=list)  # pairs [first, last] of the printed strategy
    target_value: Mapped[int | None] = mapped_column(
        BigInteger
    )  # targets in pounds pass two thousand million
    target_unit: Mapped[str | None]
    target_by: Mapped[date | None]
    position: Mapped[int]
    is_withdrawn: Mapped[bool] = mapped_column(default=False)  # no longer in the file; what hangs on it stays

    strategy: Mapped[Strategy] = relationship()
    theme: Mapped[Theme] = relationship()

    __table_args__ = (UniqueConstraint("strategy_id", "code"),)

    @property
    def reference(self) -> str:
        """What stands in addresses, after the strategy's."""
        return self.code

    @property
    def is_gap(self) -> bool:
        """Whether the strategy is silent here."""
        return self.kind is CommitmentKind.GAP
