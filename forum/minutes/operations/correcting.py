"""Corrections: suggested by those who were there, accepted or declined with a reason."""

from datetime import datetime

from forum.actions.operations import correct_action_words
from forum.agendas.models import AgendaItem
from forum.decisions.operations import (
    correct_decision_words,
    correct_motion_words,
    correct_recommendation_words,
)
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.minutes import letters, published, queries, rules
from forum.minutes.models import Correction, CorrectionAnswer, Entry, EntryKind, Minutes
from forum.minutes.operations.taking import write_entry
from forum.minutes.writing import touch
from forum.organisations.models import Organisation
from forum.people.models import Person


@operation
def suggest_correction(
    minutes: Minutes,
    text: str,
    *,
    line: str | None = None,
    item: AgendaItem | None = None,
    because: str = "",
    organisation: Organisation | None = None,
    sent_key: str | None = None,
    by: Person,
    now: datetime,
) -> Correction:
    """Keep how somebody who was there would have the circulated minutes read. Sent twice it is one.

    `line` is the number or reference of a line of the newest version; `item` alone says that something is missing
    there; neither, that it is about who was there. A line that was taken out meanwhile is still corrected: nothing
    is lost, and the desk decides. Raises `NothingToCorrectYet`, `CorrectionsHaveClosed`, `CorrectionIsEmpty`,
    `CorrectionIsTooLong`, `CorrectionChangesNothing`, `ContactDetailsInCorrection`, `NoSuchLine`.
    """
    hold(minutes)
    found = queries.find_correction_sent_as(sent_key) if sent_key else None
    if found is not None:
        return found
    version = queries.find_version(minutes.meeting)
    rules.check_can_suggest(minutes, version, text, because)
    assert version is not None  # noqa: S101 - the rule has refused that
    entry, was = None, ""
    if line is not None:
        in_version = published.find_line(version.content, line)
        if in_version is None:
            raise rules.NoSuchLine
        entry, was = queries.get_entry(minutes, in_version[1]["reference"]), in_version[1]["text"]
        item = entry.item
        if text.strip() == was:
            raise rules.CorrectionChangesNothing
    correction = Correction(
        version=version,
        item=item,
        entry=entry,
        was=was,
        text=text.strip(),
        because=because.strip(),
        by_id=by.id,
        organisation=organisation,
        made_at=now,
        sent_key=sent_key,
    )
    db.session.add(correction)
    db.session.flush()
    touch(minutes)
    note(by, "suggested a correction of the minutes", correction, now=now)
    return correction


@operation
def accept_correction(
    correction: Correction, text: str, *, edition: int | None = None, by: Person, now: datetime
) -> None:
    """Accept a correction: the line is changed, or what was missing is written; `text` is how it is to read.

    Words of a decision that everyone has read are put right too: they go out with the next version. What is about
    who was there changes no line: the list is put right by hand. Whoever suggested it gets a letter.
    Raises `AnsweredAlready`, `CorrectionsHaveClosed`, `ChangedMeanwhile`, `LineIsEmpty`, `LineIsTooLong`,
    `ContactDetailsInCorrection`.
    """
    minutes = _hold(correction)
    entry = correction.entry
    if entry is not None and entry.withdrawn_at is None and not rules.is_taken_back(entry):
        hold(entry)
        put_words_right(
            entry,
            text,
            edition=entry.edition if edition is None else edition,
            act=f"changed a line of the minutes by correction {correction.reference}",
            by=by,
            now=now,
        )
    elif correction.item is not None:
        write_entry(minutes, correction.item, EntryKind.NOTE, text, by=by, now=now)
    _answer(correction, CorrectionAnswer.ACCEPTED, "", by=by, now=now)
    note(by, "accepted a correction of the minutes", correction, now=now)


@operation
def decline_correction(correction: Correction, because: str, *, by: Person, now: datetime) -> None:
    """Decline a correction with a reason; whoever suggested it gets a letter with it.

    Raises `AnsweredAlready`, `CorrectionsHaveClosed`, `AnswerNeedsReason`.
    """
    _hold(correction)
    if not because.strip():
        raise rules.AnswerNeedsReason
    _answer(correction, CorrectionAnswer.DECLINED, because.strip(), by=by, now=now)
    note(by, "declined a correction of the minutes", correction, now=now)


@operation
def put_words_right(entry: Entry, text: str, *, edition: int, act: str, by: Person, now: datetime) -> None:
    """Give a line other words, and what it holds, even where everyone has read them; `act` says why in the journal.

    The old words stay in the journal and in the older
    versions. Raises `EntryIsWithdrawn`, `ChangedMeanwhile`, `LineIsEmpty`, `LineIsTooLong`,
    `ContactDetailsInCorrection`, and what the decision, action, recommendation or vote raises.
    """
    hold(entry)
    rules.check_words_of_line(entry, text, edition)
    if entry.vote is not None:
        correct_motion_words(entry.vote, text, by=by, now=now)
    elif entry.decision is not None:
        correct_decision_words(entry.decision, text, by=by, now=now)
    elif entry.action is not None:
        correct_action_words(entry.action, text, by=by, now=now)
    elif entry.recommendation is not None:
        correct_recommendation_words(entry.recommendation, text, by=by, now=now)
    entry.text = text.strip()
    entry.edition += 1
    entry.saved_at = now
    touch(entry.minutes)
    note(by, act, entry, now=now)


def _hold(correction: Correction) -> Minutes:
    minutes = correction.version.minutes
    hold(minutes)
    hold(correction)
    rules.check_can_answer(correction, minutes)
    return minutes


def _answer(
    correction: Correction, answer: CorrectionAnswer, because: str, *, by: Person, now: datetime
) -> None:
    correction.answer, correction.answer_because = answer, because
    correction.answered_at, correction.answered_by_id = now, by.id
    if correction.by.erased_at is None and correction.by_id != by.id:
        post(letters.correction_answered(correction))
