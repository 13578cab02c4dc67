"""Jobs for the command line and the timetable: each is thin and calls one operation."""

import logging
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from forum import migrations
from forum.booking.operations.replies import Outcome, take_reply
from forum.booking.queries.replies import is_read
from forum.booking.rules.replies import is_for_nobody
from forum.foundation.backup import BadBackup, back_up, restore
from forum.foundation.clock import now
from forum.foundation.database import DatabaseIsBusy, db, is_twice_the_same
from forum.foundation.post import note_that_replies_are_read, own_address
from forum.foundation.post.mailboxes import SourceCannotBeRead, messages_in
from forum.foundation.post.reading import read_mail
from forum.foundation.post.worker import add_worker
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of, listed
from forum.membership.operations import found_forum_of_host, welcome_organiser
from forum.membership.queries import forums
from forum.settings import Settings
from forum.strategy.operations import load_strategy as load_plan
from forum.strategy.rules import Plan, read_plan
from forum.strategy.shipped import SHIPPED

T = TypeVar("T")

FAILED = "failed"
TOLD = {
    Outcome.TAKEN: "answered an invitation, and was taken",
    Outcome.KEPT: "kept for the organiser",
    Outcome.CHANGED_NOTHING: "answered and changed nothing",
    Outcome.CAME_BACK: "said that a letter of ours came back",
    Outcome.LEFT: "held nothing for anybody",
    Outcome.READ_BEFORE: "read before",
    FAILED: "could not be taken in now: the next run tries again",
}
"""What became of messages, as `read-replies` says it, in its order."""


def make_schema(engine: Engine) -> None:
    """Bring the database's schema up to date. Raises what `migrations.climb` raises."""
    migrations.climb(engine)


def add_commands(app: Flask) -> None:
    """Add the forum's own commands to `flask`."""
    add_worker(app)

    @app.cli.command("upgrade")
    def upgrade() -> None:
        """Bring the database's schema up to date."""
        make_schema(db.engine)
        click.echo("The database is up to date.")

    @app.cli.command("backup")
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    def backup(file: Path) -> None:
        """Write the database and the instance folder to one FILE, while the forum runs."""
        kept = _told(lambda: back_up(db.engine, app.extensions["settings"].instance, file.resolve(), now()))
        click.echo(f"{file} holds {kept.rows:,} rows and {kept.files:,} files.")

    @app.cli.command("restore")
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
    def restore_(file: Path) -> None:
        """Bring a backup FILE into an empty database and its instance folder."""
        kept = _told(lambda: restore(db.engine, app.extensions["settings"].instance, file.resolve()))
        click.echo(f"{kept.rows:,} rows and {kept.files:,} files are back.")

    @app.cli.command("load-strategy")
    @click.argument("file")
    def load_strategy(file: str) -> None:
        """Load a strategy from FILE, or again after the file was edited. A name loads one that ships with the forum."""
        for line in load_strategy_file(file, now()):
            click.echo(line)

    @app.cli.command("add-forum")
    @click.argument("name")
    @click.option("--code", required=True, help="2 to 6 capital letters or digits, such as CYP.")
    @click.option(
        "--host", required=True, help="The organisation that hosts it; added where it is not known."
    )
    @click.option("--area", default="", help="Where, such as “Cambridgeshire and Peterborough”.")
    def add_forum(name: str, code: str, host: str, area: str) -> None:
        """Found a forum called NAME. A second forum's numbers carry its code."""
        try:
            forum = found_forum_of_host(name, code=code, host_name=host, area=area, by=None, now=now())
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from None
        click.echo(f"{forum.name} ({forum.code}) is founded, hosted by {forum.host.known_as}.")

    @app.cli.command("add-organiser")
    @click.argument("email")
    @click.option("--name", default="", help="As people know them; without it, made from the address.")
    @click.option("--forum", "code", help="The forum's code, where there are several.")
    def add_organiser(email: str, name: str, code: str | None) -> None:
        """Make whoever has this EMAIL an organiser, who may sign in and is an administrator."""
        for line in make_organiser(app.extensions["settings"], email, name, code, now()):
            click.echo(line)

    @app.cli.command("read-replies")
    @click.argument("source", type=click.Path(path_type=Path))
    def read_replies_(source: Path) -> None:
        """Take in the mail at SOURCE: a maildir, an mbox file, a folder of .eml files or one of them."""
        for line in read_replies(source, app.logger):
            click.echo(line)

    @app.cli.command("demo")
    def demo() -> None:
        """Make the demo forum in an empty database: invented people, a year behind and a year ahead."""
        from forum.demo.loading import load_demo  # a server has no use for the story

        try:
            forum = load_demo(now())
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from None
        click.echo(f"The {forum.name} is open. Sign in as organiser@forum.example with forum-demo.")

    @app.cli.command("draft-step")
    @click.argument("message")
    def draft_step(message: str) -> None:
        """Draft the next step of the schema from what the models say (for whoever changes a model)."""
        with db.engine.begin() as connection:
            click.echo(migrations.draft(connection, db.metadata, message))


