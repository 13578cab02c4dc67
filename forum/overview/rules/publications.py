"""What the feed says of each publication: to everybody, and no more than everybody sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forum.agendas.rules import EVERYONE, Published, changes_seen, seen_items
from forum.foundation.atom import AtomEntry, AtomFeed, name_for
from forum.foundation.words import date_of
from forum.minutes.models import MinutesState

FEW = 50
"""How many publications the feed holds."""


@dataclass(frozen=True)
class Publication:
    """One version of an agenda or of minutes, as far as it takes to tell whether the feed has changed."""

    id: int
    digest: str
    number: int
    published_at: datetime
    withheld_at: datetime | None
    withheld_because: str | None
    state: MinutesState | None  # of minutes; None: an agenda
    because: str  # what was put right in minutes after their approval, and why
    uid: str
    reference: str
    title: str
    on: date
    forum: str

    @property
    def is_minutes(self) -> bool:
        """Whether it is the minutes of a meeting; else it is an agenda."""
        return self.state is not None

    @property
    def updated_at(self) -> datetime:
        """When something was last to be told of it."""
        return self.withheld_at or self.published_at

    @property
    def path(self) -> str:
        """Where people read it."""
        return f"/meetings/{self.reference}/{'minutes' if self.is_minutes else 'agenda'}/v{self.number}"


def told(publications: Sequence[Publication]) -> str:
    """All that differs whenever the feed does."""
    return "\n".join(repr(one) for one in publications)


def summary_of(publication: Publication, agenda: Published | None) -> str:
    """What came out, in a few sentences: what changed, or what the meeting takes up."""
    if publication.withheld_at is not None:
        return f"Withheld: it was published by mistake. The reason: {publication.withheld_because}"
    if publication.because:
        return f"Put right after the approval: {publication.because}"
    if publication.state is MinutesState.APPROVED:
        return "The minutes, as a meeting approved them."
    if publication.is_minutes:
        return "The minutes as a draft, before they are approved."
    if agenda is None:
        return ""
    changes = changes_seen(agenda.changes, EVERYONE)
    if changes:
        return f"Changed since version {agenda.since}. {' '.join(changes)}"
    if agenda.number > 1 and agenda.since:
        return f"Changed since version {agenda.since}, in what is not for everyone."
    items = [item for item in seen_items(agenda.items, EVERYONE) if not item.is_withdrawn]
    return "What the meeting takes up: " + "; ".join(f"{one.number}. {one.title}" for one in items)


def entry_of(publication: Publication, agenda: Published | None, base: str) -> AtomEntry:
    """The entry of a publication. Its name stays, whatever becomes of its title and its address."""
    kind = "minutes" if publication.is_minutes else "agenda"
    title = (
        f"{kind.capitalize()} of {date_of(publication.on)}, version {publication.number}: {publication.title}"
    )
    if publication.withheld_at is not None:
        title = f"Withheld: {kind} of {date_of(publication.on)}, version {publication.number}"
    return AtomEntry(
        id=name_for(f"{publication.uid} {kind} {publication.number}"),
        title=title,
        address=base + publication.path,
        author=publication.forum,
        published_at=publication.published_at,
        updated_at=publication.updated_at,
        summary=summary_of(publication, agenda),
        category=kind,
    )


def feed_of(
    entries: Sequence[AtomEntry], *, name: str, key: str, own_address: str, page: str, since: datetime
) -> AtomFeed:
    """The feed around its entries. `key` names it for ever; `since` is when it last changed."""
    return AtomFeed(
        id=name_for(key),
        title=f"Agendas and minutes: {name}",
        subtitle="What was published last, and what changed.",
        own_address=own_address,
        page=page,
        author=name,
        updated_at=since,
        entries=entries,
    )
