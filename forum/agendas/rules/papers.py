"""A paper as it was published, and who sees it when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forum.agendas.models import Paper, PaperForm, PaperVersion, Visibility
from forum.foundation.clock import clear_working_days_before
from forum.meetings.models import Meeting


@dataclass(frozen=True)
class PaperAsPublished:
    """A paper in a published agenda: which version of it, and what is said of it."""

    reference: str
    version: int
    digest: str | None  # None: a link
    title: str
    summary: str
    kind: str
    pages: int | None
    size: int
    form: PaperForm
    visibility: Visibility
    is_late: bool
    late_because: str
    alternatives: tuple["PaperAsPublished", ...] = ()


@dataclass(frozen=True)
class PaperNow:
    """How a published version of a paper stands today: what is looked up each time that it is shown."""

    withdrawn_because: str | None = None  # None: it is not withdrawn
    withheld_because: str | None = None
    release_at: datetime | None = None
    waits_for_release: bool = False  # its item may lead to a contract, and no moment is set


AS_PUBLISHED = PaperNow()


def papers_due_on(meeting: Meeting) -> date:
    """The last day on which a paper is in time: clear working days before the meeting, bank holidays counted."""
    return clear_working_days_before(meeting.on, meeting.forum.papers_due_working_days)


def may_be_opened(now: PaperNow, moment: datetime) -> bool:
    """Whether a paper can be opened by those who may see it: not withdrawn, not withheld, and released."""
    if now.withdrawn_because is not None or now.withheld_because is not None:
        return False
    return is_released(now, moment)


def is_released(now: PaperNow, moment: datetime) -> bool:
    """Whether anybody may know what a paper is called and says: before its release nobody does."""
    return not now.waits_for_release and (now.release_at is None or now.release_at <= moment)


def newest(paper: Paper) -> PaperVersion | None:
    """The newest version of a paper that was not withheld."""
    return next((one for one in reversed(paper.versions) if one.withheld_at is None), None)


def content_of_papers(papers: Iterable[Paper]) -> list[dict[str, Any]]:
    """What a published agenda keeps of the papers of one item: each with its other forms, the withdrawn left out."""
    live = sorted((one for one in papers if not one.is_withdrawn), key=lambda one: (one.position, one.id))
    forms: dict[int, list[dict[str, Any]]] = {}
    for one in live:
        if one.alternative_of_id is not None:
            forms.setdefault(one.alternative_of_id, []).extend(_content(one))
    found = []
    for one in live:
        if one.alternative_of_id is None:
            found += [{**kept, "alternatives": forms.get(one.id, [])} for kept in _content(one)]
    return found


def _content(paper: Paper) -> list[dict[str, Any]]:
    version = newest(paper)
    if version is None:
        return []
    return [
        {
            "paper": paper.reference,
            "version": version.number,
            "digest": version.digest,
            "title": paper.title,
            "summary": paper.summary,
            "kind": version.kind,
            "pages": version.pages,
            "size": version.size,
            "form": paper.form.value,
            "visibility": paper.visibility.value,
            "late": version.is_late,
            "late_because": paper.late_because,
        }
    ]


def papers_in(content: Sequence[Mapping[str, Any]]) -> tuple[PaperAsPublished, ...]:
    """The papers in the content of one item."""
    return tuple(
        PaperAsPublished(
            reference=one["paper"],
            version=one["version"],
            digest=one["digest"],
            title=one["title"],
            summary=one["summary"],
            kind=one["kind"],
            pages=one["pages"],
            size=one["size"],
            form=PaperForm(one["form"]),
            visibility=Visibility(one["visibility"]),
            is_late=one["late"],
            late_because=one["late_because"],
            alternatives=papers_in(one.get("alternatives", ())),
        )
        for one in content
    )
