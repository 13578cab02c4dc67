"""The rows of a published agenda as a page shows them: times, who presents, and why each item is here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.agendas.rules.order import computed_times
from forum.agendas.rules.published import ItemAsPublished, PresenterAsPublished
from forum.foundation.words import capital, clock_time, listed, whole_minutes

Step = dict[str, object]


@dataclass(frozen=True)
class Row:
    """One item as a page shows it, in words."""

    reference: str
    number: str
    title: str
    time: str  # "10:20", or empty
    minutes: int
    purpose: str  # "Discuss"
    who: str  # "Owen Tregarth, County Council, and Delia Marsh, Black Fen Community Transport"
    summary: str
    trail: tuple[Step, ...]
    is_standing: bool
    is_withdrawn: bool
    why_masked: str  # why no more is shown; empty where all is


def rows_of(
    items: Sequence[ItemAsPublished], starts_at: datetime | None, names: Mapping[str, str]
) -> tuple[Row, ...]:
    """The rows of items that were seen through somebody's sight; `names` are those of the presenters."""
    return tuple(
        _row(item, begins_at, names)
        for item, begins_at in zip(items, computed_times(starts_at, items), strict=True)
    )


def _row(item: ItemAsPublished, begins_at: datetime | None, names: Mapping[str, str]) -> Row:
    return Row(
        reference=item.reference,
        number=item.number,
        title=item.title,
        time=clock_time(begins_at) if begins_at else "",
        minutes=whole_minutes(item.length),
        purpose=capital(item.purpose.value),
        who=who_presents(item.presenters, names),
        summary=item.summary,
        trail=_trail(item),
        is_standing=item.is_standing,
        is_withdrawn=item.is_withdrawn,
        why_masked=_why_masked(item),
    )


def who_presents(presenters: Sequence[PresenterAsPublished], names: Mapping[str, str]) -> str:
    """`Jo Ferris, lay member, and Martin Osei-Wright, County Council`."""
    people = [_with_organisation(presenter, names) for presenter in presenters]
    if len(people) < 2:
        return "".join(people)
    return f"{listed(people[:-1])}, and {people[-1]}" if len(people) == 2 else f"{'; '.join(people)}"


def _with_organisation(presenter: PresenterAsPublished, names: Mapping[str, str]) -> str:
    name = names.get(presenter.reference, "")
    speaks_for = presenter.organisation or ("lay member" if presenter.is_lay else "")
    return ", ".join(part for part in (name, speaks_for) if part)


def _why_masked(item: ItemAsPublished) -> str:
    if not item.is_masked:
        return ""
    return item.closed_because or "Those who belong to the forum see this item when they are signed in."


def address_of(strategy: str, code: str) -> str:
    """Where a commitment has its page."""
    return f"/strategies/{strategy}/commitments/{code}"


def _trail(item: ItemAsPublished) -> tuple[Step, ...]:
    """Why an item is on the agenda, from the commitment to the item itself."""
    if not item.commitments and not item.why_here:
        return ()
    links = [
        (f"{one.code} {one.title}{' (a gap)' if one.is_gap else ''}", address_of(one.strategy, one.code))
        for one in item.commitments
    ]
    steps: list[Step] = [{"links": links}] if links else []
    if item.why_here:
        steps.append({"what": item.why_here})
    steps.append({"what": f"Item {item.number}", "here": True})
    return tuple(steps)
