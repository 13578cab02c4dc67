"""What `python3 wsgi.py` is asked for, and the steps that follow."""

import argparse
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import NoReturn

from forum.running import checking, environment, serving
from forum.running.environment import PYTHON
from forum.running.readiness import find_ready, keep_ready
from forum.running.tools import CHECKOUT, fetch_packages
from forum.running.trouble import CannotGoOn, sentence_for

READY, READY_WITH_DEMO = 0, 10
"""How `forum.running.preparing` tells, by its exit code, that the server can be started."""

_USAGE = """python3 wsgi.py                 set up and start the forum
  --empty                       without the demo forum
  --host ADDRESS                the address to listen at (127.0.0.1)
  --port NUMBER                 the port to listen at (8000)
python3 wsgi.py test [ARGS]     run every test and check; with pytest's own arguments, these tests only
python3 wsgi.py bench [ARGS]    measure how fast the forum is
python3 wsgi.py shots [ARGS]    take a picture of every page"""


def main(arguments: list[str]) -> int:
    """Do what was asked for and return the exit code. What stops it is said in one sentence."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    command = _COMMANDS.get(arguments[0]) if arguments else None
    try:
        return command(arguments[1:]) if command else start(arguments)
    except CannotGoOn as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        print(sentence_for(error), file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
        return 130


def start(arguments: list[str]) -> int:
    """Set up, start the server and the letter worker, and stay until they are stopped."""
    asked = read_options(arguments)
    serving.check_port(asked.host, asked.port)
    environment.ensure("runtime")
    fetch_packages(CHECKOUT / "forum")
    surroundings = serving.surroundings(asked.host, asked.port)
    is_demo = find_ready(surroundings, asked.host)
    if is_demo is None:
        prepare = [str(PYTHON), "-m", "forum.running.preparing", "--host", asked.host]
        prepare += ["--empty"] if asked.empty else []
        prepared = subprocess.run(prepare, cwd=CHECKOUT, env=surroundings, check=False).returncode
        if prepared not in (READY, READY_WITH_DEMO):
            return 1  # it has said itself what went wrong
        is_demo = prepared == READY_WITH_DEMO
        keep_ready(surroundings, asked.host)
    return serving.serve(asked.host, asked.port, surroundings, is_demo=is_demo)


def read_options(arguments: list[str]) -> argparse.Namespace:
    """Read the options of a start. Raises `CannotGoOn` for what it does not know."""
    parser = _Options(usage=_USAGE, add_help=True, allow_abbrev=False)
    parser.add_argument("--empty", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--host", default="127.0.0.1", help=argparse.SUPPRESS)
    parser.add_argument("--port", default="8000", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if not (asked.port.isascii() and asked.port.isdigit() and 0 < int(asked.port) < 65536):
        raise CannotGoOn(f"“{asked.port}” is no port: give --port a whole number from 1 to 65535.")
    asked.port = int(asked.port)
    return asked


def _stop(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


class _Options(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CannotGoOn(
            f"That was not understood ({message}): python3 wsgi.py --help shows what can be asked for."
        )


def _run_module(name: str, arguments: list[str]) -> int:
    """Run `main(arguments)` of a module that needs the environment."""
    environment.ensure("development")
    fetch_packages(CHECKOUT / "forum")
    call = f"import sys; from forum.running.{name} import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run([str(PYTHON), "-c", call, *arguments], cwd=CHECKOUT, check=False).returncode


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "test": checking.run,
    "bench": lambda arguments: _run_module("bench", arguments),
    "shots": lambda arguments: _run_module("shots", arguments),
}
