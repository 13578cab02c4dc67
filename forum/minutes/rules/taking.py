"""The rules of minutes. They judge what they are handed: no database, no request, no clock."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.actions.models import ActionState
from forum.agendas.models import AgendaItem
from forum.attendance.models import Presence
from forum.attendance.rules import Listed
from forum.decisions.models import DecisionState
from forum.foundation.clock import day_in_london
from forum.foundation.contacts import contact_details_in
from forum.foundation.refusals import Refusal
from forum.foundation.words import clock_time, count_of, day, listed, to_the_second, whole_minutes
from forum.meetings.models import Meeting
from forum.minutes.models import Entry, EntryKind, Minutes, MinutesState

MOST_WORDS = 8000
"""How long one line may be, in characters: two pages of A4."""


class MeetingWasCalledOff(Refusal):
    message = "This meeting was called off, so there are no minutes to take."


class TooEarlyForMinutes(Refusal):
    message = "Minutes can be taken from the day of the meeting: {day}."


class NoAgendaYet(Refusal):
    message = "This meeting has no agenda yet. Put one together first: minutes are written under its items."


class LineIsEmpty(Refusal):
    message = "Write something first: the line is empty."


class LineIsTooLong(Refusal):
    message = "That is too long for one line. Keep it under 8,000 characters."


class RecommendationNeedsBody(Refusal):
    message = "Say whom it is made to: one organisation, such as “r @council by 30 nov …”."
    about = "line"


class VoteNeedsCounts(Refusal):
    message = "A vote needs its counts. Use “A vote was taken” to give them."


class MinutesAreApproved(Refusal):
    message = "These minutes were approved, so they stay as they are."


class EntryIsWithdrawn(Refusal):
    message = "This line was taken out."


class ChangedMeanwhile(Refusal):
    message = "Somebody changed this line while you wrote. It now reads: “{text}”. Your words are kept below."


class MeetingHasNotEnded(Refusal):
    message = "End the meeting and check the minutes first."


class MeetingHasEnded(Refusal):
    message = "This meeting was ended already."


class SomethingIsWritten(Refusal):
    message = "Something is written under this item, so the meeting reached it. Take the lines out first."


class ContactDetailsInMinutes(Refusal):
    message = "Everyone can read circulated minutes. First take out {where}."


class NothingNewToCirculate(Refusal):
    message = "Nothing has changed since version {number} was circulated."


class NotCirculatedYet(Refusal):
    message = "Circulate the minutes first: a meeting approves what its members could read."


class ApprovedTooEarly(Refusal):
    message = "Minutes are approved at a later meeting than their own, once it has begun."


@dataclass(frozen=True)
class Check:
    """One thing to look at before minutes go out: what, and where it is mended."""

    words: str
    item: str | None = None  # the reference of the item
    action: str | None = None
    entry: str | None = None
    is_attendance: bool = False
    is_bare: bool = False  # nothing is written under the item: perhaps the meeting did not get to it
    stops: bool = False  # whether minutes cannot be circulated until it is mended


# ---- Checks -------------------------------------------------------------------------------------------------


def check_can_start(meeting: Meeting, *, has_items: bool, now: datetime) -> None:
    """Refuse minutes of a meeting that was called off, has no agenda, or is on a later day."""
    if meeting.is_cancelled:
        raise MeetingWasCalledOff
    if day_in_london(now) < meeting.on:
        raise TooEarlyForMinutes(day=day(meeting.on))
    if not has_items:
        raise NoAgendaYet


def check_can_write(minutes: Minutes, text: str) -> None:
    """Refuse an empty line, one too long, and any line once the minutes are approved."""
    check_is_open(minutes)
    if not text.strip():
        raise LineIsEmpty
    if len(text) > MOST_WORDS:
        raise LineIsTooLong


def check_is_open(minutes: Minutes) -> None:
    """Refuse to change what a meeting approved."""
    if minutes.state is MinutesState.APPROVED:
        raise MinutesAreApproved


def check_can_change(entry: Entry, text: str, edition: int) -> None:
    """Refuse to change a line that was taken out, or that somebody else changed since it was read."""
    check_can_write(entry.minutes, text)
    if entry.withdrawn_at is not None:
        raise EntryIsWithdrawn
    if edition != entry.edition:
        raise ChangedMeanwhile(text=entry.text)


def check_can_circulate(minutes: Minutes, checks: Iterable[Check]) -> None:
    """Refuse to circulate what is not ended, was approved, or shows an address or a telephone number."""
    check_is_open(minutes)
    if minutes.ended_at is None:
        raise MeetingHasNotEnded
    stopping = [check.words for check in checks if check.stops]
    if stopping:
        raise ContactDetailsInMinutes(where=listed(words[:1].lower() + words[1:] for words in stopping))


def check_can_approve(minutes: Minutes, at: Meeting, now: datetime) -> None:
    """Refuse to approve what was not circulated, and at a meeting that does not come after its own."""
    check_is_open(minutes)
    if minutes.state is not MinutesState.CIRCULATED:
        raise NotCirculatedYet
    if at.on <= minutes.meeting.on or at.is_cancelled or day_in_london(now) < at.on:
        raise ApprovedTooEarly


# ---- What is missing ----------------------------------------------------------------------------------------


def things_to_check(
    items: Sequence[tuple[str, AgendaItem]], entries: Sequence[Entry], attendance: Sequence[Listed]
) -> list[Check]:
    """What to look at before minutes go out: pairs of number and item, the lines, and who was there."""
    numbers = {item.id: number for number, item in items}
    found = []
    for entry in (entry for entry in entries if not is_taken_back(entry)):
        where = f"item {numbers.get(entry.item_id, '?')}, saved {to_the_second(entry.saved_at)}"
        kinds = {
            "an e-mail address" if "@" in details else "a telephone number"
            for details in contact_details_in(_public_words(entry))
        }
        found += [
            Check(f"{kind[:1].upper()}{kind[1:]} in {where}", entry=entry.reference, stops=True)
            for kind in sorted(kinds)
        ]
    found += [
        Check(
            f"An address or telephone number in why item {number} was not reached",
            item=item.reference,
            stops=True,
        )
        for number, item in items
        if item.not_reached_because and contact_details_in(item.not_reached_because)
    ]
    if not any(mark.presence is Presence.PRESENT for mark in attendance):
        found.append(Check("Nobody is marked as present", is_attendance=True))
    waiting = sum(mark.presence is Presence.EXPECTED for mark in attendance)
    if waiting:
        words = (
            f"{count_of(waiting, 'person', 'people')} who booked {'is' if waiting == 1 else 'are'} not marked"
        )
        found.append(Check(words, is_attendance=True))
    written = {entry.item_id for entry in entries}
    found += [
        Check(f"Nothing is written under item {number}, {item.title}", item=item.reference, is_bare=True)
        for number, item in items
        if item.id not in written and item.withdrawn_at is None and item.not_reached_because is None
    ]
    for entry in (entry for entry in entries if not is_taken_back(entry)):
        action = entry.action
        if action is not None and action.due_on is None and not action.due_as_said:
            found.append(Check(f"{action.reference} has no date", entry=entry.reference))
        if action is not None and not action.owners:
            found.append(Check(f"{action.reference} has no owner", entry=entry.reference))
    return found


def _public_words(entry: Entry) -> str:
    """All of a line that was typed freely and that everyone may read."""
    return f"{entry.text} · {entry.action.due_as_said}" if entry.action is not None else entry.text


# ---- Lines --------------------------------------------------------------------------------------------------


def key_of(sent_key: str, kind: EntryKind, text: str) -> str:
    """What makes a line the same when it is sent twice: the form's key, and what it says.

    Other words under the same key (somebody went back and wrote on) are another line: none is lost.
    """
    return f"{sent_key}:{hashlib.sha256(f'{kind.value}:{text.strip()}'.encode()).hexdigest()[:16]}"


def is_taken_back(entry: Entry) -> bool:
    """Whether the decision or action that a line holds was withdrawn."""
    return (entry.decision is not None and entry.decision.state is DecisionState.WITHDRAWN) or (
        entry.action is not None and entry.action.state is ActionState.WITHDRAWN
    )


def time_words(
    item: AgendaItem, entries: Sequence[Entry], minutes: Minutes, now: datetime
) -> tuple[str, str]:
    """How the time of an item goes: when it began, and how much is left, for while the meeting lasts.

    `("started 10:35", "8 of 20 minutes left")`; both are empty when the meeting has ended.
    """
    whole = whole_minutes(item.length)
    if minutes.ended_at is not None or day_in_london(now) != minutes.meeting.on:
        return "", ""
    if not entries:
        return "", f"{count_of(whole, 'minute')} for this item"
    began = min(entry.written_at for entry in entries)
    left = whole - whole_minutes(now - began)
    return f"started {clock_time(began)}", (
        f"{left} of {count_of(whole, 'minute')} left" if left >= 0 else f"{count_of(-left, 'minute')} over"
    )


def trail_of_item(number: str, item: AgendaItem, entries: Iterable[Entry]) -> list[dict[str, object]]:
    """The thread of an item while it is minuted: its commitments, itself, and what has come of it so far."""
    steps: list[dict[str, object]] = [
        {
            "what": f"{serves.commitment.code} {serves.commitment.title}",
            "href": f"/strategies/{serves.commitment.strategy.slug}/commitments/{serves.commitment.code}",
        }
        for serves in item.commitments
    ]
    steps.append({"what": f"Item {number}", "here": True})
    written = [entry for entry in entries if not is_taken_back(entry)]
    decisions = [entry.decision.reference for entry in written if entry.decision is not None]
    actions = [entry.action.reference for entry in written if entry.action is not None]
    if decisions:
        steps.append({"links": [(reference, f"/decisions/{reference}") for reference in decisions]})
    if actions:
        steps.append({"links": [(reference, f"/actions/{reference}") for reference in actions]})
    if decisions and not actions:
        steps.append({"what": "no action yet", "hole": True})
    elif actions:
        steps.append({"what": "no outcome yet"})
    return steps
