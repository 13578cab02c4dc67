"""What changed between two versions of an agenda, as sentences that name items by number alone.

No sentence carries a title: one of them may be closed to whoever reads it. And what everybody may not know of an
item is not told to everybody either: each sentence says for whom it is.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.agendas.models import PaperForm, Visibility
from forum.agendas.rules.sight import Sight, is_seen
from forum.foundation.words import clock_time, count_of

Content = dict[str, Any]

A_DETAIL = "A detail was put right."
"""What is said where something changed that nobody needs to be told of."""


@dataclass(frozen=True)
class Change:
    """One sentence, and who may read it."""

    words: str
    visibility: Visibility = Visibility.PUBLIC
    presented_by: tuple[str, ...] = ()  # the references of those who present the item: they may read it too

    @property
    def kept(self) -> str | dict[str, Any]:
        """As a version keeps it: what is for everyone is the bare sentence."""
        if self.visibility is Visibility.PUBLIC:
            return self.words
        return {
            "words": self.words,
            "visibility": self.visibility.value,
            "presented_by": list(self.presented_by),
        }


def changes_in(kept: Iterable[str | dict[str, Any]]) -> tuple[Change, ...]:
    """The changes that a version keeps."""
    return tuple(
        Change(one)
        if isinstance(one, str)
        else Change(one["words"], Visibility(one["visibility"]), tuple(one["presented_by"]))
        for one in kept
    )


def changes_seen(changes: Iterable[Change], sight: Sight) -> tuple[str, ...]:
    """The sentences that `sight` allows; one that says the same twice is said once."""
    seen = (one.words for one in changes if is_seen(sight, one.visibility, one.presented_by))
    return tuple(dict.fromkeys(seen))


def what_changed(before: Content, after: Content) -> list[str]:
    """What whoever sees all of the agenda has to know, in the order of the new one."""
    return list(dict.fromkeys(one.words for one in changes_between(before, after)))


def changes_between(before: Content, after: Content) -> list[Change]:
    """What a reader of the version before has to know, in the order of the new agenda."""
    old = {item["reference"]: item for item in before["items"]}
    new = {item["reference"]: item for item in after["items"]}
    moved = _moved([ref for ref in old if ref in new], [ref for ref in new if ref in old])
    said = [Change(words) for words in _about_the_meeting(before, after)]
    for reference, item in new.items():
        number = item["number"]
        was = old.get(reference)
        if was is None and item["withdrawn"]:
            continue
        if was is None:
            said.append(Change(f"Item {number} was added."))
            continue
        if item["withdrawn"] != was["withdrawn"]:
            said.append(Change(f"Item {number} {_withdrawn(item, new)}"))
            continue
        if item["withdrawn"]:
            continue
        if reference in moved:
            said.append(Change(f"Item {number} moved from {_old_place(reference, list(old), new)}."))
        said += _about_an_item(was, item)
    return said


def _about_the_meeting(before: Content, after: Content) -> list[str]:
    said = []
    if after.get("title") != before.get("title"):
        said.append("The meeting has a new title.")
    starts_at, ends_at = after["starts_at"], after.get("ends_at")
    if starts_at is None:
        return said if before["starts_at"] is None else [*said, "The meeting has no fixed time any more."]
    if starts_at != before["starts_at"]:
        said.append(f"The meeting now starts at {clock_time(datetime.fromisoformat(starts_at))}.")
    if ends_at and ends_at != before.get("ends_at"):
        said.append(f"The meeting now ends at {clock_time(datetime.fromisoformat(ends_at))}.")
    return said


def _withdrawn(item: Content, new: dict[str, Content]) -> str:
    if not item["withdrawn"]:
        return "is on the agenda again."
    into = new.get(item.get("merged_into") or "")
    return f"was withdrawn: it is taken together with item {into['number']}." if into else "was withdrawn."


def _about_an_item(was: Content, item: Content) -> list[Change]:
    """What changed in one item. What is hidden in either version is told to those alone who see it in both."""
    hidden = _stricter(Visibility(was["visibility"]), Visibility(item["visibility"]))
    presented_by = tuple(presenter["person"] for presenter in item["presenters"] if presenter.get("person"))
    number = item["number"]
    for_everyone = [Change(f"Item {number} {words}") for words in _seen_by_everyone(was, item)]
    whole = [
        Change(f"Item {number} {words}", hidden, presented_by if hidden is not Visibility.PUBLIC else ())
        for words in _seen_by_some(was, item)
    ]
    return for_everyone + whole + _about_papers(was, item, hidden, presented_by)


_HIDDEN = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.CLOSED)


def _stricter(one: Visibility, other: Visibility) -> Visibility:
    return max(one, other, key=_HIDDEN.index)


def _title_for_everyone(item: Content) -> str | None:
    return item["title"] if item["visibility"] == Visibility.PUBLIC else item["public_title"]


def _is_renamed(was: Content, item: Content) -> bool:
    """Whether everyone reads another title. One that is opened or closed says so, and that is enough."""
    is_same = item["visibility"] == was["visibility"]
    return is_same and _title_for_everyone(item) != _title_for_everyone(was)


def _seen_by_everyone(was: Content, item: Content) -> list[str]:
    words = []
    if item["minutes"] != was["minutes"]:
        words.append(f"takes {count_of(item['minutes'], 'minute')} instead of {was['minutes']}.")
    if _is_renamed(was, item):
        words.append("has a new title.")
    if item["purpose"] != was["purpose"]:
        words.append(f"is now to {item['purpose']}.")
    if item.get("section", "") != was.get("section", ""):
        words.append("stands under another heading.")
    if (item["visibility"], item["closed_because"]) != (was["visibility"], was["closed_because"]):
        is_same = item["visibility"] == was["visibility"]
        words.append("says otherwise why it is closed." if is_same else {
            "public": "is now open to everyone.",
            "members": "is now for members.",
            "closed": "is now closed.",
        }[item["visibility"]])  # fmt: skip
    return words


def _seen_by_some(was: Content, item: Content) -> list[str]:
    words = []
    if item["title"] != was["title"] and not _is_renamed(was, item):
        words.append("has a new title.")
    if item["summary"] != was["summary"]:
        words.append("has a new summary.")
    if item["presenters"] != was["presenters"]:
        words.append("has other presenters.")
    if item["commitments"] != was["commitments"]:
        words.append("serves other commitments.")
    if item.get("regime") != was.get("regime"):
        words.append(_regime(was, item))
    if _consultation(item) != _consultation(was):
        words.append("says otherwise until when everyone may answer.")
    if item.get("continues") != was.get("continues"):
        words.append(
            "goes on with an item of an earlier meeting."
            if item.get("continues")
            else "goes on with no earlier item any more."
        )
    if item.get("no_paper_because", "") != was.get("no_paper_because", ""):
        words.append("says why it has no paper." if item.get("no_paper_because") else "waits for a paper.")
    return words


def _regime(was: Content, item: Content) -> str:
    if not item.get("regime"):
        return "leads to no contract any more."
    return "comes under another regime." if was.get("regime") else "may lead to a contract."


def _consultation(item: Content) -> tuple[str | None, str | None]:
    return item.get("consultation_from_on"), item.get("consultation_until_on")


# ---- Papers -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Paper:
    """A paper or another form of one, by what its sentences need."""

    kept: Content
    place: int  # among the papers of its item, from 1
    of: int  # how many they are
    number: str  # the item's

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is opened no more."""
        return bool(self.kept.get("withdrawn"))

    @property
    def added(self) -> str:
        """`Paper added to item 3.`, `Easy read form added to a paper of item 3.`"""
        form = PaperForm(self.kept["form"])
        late = ", late" if self.kept["late"] else ""
        if form is PaperForm.ORIGINAL:
            return f"Paper added to item {self.number}{late}."
        return f"{form[:1].upper()}{form[1:]} added for item {self.number}{late}."

    @property
    def name(self) -> str:
        """`The paper of item 3`, `Paper 2 of item 3`: what it is called may be hidden, its place is not."""
        if self.kept["form"] != PaperForm.ORIGINAL:
            return f"{self.kept['form'][:1].upper()}{self.kept['form'][1:]} for item {self.number}"
        return (
            f"The paper of item {self.number}"
            if self.of == 1
            else f"Paper {self.place} of item {self.number}"
        )


