"""A paper as it was published, and who sees it when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from forum.agendas.models import Paper, PaperForm, PaperVersion, Visibility
from forum.foundation.clock import clear_working_days_before, day_in_london
from forum.meetings.models import Meeting


class Accepted(StrEnum):
    """Who accepted a paper that came late for a decision."""

    NOT_ASKED = ""
    BY_CHAIR = "chair"
    IN_PLACE = "in the chair’s place"


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
    days_late: int = 0
    host: str = ""  # of a link
    accepted: Accepted = Accepted.NOT_ASKED  # late, for a decision
    is_withdrawn: bool = False  # when this agenda came out; what is so today is looked up


@dataclass(frozen=True)
class PaperNow:
    """How a published version of a paper stands today: what is looked up each time that it is shown."""

    withdrawn_because: str | None = None  # None: it is not withdrawn
    withdrawn_at: datetime | None = None
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


def papers_on_the_table(papers: Iterable[Paper], now: datetime) -> list[Paper]:
    """The papers of an item that an officer opens while it is taken: not withdrawn, and not waiting for a moment."""
    found = []
    for paper in papers:
        version = newest(paper)
        waits = version is not None and version.release_at is not None and version.release_at > now
        if version is not None and not waits and not paper.is_withdrawn and paper.alternative_of_id is None:
            found.append(paper)
    return found


def days_late(version: PaperVersion) -> int:
    """By how many days a version came too late; 0 where it did not."""
    if version.due_on is None or not version.is_late:
        return 0
    return (day_in_london(version.received_at) - version.due_on).days


def acceptance_of(paper: Paper) -> Accepted:
    """Who accepted the newest version of a paper that came late. What was said before it came holds no more."""
    version = newest(paper)
    if version is None or paper.accepted_at is None or paper.accepted_at < version.received_at:
        return Accepted.NOT_ASKED
    return Accepted.IN_PLACE if paper.accepted_in_place else Accepted.BY_CHAIR


def is_declined(paper: Paper) -> bool:
    """Whether the newest version of a paper came late and was not accepted."""
    version = newest(paper)
    return version is not None and paper.declined_at is not None and paper.declined_at >= version.received_at


def content_of_papers(papers: Iterable[Paper]) -> list[dict[str, Any]]:
    """What a published agenda keeps of the papers of one item: each with its other forms.

    One that was taken off before it ever came out is left out; one that was withdrawn later keeps its place.
    """
    in_order = sorted(papers, key=lambda one: (one.position, one.id))
    forms: dict[int, list[dict[str, Any]]] = {}
    for one in in_order:
        if one.alternative_of_id is not None and not one.is_withdrawn:
            forms.setdefault(one.alternative_of_id, []).extend(_content(one))
    found = []
    for one in in_order:
        if one.alternative_of_id is None and (not one.is_withdrawn or one.published_at is not None):
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
            "late_because": paper.late_because if version.is_late else "",
            **{name: value for name, value in _rare(paper, version).items() if value},
        }
    ]


def _rare(paper: Paper, version: PaperVersion) -> dict[str, Any]:
    """What is said of few papers."""
    return {
        "days_late": days_late(version),
        "host": version.name if version.address else "",
        "accepted": acceptance_of(paper).value if version.is_late else "",
        "withdrawn": paper.is_withdrawn,
    }


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
            days_late=one.get("days_late", 0),
            host=one.get("host", ""),
            accepted=Accepted(one.get("accepted", "")),
            is_withdrawn=one.get("withdrawn", False),
        )
        for one in content
    )
