"""The items of a published agenda in HTML: written once for all who see the same of it.

A published agenda never changes; whose names stand in it and what stands around it (`queries.around`) may, and both
are looked up each time. So the page of a meeting and that of its agenda cost little, however long the agenda is.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from flask import get_template_attribute
from markupsafe import Markup

from forum.agendas import queries, rules
from forum.foundation.keeping import Kept
from forum.meetings.models import Meeting
from forum.people.models import Anyone

Items = Sequence[rules.ItemAsPublished]

_written: Kept[Markup] = Kept()

NOTHING_OPEN = Markup("")

OpenMatters = Callable[[Meeting, Anyone, datetime], Markup]
"""Writes what is open from before, for the agenda of the next meeting; for any other it writes nothing."""

Writes = TypeVar("Writes", bound=OpenMatters)
_open_matters: list[OpenMatters] = []


def stands_on_each_next_agenda(write: Writes) -> Writes:
    """Name what each next agenda shows as it is now: no part of what was published, and never copied into it."""
    _open_matters.append(write)
    return write


def open_matters(meeting: Meeting, person: Anyone, moment: datetime) -> Markup:
    """What is open from before as a person may see it; empty for a meeting that is not the next."""
    return Markup("").join(write(meeting, person, moment) for write in _open_matters)


def what_is_seen(digest: str, items: Items) -> tuple[object, ...]:
    """What tells one sight of an agenda from another: which version, which items are masked, which papers show."""
    return digest, tuple((item.is_masked, tuple(paper.reference for paper in item.papers)) for item in items)


def items_in_html(
    meeting: Meeting,
    digest: str,
    items: Items,
    sight: rules.Sight,
    moment: datetime,
    *,
    starts_at: datetime | None,
    as_published: bool = False,
    still_open: Markup = NOTHING_OPEN,
) -> Markup:
    """The items of the version with this digest, seen through a sight already (`rules.seen_items`).

    `still_open` stands under the item that takes it up (`open_matters`), or else after all of them.
    `as_published` leads to the very versions of the papers that an older agenda had, instead of the newest.
    """
    names = queries.presenter_names(who.reference for item in items for who in item.presenters)
    around = queries.around(meeting, items, sight, moment, as_published=as_published)
    key = (what_is_seen(digest, items), starts_at, tuple(names.items()), around.stands, still_open)

    def write() -> Markup:
        rows = rules.rows_of(items, starts_at, names, around)
        written: Markup = get_template_attribute("agendas/items.html", "agenda_items")(rows, still_open)
        return written

    return _written.get(key, write)
