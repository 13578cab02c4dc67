"""The clock of the story: what is done in it is done, and written of in letters, on its own day."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from forum.foundation.clock import stopped_at

T = TypeVar("T")


def at(moment: datetime, work: Callable[..., T], *args: Any, **named: Any) -> T:
    """Do `work` at a moment of the story; the letters that it writes are dated then."""
    with stopped_at(moment):
        return work(*args, **named, now=moment)
