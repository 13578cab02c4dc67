"""Makes the Python environment in `.venv` from the pinned packages, and knows when it stands already."""

import hashlib
import shutil
import subprocess
import sys

from forum.running import tools
from forum.running.tools import CHECKOUT, LOG
from forum.running.trouble import CannotGoOn, check_writable

ENVIRONMENT = CHECKOUT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
_STAMP = ENVIRONMENT / ".forum-pins"
_PINS = {
    "runtime": CHECKOUT / "forum" / "requirements.txt",
    "development": CHECKOUT / "tests" / "requirements.txt",
}


def ensure(which: str) -> None:
    """Let `.venv` hold what the pins say: `which` is "runtime" or "development", which holds the runtime too.

    Prints a line only when there is something to do. Raises `CannotGoOn`.
    """
    if stands(which):
        return
    check_writable(CHECKOUT)
    count = sum("==" in line for line in _PINS[which].read_text(encoding="utf-8").splitlines())
    print(f"Installing {count} packages into .venv ...", flush=True)
    _STAMP.unlink(missing_ok=True)
    uv = tools.find_uv()
    if not ((uv is not None and _install_by_uv(uv, which)) or _install_by_pip(which)):
        raise CannotGoOn(
            "The Python packages could not be installed: check that this machine reaches its package index, "
            f"and run this command again (what the installer said is in {LOG})."
        )
    _STAMP.write_text(_stamp(which), encoding="utf-8")


def stands(which: str) -> bool:
    """Whether `.venv` was made here from the very pins of today. The development set will do for the runtime."""
    if not (_STAMP.is_file() and PYTHON.exists()):
        return False
    found = _STAMP.read_text(encoding="utf-8")
    return found in {_stamp(which), _stamp("development")}


def _stamp(which: str) -> str:
    """The place counts too, since an environment does not work once it has been moved, and so does the Python."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in _PINS.values()))
    return f"{which} {digest.hexdigest()} {sys.version_info[0]}.{sys.version_info[1]} {ENVIRONMENT}\n"


def _install_by_uv(uv: list[str], which: str) -> bool:
    made = _works() or tools.run([*uv, "venv", "--clear", "--python", sys.executable, str(ENVIRONMENT)])
    options = ["--require-hashes", "--python", str(PYTHON), str(_PINS[which])]
    return made and tools.run([*uv, "pip", "sync", *options])


def _install_by_pip(which: str) -> bool:
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    made = tools.run([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(_PINS[which])]
    return made and tools.run([str(PYTHON), "-m", "pip", "install", *options])


def _works() -> bool:
    """Whether the Python in `.venv` runs, lies where it was made, and is of a version that the forum runs on."""
    question = "import sys; print(sys.prefix, *sys.version_info[:2])"
    try:
        answer = subprocess.run([str(PYTHON), "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.split() == [str(ENVIRONMENT), *map(str, sys.version_info[:2])]
