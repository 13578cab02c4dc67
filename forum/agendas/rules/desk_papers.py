"""The papers of a meeting as the desk shows them, and as whoever handed them in sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forum.agendas.models import Agenda, AgendaItem, Paper, PaperVersion, Visibility
from forum.agendas.rules.asking import lacks_paper
from forum.agendas.rules.handed_in import (
    Amiss,
    about_held,
    has_said_no,
    is_released_now,
    paper_called,
    waits_for_chair,
    what_is_amiss,
)
from forum.agendas.rules.order import draft_numbers
from forum.agendas.rules.papers import days_late, newest
from forum.agendas.rules.presenting import full_name_of, name_of
from forum.foundation.words import count_of, day_and_time, listed, near_date

Mark = tuple[str, str]
"""Words, and the look of the mark."""


@dataclass(frozen=True)
class HeldPaper:
    """One paper with all that is to be known of it."""

    paper: Paper
    version: PaperVersion | None  # the newest that is not withheld
    called: str
    about: str
    who: str  # who handed it in
    marks: tuple[Mark, ...]
    amiss: tuple[Amiss, ...]
    can_open: bool
    forms: tuple[Paper, ...]

    @property
    def is_live(self) -> bool:
        """Whether it was not withdrawn."""
        return not self.paper.is_withdrawn


@dataclass(frozen=True)
class ItemLine:
    """One item of an agenda with its papers."""

    number: str
    item: AgendaItem
    who: str  # who presents it
    papers: tuple[HeldPaper, ...]
    lacks: bool  # no paper, and nothing says why
    asked: str  # who was asked for papers, and when


def item_lines(
    agenda: Agenda, papers: Sequence[Paper], out: Mapping[str, int], now: datetime
) -> tuple[ItemLine, ...]:
    """Every item of an agenda with its papers; `out` are the versions on the newest published agenda."""
    by_item: dict[int, list[Paper]] = {}
    for paper in papers:
        if paper.item_id is not None:
            by_item.setdefault(paper.item_id, []).append(paper)
    return tuple(
        ItemLine(
            number=number,
            item=item,
            who=listed([full_name_of(one) for one in item.presenters]),
            papers=held_papers(by_item.get(item.id, []), out, now),
            lacks=lacks_paper(item, by_item.get(item.id, [])),
            asked=_asked(item, now),
        )
        for number, item in zip(draft_numbers(agenda.items), agenda.items, strict=True)
    )


def held_papers(papers: Sequence[Paper], out: Mapping[str, int], now: datetime) -> tuple[HeldPaper, ...]:
    """The papers of one item, each with its other forms."""
    return tuple(
        held_paper(one, [form for form in papers if form.alternative_of_id == one.id], out, now)
        for one in papers
        if one.alternative_of_id is None
    )


def held_paper(paper: Paper, forms: Sequence[Paper], out: Mapping[str, int], now: datetime) -> HeldPaper:
    """One paper with all that is to be known of it."""
    version = newest(paper)
    return HeldPaper(
        paper=paper,
        version=version,
        called=paper_called(paper, now),
        about=about_held(paper, version, now) if version else "",
        who=who_gave(paper),
        marks=tuple(_marks(paper, version, out.get(paper.reference), now)),
        amiss=what_is_amiss(version) if version and not paper.is_withdrawn else (),
        can_open=version is not None and not paper.is_withdrawn and is_released_now(paper, now),
        forms=tuple(one for one in forms if not one.is_withdrawn),
    )


def who_gave(paper: Paper) -> str:
    """Whose paper it is: who presents, or who handed it in."""
    if paper.presenter is not None:
        return name_of(paper.presenter)
    given_by = paper.versions[0].received_from if paper.versions else None
    return given_by.shown_name if given_by else ""


def _marks(paper: Paper, version: PaperVersion | None, out: int | None, now: datetime) -> list[Mark]:
    if paper.is_withdrawn:
        return [("withdrawn" if paper.published_at else "taken off", "none")]
    if version is None:
        return [("withheld", "amber")]
    marks: list[Mark] = []
    if version.is_late:
        marks.append((f"{count_of(days_late(version), 'day')} late", "amber"))
    if waits_for_chair(paper, paper.item, now):
        marks.append(("not accepted", "amber") if has_said_no(paper) else ("waits for the chair", "amber"))
    if not is_released_now(paper, now):
        marks.append(("waits for its release", "none"))
    elif out is None:
        marks.append(("not out yet", "none"))
    elif out != version.number:
        marks.append((f"version {version.number} not out yet", "none"))
    if paper.visibility is not Visibility.PUBLIC:
        marks.append(("for members", "tint"))
    return marks


def _asked(item: AgendaItem, now: datetime) -> str:
    """`Asked for on 24 November.`"""
    asked: list[date | datetime] = [one.papers_asked_at for one in item.presenters if one.papers_asked_at]
    if not asked:
        return ""
    return f"Asked for on {near_date(max(asked), now)}."


def received_in_words(version: PaperVersion) -> str:
    """`Monday 7 December 2026, 10:44`."""
    return day_and_time(version.received_at)


def how_papers_are(lines: Sequence[ItemLine]) -> str:
    """`6 papers are here; 2 items have none yet.`"""
    here = sum(one.is_live for line in lines for one in line.papers)
    lacking = sum(line.lacks for line in lines)
    waiting = sum(
        waits == "waits for the chair" for line in lines for one in line.papers for waits, _ in one.marks
    )
    said = [
        f"{count_of(here, 'paper')} {'is' if here == 1 else 'are'} here" if here else "No paper is here yet"
    ]
    if lacking:
        said.append(f"{count_of(lacking, 'item')} {'has' if lacking == 1 else 'have'} none")
    if waiting:
        said.append(f"{count_of(waiting, 'late paper')} {'waits' if waiting == 1 else 'wait'} for the chair")
    return f"{'; '.join(said)}."
