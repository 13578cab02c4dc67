"""The papers of a published item as a page shows them, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forum.agendas.models import PaperForm, Visibility
from forum.agendas.rules.handed_in import about_file
from forum.agendas.rules.papers import (
    AS_PUBLISHED,
    Accepted,
    PaperAsPublished,
    PaperNow,
    is_released,
    may_be_opened,
)
from forum.agendas.rules.published import ItemAsPublished
from forum.foundation.words import clock_time, count_of, date_of, day

NowOf = Mapping[tuple[str, int], PaperNow]


@dataclass(frozen=True)
class PaperRow:
    """One paper: what it is called, what it is, and how it stands."""

    title: str
    href: str  # empty: it cannot be opened
    about: str  # "PDF, 14 pages, 380 kB"
    summary: str
    late: str  # "2 days late"
    late_because: str
    accepted: str  # of one that came late for a decision
    gone: str  # "Withdrawn on 12 December 2026: the figures were wrong."
    is_for_members: bool
    others: tuple[tuple[str, str, str], ...]  # its other forms: words, address, and what each is


@dataclass(frozen=True)
class PaperRows:
    """The papers of one item."""

    rows: tuple[PaperRow, ...] = ()
    waits: str = ""  # how many come out later, and when
    none: str = ""  # why there is none

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.rows or self.waits or self.none)


NO_PAPERS = PaperRows()


def paper_rows(
    item: ItemAsPublished, now_of: NowOf, moment: datetime, *, as_published: bool = False
) -> PaperRows:
    """The papers of an item that was seen through somebody's sight, as they stand at a moment.

    `as_published` leads to the very versions of an older agenda, instead of the newest.
    """
    if item.is_masked:
        return NO_PAPERS
    if not item.papers:
        return PaperRows(none=_no_paper(item)) if item.no_paper_because else NO_PAPERS
    shown, waiting = [], []
    for paper in item.papers:
        now = now_of.get((paper.reference, paper.version), AS_PUBLISHED)
        if not is_released(now, moment):
            if now.withdrawn_because is None and now.withheld_because is None:
                waiting.append(now)
        else:
            shown.append(_row(item, paper, now_of, moment, as_published))
    return PaperRows(tuple(shown), waits=_waits(waiting))


def how_papers_stand(now_of: NowOf, moment: datetime) -> tuple[object, ...]:
    """What tells one standing of papers from another: what a page that is kept depends on."""
    return tuple(
        (key, now.withdrawn_at, now.withdrawn_because, now.withheld_because, now.release_at,
         is_released(now, moment))
        for key, now in sorted(now_of.items())
    )  # fmt: skip


def _row(
    item: ItemAsPublished, paper: PaperAsPublished, now_of: NowOf, moment: datetime, as_published: bool
) -> PaperRow:
    now = now_of.get((paper.reference, paper.version), AS_PUBLISHED)
    opens = may_be_opened(now, moment)
    number = f", version {paper.version}" if paper.version > 1 else ""
    return PaperRow(
        title="A paper" if now.withheld_because is not None else f"{paper.title}{number}",
        href=_href(paper, as_published) if opens else "",
        about=_about(paper) if opens else "",
        summary=paper.summary if opens else "",
        late=f"{count_of(paper.days_late, 'day')} late" if opens and paper.days_late else "",
        late_because=paper.late_because if opens else "",
        accepted=_accepted(paper) if opens else "",
        gone=_gone(now),
        is_for_members=paper.visibility is not Visibility.PUBLIC and item.visibility is Visibility.PUBLIC,
        others=tuple(
            (form_in_words(one), _href(one, as_published), _about(one))
            for one in paper.alternatives
            if may_be_opened(now_of.get((one.reference, one.version), AS_PUBLISHED), moment)
        )
        if opens
        else (),
    )


def _href(paper: PaperAsPublished, as_published: bool) -> str:
    return f"/papers/{paper.reference}{f'/v{paper.version}' if as_published else ''}"


def _about(paper: PaperAsPublished) -> str:
    return about_file(paper.kind, paper.pages, paper.size, paper.host)


def form_in_words(paper: PaperAsPublished) -> str:
    """How another form of a paper is called beside it: `easy read`, `in Polish`."""
    return f"in {paper.title}" if paper.form is PaperForm.OTHER_LANGUAGE else paper.form.value


def _accepted(paper: PaperAsPublished) -> str:
    return {
        Accepted.NOT_ASKED: "",
        Accepted.BY_CHAIR: "The chair accepted it for the decision.",
        Accepted.IN_PLACE: "An organiser accepted it for the decision, in the chair’s place.",
    }[paper.accepted]


def _gone(now: PaperNow) -> str:
    if now.withheld_because is not None:
        return f"Withheld: {_sentence(now.withheld_because)}"
    if now.withdrawn_because is not None:
        when = f" on {date_of(now.withdrawn_at)}" if now.withdrawn_at else ""
        return f"Withdrawn{when}: {_sentence(now.withdrawn_because)}"
    return ""


def _waits(waiting: list[PaperNow]) -> str:
    if not waiting:
        return ""
    count = len(waiting)
    one = count_of(count, "paper")
    comes, moments = ("comes" if count == 1 else "come"), {now.release_at for now in waiting}
    release_at = moments.pop() if len(moments) == 1 else None
    if release_at is None:
        return f"{one} {comes} out later, to everybody at one moment."
    return f"{one} {comes} out on {day(release_at)} at {clock_time(release_at)}, to everybody at one moment."


def _no_paper(item: ItemAsPublished) -> str:
    words = item.no_paper_because
    # "A spoken report" goes on after the colon as "a spoken report"; an abbreviation keeps its capitals.
    is_word = len(words) < 2 or not words[1].isupper()
    return f"No paper: {_sentence(words[:1].lower() + words[1:] if is_word else words)}"


def _sentence(words: str) -> str:
    return words if words.rstrip().endswith((".", "!", "?")) else f"{words.rstrip()}."