def _papers(item: Content) -> dict[str, _Paper]:
    papers = item.get("papers", [])
    found = {}
    for place, paper in enumerate(papers, start=1):
        for one in (paper, *paper.get("alternatives", [])):
            found[one["paper"]] = _Paper(one, place, len(papers), item["number"])
    return found


def _about_papers(
    was: Content, item: Content, hidden: Visibility, presented_by: tuple[str, ...]
) -> list[Change]:
    had, has = _papers(was), _papers(item)
    said = []
    for reference in [*had, *(one for one in has if one not in had)]:
        old, new = had.get(reference), has.get(reference)
        words = _about_a_paper(old, new)
        if not words:
            continue
        visibility = hidden
        for one in (old, new):
            if one is not None:
                visibility = _stricter(visibility, Visibility(one.kept["visibility"]))
        people = presented_by if visibility is not Visibility.PUBLIC else ()
        said += [Change(sentence, visibility, people) for sentence in words]
    return _counted(said)


def _about_a_paper(old: _Paper | None, new: _Paper | None) -> list[str]:
    if old is None:
        return [new.added] if new and not new.is_withdrawn else []
    if new is None or (new.is_withdrawn and not old.is_withdrawn):
        return [f"{old.name} was withdrawn."]
    if new.is_withdrawn:
        return []
    if old.is_withdrawn:
        return [f"{new.name} is there again."]
    if new.kept["version"] != old.kept["version"]:
        late = ", late" if new.kept["late"] and not old.kept["late"] else ""
        return [f"{new.name} has a new version{late}."]
    words = []
    if (new.kept["title"], new.kept["summary"]) != (old.kept["title"], old.kept["summary"]):
        words.append(f"{new.name} is described anew.")
    if new.kept["visibility"] != old.kept["visibility"]:
        words.append(f"{new.name} is for other readers.")
    if new.kept["late_because"] != old.kept["late_because"]:
        words.append(f"{new.name} says otherwise why it was late.")
    if new.kept.get("accepted") != old.kept.get("accepted") and new.kept.get("accepted"):
        words.append(f"{new.name} was accepted although it was late.")
    return words


