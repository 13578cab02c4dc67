"""Mail servers for tests: a real one that takes letters, and what it does when it is told to misbehave."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.databases import free_port

CERTIFICATE = Path(__file__).parent / "foundation" / "mail-server.pem"
"""For “localhost” and 127.0.0.1, of no use anywhere else."""


class Desk:
    """What a mail server does with letters. Each test sets what it needs to go wrong."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.asked: list[str] = []  # addresses that RCPT named
        self.mail_answer = ""
        self.answers: dict[str, str] = {}  # by address: what RCPT is told
        self.content_answer = ""
        self.cut_at: str = ""  # "RCPT", "DATA" (before it is taken), "taken" (after it, before the answer)
        self.silent_at: str = ""
        self.silent_for = 1.5
        self.logins: list[tuple[str, str]] = []
        self.by_tls: list[bool] = []

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.mail_answer or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked.append(address)
        await self._misbehave("RCPT", server)
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await self._misbehave("DATA", server)
        if self.content_answer:
            return self.content_answer
        self.taken.append(envelope)
        self.by_tls.append(session.ssl is not None)
        await self._misbehave("taken", server)
        return "250 Taken"

    def check(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"right", handled=False)

    async def _misbehave(self, at: str, server: SMTP) -> None:
        if self.silent_at == at:
            await asyncio.sleep(self.silent_for)
        if self.cut_at == at:
            assert server.transport is not None
            server.transport.abort()
            await asyncio.sleep(0.05)

    def addresses(self) -> list[str]:
        """To whom letters were taken, in order."""
        return [address for envelope in self.taken for address in envelope.rcpt_tos]


class _Listening(Controller):
    """aiosmtpd's own way to run a server in a thread, with the desk's answers to a password."""

    def __init__(self, desk: Desk, port: int, **more: Any) -> None:
        super().__init__(desk, hostname="127.0.0.1", port=port, **more)


@contextmanager
def mail_server(
    desk: Desk, port: int | None = None, *, passwords: bool = False, tls: bool = False
) -> Iterator[int]:
    """A mail server on this machine; yields its port. `passwords`: it asks for one. `tls`: it offers STARTTLS."""
    more: dict[str, Any] = {}
    if passwords:
        more |= {"authenticator": desk.check, "auth_require_tls": False}
    if tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
        more["tls_context"] = context
    listening = _Listening(desk, port or free_port(), **more)
    listening.start()
    try:
        yield listening.port
    finally:
        listening.stop(no_assert=True)
