"""Documents that are made when somebody asks for them, and kept for the next who asks for the same.

They lie in the store under the digest of all that went in. No row names them: what is let go of is made again.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkstemp

from forum.foundation.storage import NO_ROOM, NoRoomLeft, arriving_folder, store

FOR = timedelta(days=30)
"""How long a copy is kept after it was made."""
_FOLDER = ".copies"
"""Its name is hidden, so that no backup takes what can be made again."""


def kept_copy(made_of: str, suffix: str, make: Callable[[], bytes]) -> Path:
    """The document that is made of this, by its digest: the copy that is there, or one that is made now.

    It appears whole or not at all; two who make the same at one moment make one. Raises `NoRoomLeft` when the disk
    is full, and what `make` raises.
    """
    path = store() / _FOLDER / f"{made_of}.{suffix}"
    if path.is_file():
        return path
    octets = make()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = mkstemp(dir=arriving_folder())  # one that is left there goes after a day
        new = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(octets)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as problem:
        if problem.errno in NO_ROOM:
            raise NoRoomLeft from None
        raise
    return path


def let_go_of_copies(now: datetime) -> int:
    """Remove the copies that were made long ago. Returns how many went."""
    before = (now - FOR).timestamp()
    gone = 0
    for path in (store() / _FOLDER).glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                gone += 1
    return gone