def _counted(said: Sequence[Change]) -> list[Change]:
    """`2 papers added to item 3.` for the same sentence said twice."""
    times: dict[Change, int] = {}
    for one in said:
        times[one] = times.get(one, 0) + 1
    return [
        Change(
            one.words.replace("Paper added", f"{count_of(number, 'paper')} added"),
            one.visibility,
            one.presented_by,
        )
        if number > 1
        else one
        for one, number in times.items()
    ]


# ---- Order --------------------------------------------------------------------------------------------------


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest items that must have moved to turn one order into the other."""
    place = {reference: at for at, reference in enumerate(old)}
    ends: list[int] = []  # for each length, the place at which the best rising run of that length ends
    run_of: list[
        tuple[int, int | None]
    ] = []  # for each item: its run's length, and the item before it in the run
    last: list[int] = []  # for each length, the item at which that run ends
    for at, reference in enumerate(new):
        length = bisect_left(ends, place[reference])
        ends[length : length + 1] = [place[reference]]
        last[length : length + 1] = [at]
        run_of.append((length, last[length - 1] if length else None))
    kept: set[str] = set()
    at_item: int | None = last[-1] if last else None
    while at_item is not None:
        kept.add(new[at_item])
        at_item = run_of[at_item][1]
    return set(new) - kept


def _old_place(reference: str, old: Sequence[str], new: dict[str, Content]) -> str:
    following = next((ref for ref in old[old.index(reference) + 1 :] if ref in new), None)
    return f"before item {new[following]['number']}" if following else "the end"
