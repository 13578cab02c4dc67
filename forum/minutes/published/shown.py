"""What of published minutes somebody may see, with names as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from forum.agendas.models import Visibility
from forum.agendas.rules import MASKED_TITLES, Sight, is_seen, not_reached_words, taken_words
from forum.attendance.models import Presence
from forum.attendance.rules import heads_words, movement_words
from forum.decisions.rules import quorum_words, vote_words
from forum.foundation.words import capital, day
from forum.membership.names import LAY
from forum.minutes.models import EntryKind
from forum.minutes.published.content import Content


class HasName(Protocol):
    """A person, or as much of one as a record shows."""

    @property
    def shown_name(self) -> str: ...


ERASED = "a person whose name was erased"


@dataclass(frozen=True)
class PersonShown:
    """Somebody who stands in minutes: the name as it is now, the body as it was known then."""

    name: str  # empty where an organisation sent apologies of nobody in particular
    body: str  # empty for an officer who speaks for nobody
    note: str = ""  # "came during item 3; left during item 6"

    @property
    def label(self) -> str:
        """`Delia Marsh, Black Fen Community Transport`."""
        return ", ".join(part for part in (self.name, self.body) if part)


@dataclass(frozen=True)
class EntryShown:
    """One line as it was published."""

    anchor: str  # where it stands on the page: its number, else its own reference
    kind: EntryKind
    text: str
    at: str
    number: str | None
    is_withdrawn: bool
    owners: tuple[str, ...]
    due_as_said: str
    due_on: date | None
    to: str = ""  # whom a recommendation is made to
    to_reference: str = ""
    remarks: tuple[str, ...] = ()  # how it was voted, who proposed it, how many decided

    @property
    def by(self) -> str:
        """`Saturday 31 October 2026`, `“ongoing”`; empty where no date was given."""
        if self.due_on is not None:
            return day(self.due_on)
        return f"“{self.due_as_said}”" if self.due_as_said else ""

    @property
    def about(self) -> str:
        """Below the words of an action or a recommendation: whose it is, and by when."""
        by = self.by
        if self.kind is EntryKind.RECOMMENDATION:
            said = [f"To {self.to}" if self.to else "", f"answer by {by}" if by else ""]
        else:
            said = ["; ".join(self.owners), f"due {by}" if self.due_on else by]
        return " · ".join(part for part in said if part)


@dataclass(frozen=True)
class ItemShown:
    """One item as it was published, as somebody may see it."""

    reference: str
    number: str
    title: str
    is_masked: bool
    closed_because: str
    entries: tuple[EntryShown, ...]
    taken: str = ""  # "Taken third"
    not_reached: str = ""  # "Not reached: the meeting ran out of time."


@dataclass(frozen=True)
class MinutesShown:
    """Published minutes as somebody may see them."""

    items: tuple[ItemShown, ...]
    present: tuple[PersonShown, ...]
    online: tuple[PersonShown, ...]
    apologies: tuple[PersonShown, ...]
    counted: str = ""  # "31 in the room were counted, 28 are named"

    @property
    def is_whole(self) -> bool:
        """Whether nothing of them is masked."""
        return not any(item.is_masked for item in self.items)


@dataclass(frozen=True)
class _Reader:
    """What the parts are shown by: whose eyes, the names as they are now, the numbers of the items."""

    sight: Sight
    people: Mapping[str, HasName]
    numbers: Mapping[str, str] = field(default_factory=dict)

    def name(self, reference: str | None) -> str:
        person = self.people.get(reference or "")
        return person.shown_name if person else ERASED if reference else ""


def people_in(content: Content) -> set[str]:
    """The references of the people who stand in a version."""
    people = {mark[who] for mark in content["attendance"] for who in ("person", "instead_of") if who in mark}
    for item in content["items"]:
        for entry in item["entries"]:
            people |= {owner.get("person") for owner in entry.get("owners", [])}
            people |= {entry.get("vote", {}).get(who) for who in ("proposed_by", "seconded_by")}
    return {person for person in people if person}


def as_shown(content: Content, sight: Sight, people: Mapping[str, HasName]) -> MinutesShown:
    """A version as somebody may see it: what is not theirs to see shows its public title alone.

    `people` are those of `people_in`, by reference: a name that was erased is gone from here too.
    """
    reader = _Reader(sight, people, {item["reference"]: item["number"] for item in content["items"]})
    marks = [(mark, _person(mark, reader)) for mark in content["attendance"]]
    present = [(mark, who) for mark, who in marks if mark["presence"] == Presence.PRESENT]
    online = tuple(who for mark, who in present if mark["online"])
    return MinutesShown(
        items=tuple(_item(item, reader) for item in content["items"]),
        present=tuple(who for mark, who in present if not mark["online"]),
        online=online,
        apologies=tuple(who for mark, who in marks if mark["presence"] == Presence.APOLOGIES),
        counted=_counted(content.get("heads", {}), len(present) - len(online), len(online)),
    )


def anchor_of(entry: Content) -> str:
    """Where a line stands on the page: `D-2026-014`, `e-7K4Q-92XM`."""
    return str(entry.get("number") or f"e-{entry['reference']}")


def find_line(content: Content, reference: str) -> tuple[Content, Content] | None:
    """The item and the line that has this number or reference in a version."""
    for item in content["items"]:
        for entry in item["entries"]:
            if reference in (entry.get("number"), entry["reference"]):
                return item, entry
    return None


def is_item_seen(item: Content, sight: Sight) -> bool:
    """Whether somebody sees an item of a version whole: the one gate for the page, the files and the links."""
    return is_seen(sight, Visibility(item["visibility"]), item["presenters"])


# ---- Who was there ------------------------------------------------------------------------------------------


def _person(who: Content, reader: _Reader) -> PersonShown:
    body = who["organisation"] or (LAY if who["lay"] else who.get("from", ""))
    if "instead_of" in who:
        body = f"{body}, instead of {reader.name(who['instead_of'])}".removeprefix(", ")
    return PersonShown(reader.name(who["person"]), body, _when_there(who, reader))


def _when_there(who: Content, reader: _Reader) -> str:
    """`Arrived during item 3; left during item 6`."""
    numbers = reader.numbers
    out = [(numbers[one["item"]], one.get("interest", False)) for one in who.get("out", [])]
    came, left = (numbers.get(who.get(name, ""), "") for name in ("came", "left"))
    return capital("; ".join(movement_words(came, left, out)))


def _counted(heads: Mapping[str, int], in_room: int, online: int) -> str:
    """`31 in the room were counted, 28 are named`."""
    return heads_words(heads.get("room"), in_room, heads.get("online"), online)


# ---- Items and lines ----------------------------------------------------------------------------------------


def _item(item: Content, reader: _Reader) -> ItemShown:
    if is_item_seen(item, reader.sight):
        return ItemShown(
            item["reference"],
            item["number"],
            item["title"],
            False,
            item["closed_because"],
            tuple(_entry(entry, reader) for entry in item["entries"]),
            taken=taken_words(item.get("taken_as"), None),
            not_reached=not_reached_words(item.get("not_reached_because")),
        )
    title = item["public_title"] or MASKED_TITLES[Visibility(item["visibility"])]
    return ItemShown(item["reference"], item["number"], title, True, item["closed_because"], ())


def _entry(entry: Content, reader: _Reader) -> EntryShown:
    due_on = entry.get("due_on")
    return EntryShown(
        anchor=anchor_of(entry),
        kind=EntryKind(entry["kind"]),
        text=entry["text"],
        at=entry["at"],
        number=entry.get("number"),
        is_withdrawn=entry.get("withdrawn", False),
        owners=tuple(_owner(owner, reader) for owner in entry.get("owners", [])),
        due_as_said=entry.get("due_as_said", ""),
        due_on=date.fromisoformat(due_on) if due_on else None,
        to=entry.get("to", ""),
        to_reference=entry.get("to_reference", ""),
        remarks=_remarks(entry, reader),
    )


def _owner(owner: Content, reader: _Reader) -> str:
    if owner.get("all_members"):
        return "All members"
    return str(owner["team"]) if "team" in owner else _person(owner, reader).label


def _remarks(entry: Content, reader: _Reader) -> tuple[str, ...]:
    """How a motion was voted, who moved it, what was reserved, and how many decided."""
    said: Sequence[str] = ()
    vote = entry.get("vote")
    if vote:
        by = [f"{how} by {reader.name(vote[who])}" for how, who in _MOVED if who in vote]
        because, reserved = vote.get("because"), vote.get("reservations")
        said = [
            f"{vote_words(vote)}.",
            f"{capital(' and '.join(by))}." if by else "",
            because or "",
            f"Reservations: {reserved}" if reserved else "",
        ]
    quorum = quorum_words(entry.get("quorum"))
    return tuple(words for words in (*said, quorum and f"{quorum}.") if words)


_MOVED = (("proposed", "proposed_by"), ("seconded", "seconded_by"))
