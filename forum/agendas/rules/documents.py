"""A published agenda as documents: what stands in them, for whom they are made, and by what they are known."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from forum.agendas.models import CopyState, DocumentCopy, DocumentKind, Visibility
from forum.agendas.rules.changes import changes_seen
from forum.agendas.rules.paper_rows import NowOf, PaperRow, PaperRows, paper_rows
from forum.agendas.rules.papers import AS_PUBLISHED, PaperAsPublished, is_released, may_be_opened
from forum.agendas.rules.published import ItemAsPublished, Published, seen_items
from forum.agendas.rules.shown import Row, rows_of
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
    is_old: bool  # a newer version is out: papers are those of this one


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
    head: Head,
    published: Published,
    sight: Sight,
    *,
    names: Mapping[str, str],
    now_of: NowOf,
    moment: datetime,
) -> OnPaper:
    """A version of an agenda as a document for this sight: what it may not see is masked here."""
    seen = seen_items(published.items, sight)
    files: dict[str, str] = {}
    why_not: dict[str, str] = {}
    lines = []
    for item, row in zip(seen, rows_of(seen, head.starts_at, names), strict=True):
        papers = paper_rows(item, now_of, moment, as_published=head.is_old)
        released = [one for one in item.papers if _is_released(one, now_of, moment)]
        keyed = list(zip(papers.rows, released, strict=True)) if papers.rows else []
        lines.append(_line(item, row, papers, keyed, seen, head.base))
        for _, paper in keyed:
            if item.is_withdrawn or not may_be_opened(_now(paper, now_of), moment):
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
    item: ItemAsPublished,
    row: Row,
    papers: PaperRows,
    keyed: Sequence[tuple[PaperRow, PaperAsPublished]],
    items: Sequence[ItemAsPublished],
    base: str,
) -> ItemLine:
    if item.is_withdrawn:
        return ItemLine(
            item.number, item.title, state=_what_became(item, items), is_standing=item.is_standing
        )
    notes = {Visibility.MEMBERS: "For members", Visibility.CLOSED: "Closed"}
    return ItemLine(
        number=item.number,
        title=item.title,
        time=row.time,
        minutes=row.minutes,
        purpose=row.purpose,
        presenters=[row.who] if row.who else [],
        summary=item.summary,
        commitments=[f"{one.code} {one.title}{' (a gap)' if one.is_gap else ''}" for one in item.commitments],
        papers=[line for pair in keyed for line in _paper_lines(*pair, base)],
        no_paper=" ".join(part for part in (papers.waits, papers.none) if part),
        note=notes.get(item.visibility, ""),
        closed_because=row.why_masked,
        is_standing=item.is_standing,
    )


def _what_became(item: ItemAsPublished, items: Sequence[ItemAsPublished]) -> str:
    """What became of an item that is not taken by itself."""
    into = next((one for one in items if one.reference == item.merged_into), None)
    if into is not None:
        return f"Taken together with item {into.number}."
    because = f" {item.withdrawn_because}" if item.withdrawn_because else ""
    return f"Withdrawn. It keeps its number.{because}"


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


def _is_released(paper: PaperAsPublished, now_of: NowOf, moment: datetime) -> bool:
    return is_released(_now(paper, now_of), moment)


def _now(paper: PaperAsPublished, now_of: NowOf) -> Any:
    return now_of.get((paper.reference, paper.version), AS_PUBLISHED)


def _key(paper: PaperAsPublished) -> str:
    return f"{paper.reference}-v{paper.version}"


# ---- How far it is ----------------------------------------------------------------------------------------------


def is_under_way(copy: DocumentCopy | None) -> bool:
    """Whether somebody need only wait for a copy."""
    return copy is not None and copy.state in {CopyState.WAITING, CopyState.MAKING}


def is_stuck(copy: DocumentCopy | None, now: datetime) -> bool:
    """Whether a copy waits so long that the worker seems to have stopped."""
    return copy is not None and copy.state is CopyState.WAITING and copy.asked_at < now - LONG
