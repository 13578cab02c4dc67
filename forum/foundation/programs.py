"""Programs of our own that are run beside the server, so that their memory and their faults stay with them."""

import os
import sys
from pathlib import Path

OWN_FOLDER = Path(__file__).resolve().parents[2]
"""Where the package `forum` lies."""


def own_python() -> str:
    """This Python. A server that holds Python inside itself names itself in `sys.executable`."""
    own = Path(sys.prefix, "bin", "python3")
    return str(own) if own.is_file() else sys.executable


def own_surroundings() -> dict[str, str]:
    """The environment in which such a program finds the same packages as we do, and the forum itself.

    Where Python was started with `-c`, the folder of the forum stands in its path as an empty word.
    """
    paths = [str(OWN_FOLDER), *(path for path in sys.path if path)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))}
