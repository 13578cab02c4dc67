"""Carrying letters: each is claimed, handed over and marked, each step a small transaction of its own."""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import Update, and_, case, inspect, select, update
from sqlalchemy.exc import OperationalError

from forum.foundation.database import DatabaseIsBusy, db, operation
from forum.foundation.post.handing import (
    Folder,
    MailServer,
    NobodyKnows,
    NoLongerOurs,
    NotNow,
    Refused,
    Taker,
)
from forum.foundation.post.message import AddressCannotBeRead, address_of, message_of
from forum.foundation.post.models import Letter, LetterState

CLAIMED = timedelta(minutes=10)
"""How long a worker keeps a letter. Far longer than a mail server's longest silence, so a claim outlives its work."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
"""How long a letter waits after its first, second … try that was put off; the last pause is kept from then on."""

SERVER_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 30, 60, 120))
"""The same for a mail server that cannot be reached. Shorter: somebody may be waiting for a code to sign in."""

GIVE_UP_AFTER = timedelta(days=5)
"""A letter that one address refused for now all this time is refused. RFC 5321 (4.5.4.1) says four to five days."""

FORGOTTEN = "The words of this letter were forgotten."
"""What stands in the place of the words of a secret letter, once it has left."""


TRIED_AGAIN_AFTER = (0.2, 1.0, 3.0)
"""Seconds between tries to write down what became of a letter, when the database does not answer."""


def pause_after(tries: int, pauses: tuple[timedelta, ...] = PAUSES) -> timedelta:
    """How long to wait after this many tries that came to nothing."""
    return pauses[min(max(tries, 1), len(pauses)) - 1]


@operation
def release_claims(*, now: datetime) -> None:
    """Take letters back from workers that were killed.

    One that was not given to a server yet waits again. Of one that was, nobody knows whether it was taken.
    """
    is_left = and_(Letter.state == LetterState.BEING_SENT, Letter.claimed_until < now)
    db.session.execute(
        update(Letter)
        .where(is_left, Letter.handed_over_at.is_(None))
        .values(state=LetterState.WAITING, claim=None, claimed_until=None)
    )
    # The claim stays: should the worker be alive after all, it may still say what became of the letter.
    db.session.execute(
        update(Letter)
        .where(is_left, Letter.handed_over_at.is_not(None))
        .values(state=LetterState.UNCERTAIN, answer="The worker was stopped before the mail server answered.")
    )


@operation
def claim_letter(claim: str, *, to_folder: bool | None, now: datetime) -> Letter | None:
    """Claim the letter that has been due longest, and return a copy of it. None when no letter is due.

    `to_folder` True asks only for letters to invented people, False only for all others, None for any.
    """
    is_due = and_(Letter.state == LetterState.WAITING, Letter.due_at <= now)
    if to_folder is not None:
        is_due = and_(is_due, Letter.is_demo.is_(to_folder))
    longest = (
        select(Letter.id)
        .where(is_due)
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    number = db.session.scalar(
        update(Letter)
        .where(Letter.id == longest, is_due)
        .values(
            state=LetterState.BEING_SENT,
            claim=claim,
            claimed_until=now + CLAIMED,
            handed_over_at=None,
            tries=Letter.tries + 1,
        )
        .returning(Letter.id)
    )
    if number is None:
        return None
    letter = db.session.get_one(Letter, number, populate_existing=True)
    # A copy, since it is read after this transaction, while a mail server takes its time.
    return Letter(**{column.key: getattr(letter, column.key) for column in inspect(Letter).column_attrs})


@operation
def give(letter: Letter, claim: str, *, now: datetime) -> bool:
    """Note that a letter is about to be given to a mail server. False when the claim on it has run out."""
    given = db.session.execute(
        _of_this_claim(letter, claim, LetterState.BEING_SENT)
        .where(Letter.claimed_until > now)
        .values(handed_over_at=now, claimed_until=now + CLAIMED)
        .returning(Letter.id)
    )
    return given.first() is not None


@operation
def mark(
    letter: Letter,
    claim: str,
    state: LetterState,
    answer: str,
    *,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Say what became of a letter that this claim holds, or held when the worker was thought dead."""
    is_over = state is not LetterState.WAITING
    values: dict[str, object] = {"state": state, "answer": answer, "claim": None, "claimed_until": None}
    if due_at is not None:
        values["due_at"] = due_at
    if state is not LetterState.UNCERTAIN:
        values["handed_over_at"] = None
    if state is LetterState.SENT:
        values["sent_at"] = now
    if is_over and letter.is_secret:
        values["text"] = FORGOTTEN
    db.session.execute(
        _of_this_claim(letter, claim, LetterState.BEING_SENT, LetterState.UNCERTAIN).values(**values)
    )


