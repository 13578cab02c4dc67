"""What the page for building an agenda says: how far over, what blocks publishing, why each thing waits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forum.agendas import rules as agendas
from forum.agendas.models import Agenda, AgendaItem, Presenter
from forum.foundation.words import clock_time, count_of, near_day, whole_minutes
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
    heading: str = ""  # what stands above it, where it is the first under a heading
    is_marked: bool = False  # where a heading ends, and it stands under none


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
    has_headings: bool = False


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
    lines: list[Line] = []
    above = ""
    for item, number, begins_at in rows:
        is_first = item.section != above and not item.is_withdrawn
        lines.append(
            Line(
                item,
                number,
                begins_at,
                who_presents(item.presenters),
                heading=item.section if is_first else "",
                is_marked=is_first and not item.section,
            )
        )
        if not item.is_withdrawn:
            above = item.section
    return Filling(
        lines=lines,
        taken=whole_minutes(taken),
        available=whole_minutes(available) if available else None,
        over=over,
        over_words=agendas.over_in_words(over),
        ends=clock_time(meeting.starts_at + taken) if meeting.starts_at else "",
        should_end=clock_time(meeting.ends_at) if meeting.ends_at else "",
        bar=bar(items, whole_minutes(available) if available else None),
        has_headings=any(line.heading for line in lines),
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


@dataclass(frozen=True)
class Standing:
    """How the draft stands to what was published."""

    words: str
    kind: str
    changes: Sequence[str]


def standing_of_draft(draft: agendas.Draft) -> Standing:
    """Whether the draft was published, and what has changed since."""
    before = draft.before
    if before is None:
        return Standing("Draft, not published", "none", ())
    if not draft.is_new:
        return Standing(f"Version {before.number} is published", "green", ())
    changes = agendas.what_changed(before.content, draft.content)
    return Standing(f"Changed since version {before.number}", "amber", changes or ["A detail changed."])


def comes_again(earlier: Agenda, before: Meeting | None) -> list[tuple[str, int]]:
    """Titles and minutes of the next agenda if it begins like an earlier one; `before` is the meeting before that."""
    was = before.on if before else None
    return [
        (agendas.renewed_title(item, was, earlier.meeting.on), whole_minutes(item.length))
        for item in earlier.items
        if agendas.comes_again(item)
    ]


def has_only_standing(agenda: Agenda) -> bool:
    """Whether an agenda holds nothing yet but what the forum always has, and was never published."""
    return all((item.is_standing or item.part is not None) and item.number is None for item in agenda.items)


def paper_words_for(draft: agendas.Draft, meeting: Meeting, today: date) -> Callable[[AgendaItem], str]:
    """What says of an item how it stands with its papers: `2 papers`, `No paper: A spoken report`, when one is due."""
    due_on = agendas.papers_due_on(meeting)

    def said(item: AgendaItem) -> str:
        count = sum(
            not one.is_withdrawn and one.alternative_of_id is None for one in draft.papers.get(item.id, ())
        )
        if count:
            return count_of(count, "paper")
        if item.no_paper_because:
            return f"No paper: {item.no_paper_because}"
        return f"No paper yet, due by {near_day(due_on, today)}" if due_on >= today else "No paper"

    return said
