"""Handing letters over: to a mail server, or to a folder where none is set."""

import os
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

LONGEST_WAIT = 30.0
"""Seconds that a mail server may be silent. RFC 5321 allows minutes; a worker that waits so long carries nothing."""

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class NotNow(Exception):
    """The letter was not taken and may be tried again. `words` are the server's."""

    def __init__(self, words: str, *, whole_server: bool = False) -> None:
        """`whole_server`: the trouble is not this letter's, so that no other need be tried now."""
        super().__init__(words)
        self.words = words
        self.whole_server = whole_server


class Refused(Exception):
    """The letter was not taken and never will be. `words` are the server's."""

    def __init__(self, words: str) -> None:
        """The words of whoever refused it."""
        super().__init__(words)
        self.words = words


class NobodyKnows(Exception):
    """The line was cut after the letter was given and before the server said whether it took it."""

    def __init__(self, words: str) -> None:
        """How the line was cut."""
        super().__init__(words)
        self.words = words


class Taker(Protocol):
    """Whoever takes letters."""

    def take(self, message: EmailMessage, mail_from: str, to: str, before: Callable[[], bool]) -> str:
        """Take one letter and return what was said to it; `before` is asked just before its fate may be unknown.

        Raises `NotNow`, `Refused` or `NobodyKnows`. When `before` says no, the letter is no longer ours.
        """

    def close(self) -> None:
        """End the conversation."""


class NoLongerOurs(Exception):
    """The claim on a letter had run out, so another worker may have it."""


@dataclass
class Folder:
    """Keeps letters as files, for an installation without a mail server."""

    path: Path

    def take(self, message: EmailMessage, mail_from: str, to: str, before: Callable[[], bool]) -> str:
        """Write the letter whole or not at all. Written twice it is one file, so its fate is always known."""
        name = re.sub(r"[^A-Za-z0-9@._-]", "_", str(message["Message-ID"]).strip("<> ")) + ".eml"
        unfinished = self.path / f".{name}.{os.getpid()}"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.path / name)
            folder = os.open(self.path, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as problem:
            with suppress(OSError):
                unfinished.unlink()
            raise NotNow(
                f"The folder could not be written: {problem.strerror}.", whole_server=True
            ) from problem
        return "kept in the folder"

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class MailServer:
    """A conversation with a mail server, opened when the first letter comes and kept for the next."""

    host: str
    port: int
    tls: bool
    user: str | None = None
    password: str | None = None
    own_name: str = "localhost"
    _line: smtplib.SMTP | None = None

    def take(self, message: EmailMessage, mail_from: str, to: str, before: Callable[[], bool]) -> str:
        """Give the server one letter; see `Taker`."""
        line = self._line or self._open()
        try:
            self._envelope(line, mail_from, to)
        except (OSError, smtplib.SMTPException) as problem:
            self._drop()
            raise NotNow(f"The line was cut: {_words(problem)}", whole_server=True) from problem
        if not before():
            self.close()
            raise NoLongerOurs
        return self._content(line, message)

    def close(self) -> None:
        """Take leave of the server; it does not matter whether it hears."""
        if self._line is not None:
            try:
                self._line.quit()
            except (OSError, smtplib.SMTPException):
                self._line.close()
            self._line = None

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _open(self) -> smtplib.SMTP:
        """Open the line, by TLS wherever it can be had, and say who we are. Raises `NotNow`."""
        checked = ssl.create_default_context()
        is_here = self.host in LOOPBACK
        line: smtplib.SMTP | None = None
        try:
            if self.tls:
                line = smtplib.SMTP_SSL(
                    self.host, self.port, self.own_name, timeout=LONGEST_WAIT, context=checked
                )
            else:
                line = smtplib.SMTP(self.host, self.port, self.own_name, timeout=LONGEST_WAIT)
            line.ehlo_or_helo_if_needed()
            # Nobody listens in on this machine's own loopback, and its certificate names no address of it.
            if not self.tls and not is_here and line.has_extn("starttls"):
                line.starttls(context=checked)
                line.ehlo_or_helo_if_needed()
            elif not self.tls and not is_here and self.user:
                raise NotNow(
                    "The server offers no TLS: the password is not sent in the clear.", whole_server=True
                )
            if self.user:
                line.login(self.user, self.password or "")
        except (OSError, smtplib.SMTPException, NotNow, UnicodeError) as problem:
            if line is not None:
                line.close()
            if isinstance(problem, NotNow):
                raise
            raise NotNow(
                f"The mail server could not be reached: {_words(problem)}", whole_server=True
            ) from problem
        self._line = line
        return line

    def _envelope(self, line: smtplib.SMTP, mail_from: str, to: str) -> None:
        """Say from whom and to whom. Nothing is sent yet: whatever fails here may be tried again."""
        options = []
        if not to.isascii():
            if not line.has_extn("smtputf8"):
                raise Refused("The mail server takes no address with letters beyond plain English ones.")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        code, answer = line.mail(mail_from, options)
        if code != 250:
            # This is about us and not about the reader, so it is mended here and the letter waits.
            self._drop()
            raise NotNow(f"From {mail_from}: {_said(code, answer)}", whole_server=True)
        code, answer = line.rcpt(to)
        if code not in (250, 251):
            self._start_afresh(line, code)
            raise _no(code, answer)

    def _content(self, line: smtplib.SMTP, message: EmailMessage) -> str:
        """Say the letter itself. Between its last word and the answer nobody knows what became of it."""
        try:
            code, answer = line.docmd("DATA")
        except (OSError, smtplib.SMTPException) as problem:
            self._drop()
            raise NotNow(f"The line was cut: {_words(problem)}", whole_server=True) from problem
        if code != 354:
            self._start_afresh(line, code)
            raise _no(code, answer)
        try:
            line.send(re.sub(rb"(?m)^\.", b"..", message.as_bytes()) + b".\r\n")
            code, answer = line.getreply()
        except (OSError, smtplib.SMTPException) as problem:
            self._drop()
            raise NobodyKnows(_words(problem)) from problem
        if code != 250:
            self._start_afresh(line, code)
            raise _no(code, answer)
        return _said(code, answer)

    def _start_afresh(self, line: smtplib.SMTP, code: int) -> None:
        """Make the line ready for the next letter, or drop it when the server is leaving (421)."""
        if code == 421:
            self._drop()
            return
        try:
            line.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()


def _no(code: int, answer: bytes) -> NotNow | Refused:
    """A server's no by its class: 4 is for now, 5 for ever (RFC 5321, 4.2.1)."""
    words = _said(code, answer)
    if code == 421:
        return NotNow(words, whole_server=True)
    return Refused(words) if 500 <= code < 600 else NotNow(words)


def _said(code: int, answer: bytes) -> str:
    return f"{code} {' '.join(answer.decode('utf-8', 'replace').split())}"[:500]


def _words(problem: BaseException) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        said = problem.smtp_error
        return _said(problem.smtp_code, said if isinstance(said, bytes) else str(said).encode())
    if isinstance(problem, TimeoutError):
        return f"it said nothing for {LONGEST_WAIT:.0f} seconds."
    return (" ".join(str(problem).split()) or type(problem).__name__)[:500]
