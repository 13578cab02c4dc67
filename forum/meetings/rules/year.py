"""A year of meetings before it is planned: each date with what speaks against it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from forum.foundation.clock import bank_holiday, day_in_london
from forum.foundation.words import HARD, clock_time
from forum.meetings.models import Meeting, Series
from forum.meetings.rules.pattern import Sitting
from forum.meetings.rules.plans import moment_on
from forum.meetings.rules.refusals import ClocksChange

PLANNED = "It is planned already."


@dataclass(frozen=True)
class Row:
    """A date in the preview: what is worth knowing of it, and whether it can be planned at all."""

    sitting: Sitting
    bar: str = ""  # why it cannot be planned
    is_planned: bool = False  # already, at the same times
    said: list[str] = field(default_factory=list)
    is_chosen: bool = True  # before the organiser says otherwise

    @property
    def key(self) -> str:
        """What stands in the form for it: `2026-12-17 10:00 12:00`."""
        return key_of(self.sitting)

    @property
    def times(self) -> str:
        """`10:00 to 12:00`; empty without times."""
        starts, ends = self.sitting.starts, self.sitting.ends
        return f"{clock_time(starts)}{HARD}to{HARD}{clock_time(ends)}" if starts and ends else ""


def key_of(sitting: Sitting) -> str:
    """A sitting in one word of a form."""
    parts = [sitting.on.isoformat(), *(f"{at:%H:%M}" for at in (sitting.starts, sitting.ends) if at)]
    return " ".join(parts)


def rows_of(
    sittings: Iterable[Sitting],
    series: Series | None,
    others: Mapping[date, Sequence[Meeting]],
    now: datetime,
) -> list[Row]:
    """The dates in order, each with what speaks against it. `others` are the meetings that there are, by their day.

    A bank holiday, a date that stands twice and a day on which the series meets already are left out until they
    are chosen; what has passed, what no clock shows and what is planned already cannot be.
    """
    rows: list[Row] = []
    ordered = sorted(sittings, key=lambda one: (one.on, one.starts is not None, one.starts))
    for sitting in ordered:
        before = [row.sitting for row in rows if row.sitting.on == sitting.on]
        rows.append(_row(sitting, before, series, others.get(sitting.on, ()), now))
    return rows


def _row(
    sitting: Sitting,
    before: Sequence[Sitting],
    series: Series | None,
    others: Sequence[Meeting],
    now: datetime,
) -> Row:
    if bar := _bar(sitting, before, series, others, now):
        return Row(sitting, bar, bar == PLANNED, is_chosen=False)
    on = sitting.on
    left_out, said = [], []
    if holiday := bank_holiday(on):
        left_out.append(f"Bank holiday: {holiday}.")
    elif on.weekday() >= 5:
        said.append("At the weekend.")
    if before:
        left_out.append("This date stands twice.")
    for other in others:
        is_own = series is not None and other.series_id == series.id
        (left_out if is_own else said).append(_also(other, series, is_own=is_own))
    return Row(sitting, said=[*left_out, *said], is_chosen=not left_out)


def _bar(
    sitting: Sitting,
    before: Sequence[Sitting],
    series: Series | None,
    others: Sequence[Meeting],
    now: datetime,
) -> str:
    try:
        starts_at = moment_on(sitting.on, sitting.starts) if sitting.starts else None
        ends_at = moment_on(sitting.on, sitting.ends) if sitting.ends else None
    except ClocksChange as refusal:
        return str(refusal)
    if sitting.on < day_in_london(now) or (starts_at is not None and starts_at < now):
        return "This date has passed."
    if sitting in before:
        return "It stands twice, with the same times."
    if any(is_planned(other, series, sitting.on, starts_at, ends_at) for other in others):
        return PLANNED
    return ""


def is_planned(
    meeting: Meeting, series: Series | None, on: date, starts_at: datetime | None, ends_at: datetime | None
) -> bool:
    """Whether this meeting is the one of the series on that day at these times."""
    return (
        series is not None
        and meeting.series_id == series.id
        and not meeting.is_cancelled
        and (meeting.on, meeting.starts_at, meeting.ends_at) == (on, starts_at, ends_at)
    )


def _also(other: Meeting, series: Series | None, *, is_own: bool) -> str:
    """Another meeting of that day: one of this series, of this forum, or of another one."""
    time = f" ({clock_time(other.starts_at)})" if other.starts_at else ""
    if is_own:
        return f"The series meets on this day already: {other.title}{time}."
    return f"Also on this day: {other.title}{time}, {other.forum.name}."
