"""Runs every check and test: what `python3 wsgi.py test` does."""

import os
import shutil
import subprocess

from forum.running import environment, tools
from forum.running.environment import PYTHON
from forum.running.tools import CHECKOUT, fetch_packages
from forum.running.trouble import CannotGoOn

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_PROGRAMS = CHECKOUT / ".venv" / "bin"


def run(arguments: list[str]) -> int:
    """Set up, run the checks and then pytest; with arguments for pytest, pytest alone. Returns the exit code."""
    environment.ensure("development")
    fetch_packages(CHECKOUT / "forum")
    fetch_packages(CHECKOUT / "tests")
    see_to_a_browser()
    if not arguments:
        failed = [name for name, command in checks().items() if not _passes(name, command)]
        if failed:
            raise CannotGoOn(
                f"{' and '.join(failed)} found what is shown above: mend it, then the tests are run."
            )
    command = [str(PYTHON), "-m", "pytest", *spread(arguments), *arguments]
    return subprocess.run(command, cwd=CHECKOUT, env=_surroundings(), check=False).returncode


def checks() -> dict[str, list[str]]:
    """The checks that come before the tests, by the name of the tool."""
    ruff = str(_PROGRAMS / "ruff")
    return {
        "ruff check": [ruff, "check", "--quiet", "."],
        "ruff format": [ruff, "format", "--check", "--quiet", "."],
        "mypy": [str(PYTHON), "-m", "mypy", "--no-error-summary"],
        "lint-imports": [
            str(PYTHON),
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
        ],
    }


def spread(arguments: list[str]) -> list[str]:
    """Two processes, unless the person says how many or wants to look inside."""
    own = ("-n", "--numprocesses", "--dist", "--pdb", "--trace", "-s", "--collect-only", "--co")
    return [] if any(argument.startswith(own) for argument in arguments) else ["-n", "2"]


def see_to_a_browser() -> None:
    """Install Chromium where root may; elsewhere say that the browser tests cannot be run."""
    if _has_browser():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("There is no Chromium here: installing it with apt-get for the browser tests ...", flush=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        tools.run(["apt-get", "update"], more=quiet)
        tools.run(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], more=quiet)
    if not _has_browser():
        print(
            "NO CHROMIUM HERE, SO THE BROWSER TESTS CANNOT BE RUN: install it (apt-get install chromium).",
            flush=True,
        )


def _has_browser() -> bool:
    return any(shutil.which(name) for name in _BROWSERS)


def _passes(name: str, command: list[str]) -> bool:
    print(f"{name} ...", flush=True)
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def _surroundings() -> dict[str, str]:
    """The environment without the settings of some forum: tests make their own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
