"""Programs of our own that are run beside the server, so that their memory and their faults stay with them."""

import os
import sys
from pathlib import Path


def own_python() -> str:
    """This Python. A server that holds Python inside itself names itself in `sys.executable`."""
    own = Path(sys.prefix, "bin", "python3")
    return str(own) if own.is_file() else sys.executable


def own_surroundings() -> dict[str, str]:
    """The environment in which such a program finds the same packages as we do."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
