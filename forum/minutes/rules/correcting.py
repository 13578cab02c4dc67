"""Corrections of circulated minutes, their approval, and what is put right or withheld afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.agendas.models import AgendaItem
from forum.foundation.absences import reasons_of_absence_in
from forum.foundation.contacts import has_contact_details
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of, date_of
from forum.meetings.models import Meeting
from forum.minutes.models import (
    ApprovedAs,
    Correction,
    CorrectionAnswer,
    Entry,
    Minutes,
    MinutesState,
    MinutesVersion,
)
from forum.minutes.rules.taking import (
    MOST_WORDS,
    ChangedMeanwhile,
    EntryIsWithdrawn,
    LineIsEmpty,
    LineIsTooLong,
    is_taken_back,
)

LONGEST_REASON = 500


class NothingToCorrectYet(Refusal):
    message = "These minutes are not out yet, so there is nothing to correct."


class CorrectionsHaveClosed(Refusal):
    message = "These minutes were approved, so corrections have closed. Tell the organiser what is wrong."


class CorrectionIsEmpty(Refusal):
    message = "Write how it should read."
    about = "text"


class CorrectionChangesNothing(Refusal):
    message = "That is how the line reads already. Change what is wrong in it."
    about = "text"


class CorrectionIsTooLong(Refusal):
    message = f"That is too long. Keep it under {MOST_WORDS:,} characters."
    about = "text"


class ContactDetailsInCorrection(Refusal):
    message = "Take out the e-mail address or telephone number: everyone can read minutes."


class AbsenceInCorrection(Refusal):
    message = "This seems to say why somebody was away, and everyone would read it at once. Use other words."


class NoSuchLine(Refusal):
    message = "That line is in no version that you can read. Choose it again below."


class AnsweredAlready(Refusal):
    message = "This correction was answered already."


class AnswerNeedsReason(Refusal):
    message = "Say why not, in a sentence. Whoever suggested it reads that."
    about = "because"


class CorrectionsAreOpen(Refusal):
    message = "{open} {verb} open. Answer each before the minutes are approved."


class ReasonForPuttingRight(Refusal):
    message = "Say what was wrong, in a sentence. Everyone reads it with the minutes."
    about = "because"


class OnlyApprovedIsPutRight(Refusal):
    message = "These minutes are not approved yet. Change the line itself, and circulate them again."


class NothingPutRight(Refusal):
    message = "That is how the line reads already. Change what is wrong in it."
    about = "text"


class VersionIsWithheld(Refusal):
    message = "Version {number} is withheld already."


class WithholdingNeedsWords(Refusal):
    message = "Give the reason in a sentence. Everyone reads it where the minutes were."
    about = "because"


def check_can_suggest(minutes: Minutes, version: MinutesVersion | None, text: str, because: str) -> None:
    """Refuse corrections to what is not out or was approved, and what cannot stand in minutes."""
    if version is None:
        raise NothingToCorrectYet
    if minutes.state is MinutesState.APPROVED:
        raise CorrectionsHaveClosed
    if not text.strip():
        raise CorrectionIsEmpty
    if len(text) > MOST_WORDS or len(because) > MOST_WORDS:
        raise CorrectionIsTooLong
    if has_contact_details(text) or has_contact_details(because):
        raise ContactDetailsInCorrection


def check_can_answer(correction: Correction, minutes: Minutes) -> None:
    """Refuse a second answer, and one to minutes that were approved meanwhile."""
    if correction.answer is not None:
        raise AnsweredAlready
    if minutes.state is MinutesState.APPROVED:
        raise CorrectionsHaveClosed


def check_no_correction_is_open(corrections: Sequence[Correction]) -> None:
    """Refuse to approve minutes while somebody waits for an answer. Raises `CorrectionsAreOpen`."""
    waiting = sum(one.answer is None for one in corrections)
    if waiting:
        verb = "is" if waiting == 1 else "are"
        raise CorrectionsAreOpen(open=count_of(waiting, "correction"), verb=verb)


def approved_as_by(
    corrections: Sequence[Correction], newest: MinutesVersion, *, is_changed: bool
) -> ApprovedAs:
    """As what a meeting approves minutes: with corrections, where something changed since they were read."""
    accepted = any(
        one.answer is CorrectionAnswer.ACCEPTED and (one.answered_at or one.made_at) > newest.published_at
        for one in corrections
    )
    return ApprovedAs.CORRECTED if accepted or is_changed else ApprovedAs.CORRECT


def approval_line(meeting: Meeting, approved_as: ApprovedAs) -> str:
    """`The minutes of 17 September 2026 were approved as a correct record.`"""
    return f"The minutes of {date_of(meeting.on)} were approved {approved_as.value}."


def check_words_of_line(entry: Entry, text: str, edition: int) -> None:
    """Refuse other words for a line that was taken out, that somebody else changed, or that cannot stand there."""
    if entry.withdrawn_at is not None or is_taken_back(entry):
        raise EntryIsWithdrawn
    if edition != entry.edition:
        raise ChangedMeanwhile(text=entry.text)
    if not text.strip():
        raise LineIsEmpty
    if len(text) > MOST_WORDS:
        raise LineIsTooLong
    if has_contact_details(text):  # a decision that is out already would show them at once
        raise ContactDetailsInCorrection
    if _is_out(entry) and reasons_of_absence_in(text):
        raise AbsenceInCorrection


def _is_out(entry: Entry) -> bool:
    """Whether what a line holds is read by everyone already, so that other words show at once."""
    things = (entry.decision, entry.action, entry.recommendation)
    return any(thing is not None and thing.published_at is not None for thing in things)


def numbers_in(content: Mapping[str, Any]) -> set[str]:
    """The numbers of the decisions, actions and recommendations that a version holds."""
    return {entry["number"] for item in content["items"] for entry in item["entries"] if entry.get("number")}


def check_can_put_right(minutes: Minutes, was: str, text: str, because: str) -> None:
    """Refuse to put right what is not approved, what says the same, and without a word why."""
    if minutes.state is not MinutesState.APPROVED:
        raise OnlyApprovedIsPutRight
    if not text.strip():
        raise CorrectionIsEmpty
    if len(text) > MOST_WORDS:
        raise CorrectionIsTooLong
    if text.strip() == was:
        raise NothingPutRight
    if not because.strip() or len(because) > LONGEST_REASON:
        raise ReasonForPuttingRight
    if has_contact_details(text) or has_contact_details(because):
        raise ContactDetailsInCorrection


def check_can_withhold_minutes(version: MinutesVersion, because: str) -> None:
    """Refuse to withhold twice, and without a word why that everyone may read."""
    if version.is_withheld:
        raise VersionIsWithheld(number=version.number)
    if not because.strip():
        raise WithholdingNeedsWords
    if has_contact_details(because):
        raise ContactDetailsInCorrection


@dataclass(frozen=True)
class ToAnswer:
    """A correction as it stands on the desk: what it is about, and what became of the line meanwhile."""

    correction: Correction
    where: str  # "Item 3", "Something is missing under item 3", "Who was there"
    now: str  # what the line says now; empty where it is no line
    is_gone: bool = False  # the line was taken out meanwhile
    is_changed: bool = False  # the line says something else than what they read


def to_answer(correction: Correction, items: Sequence[tuple[str, AgendaItem]], *, is_gone: bool) -> ToAnswer:
    """A correction with what stands there now; `is_gone` says that its line was taken out or taken back."""
    numbers = {item.id: number for number, item in items}
    number = numbers.get(correction.item_id or 0, "?")
    entry = correction.entry
    if correction.item_id is None:
        where = "Who was there"
    elif entry is None:
        where = f"Something is missing under item {number}"
    else:
        where = f"Item {number}"
    return ToAnswer(
        correction,
        where,
        entry.text if entry is not None else "",
        is_gone=is_gone,
        is_changed=entry is not None and not is_gone and entry.text != correction.was,
    )
