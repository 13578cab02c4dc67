"""How an agenda was taken at its meeting: in which order, what was not reached; and what is withdrawn or merged."""

from collections.abc import Collection, Sequence
from typing import Any

from forum.agendas.models import AgendaItem
from forum.foundation.refusals import Refusal

LONGEST_BECAUSE = 300


class ReasonIsMissing(Refusal):
    message = "Say why: it stands on the agenda beside the item."
    about = "because"


class ReasonIsTooLong(Refusal):
    message = "Say it in one line: 300 letters at most."
    about = "because"


class NeverPublished(Refusal):
    message = "This item was never published, so it has no number to keep. Take it off the agenda instead."


class NotWithdrawn(Refusal):
    message = "This item stands on the agenda as it is."


class OthersAreTakenWithIt(Refusal):
    message = "Item {number} is taken with this one. Put that one back first."


class MergesWithAnother(Refusal):
    message = "Choose the other item with which it is taken."
    about = "into"


class WithdrawalIsPublished(Refusal):
    message = (
        "Version {number} tells everybody that this item was withdrawn, so that stays. Add it as a new item."
    )


def check_because(because: str) -> None:
    """Refuse a missing reason, and one that is no line. Raises `ReasonIsMissing` or `ReasonIsTooLong`."""
    if not because.strip():
        raise ReasonIsMissing
    if len(because) > LONGEST_BECAUSE:
        raise ReasonIsTooLong


def check_can_withdraw(item: AgendaItem, items: Sequence[AgendaItem], numbers: Sequence[str]) -> None:
    """Refuse to withdraw what was never published, and what others are taken with."""
    if item.number is None:
        raise NeverPublished
    with_it = [number for one, number in zip(items, numbers, strict=True) if one.merged_into_id == item.id]
    if with_it:
        raise OthersAreTakenWithIt(number=with_it[0])


def check_can_merge(item: AgendaItem, into: AgendaItem | None) -> None:
    """Refuse to take an item with itself, with one that was withdrawn, or with one of another agenda."""
    if into is None or into is item or into.is_withdrawn or into.agenda_id != item.agenda_id:
        raise MergesWithAnother


def may_be_merged_into(item: AgendaItem, items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """The items with which one can be taken."""
    return [one for one in items if one is not item and not one.is_withdrawn]


# ---- The order taken ----------------------------------------------------------------------------------------


def order_as_taken(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """The items in the order in which the meeting takes them: as printed, but for those that were taken elsewhere."""
    live = [item for item in items if not item.is_withdrawn]
    order = [item for item in live if item.taken_as is None]
    for item in sorted((one for one in live if one.taken_as is not None), key=lambda one: one.taken_as or 0):
        order.insert(min((item.taken_as or 1) - 1, len(order)), item)
    return order


def place_now(item: AgendaItem, items: Sequence[AgendaItem], begun: Collection[int]) -> int:
    """The place, from 1, that an item gets if it is taken now: after the last that was begun.

    `begun` are the numbers in the database of the items under which something was written.
    """
    order = [one for one in order_as_taken(items) if one is not item]
    return max((at for at, one in enumerate(order, start=1) if one.id in begun), default=0) + 1


def withdrawn_in(content: dict[str, Any]) -> set[str]:
    """The references of the items that a published agenda shows as withdrawn."""
    return {item["reference"] for item in content["items"] if item["withdrawn"]}
