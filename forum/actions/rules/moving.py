"""What may be put under another item: an action here, and a decision or recommendation one floor up."""

from datetime import datetime
from typing import Protocol

from forum.foundation.refusals import Refusal


class StaysUnderItsItem(Refusal):
    message = "{reference} stands in minutes that were circulated, so it stays under its item."


class Numbered(Protocol):
    """What has a number, and comes out with the minutes."""

    @property
    def reference(self) -> str: ...

    @property
    def published_at(self) -> datetime | None: ...


def check_can_move(thing: Numbered) -> None:
    """Refuse another item for what everyone has read already."""
    if thing.published_at is not None:
        raise StaysUnderItsItem(reference=thing.reference)
