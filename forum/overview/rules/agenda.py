"""What the page for building an agenda says: how far over, what blocks publishing, why each thing waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forum.agendas import rules as agendas
from forum.agendas.models import Agenda, AgendaItem, AgendaVersion, Paper, Presenter, Proposal
from forum.foundation.words import clock_time, count_of, date_of, day_and_month, whole_minutes
from forum.meetings.models import Meeting


@dataclass(frozen=True)
class Segment:
    """One piece of the bar: where it begins, how wide it is, and its look."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True)
class Bar:
    """The minutes of an agenda drawn to scale; the words say the same."""

    segments: Sequence[Segment]
    width: int
    end: int | None  # where the meeting's time ends, in minutes; None while it has no time
    words: str


@dataclass(frozen=True)
class Line:
    """One item as the builder shows it."""

    item: AgendaItem
    number: str
    begins_at: datetime | None
    who: str


@dataclass(frozen=True)
class Filling:
    """How an agenda fills the meeting's time."""

    lines: Sequence[Line]
    taken: int
    available: int | None
    over: int
    over_words: str
    ends: str
    should_end: str
    bar: Bar


def length_of(meeting: Meeting) -> timedelta | None:
    """How long a meeting lasts, once its time is fixed."""
    return meeting.ends_at - meeting.starts_at if meeting.starts_at and meeting.ends_at else None


def filling(agenda: Agenda) -> Filling:
    """The items with their times and numbers, and how they fill the time."""
    meeting, items = agenda.meeting, agenda.items
    available = length_of(meeting)
    taken = agendas.time_taken(items)
    over = agendas.minutes_over(available, items)
    rows = zip(
        items, agendas.draft_numbers(items), agendas.computed_times(meeting.starts_at, items), strict=True
    )
    return Filling(
        lines=[
            Line(item, number, begins_at, who_presents(item.presenters)) for item, number, begins_at in rows
        ],
        taken=whole_minutes(taken),
        available=whole_minutes(available) if available else None,
        over=over,
        over_words=agendas.over_in_words(over),
        ends=clock_time(meeting.starts_at + taken) if meeting.starts_at else "",
        should_end=clock_time(meeting.ends_at) if meeting.ends_at else "",
        bar=bar(items, whole_minutes(available) if available else None),
    )


def bar(items: Sequence[AgendaItem], available: int | None) -> Bar:
    """The bar: standing items pale, the others in the forum's colour, what runs over in amber."""
    segments: list[Segment] = []
    at = 0
    for item in items:
        if item.is_withdrawn:
            continue
        minutes = whole_minutes(item.length)
        fits = minutes if available is None else max(0, min(minutes, available - at))
        kind = "dim" if item.is_standing else "a"
        segments += [
            Segment(start + 0.4, width - 0.8, look)
            for start, width, look in ((at, fits, kind), (at + fits, minutes - fits, "over"))
            if width > 0
        ]
        at += minutes
    words = (
        f"Items fill {at} of {count_of(available, 'minute')}"
        if available
        else f"Items take {count_of(at, 'minute')}"
    )
    if available and at > available:
        words += f"; the last {at - available} run over"
    return Bar(segments, max(at, available or 0, 1), available, words)


def who_presents(presenters: Sequence[Presenter]) -> str:
    """`Jo Ferris, lay member, and Owen Tregarth, County Council`, from the rows themselves."""
    people = []
    for presenter in presenters:
        name = presenter.person.shown_name if presenter.person else presenter.name
        speaks_for = presenter.organisation.known_as if presenter.organisation else ""
        people.append(
            ", ".join(
                part for part in (name, speaks_for or ("lay member" if presenter.is_lay else "")) if part
            )
        )
    return ", and ".join(people) if len(people) < 3 else "; ".join(people)


def why_waiting(last_on: date | None, is_gap: bool, today: date) -> str:
    """`Last on an agenda on 19 June 2025: 17 months ago.`"""
    if last_on is None:
        return (
            "The strategy does not say. It has been on no agenda yet."
            if is_gap
            else "It has been on no agenda yet."
        )
    if last_on > today:
        return f"On the agenda of {day_and_month(last_on)} already."
    months = (today.year - last_on.year) * 12 + today.month - last_on.month - (today.day < last_on.day)
    ago = "less than a month ago" if months < 1 else f"{count_of(months, 'month')} ago"
    return f"Last on an agenda on {date_of(last_on)}: {ago}."


def why_asked(proposal: Proposal) -> str:
    """`Asked by Delia Marsh, Black Fen Community Transport, on 2 November.`"""
    speaks_for = proposal.representative
    who = proposal.person.shown_name
    if speaks_for:
        who += f", {speaks_for.organisation.known_as if speaks_for.organisation else 'lay member'},"
    return f"Asked by {who} on {day_and_month(proposal.made_at)}."


@dataclass(frozen=True)
class Standing:
    """How the draft stands to what was published."""

    words: str
    kind: str
    changes: Sequence[str]


def standing_of(
    agenda: Agenda, papers: Mapping[int, Sequence[Paper]], newest: AgendaVersion | None
) -> Standing:
    """Whether the draft was published, and what has changed since."""
    if newest is None:
        return Standing("Draft, not published", "none", ())
    content = agendas.content_of(agenda, papers)
    if agendas.digest_of(content) == newest.digest:
        return Standing(f"Version {newest.number} is published", "green", ())
    changes = agendas.what_changed(newest.content, content)
    return Standing(f"Changed since version {newest.number}", "amber", changes or ["A detail changed."])
