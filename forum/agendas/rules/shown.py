"""The rows of a published agenda as a page shows them: times, who presents, and why each item is here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from forum.agendas.models import Regime, Standing
from forum.agendas.rules.order import computed_times
from forum.agendas.rules.paper_rows import NO_PAPERS, NowOf, PaperRows, how_papers_stand, paper_rows
from forum.agendas.rules.published import ItemAsPublished, PresenterAsPublished
from forum.foundation.words import capital, clock_time, date_of, day_and_month, listed, whole_minutes

Step = dict[str, object]


@dataclass(frozen=True)
class Earlier:
    """The item of an earlier meeting with which one goes on."""

    number: str
    on: date


@dataclass(frozen=True)
class Taken:
    """How an item was taken at its meeting."""

    place: int | None  # where it was not the place in which it is printed
    not_reached_because: str | None


@dataclass(frozen=True)
class Around:
    """What is looked up each time that an agenda is shown, since it is no part of what was published."""

    moment: datetime | None = None  # None: papers are not shown
    now_of: NowOf = field(default_factory=dict)  # how papers stand
    earlier: Mapping[str, Earlier] = field(default_factory=dict)  # by the reference of the earlier item
    taken: Mapping[str, Taken] = field(default_factory=dict)  # by the item's own
    as_published: bool = False  # papers lead to the versions of an older agenda

    @property
    def stands(self) -> tuple[object, ...]:
        """What tells one standing from another: what a page that is kept depends on."""
        return (
            how_papers_stand(self.now_of, self.moment) if self.moment else (),
            tuple(self.earlier.items()),
            tuple(self.taken.items()),
            self.as_published,
        )


NOTHING_AROUND = Around()


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
    section: str = ""  # the heading that begins with this row; empty where it goes on
    ends_section: bool = False  # the row stands under no heading any more
    gone: str = ""  # "Withdrawn: the report is not ready. It keeps its number."
    taken: str = ""  # "Taken third"
    not_reached: str = ""  # "Not reached: the meeting ran out of time."
    goes_on_from: str = ""  # "item 6 of 17 September"
    consultation: str = ""  # "Open for answers until 31 March 2027"
    consultation_at: str = ""  # where, if the summary says
    contract: str = ""  # "May lead to a contract (Procurement Act 2023)"
    papers: PaperRows = NO_PAPERS
    has_open_matters: bool = False  # what is open from before stands under it


def rows_of(
    items: Sequence[ItemAsPublished],
    starts_at: datetime | None,
    names: Mapping[str, str],
    around: Around = NOTHING_AROUND,
) -> tuple[Row, ...]:
    """The rows of items that were seen through somebody's sight; `names` are those of the presenters."""
    numbers = {item.reference: item.number for item in items}
    printed = printed_places(items)
    begun = ""
    open_under = where_open_matters_stand(
        (item.reference, item.standing) for item in items if not item.is_withdrawn
    )
    rows = []
    for item, begins_at in zip(items, computed_times(starts_at, items), strict=True):
        heading = item.section if item.section != begun else ""
        row = _row(item, begins_at, names, around, heading, numbers, printed)
        rows.append(
            replace(
                row,
                ends_section=bool(begun) and not item.section,
                has_open_matters=item.reference == open_under,
            )
        )
        begun = item.section
    return tuple(rows)


def where_open_matters_stand(items: Iterable[tuple[str, Standing | None]]) -> str | None:
    """The reference of the item under which stands what is open from before; None: it stands after all of them.

    That is the item of the action log, or else the one of the last minutes, which often takes them together.
    """
    standing = {kind: reference for reference, kind in reversed(list(items)) if kind is not None}
    return standing.get(Standing.ACTIONS) or standing.get(Standing.MINUTES)


def _row(
    item: ItemAsPublished,
    begins_at: datetime | None,
    names: Mapping[str, str],
    around: Around,
    heading: str,
    numbers: Mapping[str, str],
    printed: Mapping[str, int],
) -> Row:
    taken = None if item.is_masked or item.is_withdrawn else around.taken.get(item.reference)
    earlier = around.earlier.get(item.continues or "")
    consultation = consultation_words(item.consultation_from_on, item.consultation_until_on)
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
        section=heading,
        gone=what_became(item, numbers) if item.is_withdrawn else "",
        taken=taken_words(taken.place, printed.get(item.reference)) if taken else "",
        not_reached=not_reached_words(taken.not_reached_because) if taken else "",
        goes_on_from=f"item {earlier.number} of {day_and_month(earlier.on)}" if earlier else "",
        consultation=consultation,
        consultation_at=address_in(item.summary) if consultation else "",
        contract=contract_words(item.regime),
        papers=paper_rows(item, around.now_of, around.moment, as_published=around.as_published)
        if around.moment
        else NO_PAPERS,
    )


def printed_places(items: Sequence[ItemAsPublished]) -> dict[str, int]:
    """The place in which each item is printed, from 1, without those that were withdrawn."""
    live = [item.reference for item in items if not item.is_withdrawn]
    return {reference: place for place, reference in enumerate(live, start=1)}


def what_became(item: ItemAsPublished, numbers: Mapping[str, str]) -> str:
    """What became of an item that was withdrawn; `numbers` are those of its agenda's items, by reference."""
    because = sentence(item.withdrawn_because)
    into = numbers.get(item.merged_into or "")
    if into:
        return f"Taken with item {into}{f': {because}' if because else '.'} It keeps its number."
    return f"Withdrawn{f': {because}' if because else '.'} It keeps its number."


_ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip


def taken_words(place: int | None, printed: int | None) -> str:
    """`Taken third`; empty where it was taken in the place in which it is printed."""
    if place is None or place == printed:
        return ""
    return f"Taken {_ORDINALS[place] if place < len(_ORDINALS) else f'as number {place}'}"


def not_reached_words(because: str | None) -> str:
    """`Not reached: the meeting ran out of time.`; empty where it was reached."""
    if because is None:
        return ""
    return f"Not reached: {sentence(because)}" if because else "Not reached."


def consultation_words(from_on: date | None, until_on: date | None) -> str:
    """`Open for answers until 31 March 2027`; empty where there is nothing to answer."""
    begins = f" from {date_of(from_on)}" if from_on else ""
    ends = f" until {date_of(until_on)}" if until_on else ""
    return f"Open for answers{begins}{ends}" if begins or ends else ""


_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


def address_in(words: str) -> str:
    """The first address of a page that somebody wrote in plain words; empty where there is none."""
    found = _ADDRESS.search(words)
    return found.group() if found else ""


_NO_NAMES = frozenset(
    "A An All Because He It Its More No Nobody None Not Nothing She Some Somebody That The Their There These They "
    "This Those Time Too We".split()
)


def sentence(words: str) -> str:
    """What somebody gave as a reason, as it stands after a colon: small at its beginning, with a full stop.

    A word that may be a name keeps its capital.
    """
    words = words.strip()
    if words.partition(" ")[0] in _NO_NAMES:
        words = words[0].lower() + words[1:]
    return words if not words or words[-1] in ".!?…" else f"{words}."


def contract_words(regime: Regime | None) -> str:
    """`May lead to a contract (Procurement Act 2023)`; empty where it leads to none."""
    if regime is None:
        return ""
    law = "" if regime is Regime.NOT_KNOWN else f" ({regime.value})"
    return f"May lead to a contract{law}"


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
