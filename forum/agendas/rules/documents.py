"""A published agenda as documents: what stands in them, for whom they are made, and by what they are known."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from forum.agendas.models import CopyState, DocumentCopy, DocumentKind, Visibility
from forum.agendas.rules.changes import changes_seen
from forum.agendas.rules.paper_rows import PaperRow
from forum.agendas.rules.papers import AS_PUBLISHED, PaperAsPublished, PaperNow, is_released
from forum.agendas.rules.published import ItemAsPublished, Published, seen_items
from forum.agendas.rules.shown import Around, Row, rows_of
from forum.agendas.rules.sight import EVERYONE, MEMBERS, Sight
from forum.foundation.documents import AgendaDocument, AgendaSection, ItemLine, PaperLine
from forum.foundation.words import date_of

EDITION = 1
"""How documents are set today. A new one has every copy made anew."""
OFFICERS = Sight(takes_part=True, is_officer=True)
"""What every officer sees."""
PDF = "PDF"
LONG = timedelta(minutes=5)
"""A copy that nobody has begun after this long waits for a worker that is not there."""


@dataclass(frozen=True)
class Head:
    """What stands above the items of an agenda, in words."""

    title: str
    forum: str
    date: str
    times: str
    place: str
    starts_at: datetime | None
    address: str
    base: str  # what the addresses of papers begin with


@dataclass(frozen=True)
class OnPaper:
    """An agenda as one reader may see it, ready to be set; and the files of its papers."""

    agenda: AgendaDocument
    files: Mapping[str, str] = field(default_factory=dict)  # digests of PDF files, by the papers' keys
    why_not: Mapping[str, str] = field(default_factory=dict)  # why others are in no pack

    @property
    def not_in_pack(self) -> int:
        """How many papers can be opened and are in no pack, since they are no PDF."""
        opened = (
            paper for section in self.agenda.sections for item in section.items for paper in item.papers
            if not (paper.is_withdrawn or paper.is_other_form)
        )  # fmt: skip
        return sum(paper.key not in self.files for paper in opened)

    def made_of(self, kind: DocumentKind) -> str:
        """The digest over all that goes into a document of this kind."""
        parts: list[object] = [kind.value, EDITION, asdict(self.agenda)]
        if kind is DocumentKind.PACK:
            parts += [dict(self.files), dict(self.why_not)]
        written = json.dumps(parts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


# ---- For whom ---------------------------------------------------------------------------------------------------


def widest_shared(published: Published, sight: Sight) -> Sight:
    """The sight that many share and that sees the same, where there is one: its copy is shared too."""

    def seen_by(one: Sight) -> tuple[object, ...]:
        return seen_items(published.items, one), changes_seen(published.changes, one)

    seen = seen_by(sight)
    return next((one for one in (EVERYONE, MEMBERS, OFFICERS) if seen_by(one) == seen), sight)


def sight_as_kept(sight: Sight) -> dict[str, Any]:
    """A sight as a row keeps it."""
    return asdict(sight)


def kept_sight(copy: DocumentCopy) -> Sight:
    """The sight through which a copy is made."""
    return Sight(**copy.sight)


# ---- What is in it ----------------------------------------------------------------------------------------------


def on_paper(
    head: Head, published: Published, sight: Sight, *, names: Mapping[str, str], around: Around
) -> OnPaper:
    """A version of an agenda as a document for this sight: what it may not see is masked here.

    It is the agenda as it came out: how items were taken at the meeting stands on its page, and in the minutes.
    """
    assert around.moment is not None  # papers are shown as they stand then
    seen = seen_items(published.items, sight)
    rows = rows_of(seen, head.starts_at, names, replace(around, taken={}))
    files: dict[str, str] = {}
    why_not: dict[str, str] = {}
    lines = []
    for item, row in zip(seen, rows, strict=True):
        released = [one for one in item.papers if is_released(_now(one, around), around.moment)]
        papers = list(zip(row.papers.rows, released, strict=True)) if row.papers.rows else []
        lines.append(_line(item, row, papers, head.base))
        for shown, paper in papers:
            if item.is_withdrawn or not shown.href:
                continue
            if paper.digest and paper.kind == PDF:
                files[_key(paper)] = paper.digest
            elif not paper.digest:
                why_not[_key(paper)] = "It is a link to another place."
    agenda = AgendaDocument(
        title=head.title,
        forum=head.forum,
        date=head.date,
        sections=[
            AgendaSection([line for _, line in group], heading)
            for heading, group in groupby(zip(seen, lines, strict=True), lambda pair: pair[0].section)
        ],
        times=head.times,
        place=head.place,
        version=f"Version {published.number}, published {date_of(published.published_at)}",
        version_short=f"Version {published.number}",
        mark=published.digest,
        address=head.address,
        changed_since=f"What changed since version {published.since}",
        changes=list(changes_seen(published.changes, sight)),
        notes=[note] if (note := _for_whom(seen, published)) else [],
    )
    return OnPaper(agenda, files, why_not)


def _for_whom(seen: Sequence[ItemAsPublished], published: Published) -> str:
    """What a reader must know who holds a copy that not everybody may see."""
    if seen == seen_items(published.items, EVERYONE):
        return ""
    shows_closed = any(
        not item.is_masked
        and Visibility.CLOSED in {item.visibility, *(paper.visibility for paper in item.papers)}
        for item in seen
    )
    if shows_closed:
        return "This copy has closed items in it. It is for you alone: do not pass it on."
    return "This copy has items in it that are for members of the forum. Do not pass it on to others."


def _line(
    item: ItemAsPublished, row: Row, papers: Sequence[tuple[PaperRow, PaperAsPublished]], base: str
) -> ItemLine:  # fmt: skip
    if item.is_withdrawn:
        return ItemLine(item.number, item.title, state=row.gone, is_standing=item.is_standing)
    notes = {Visibility.MEMBERS: "For members", Visibility.CLOSED: "Closed"}
    remarks = [
        f"Goes on from {row.goes_on_from}." if row.goes_on_from else "",
        f"{row.consultation}." if row.consultation else "",
        f"{row.contract}. Everyone gets the same papers and answers, at the same time."
        if row.contract
        else "",
    ]
    return ItemLine(
        number=item.number,
        title=item.title,
        time=row.time,
        minutes=row.minutes,
        purpose=row.purpose,
        presenters=[row.who] if row.who else [],
        summary=item.summary,
        commitments=[f"{one.code} {one.title}{' (a gap)' if one.is_gap else ''}" for one in item.commitments],
        why_here=item.why_here,
        papers=[line for pair in papers for line in _paper_lines(*pair, base)],
        no_paper=" ".join(part for part in (row.papers.waits, row.papers.none) if part),
        remarks=[remark for remark in remarks if remark],
        note=notes.get(item.visibility, ""),
        closed_because=row.why_masked,
        is_standing=item.is_standing,
    )


def _paper_lines(row: PaperRow, paper: PaperAsPublished, base: str) -> list[PaperLine]:
    """A paper and its other forms, each as a line under its item."""
    late = f"{row.late}: {row.late_because}" if row.late and row.late_because else row.late
    notes = [row.gone, late, row.accepted, "For members." if row.is_for_members else ""]
    line = PaperLine(
        title=row.title,
        about=row.about,
        address=f"{base}{row.href}" if row.href else "",
        note=" ".join(note for note in notes if note),
        summary=row.summary,
        is_withdrawn=not row.href,
        key=_key(paper),
    )
    others = [
        PaperLine(f"{row.title} ({words})", about, f"{base}{href}", is_other_form=True)
        for words, href, about in row.others
    ]
    return [line, *others]


def pages_to_pack(items: Sequence[ItemAsPublished]) -> int:
    """About how many pages the PDF papers have of items that were seen through somebody's sight."""
    return sum(
        paper.pages or 1
        for item in items
        if not item.is_withdrawn and item.regime is None
        for paper in item.papers
        if paper.digest and paper.kind == PDF
    )


def _now(paper: PaperAsPublished, around: Around) -> PaperNow:
    return around.now_of.get((paper.reference, paper.version), AS_PUBLISHED)


def _key(paper: PaperAsPublished) -> str:
    return f"{paper.reference}-v{paper.version}"


# ---- How far it is ----------------------------------------------------------------------------------------------


def is_under_way(copy: DocumentCopy | None) -> bool:
    """Whether somebody need only wait for a copy."""
    return copy is not None and copy.state in {CopyState.WAITING, CopyState.MAKING}


def is_stuck(copy: DocumentCopy | None, now: datetime) -> bool:
    """Whether a copy waits so long that the worker seems to have stopped."""
    return copy is not None and copy.state is CopyState.WAITING and copy.asked_at < now - LONG
