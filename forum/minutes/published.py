"""Minutes as they are circulated and approved: what is kept of them, and what of it somebody may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forum.actions.models import ActionOwner, ActionState
from forum.agendas.models import AgendaItem, Visibility
from forum.agendas.rules import MASKED_TITLES, Sight, is_seen, not_reached_words, taken_words
from forum.attendance.models import Presence
from forum.attendance.rules import Listed
from forum.decisions.models import DecisionState
from forum.foundation.clock import in_london
from forum.membership.names import LAY
from forum.minutes.models import Entry, EntryKind, Minutes
from forum.people.models import Person

Content = dict[str, Any]

ERASED = "a person whose name was erased"


@dataclass(frozen=True)
class PersonShown:
    """Somebody who stands in minutes: the name as it is now, the body as it was known then."""

    name: str  # empty where an organisation sent apologies of nobody in particular
    body: str  # empty for an officer who speaks for nobody

    @property
    def label(self) -> str:
        """`Delia Marsh, Black Fen Community Transport`."""
        return ", ".join(part for part in (self.name, self.body) if part)


@dataclass(frozen=True)
class EntryShown:
    """One line as it was published."""

    anchor: (
        str  # where the line stands on the page: the number of a decision or action, else its own reference
    )
    kind: EntryKind
    text: str
    at: str
    number: str | None
    is_withdrawn: bool
    owners: tuple[str, ...]
    due_as_said: str
    due_on: date | None


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


# ---- What is kept -------------------------------------------------------------------------------------------


def content_of(
    minutes: Minutes,
    items: Sequence[tuple[str, AgendaItem]],
    entries: Sequence[Entry],
    attendance: Sequence[Listed],
) -> Content:
    """All that a version shows, people by reference: names are looked up when it is shown."""
    meeting = minutes.meeting
    live = [item.id for _number, item in items if item.withdrawn_at is None]
    printed = {number: place for place, number in enumerate(live, start=1)}
    by_item: dict[int, list[Entry]] = {}
    for entry in entries:
        by_item.setdefault(entry.item_id, []).append(entry)
    return {
        "meeting": meeting.reference,
        "title": meeting.title,
        "on": meeting.on.isoformat(),
        "items": [
            {
                "reference": item.reference,
                "number": number,
                "title": item.title,
                "visibility": item.visibility.value,
                "public_title": item.public_title,
                "closed_because": item.closed_because or "",
                "presenters": [one.person.reference for one in item.presenters if one.person],
                "entries": [_content_of_entry(entry) for entry in by_item.get(item.id, [])],
                **_how_taken(item, printed),
            }
            for number, item in items
        ],
        "attendance": [
            {
                **_content_of_person(mark),
                "presence": mark.presence.value,
                "online": mark.is_online,
                **({"instead_of": mark.substitute_for.reference} if mark.substitute_for else {}),
                **({"from": mark.guest_from} if mark.guest_from else {}),
            }
            for mark in attendance
            if mark.presence in (Presence.PRESENT, Presence.APOLOGIES)
        ],
    }


def _how_taken(item: AgendaItem, printed: Mapping[int, int]) -> Content:
    """In which place an item was taken, where that was another; and why the meeting did not get to it."""
    kept: Content = {}
    if (
        item.taken_as is not None
        and item.taken_as != printed.get(item.id)
        and item.not_reached_because is None
    ):
        kept["taken_as"] = item.taken_as
    if item.not_reached_because is not None:
        kept["not_reached_because"] = item.not_reached_because
    return kept


def _content_of_entry(entry: Entry) -> Content:
    kept: Content = {
        "reference": entry.reference,
        "kind": entry.kind.value,
        "text": entry.text,
        "at": f"{in_london(entry.written_at):%H:%M}",
    }
    if entry.decision is not None:
        is_withdrawn = entry.decision.state is DecisionState.WITHDRAWN
        kept |= {"number": entry.decision.reference, "withdrawn": is_withdrawn}
        kept["text"] = "" if is_withdrawn else entry.decision.text
    elif entry.action is not None:
        action = entry.action
        is_withdrawn = action.state is ActionState.WITHDRAWN
        kept |= {
            "number": action.reference,
            "withdrawn": is_withdrawn,
            "owners": [] if is_withdrawn else [_content_of_owner(owner) for owner in action.owners],
            "due_as_said": "" if is_withdrawn else action.due_as_said,
            "due_on": action.first_due_on.isoformat() if action.first_due_on and not is_withdrawn else None,
        }
        kept["text"] = "" if is_withdrawn else action.text
    return kept


def _content_of_person(who: Listed | ActionOwner) -> Content:
    return {
        "person": who.person.reference if who.person else None,
        "organisation": who.organisation.known_as if who.organisation else None,
        "organisation_reference": who.organisation.reference if who.organisation else None,
        "lay": who.is_lay,
    }


def _content_of_owner(owner: ActionOwner) -> Content:
    return {"all_members": True} if owner.is_all_members else _content_of_person(owner)


# ---- What is shown ------------------------------------------------------------------------------------------


def people_in(content: Content) -> set[str]:
    """The references of the people who stand in a version."""
    people = {mark[who] for mark in content["attendance"] for who in ("person", "instead_of") if who in mark}
    for item in content["items"]:
        for entry in item["entries"]:
            people |= {owner.get("person") for owner in entry.get("owners", [])}
    return {person for person in people if person}


def as_shown(content: Content, sight: Sight, people: Mapping[str, Person]) -> MinutesShown:
    """A version as somebody may see it: what is not theirs to see shows its public title alone.

    `people` are those of `people_in`, by reference: a name that was erased is gone from here too.
    """
    marks = [(mark, _person(mark, people)) for mark in content["attendance"]]
    present = [(mark, who) for mark, who in marks if mark["presence"] == Presence.PRESENT]
    return MinutesShown(
        items=tuple(_item(item, sight, people) for item in content["items"]),
        present=tuple(who for mark, who in present if not mark["online"]),
        online=tuple(who for mark, who in present if mark["online"]),
        apologies=tuple(who for mark, who in marks if mark["presence"] == Presence.APOLOGIES),
    )


def _person(who: Content, people: Mapping[str, Person]) -> PersonShown:
    body = who["organisation"] or (LAY if who["lay"] else who.get("from", ""))
    if "instead_of" in who:
        body = f"{body}, instead of {_name(who['instead_of'], people)}".removeprefix(", ")
    return PersonShown(_name(who["person"], people), body)


def _name(reference: str | None, people: Mapping[str, Person]) -> str:
    person = people.get(reference or "")
    return person.shown_name if person else ERASED if reference else ""


def _item(item: Content, sight: Sight, people: Mapping[str, Person]) -> ItemShown:
    visibility = Visibility(item["visibility"])
    if is_seen(sight, visibility, item["presenters"]):
        return ItemShown(
            item["reference"],
            item["number"],
            item["title"],
            False,
            item["closed_because"],
            tuple(_entry(entry, people) for entry in item["entries"]),
            taken=taken_words(item.get("taken_as"), None),
            not_reached=not_reached_words(item.get("not_reached_because")),
        )
    title = item["public_title"] or MASKED_TITLES[visibility]
    return ItemShown(item["reference"], item["number"], title, True, item["closed_because"], ())


def _entry(entry: Content, people: Mapping[str, Person]) -> EntryShown:
    owners = entry.get("owners", [])
    due_on = entry.get("due_on")
    return EntryShown(
        anchor=entry.get("number") or entry["reference"],
        kind=EntryKind(entry["kind"]),
        text=entry["text"],
        at=entry["at"],
        number=entry.get("number"),
        is_withdrawn=entry.get("withdrawn", False),
        owners=tuple(
            "All members" if owner.get("all_members") else _person(owner, people).label for owner in owners
        ),
        due_as_said=entry.get("due_as_said", ""),
        due_on=date.fromisoformat(due_on) if due_on else None,
    )
