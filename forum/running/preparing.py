"""Makes an installation ready for its server: settings, static files, schema, and a demo forum where one may be.

Run inside the environment as `python -m forum.running.preparing`. Its exit code tells `forum.running.door` how
it went; what stops it is printed as one sentence.
"""

import argparse
import sys
import time
import traceback

from click import ClickException
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import OperationalError

from forum.factory import create_app
from forum.foundation.clock import now
from forum.foundation.database import db
from forum.membership.queries import forums
from forum.running.assets import build
from forum.running.door import READY, READY_WITH_DEMO
from forum.running.serving import LOOPBACK
from forum.running.tools import LOG
from forum.running.trouble import DISK_IS_FULL, CannotGoOn, check_writable, sentence_for
from forum.settings import Settings, WrongSetting, from_environment


def main(arguments: list[str]) -> int:
    """Prepare the installation that the environment names, and return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--empty", action="store_true")
    asked = parser.parse_args(arguments)
    try:
        return READY_WITH_DEMO if prepare(from_environment(), asked.host, empty=asked.empty) else READY
    except (CannotGoOn, WrongSetting) as trouble:
        sentence = str(trouble)
    except OSError as error:
        sentence = sentence_for(error)
    except OperationalError as error:
        sentence = sentence_for_database(error)
    except ClickException as trouble:
        sentence = trouble.message
    except KeyboardInterrupt:
        sentence = "Stopped."
    except Exception as error:
        with LOG.open("a", encoding="utf-8") as log:
            traceback.print_exc(file=log)
        sentence = (
            f"The forum could not be made ready ({type(error).__name__}): what happened stands in {LOG}."
        )
    print(sentence, file=sys.stderr, flush=True)
    return 1


def prepare(settings: Settings, host: str, *, empty: bool) -> bool:
    """Make all ready for a server at `host`, and say whether the forum that people will see is the demo.

    Raises `CannotGoOn`, and what the database raises when it cannot be reached.
    """
    if host not in LOOPBACK and not settings.is_https:
        raise CannotGoOn(
            f"Before others can reach the forum at {host}, set FORUM_BASE_URL to its own address, "
            "such as https://forum.example.org."
        )
    check_writable(settings.instance)
    build(settings.instance)
    app = create_app(settings)
    run_command(app, "upgrade")
    with app.app_context():
        is_new = not forums()
        if (
            is_new
            and not empty
            and settings.is_default_database
            and settings.is_on_loopback
            and host in LOOPBACK
        ):
            from forum.demo.loading import load_demo  # its story is long, and told once

            print("Making the demo forum ...", flush=True)
            began = time.monotonic()
            load_demo(now())
            print(f"The demo forum was made in {time.monotonic() - began:.0f} seconds.", flush=True)
        db.session.rollback()
        is_demo = any(forum.is_demo for forum in forums())
        db.session.rollback()
        db.engine.dispose()
    return is_demo


def run_command(app: Flask, name: str) -> None:
    """Run one of the forum's own commands, as `flask --app wsgi <name>` does."""
    app.cli.commands[name].main(args=[], standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))


def sentence_for_database(error: OperationalError) -> str:
    """Say in one sentence why the database did not do what was asked, and what to do about it."""
    said = str(error.orig).lower()
    if "disk is full" in said or "no space left" in said:
        return DISK_IS_FULL
    if "readonly" in said or "unable to open" in said:
        return (
            "The database file cannot be written: get the right to, or set FORUM_INSTANCE to another folder."
        )
    if "locked" in said:
        return "Another program holds the database: stop it, or wait until it is done, and run this command again."
    return "The database does not answer: check FORUM_DATABASE_URL, and that its server runs and lets the forum in."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
