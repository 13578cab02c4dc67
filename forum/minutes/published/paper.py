"""Published minutes as a document: everything in words, masked for who will read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from forum.foundation.documents import (
    CorrectionLine,
    MinutesDocument,
    MinutesItem,
    MinutesLine,
    NamedGroup,
    NamedLine,
)
from forum.foundation.words import date_of, day, time_range
from forum.minutes.models import ApprovedAs, EntryKind, Minutes, MinutesState, MinutesVersion
from forum.minutes.published.kept import CorrectionShown
from forum.minutes.published.shown import EntryShown, ItemShown, MinutesShown, PersonShown

DRAFT = "Draft, not yet approved"
TAKEN_BACK = "Taken back at the meeting."
PAGES = {EntryKind.DECISION: "decisions", EntryKind.ACTION: "actions", EntryKind.RECOMMENDATION: "recommendations",
         EntryKind.VOTE: "decisions"}  # fmt: skip
"""Under which address a line that has a number has a page of its own."""

LABELS = {
    EntryKind.DECISION: "Decision",
    EntryKind.ACTION: "Action",
    EntryKind.RECOMMENDATION: "Recommendation",
    EntryKind.VOTE: "Vote",
    EntryKind.QUESTION: "Question",
    EntryKind.DECLARATION: "Interest declared",
}
STANDS_OUT = frozenset((EntryKind.DECISION, EntryKind.ACTION, EntryKind.RECOMMENDATION, EntryKind.VOTE))


@dataclass(frozen=True)
class Head:
    """What stands above minutes, and where they are."""

    base: str  # the address of the forum, without a slash at its end
    page: str  # the path of the version's page


def label_of(entry: EntryShown) -> str:
    """`Decision D-2026-014`; a vote that was carried is known by its decision; empty for a note."""
    kind = EntryKind.DECISION if entry.kind is EntryKind.VOTE and entry.number else entry.kind
    return " ".join(part for part in (LABELS.get(kind, ""), entry.number) if part)


def state_words(minutes: Minutes, state: MinutesState) -> str:
    """How a version stands: `Draft, not yet approved`, `Approved by the meeting of … as a correct record`."""
    if state is not MinutesState.APPROVED:
        return DRAFT
    at = minutes.approved_at_meeting
    by = f" by the meeting of {date_of(at.on)}" if at is not None else ""
    return f"Approved{by} {approved_as_words(minutes)}"


def approved_as_words(minutes: Minutes) -> str:
    """`as a correct record`, `with the corrections below`."""
    is_corrected = minutes.approved_as is ApprovedAs.CORRECTED
    return "with the corrections below" if is_corrected else ApprovedAs.CORRECT.value


def on_paper(
    version: MinutesVersion, shown: MinutesShown, corrections: Iterable[CorrectionShown], head: Head
) -> MinutesDocument:
    """A version as a document says it, for whoever sees what is `shown`."""
    minutes, meeting = version.minutes, version.minutes.meeting
    is_draft = version.state is not MinutesState.APPROVED
    went_out = "circulated" if is_draft else "approved" if not version.because else "put right"
    times = time_range(meeting.starts_at, meeting.ends_at) if meeting.starts_at and meeting.ends_at else ""
    return MinutesDocument(
        title=version.content["title"],
        forum=meeting.forum.name,
        date=day(meeting.on),
        times=times,
        place=meeting.place_in_words,
        items=[_item(item, head) for item in shown.items],
        groups=_groups(shown),
        state=state_words(minutes, version.state),
        version=f"Version {version.number}, {went_out} on {date_of(version.published_at)}",
        version_short=f"Version {version.number}",
        is_draft=is_draft,
        address=f"{head.base}{head.page}",
        mark=version.digest,
        notes=[f"Put right after the approval: {version.because}"] if version.because else [],
        corrections=[CorrectionLine(one.where, one.was, one.now) for one in corrections],
    )


def _groups(shown: MinutesShown) -> list[NamedGroup]:
    groups = [NamedGroup("Present", _named(shown.present), shown.counted)]
    if shown.online:
        groups.append(NamedGroup("Online", _named(shown.online)))
    if shown.apologies:
        groups.append(NamedGroup("Apologies", _named(shown.apologies)))
    return groups


def _named(people: Iterable[PersonShown]) -> list[NamedLine]:
    return [NamedLine(who.name or who.body, who.body if who.name else "", who.note) for who in people]


def _item(item: ItemShown, head: Head) -> MinutesItem:
    return MinutesItem(item.number, item.title, [_line(entry, head) for entry in item.entries], note_of(item))


def note_of(item: ItemShown) -> str:
    """What is said of an item as a whole: that it is not public, was not reached, or came out of its place."""
    if item.is_masked:
        return f"Not public: {item.closed_because}" if item.closed_because else MASKED
    if item.not_reached:
        return item.not_reached
    taken = f"{item.taken}." if item.taken else ""
    return taken if item.entries else f"{taken} Nothing was recorded.".strip()


MASKED = "The minutes of this item are not public."


def _line(entry: EntryShown, head: Head) -> MinutesLine:
    if entry.is_withdrawn:
        return MinutesLine(TAKEN_BACK, entry.at, label_of(entry), stands_out=True)
    page = PAGES.get(entry.kind)
    return MinutesLine(
        entry.text,
        entry.at,
        label_of(entry),
        f"{head.base}/{page}/{entry.number}" if page and entry.number else "",
        entry.about,
        entry.remarks,
        stands_out=entry.kind in STANDS_OUT,
    )
