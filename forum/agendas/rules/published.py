"""An agenda as it was published: what is kept of it, under which digest, and who sees which part of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from forum.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaVersion,
    Paper,
    Presenter,
    Purpose,
    Regime,
    Standing,
    Visibility,
)
from forum.agendas.rules.changes import Change
from forum.agendas.rules.order import draft_numbers
from forum.agendas.rules.papers import PaperAsPublished, content_of_papers, papers_in
from forum.agendas.rules.sight import Sight, is_seen
from forum.foundation.keeping import Kept
from forum.foundation.words import whole_minutes


@dataclass(frozen=True)
class PresenterAsPublished:
    """Who presents, by reference: names are looked up, so that an erased one is gone."""

    reference: str
    person: str | None
    organisation: str | None  # the name by which it was known then
    organisation_reference: str | None
    is_lay: bool


@dataclass(frozen=True)
class CommitmentAsPublished:
    """What an item takes up, by code and as it was called then."""

    code: str
    title: str
    is_gap: bool
    strategy: str
    strategy_title: str
    theme: str
    theme_title: str


@dataclass(frozen=True)
class ItemAsPublished:
    """One item of a published agenda, as somebody may see it."""

    reference: str
    number: str
    title: str
    summary: str
    purpose: Purpose
    length: timedelta
    standing: Standing | None
    visibility: Visibility
    public_title: str | None
    closed_because: str | None
    is_withdrawn: bool
    why_here: str
    presenters: tuple[PresenterAsPublished, ...]
    commitments: tuple[CommitmentAsPublished, ...]
    papers: tuple[PaperAsPublished, ...] = ()
    section: str = ""
    no_paper_because: str = ""
    regime: Regime | None = None
    consultation_from_on: date | None = None
    consultation_until_on: date | None = None
    continues: str | None = None  # the reference of the earlier item
    withdrawn_because: str = ""
    merged_into: str | None = None  # the reference of the item with which it is taken
    is_masked: bool = False  # whoever looks sees that there is something, and no more

    @property
    def is_standing(self) -> bool:
        """Whether it is an item of governance."""
        return self.standing is not None


MASKED_TITLES = {Visibility.MEMBERS: "For members of the forum", Visibility.CLOSED: "Closed item"}
"""What stands instead of a title that may not be seen, where the organiser gave no other."""


def _masked(item: ItemAsPublished) -> ItemAsPublished:
    """What everybody may know of an item: that there is one, when, for how long, and why no more is said."""
    return ItemAsPublished(
        reference=item.reference,
        number=item.number,
        title=item.public_title or MASKED_TITLES[item.visibility],
        summary="",
        purpose=item.purpose,
        length=item.length,
        standing=item.standing,
        visibility=item.visibility,
        public_title=item.public_title,
        closed_because=item.closed_because,
        is_withdrawn=item.is_withdrawn,
        why_here="",
        presenters=(),
        commitments=(),
        section=item.section,
        is_masked=True,
    )


def _as_seen(item: ItemAsPublished, sight: Sight) -> ItemAsPublished:
    """An item as `sight` allows it: masked, or without the papers that are for others."""
    presented_by = [presenter.person for presenter in item.presenters]
    if not is_seen(sight, item.visibility, presented_by):
        return _masked(item)
    if all(paper.visibility is Visibility.PUBLIC for paper in item.papers):
        return item
    seen = tuple(paper for paper in item.papers if is_seen(sight, paper.visibility, presented_by))
    return replace(item, papers=seen)


def seen_items(items: Sequence[ItemAsPublished], sight: Sight) -> tuple[ItemAsPublished, ...]:
    """The items of a published agenda as `sight` allows: what may not be seen is masked, with time and number."""
    return tuple(_as_seen(item, sight) for item in items)


# ---- What is kept -------------------------------------------------------------------------------------------


def content_of(agenda: Agenda, papers: Mapping[int, Sequence[Paper]]) -> dict[str, Any]:
    """Everything that a published agenda shows. People stand in it by reference, never by name.

    `papers` are those of each item, by the item's number in the database (`queries.papers_of`).
    """
    meeting = agenda.meeting
    return {
        "meeting": meeting.reference,
        "title": meeting.title,
        "starts_at": meeting.starts_at.isoformat() if meeting.starts_at else None,
        "ends_at": meeting.ends_at.isoformat() if meeting.ends_at else None,
        "items": [
            _content_of_item(item, number, papers.get(item.id, ())) for item, number in numbered(agenda.items)
        ],
    }


def numbered(items: Sequence[AgendaItem]) -> list[tuple[AgendaItem, str]]:
    """The items that a version keeps, each with its number.

    What was taken off before any version that holds had it is left out: nobody has read of it.
    """
    kept = [item for item in items if not (item.is_withdrawn and item.number is None)]
    return list(zip(kept, draft_numbers(kept), strict=True))


def _content_of_item(item: AgendaItem, number: str, papers: Sequence[Paper]) -> dict[str, Any]:
    # What an item says rarely is left out where it says nothing: so an agenda that was published before this could
    # be said has the same content, and the same digest, as it would have today.
    rare = {
        "section": item.section,
        "no_paper_because": item.no_paper_because,
        "regime": item.regime.value if item.regime else None,
        "consultation_from_on": item.consultation_from_on.isoformat() if item.consultation_from_on else None,
        "consultation_until_on": item.consultation_until_on.isoformat()
        if item.consultation_until_on
        else None,
        "continues": item.continues.reference if item.continues else None,
        "withdrawn_because": item.withdrawn_because,
        "merged_into": item.merged_into.reference if item.merged_into else None,
        "papers": content_of_papers(papers),
    }
    return {name: value for name, value in rare.items() if value} | {
        "reference": item.reference,
        "number": number,
        "title": item.title,
        "summary": item.summary,
        "purpose": item.purpose.value,
        "minutes": whole_minutes(item.length),
        "standing": item.standing.value if item.standing else None,
        "visibility": item.visibility.value,
        "public_title": item.public_title,
        "closed_because": item.closed_because,
        "withdrawn": item.is_withdrawn,
        "why_here": item.why_here,
        "presenters": [_content_of_presenter(presenter) for presenter in item.presenters],
        "commitments": [
            {
                "code": link.commitment.code,
                "title": link.commitment.title,
                "gap": link.commitment.is_gap,
                "strategy": link.commitment.strategy.slug,
                "strategy_title": link.commitment.strategy.short_title,
                "theme": link.commitment.theme.slug,
                "theme_title": link.commitment.theme.title,
            }
            for link in item.commitments
        ],
    }


def _content_of_presenter(presenter: Presenter) -> dict[str, Any]:
    organisation = presenter.organisation
    return {
        "presenter": presenter.reference,
        "person": presenter.person.reference if presenter.person else None,
        "organisation": organisation.known_as if organisation else None,
        "organisation_reference": organisation.reference if organisation else None,
        "lay": presenter.is_lay,
    }


def hours_of(version: AgendaVersion) -> tuple[datetime | None, datetime | None]:
    """From when to when the meeting was to last when this version came out."""
    starts_at, ends_at = version.content["starts_at"], version.content["ends_at"]
    return (
        datetime.fromisoformat(starts_at) if starts_at else None,
        datetime.fromisoformat(ends_at) if ends_at else None,
    )


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 over the content written in one fixed way: keys in order, no blanks, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


# ---- What is shown ------------------------------------------------------------------------------------------

_kept: Kept[tuple[ItemAsPublished, ...]] = Kept()


@dataclass(frozen=True)
class Published:
    """A published agenda ready to be shown, whole: hand its items to `seen_items` before anybody sees them."""

    number: int
    published_at: datetime
    digest: str
    changes: tuple[Change, ...]  # hand them to `changes_seen` likewise
    since: int  # the number of the version since which they tell
    items: tuple[ItemAsPublished, ...]


def published_items(version: AgendaVersion) -> tuple[ItemAsPublished, ...]:
    """The items of a version, whole: hand them to `seen_items` before anybody sees them."""
    return items_in(version.content, version.digest)


def items_in(content: dict[str, Any], digest: str) -> tuple[ItemAsPublished, ...]:
    """The items in the content of a version, kept by digest: what a digest names never changes."""
    return _kept.get(digest, lambda: tuple(_item(item) for item in content["items"]))


def _item(item: dict[str, Any]) -> ItemAsPublished:
    return ItemAsPublished(
        reference=item["reference"],
        number=item["number"],
        title=item["title"],
        summary=item["summary"],
        purpose=Purpose(item["purpose"]),
        length=timedelta(minutes=item["minutes"]),
        standing=Standing(item["standing"]) if item["standing"] else None,
        visibility=Visibility(item["visibility"]),
        public_title=item["public_title"],
        closed_because=item["closed_because"],
        is_withdrawn=item["withdrawn"],
        why_here=item["why_here"],
        presenters=tuple(
            PresenterAsPublished(
                presenter["presenter"], presenter["person"], presenter["organisation"],
                presenter["organisation_reference"], presenter["lay"],
            )
            for presenter in item["presenters"]
        ),
        commitments=tuple(
            CommitmentAsPublished(
                one["code"], one["title"], one["gap"], one["strategy"], one["strategy_title"], one["theme"],
                one["theme_title"],
            )
            for one in item["commitments"]
        ),
        papers=papers_in(item.get("papers", ())),
        section=item.get("section", ""),
        no_paper_because=item.get("no_paper_because", ""),
        regime=Regime(item["regime"]) if "regime" in item else None,
        consultation_from_on=_day(item.get("consultation_from_on")),
        consultation_until_on=_day(item.get("consultation_until_on")),
        continues=item.get("continues"),
        withdrawn_because=item.get("withdrawn_because", ""),
        merged_into=item.get("merged_into"),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
