"""The rules of minutes. They judge what they are handed: no database, no request, no clock."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from forum.actions.models import ActionState
from forum.agendas.models import AgendaItem
from forum.decisions.models import DecisionState
from forum.foundation.clock import day_in_london
from forum.foundation.refusals import Refusal
from forum.foundation.words import clock_time, count_of, day, whole_minutes
from forum.meetings.models import Meeting
from forum.minutes.models import Entry, EntryKind, Minutes, MinutesState
from forum.minutes.rules.pasting import MOST_WORDS


class MeetingWasCalledOff(Refusal):
    message = "This meeting was called off, so there are no minutes to take."


class TooEarlyForMinutes(Refusal):
    message = "Minutes can be taken from the day of the meeting: {day}."


class NoAgendaYet(Refusal):
    message = "This meeting has no agenda yet. Put one together first: minutes are written under its items."


class LineIsEmpty(Refusal):
    message = "Write something first: the line is empty."


class LineIsTooLong(Refusal):
    message = "That is too long for one line: it holds 8,000 characters. It can be kept as several."
    about = "line"


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


class RivalIsOpen(Refusal):
    message = "Two people wrote on this line. First choose which of the two texts stands."


class RivalIsSettled(Refusal):
    message = "Somebody has chosen between the two texts already."


class MeetingHasEnded(Refusal):
    message = "This meeting was ended already."


class SomethingIsWritten(Refusal):
    message = "Something is written under this item, so the meeting reached it. Take the lines out first."


class NothingNewToCirculate(Refusal):
    message = "Nothing has changed since version {number} was circulated."


class NotCirculatedYet(Refusal):
    message = "Circulate the minutes first: a meeting approves what its members could read."


class ApprovedTooEarly(Refusal):
    message = "Minutes are approved at a later meeting than their own, once it has begun."


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
    if entry.withdrawn_at is not None or is_taken_back(entry):
        raise EntryIsWithdrawn
    if edition != entry.edition:
        raise ChangedMeanwhile(text=entry.text)


def check_can_approve(minutes: Minutes, at: Meeting, now: datetime) -> None:
    """Refuse to approve what was not circulated, and at a meeting that does not come after its own."""
    check_is_open(minutes)
    if minutes.state is not MinutesState.CIRCULATED:
        raise NotCirculatedYet
    if at.on <= minutes.meeting.on or at.is_cancelled or day_in_london(now) < at.on:
        raise ApprovedTooEarly


# ---- Lines --------------------------------------------------------------------------------------------------


def key_of(sent_key: str, kind: EntryKind, text: str) -> str:
    """What makes a line the same when it is sent twice: the form's key, and what it says.

    Other words under the same key (somebody went back and wrote on) are another line: none is lost.
    """
    return f"{sent_key}:{hashlib.sha256(f'{kind.value}:{text.strip()}'.encode()).hexdigest()[:16]}"


def lines_under(
    items: Sequence[tuple[str, AgendaItem]], entries: Iterable[Entry]
) -> list[tuple[str, AgendaItem, list[Entry]]]:
    """Each item with its number and its lines, without what was taken back; `items` are pairs of number and item."""
    by_item: dict[int, list[Entry]] = {}
    for entry in entries:
        if not is_taken_back(entry):
            by_item.setdefault(entry.item_id, []).append(entry)
    return [(number, item, by_item.get(item.id, [])) for number, item in items]


def is_taken_back(entry: Entry) -> bool:
    """Whether the decision, action, recommendation or vote that a line holds was withdrawn."""
    return (
        (entry.decision is not None and entry.decision.state is DecisionState.WITHDRAWN)
        or (entry.action is not None and entry.action.state is ActionState.WITHDRAWN)
        or (entry.recommendation is not None and entry.recommendation.withdrawn_at is not None)
        or (entry.vote is not None and entry.vote.withdrawn_at is not None)
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
    asked = [entry.recommendation.reference for entry in written if entry.recommendation is not None]
    actions = [entry.action.reference for entry in written if entry.action is not None]
    if decisions:
        steps.append({"links": [(reference, f"/decisions/{reference}") for reference in decisions]})
    if asked:
        steps.append({"links": [(reference, f"/recommendations/{reference}") for reference in asked]})
    if actions:
        steps.append({"links": [(reference, f"/actions/{reference}") for reference in actions]})
    if decisions and not actions:
        steps.append({"what": "no action yet", "hole": True})
    elif actions:
        steps.append({"what": "no outcome yet"})
    return steps