@operation
def forget_secrets(now: datetime) -> None:
    """Forget the words of secret letters after a day, and stop those that have not left: what they open is shut."""
    db.session.execute(
        update(Letter)
        .where(
            Letter.is_secret,
            Letter.made_at < now - timedelta(days=1),
            Letter.text != FORGOTTEN,
            Letter.state != LetterState.BEING_SENT,
        )
        .values(
            text=FORGOTTEN,
            state=case((Letter.state == LetterState.WAITING, LetterState.STOPPED.value), else_=Letter.state),
        )
    )


def _of_this_claim(letter: Letter, claim: str, *states: LetterState) -> Update:
    return update(Letter).where(Letter.id == letter.id, Letter.claim == claim, Letter.state.in_(states))


class Carrier:
    """Carries letters for one worker."""

    def __init__(
        self,
        *,
        mail_from: str,
        folder: Path,
        server: MailServer | None,
        clock: Callable[[], datetime],
        log: logging.Logger,
    ) -> None:
        """`server` None: every letter is kept in `folder`. Letters to invented people always are."""
        self.mail_from = mail_from
        self.folder = Folder(folder)
        self.server = server
        self.clock = clock
        self.log = log
        self.claim = secrets.token_hex(8)
        self.server_rests_until: datetime | None = None
        self.server_failures = 0

    def carry(self, is_over: Callable[[], bool] = lambda: False) -> int:
        """Carry every letter that is due, until `is_over`. Returns how many were taken.

        Raises what the database raises. A letter that was under way is then released by its claim.
        """
        release_claims(now=self.clock())
        taken = 0
        try:
            if self.server is None:
                return self._carry_all(self.folder, None, is_over)
            taken += self._carry_all(self.folder, True, is_over)
            if self.server_rests_until is None or self.clock() >= self.server_rests_until:
                taken += self._carry_all(self.server, False, is_over)
            return taken
        finally:
            if self.server is not None:
                self.server.close()

    def _carry_all(self, taker: Taker, to_folder: bool | None, is_over: Callable[[], bool]) -> int:
        taken = 0
        while not is_over():
            letter = claim_letter(self.claim, to_folder=to_folder, now=self.clock())
            if letter is None:
                break
            try:
                taken += self._carry_one(letter, taker)
            except NotNow as problem:
                # The server and not the letter is in trouble: the others need not be tried now.
                self.server_failures += 1
                self.server_rests_until = self.clock() + pause_after(self.server_failures, SERVER_PAUSES)
                self.log.warning("No letter can be handed over. %s", problem.words)
                break
            self.server_failures, self.server_rests_until = 0, None
        return taken

    def _carry_one(self, letter: Letter, taker: Taker) -> int:
        """Hand one letter over and mark what became of it. Raises `NotNow` when the whole server is in trouble."""
        try:
            message = self._message(letter)
            answer = taker.take(
                message,
                self.mail_from,
                address_of(letter),
                lambda: give(letter, self.claim, now=self.clock()),
            )
        except NoLongerOurs:
            self.log.warning("The claim on letter %s had run out.", letter.reference)
        except Refused as problem:
            self._mark(letter, LetterState.REFUSED, problem.words)
        except NobodyKnows as problem:
            self.log.warning("Nobody knows whether letter %s was taken.", letter.reference)
            self._mark(letter, LetterState.UNCERTAIN, problem.words)
        except NotNow as problem:
            self._put_off(letter, problem)
            if problem.whole_server:
                raise
        else:
            self._mark(letter, LetterState.SENT, answer)
            return 1
        return 0

    def _message(self, letter: Letter) -> EmailMessage:
        """The letter as a message. One that cannot be made into one is refused, so that it holds up no other."""
        try:
            return message_of(letter, self.mail_from)
        except AddressCannotBeRead:
            raise Refused("The address cannot be read.") from None
        except Exception as problem:
            self.log.exception("Letter %s cannot be made into a message.", letter.reference)
            raise Refused("The letter could not be made into a message.") from problem

    def _put_off(self, letter: Letter, problem: NotNow) -> None:
        """Let a letter wait for its next try; one that its own address put off for days is refused."""
        moment = self.clock()
        if not problem.whole_server and moment - letter.made_at > GIVE_UP_AFTER:
            self._mark(letter, LetterState.REFUSED, problem.words)
            return
        pauses = SERVER_PAUSES if problem.whole_server else PAUSES
        self._mark(letter, LetterState.WAITING, problem.words, moment + pause_after(letter.tries, pauses))

    def _mark(self, letter: Letter, state: LetterState, answer: str, due_at: datetime | None = None) -> None:
        """Write down what became of a letter. It is known only here, so a database in trouble is asked again."""
        for pause in (*TRIED_AGAIN_AFTER, None):
            try:
                mark(letter, self.claim, state, answer, now=self.clock(), due_at=due_at)
                return
            except (DatabaseIsBusy, OperationalError):
                if pause is None:
                    raise
                time.sleep(pause)
