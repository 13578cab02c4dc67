"""What an officer does with a letter that the worker may not decide about."""

from datetime import datetime

from sqlalchemy import update

from forum.foundation.database import db, hold, operation
from forum.foundation.post import Letter, LetterState
from forum.journal.operations import note
from forum.overview.queries.letters import deed_of
from forum.overview.rules import letters as rules
from forum.people.models import Person


@operation
def stop_letter(letter: Letter, *, by: Person, now: datetime) -> None:
    """Keep a waiting letter from leaving. Raises `LetterIsNotWaiting`."""
    hold(letter)
    rules.check_can_stop(letter)
    letter.state = LetterState.STOPPED
    letter.answer = ""
    note(by, "stopped a letter", letter, now=now)


@operation
def stop_letters(letter: Letter, *, by: Person, now: datetime) -> rules.Stopped:
    """Keep all letters of the deed that wrote this one from leaving, as far as they still wait.

    A letter that a worker has in hand is let go. Raises `NoLetterIsWaiting`.
    """
    batch = letter.batch or letter.reference
    same = (Letter.batch == batch) if letter.batch else (Letter.reference == batch)
    stopped = db.session.scalars(
        update(Letter)
        .where(same, Letter.state == LetterState.WAITING)
        .values(state=LetterState.STOPPED, answer="")
        .returning(Letter.id)
    ).all()
    if not stopped:
        raise rules.NoLetterIsWaiting
    note(by, "stopped the letters of one deed", letter, now=now)
    return rules.Stopped(len(stopped), deed_of(batch).gone())


@operation
def send_again(letter: Letter, *, by: Person, now: datetime) -> None:
    """Let a letter leave once more, under the Message-ID that it has always had. Raises `LetterCannotGoAgain`."""
    hold(letter)
    rules.check_can_send_again(letter)
    letter.state = LetterState.WAITING
    letter.due_at = now
    letter.tries = 0
    letter.answer = ""
    letter.claim = letter.claimed_until = letter.handed_over_at = None
    note(by, "sent a letter again", letter, now=now)


@operation
def mark_as_sent(letter: Letter, *, by: Person, now: datetime) -> None:
    """Keep that an uncertain letter did arrive. Raises `LetterIsNotUncertain`."""
    hold(letter)
    rules.check_can_mark(letter)
    letter.state = LetterState.SENT
    letter.sent_at = letter.handed_over_at or now
    letter.claim = letter.claimed_until = None
    note(by, "marked a letter as sent", letter, now=now)
