"""How much of an agenda somebody sees: the one gate for pages, feeds, documents and letters alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.agendas.models import Visibility


@dataclass(frozen=True)
class Sight:
    """How much of an agenda somebody sees."""

    takes_part: bool = False  # belongs to the forum: sees what is for members
    is_officer: bool = False  # holds an office: sees closed items too
    person: str | None = None  # their reference: who presents a closed item sees it


EVERYONE = Sight()
"""What everybody sees: pages for visitors, public feeds."""

MEMBERS = Sight(takes_part=True)
"""What every member sees: letters to the whole forum."""


def is_seen(sight: Sight, visibility: Visibility, presented_by: Sequence[str | None] = ()) -> bool:
    """Whether an item is seen whole: the one gate for pages, feeds and letters alike.

    `presented_by` are the references of the people who present it.
    """
    if visibility is Visibility.PUBLIC or sight.is_officer:
        return True
    if sight.person is not None and sight.person in presented_by:
        return True
    return visibility is Visibility.MEMBERS and sight.takes_part
