"""The worker: carries the letters, and calls what falls due."""

import logging
import signal
import threading
from datetime import datetime, timedelta
from types import FrameType
from urllib.parse import urlsplit

import click
from flask import Flask

from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.jobs import do_what_is_due, falls_due, run_errands
from forum.foundation.post.carrying import Carrier, forget_secrets
from forum.foundation.post.handing import MailServer

BETWEEN_ROUNDS = 2.0
"""Seconds between two looks for letters: short, since somebody may be waiting for a code."""

AFTER_TROUBLE = 15.0
"""Seconds until the next look when the database could not be asked."""

JOBS_EVERY = timedelta(minutes=1)

falls_due(forget_secrets)


def make_carrier(app: Flask) -> Carrier:
    """Make the carrier that an app's settings ask for."""
    settings = app.extensions["settings"]
    server = settings.mail_server
    return Carrier(
        mail_from=settings.mail_from,
        folder=settings.instance / "letters",
        server=server
        and MailServer(
            server.host,
            server.port,
            server.tls,
            server.user,
            server.password,
            own_name=urlsplit(settings.base_url).hostname or "localhost",
        ),
        clock=clock.now,
        log=app.logger,
    )


def work(carrier: Carrier, log: logging.Logger, stop: threading.Event, *, once: bool) -> bool:
    """Carry letters and do what is due until `stop`, or `once`. Returns whether the last round went well.

    What somebody waits for comes after the letters: it may take seconds, and a letter may carry a code.
    """
    jobs_done_at: datetime | None = None
    while True:
        went_well = True
        try:
            moment = clock.now()
            if jobs_done_at is None or moment - jobs_done_at >= JOBS_EVERY:
                do_what_is_due(moment, log)
                jobs_done_at = moment
            carrier.carry(stop.is_set)
            run_errands(clock.now(), log, to_the_end=once)
        except Exception as problem:
            went_well = False
            log.warning("The letters could not be carried: %s", type(problem).__name__)
        finally:
            db.session.remove()
        if once or stop.wait(BETWEEN_ROUNDS if went_well else AFTER_TROUBLE):
            return went_well


def add_worker(app: Flask) -> None:
    """Add `flask worker`."""

    @app.cli.command("worker")
    @click.option("--once", is_flag=True, help="Carry what is due now, and end.")
    def worker(once: bool) -> None:
        """Carry the letters and do what falls due, until stopped."""
        stop = threading.Event()

        def end(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        if threading.current_thread() is threading.main_thread():
            for kind in (signal.SIGTERM, signal.SIGINT):
                signal.signal(kind, end)
        if not work(make_carrier(app), app.logger, stop, once=once):
            raise click.ClickException("The letters could not be carried: the log says why.")
