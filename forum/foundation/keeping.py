"""Keeping what never changes: made once, and then handed out for as long as the process lives."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Things by a key that names them for ever, such as a digest. When there are too many, all are let go."""

    def __init__(self, most: int = 256) -> None:
        """`most` is how many are kept at one time."""
        self.most = most
        self._things: dict[Hashable, T] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of this key; made now if it is not kept."""
        found = self._things.get(key)
        if found is None:
            found = make()
            if len(self._things) >= self.most:
                self._things.clear()
            self._things[key] = found
        return found
