"""What to look at before minutes go out, each with the spot where it is mended; and what stops them."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from forum.agendas.models import AgendaItem, Purpose
from forum.attendance.models import Presence
from forum.attendance.rules import Listed
from forum.decisions.rules import quorum_words
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of, listed, to_the_second
from forum.minutes.models import Entry, EntryKind, Minutes
from forum.minutes.rules.publication import warnings_in, warnings_of
from forum.minutes.rules.taking import check_is_open, is_taken_back


class MeetingHasNotEnded(Refusal):
    message = "End the meeting and check the minutes first."


class ContactDetailsInMinutes(Refusal):
    message = "Everyone can read circulated minutes. First see to {where}."


@dataclass(frozen=True)
class Check:
    """One thing to look at before minutes go out: what, and where it is mended."""

    words: str
    item: str | None = None  # the reference of the item
    entry: str | None = None
    is_attendance: bool = False
    is_bare: bool = False  # nothing is written under the item: perhaps the meeting did not get to it
    room: str | None = None  # the reference of the item, where who was in the room tells
    stops: bool = False  # whether minutes cannot be circulated until it is mended
    means: int | None = None  # the edition of the line, where its words may be kept after all


def check_can_circulate(minutes: Minutes, checks: Iterable[Check]) -> None:
    """Refuse to circulate what is not ended or was approved, and what must not reach everyone."""
    check_is_open(minutes)
    check_may_go_out(minutes, checks)


def check_may_go_out(minutes: Minutes, checks: Iterable[Check]) -> None:
    """Refuse a version of minutes that are not ended, or that hold what must not reach everyone."""
    if minutes.ended_at is None:
        raise MeetingHasNotEnded
    stopping = [check.words for check in checks if check.stops]
    if stopping:
        raise ContactDetailsInMinutes(where=listed(words[:1].lower() + words[1:] for words in stopping))


def things_to_check(
    items: Sequence[tuple[str, AgendaItem]],
    entries: Sequence[Entry],
    attendance: Sequence[Listed],
    rivals: Collection[int] = (),
) -> list[Check]:
    """What to look at before minutes go out: pairs of number and item, the lines, and who was there.

    `rivals` are the lines on which two people wrote and nobody has chosen, by their number in the database.
    """
    written = [entry for entry in entries if not is_taken_back(entry)]
    return [
        *_what_stops(items, written),
        *_who_was_there(attendance),
        *_two_texts(items, [entry for entry in entries if entry.id in rivals]),
        *_under_items(items, entries, written),
        *(check for entry in written for check in _about_a_line(entry)),
    ]


def _what_stops(items: Sequence[tuple[str, AgendaItem]], entries: Sequence[Entry]) -> list[Check]:
    numbers = {item.id: number for number, item in items}
    found = []
    for entry in entries:
        where = f"item {numbers.get(entry.item_id, '?')}, saved {to_the_second(entry.saved_at)}"
        warned = {warning.caution.value: warning for warning in warnings_of(entry)}
        found += [
            Check(
                f"{kind[:1].upper()}{kind[1:]} in {where}",
                entry=entry.reference,
                stops=True,
                means=entry.edition if warning.may_be_meant else None,
            )
            for kind, warning in sorted(warned.items())
        ]
    for number, item in items:
        kinds = sorted({warning.caution.value for warning in warnings_in(item.not_reached_because or "")})
        found += [
            Check(
                f"{kind[:1].upper()}{kind[1:]} in why item {number} was not reached",
                item=item.reference,
                stops=True,
            )
            for kind in kinds
        ]
    return found


def _who_was_there(attendance: Sequence[Listed]) -> list[Check]:
    found = []
    if not any(mark.presence is Presence.PRESENT for mark in attendance):
        found.append(Check("Nobody is marked as present", is_attendance=True))
    waiting = sum(mark.presence is Presence.EXPECTED for mark in attendance)
    if waiting:
        words = (
            f"{count_of(waiting, 'person', 'people')} who booked {'is' if waiting == 1 else 'are'} not marked"
        )
        found.append(Check(words, is_attendance=True))
    return found


def _two_texts(items: Sequence[tuple[str, AgendaItem]], entries: Sequence[Entry]) -> list[Check]:
    numbers = {item.id: number for number, item in items}
    return [
        Check(
            f"A line of item {numbers.get(entry.item_id, '?')} has two texts: choose one",
            entry=entry.reference,
        )
        for entry in entries
    ]


def _under_items(
    items: Sequence[tuple[str, AgendaItem]], entries: Sequence[Entry], written: Sequence[Entry]
) -> list[Check]:
    under = {entry.item_id for entry in entries}
    with_outcome = {entry.item_id for entry in written if _is_outcome(entry)}
    found = []
    for number, item in items:
        if item.withdrawn_at is not None or item.not_reached_because is not None:
            continue
        if item.id not in under:
            words = f"Nothing is written under item {number}, {item.title}"
            found.append(Check(words, item=item.reference, is_bare=True))
        elif item.standing is None and item.id not in with_outcome and item.purpose is not Purpose.INFORM:
            is_to_decide = item.purpose is Purpose.DECIDE
            words = (
                f"Item {number} was for decision, and nothing was decided: {item.title}"
                if is_to_decide
                else f"Nothing came of item {number}: no decision, recommendation or action, {item.title}"
            )
            found.append(Check(words, item=item.reference))
    return found


def _is_outcome(entry: Entry) -> bool:
    """Whether something came of an item by this line; an action alone decides what was to be decided, too."""
    return any((entry.decision, entry.action, entry.recommendation, entry.vote))


def _about_a_line(entry: Entry) -> list[Check]:
    found = []

    def see(words: str, room: str | None = None) -> None:
        found.append(Check(words, entry=entry.reference, room=room))

    if entry.decision is not None:
        number = entry.decision.reference
        if not has_words(entry.decision.text):
            see(f"{number} does not say what was decided")
        elif is_about_apologies(entry.decision.text):
            see(f"{number} says only that apologies were noted, which is no decision")
        if entry.decision.quorum is not None and not entry.decision.quorum.get("is_met", True):
            words = quorum_words(entry.decision.quorum).removeprefix("No quorum: ")
            see(f"{number} was decided without a quorum: {words}", room=entry.item.reference)
    if entry.action is not None:
        if entry.action.due_on is None and not entry.action.due_as_said:
            see(f"{entry.action.reference} has no date")
        if not entry.action.owners:
            see(f"{entry.action.reference} has no owner")
    if entry.recommendation is not None:
        if entry.recommendation.due_on is None:
            see(f"{entry.recommendation.reference} has no date for the answer")
    elif entry.kind is EntryKind.RECOMMENDATION:
        see("A recommendation names no organisation")
    return found


_SAYS_NOTHING = {
    "", "tbc", "tba", "to follow", "to be confirmed", "to be written", "to be added", "agreed", "approved",
    "decided", "resolved", "yes", "as above", "as discussed", "as agreed", "see above",
}  # fmt: skip


def has_words(text: str) -> bool:
    """Whether a decision says what was decided: "agreed", "tbc" or a dash does not."""
    return " ".join(re.findall(r"\w+", text.casefold())) not in _SAYS_NOTHING


def is_about_apologies(text: str) -> bool:
    """Whether a text says only that apologies came in. Such a line is a note, never a decision."""
    sentences = [one for one in re.split(r"(?<=[.;!?])\s+", text.strip()) if one]
    return bool(sentences) and all(
        re.search(r"\bapolog", one, re.IGNORECASE)
        and re.search(r"\b(noted|received|accepted|recorded|given|sent|made|tendered)\b", one, re.IGNORECASE)
        for one in sentences
    )
