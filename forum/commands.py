"""Jobs for the command line and the timetable: each is thin and calls one operation."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from flask import Flask
from sqlalchemy import Engine

from forum import migrations
from forum.foundation.backup import BadBackup, back_up, restore
from forum.foundation.clock import now
from forum.foundation.database import db
from forum.foundation.post.worker import add_worker

T = TypeVar("T")


def make_schema(engine: Engine) -> None:
    """Bring the database's schema up to date."""
    for feature in (
        "accounts", "actions", "agendas", "booking", "calendars", "decisions", "journal", "meetings",
        "membership", "minutes", "organisations", "people", "strategy",
    ):  # fmt: skip
        importlib.import_module(f"forum.{feature}.models")
    db.metadata.create_all(engine)
    with engine.begin() as connection:
        from alembic.migration import MigrationContext
        from alembic.script import ScriptDirectory

        MigrationContext.configure(connection).stamp(ScriptDirectory(str(migrations.HERE)), "head")


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
