"""Where mail lies: a maildir, an mbox file, a folder of .eml files, or one of them. Nothing in it is altered."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from forum.foundation.post.reading import LONGEST

LONGEST_LINE = 100_000
"""Octets that are read at once of an mbox file: a line without an end does not fill the memory."""

_ESCAPED = re.compile(rb">+From ")
"""How a line of a message that begins with "From " is kept in an mbox file."""


class SourceCannotBeRead(Exception):
    """There is no mail at this place, or it may not be read; the message says which."""


def messages_in(source: Path) -> Iterator[bytes]:
    """Each message at a place, its beginning at least. The place is looked at at once.

    Raises `SourceCannotBeRead`. What lies in a folder and is no readable file is passed over.
    """
    try:
        kind = source.stat().st_mode
        if stat.S_ISDIR(kind):
            return _in_folder(_files(source))
        if stat.S_ISREG(kind):
            with source.open("rb") as file:
                is_mbox = file.read(5) == b"From "
            return _in_mbox(source) if is_mbox else _in_folder([source])
    except FileNotFoundError:
        raise SourceCannotBeRead(f"There is nothing at {source}.") from None
    except OSError as problem:
        raise SourceCannotBeRead(f"{source} cannot be read ({problem.strerror}).") from None
    raise SourceCannotBeRead(f"{source} is neither a folder nor a file.")


def _files(folder: Path) -> list[Path]:
    """The files with messages: those of a maildir in `new` and `cur`, else those that end in .eml; by name."""
    inner = [folder / name for name in ("new", "cur") if (folder / name).is_dir()]
    if inner:
        return sorted(path for place in inner for path in place.iterdir() if not path.name.startswith("."))
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".eml")


def _in_folder(files: list[Path]) -> Iterator[bytes]:
    for path in files:
        try:
            # Without waiting: a pipe that somebody put there would never end.
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    yield file.read(LONGEST)
        except OSError:
            continue  # moved or deleted by the mail server meanwhile, or not ours to read


def _in_mbox(path: Path) -> Iterator[bytes]:
    """The messages of an mbox file: each begins with a line "From ", after an empty line or at the top."""
    with path.open("rb") as file:
        pieces: list[bytes] = []
        length, after_blank, begins_line = 0, True, True
        while line := file.readline(LONGEST_LINE):
            if begins_line and after_blank and line.startswith(b"From "):
                if pieces:
                    yield b"".join(pieces)
                pieces, length = [], 0
            elif length < LONGEST:
                pieces.append(line[1:] if begins_line and _ESCAPED.match(line) else line)
                length += len(line)
            if begins_line:
                after_blank = line.strip(b"\r\n") == b""
            begins_line = line.endswith(b"\n")
        if pieces:
            yield b"".join(pieces)