def _told(work: Callable[[], T]) -> T:
    """Do the work; a file or database that is not as it should be is told in a sentence."""
    try:
        return work()
    except BadBackup as problem:
        raise click.ClickException(str(problem)) from None


def load_strategy_file(file: str, at: datetime) -> list[str]:
    """Load a strategy from a file, or one that ships with the forum by its name. Returns what changed, in lines.

    Raises `click.ClickException` with a line for each problem; nothing is changed then.
    """
    try:
        data = (SHIPPED.get(file) or Path(file)).read_bytes()
    except OSError as trouble:
        raise click.ClickException(
            f"{file} cannot be read ({trouble.strerror}). Nothing was changed."
        ) from None
    plan = read_plan(data)
    if not isinstance(plan, Plan):
        problems = "\n".join(str(problem) for problem in plan)
        raise click.ClickException(f"{file} was not loaded, and nothing was changed.\n{problems}")
    return load_plan(plan, by=None, now=at).sentences()


def read_replies(source: Path, log: logging.Logger) -> list[str]:
    """Take in the mail at a place. Returns what became of it, in lines. The mail itself stays as it is.

    A message that cannot be taken in is named in the log and passed over; the next run tries it again. Raises
    `click.ClickException` when there is no mail to be read at this place, or the database does not answer.
    """
    came: Counter[str] = Counter()
    try:
        for octets in messages_in(source):
            came[_take_in(octets, log)] += 1
        note_that_replies_are_read()
    except SourceCannotBeRead as problem:
        raise click.ClickException(str(problem)) from None
    except (DatabaseIsBusy, OperationalError):
        raise click.ClickException("The database did not answer. The next run reads the rest.") from None
    told = [f"{count_of(came.total(), 'message')} read."]
    return told + [f"{count_of(came[what], 'message')} {said}." for what, said in TOLD.items() if came[what]]


def _take_in(octets: bytes, log: logging.Logger) -> str:
    try:
        mail, at = read_mail(octets), now()
        # A mailbox is read again and again. What is known is passed over by a look, without an operation.
        if is_read(mail.digest):
            return Outcome.READ_BEFORE
        return Outcome.LEFT if is_for_nobody(mail, own_address(), at) else take_reply(mail, now=at)
    except (DatabaseIsBusy, OperationalError):
        raise
    except Exception as problem:
        if isinstance(problem, IntegrityError) and is_twice_the_same(problem):
            return Outcome.READ_BEFORE  # by another process, in this moment
        log.warning("A message could not be taken in: %s", type(problem).__name__)
        return FAILED
    finally:
        db.session.remove()


def make_organiser(settings: Settings, email: str, name: str, code: str | None, at: datetime) -> list[str]:
    """Make somebody an organiser. Returns what was done and how they sign in, in lines.

    Raises `click.ClickException` with a sentence when there is no such forum, or the address is none.
    """
    try:
        address = validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        raise click.ClickException(f"{email} is no e-mail address.") from None
    every = forums()
    if not every:
        raise click.ClickException(
            'There is no forum yet. Found one: flask --app wsgi add-forum "NAME" --code CODE --host "ORGANISATION"'
        )
    forum = next((one for one in every if one.code == code), None) if code else every[0]
    if forum is None:
        raise click.ClickException(f"There is no forum {code}. There is {listed(one.code for one in every)}.")
    name = name or " ".join(re.split(r"[._+-]+", address.partition("@")[0])).title()
    try:
        person = welcome_organiser(forum, name, address, by=None, now=at)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    lines = [
        f"{person.name} is an organiser of the {forum.name}, and an administrator.",
        f"To sign in: open {settings.base_url}/sign-in, write {address} and press “Mail me a code”.",
    ]
    if settings.mail_server is None:
        lines.append(
            f"No mail server is set, so the letter with the code is kept in {settings.instance / 'letters'}."
        )
    return lines
