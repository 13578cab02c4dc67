"""The settings: what the environment says, checked at the start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

HERE = Path(__file__).resolve().parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class WrongSetting(Exception):
    """A setting that the forum cannot start with; the message says which, and what to write instead."""


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over: host, port, whether by TLS from the start, and who we are there."""

    host: str
    port: int
    tls: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Settings:
    """Everything that the environment may set, with the defaults of a forum on one's own machine."""

    instance: Path
    database_url: str
    secret_key: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8000"
    mail_server: MailServer | None = None
    mail_from: str = "forum@forum.example"
    workers: int = 2
    trusted_proxies: int = 0
    testing: bool = False

    @property
    def is_https(self) -> bool:
        """Whether people reach the forum by https: cookies are then secure, and HSTS is sent."""
        return self.base_url.startswith("https://")

    @property
    def is_on_loopback(self) -> bool:
        """Whether only people at this machine reach the forum."""
        return (urlsplit(self.base_url).hostname or "") in LOOPBACK

    @property
    def is_default_database(self) -> bool:
        """Whether the database is the SQLite file of the instance folder."""
        return self.database_url == default_database_url(self.instance)


def default_database_url(instance: Path) -> str:
    """The address of the SQLite database in an instance folder."""
    return f"sqlite:///{instance / 'forum.sqlite3'}"


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. Makes the instance folder and its secret key on the first start.

    Raises `WrongSetting` with one sentence for the first setting that cannot be used.
    """
    instance = _instance(environment.get("FORUM_INSTANCE") or str(HERE.parent / "instance"))
    return Settings(
        instance=instance,
        database_url=_database(environment.get("FORUM_DATABASE_URL"), instance),
        secret_key=environment.get("FORUM_SECRET_KEY") or _kept_secret(instance),
        base_url=_base(environment.get("FORUM_BASE_URL") or "http://127.0.0.1:8000"),
        mail_server=_mail_server(environment.get("FORUM_MAIL_URL")),
        mail_from=_address(environment.get("FORUM_MAIL_FROM") or "forum@forum.example"),
        workers=_number("FORUM_WORKERS", environment.get("FORUM_WORKERS") or "2", 1, 64),
        trusted_proxies=_number(
            "FORUM_TRUSTED_PROXIES", environment.get("FORUM_TRUSTED_PROXIES") or "0", 0, 10
        ),
    )


def _instance(folder: str) -> Path:
    path = Path(folder).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)  # the database in it names people
    except OSError as problem:
        raise WrongSetting(
            f"The folder {path} cannot be made ({problem.strerror}): set FORUM_INSTANCE to a folder you may write."
        ) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise WrongSetting(f"The folder {path} is not writable: set FORUM_INSTANCE to one that is.")
    return path


def _database(url: str | None, instance: Path) -> str:
    if not url:
        return default_database_url(instance)
    kind, _, rest = url.partition("://")
    if kind in {"postgres", "postgresql", "postgresql+psycopg"} and rest:
        return f"postgresql+psycopg://{rest}"
    if kind == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return url
    raise WrongSetting(
        "FORUM_DATABASE_URL must look like postgresql://user:password@host/name or sqlite:////folder/file.sqlite3."
    )


def _base(url: str) -> str:
    parts = urlsplit(url)
    try:
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        port_is_right = False
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.path.strip("/")
        or not port_is_right
    ):
        raise WrongSetting(
            "FORUM_BASE_URL must be the forum's own address, such as https://forum.example.org."
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise WrongSetting("FORUM_BASE_URL must begin with https:// for any host but this machine.")
    return url.rstrip("/")


def _mail_server(url: str | None) -> MailServer | None:
    if not url:
        return None
    parts = urlsplit(url)
    try:
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError:
        port = 0
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not port:
        raise WrongSetting(
            "FORUM_MAIL_URL must look like smtp://user:password@host:587, or smtps:// for port 465."
        )
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return MailServer(parts.hostname, port, parts.scheme == "smtps", user, password)


def _address(typed: str) -> str:
    try:
        return validate_email(typed, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise WrongSetting(
            "FORUM_MAIL_FROM must be one e-mail address, such as forum@forum.example.org."
        ) from None


def _number(name: str, typed: str, least: int, most: int) -> int:
    if typed.isascii() and typed.isdigit() and least <= int(typed) <= most:
        return int(typed)
    raise WrongSetting(f"{name} must be a whole number from {least} to {most}.")


def _kept_secret(instance: Path) -> str:
    """The secret key of this instance: made once, readable by its owner alone."""
    place = instance / "secret-key"
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return place.read_text().strip()
