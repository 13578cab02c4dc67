"""Long lists come in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

A_PAGE = 50


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """One page of a list: its things, its number from 1, and how many things there are in all."""

    things: Sequence[T]
    number: int
    total: int
    size: int = A_PAGE

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return max(1, -(-self.total // self.size))


def page_number(typed: str | None) -> int:
    """The page asked for in an address: a whole number from 1, whatever was typed."""
    return max(1, int(typed)) if typed and typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
