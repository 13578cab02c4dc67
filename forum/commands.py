"""Jobs for the command line and the timetable: each is thin and calls one operation."""

import importlib
from importlib.util import find_spec

import click
from flask import Flask
from sqlalchemy import Engine

from forum.foundation.database import db


def make_schema(engine: Engine) -> None:
    """Bring the database's schema up to date."""
    for feature in (
        "accounts", "actions", "agendas", "booking", "calendars", "decisions", "journal", "meetings",
        "membership", "minutes", "organisations", "people", "strategy",
    ):  # fmt: skip
        importlib.import_module(f"forum.{feature}.models")
    db.metadata.create_all(engine)


def add_commands(app: Flask) -> None:
    """Add the forum's own commands to `flask`."""

    @app.cli.command("upgrade")
    def upgrade() -> None:
        """Bring the database's schema up to date."""
        make_schema(db.engine)
        click.echo("The database is up to date.")
