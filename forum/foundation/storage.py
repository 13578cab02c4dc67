"""Files that people gave us: each content is kept once, under its SHA-256, in the instance folder.

Several hosts and processes share the folder, so a file appears in its place whole or not at all.
"""

import errno
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from flask import current_app

from forum.foundation.refusals import Refusal

PIECE = 256 * 1024
"""Bytes that are in memory at a time."""
MB = 1024 * 1024
GRACE = timedelta(days=1)
"""How long a file may lie without a row that names it: it is kept before its row is."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})

_DIGEST = re.compile("[0-9a-f]{64}")
_ARRIVING = ".arriving"
"""Where files lie until they are whole. Its name is hidden, so that no backup takes what is half there."""


class FileIsTooBig(Refusal):
    """More than the forum takes."""

    message = (
        "This file is larger than {most} MB, the most that the forum takes. "
        "Save it with smaller pictures, or send it in two parts."
    )


class FileIsEmpty(Refusal):
    """Nothing in it."""

    message = "This file is empty. Open it to see whether it was saved, and choose it again."


class FileBrokeOff(Refusal):
    """The line was cut."""

    message = "The file did not arrive whole, and nothing of it was kept. Send it again."


class NoRoomLeft(Refusal):
    """The disk is full, or what we may use of it."""

    message = (
        "The forum has no room left for files. Nothing that was there before is lost, but this file was not kept. "
        "Tell the organiser, who can have room made, and send it again then."
    )


class FileIsGone(Refusal):
    """A row names a file that is not there."""

    message = (
        "This file is missing from the forum’s store. Tell the organiser, who can put it back from a backup."
    )


@dataclass(frozen=True)
class KeptFile:
    """A file in the store: what it is called there, and how many bytes it has."""

    digest: str
    size: int


class Readable(Protocol):
    """What a file can be read from, piece by piece."""

    def read(self, size: int, /) -> bytes: ...


def store() -> Path:
    """The folder of the store. It is made when the first file comes."""
    instance: Path = current_app.extensions["settings"].instance
    return instance / "files"


def path_of(digest: str) -> Path:
    """Where the file with this digest lies, or would lie. Raises `ValueError` for what is no digest."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("not a digest")
    return store() / digest[:2] / digest


def open_file(digest: str) -> BinaryIO:
    """The file with this digest, to be read and closed. Raises `FileIsGone`."""
    try:
        return path_of(digest).open("rb")
    except FileNotFoundError:
        raise FileIsGone from None


def keep_file(stream: Readable, *, most: int, judge: Callable[[Path], object] | None = None) -> KeptFile:
    """Keep what `stream` holds, at most `most` bytes, and return its digest and size.

    `judge` is shown the file before it is kept; what it raises keeps the file out. Whatever goes wrong, nothing is
    left behind. A content that is there already is one file still. The row that names it must be kept within a day.

    Raises `FileIsTooBig`, `FileIsEmpty`, `FileBrokeOff`, `NoRoomLeft`.
    """
    with _in_words(), _arriving() as (new, file):
        digest, size = _take(stream, file, most)
        file.flush()
        os.fsync(file.fileno())
        if judge is not None:
            judge(new)
        target = path_of(digest)
        _make_folder(target.parent)
        with _gate(fcntl.LOCK_SH):
            os.utime(new)  # a day from now, not from when it began to arrive
            new.replace(target)
        _fsync(target.parent)
    return KeptFile(digest, size)


def sweep(known_digests: Collection[str], now: datetime) -> int:
    """Remove files that no row names, and what a killed process left, both once they are older than a day.

    `known_digests` are those that rows name, asked for just before. Returns how many files went.
    """
    known = frozenset(known_digests)
    before = (now - GRACE).timestamp()
    gone = 0
    for path in sorted((*store().glob(f"{_ARRIVING}/*"), *store().glob("[0-9a-f][0-9a-f]/*"))):
        if path.name in known:
            continue
        # Behind the gate, since the same content may be kept anew at this moment.
        with _gate(fcntl.LOCK_EX), suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                gone += 1
    return gone


def arriving_folder() -> Path:
    """The folder for what is not whole yet, on the same file system as the store."""
    folder = store() / _ARRIVING
    _make_folder(folder)
    return folder


@contextmanager
def _arriving() -> Iterator[tuple[Path, BinaryIO]]:
    """A new file, for its owner alone, which is gone afterwards unless it was moved to its place."""
    handle, name = tempfile.mkstemp(dir=arriving_folder())
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield new, file
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def _in_words() -> Iterator[None]:
    """Say of a full disk that it is full."""
    try:
        yield
    except OSError as problem:
        if problem.errno in NO_ROOM:
            raise NoRoomLeft from None
        raise


def _take(stream: Readable, file: BinaryIO, most: int) -> tuple[str, int]:
    """Write the stream to the file piece by piece. Returns its digest and size."""
    digest, size = hashlib.sha256(), 0
    while piece := _piece(stream):
        size += len(piece)
        if size > most:
            raise FileIsTooBig(most=_in_mb(most))
        digest.update(piece)
        file.write(piece)
    if not size:
        raise FileIsEmpty
    return digest.hexdigest(), size


def _piece(stream: Readable) -> bytes:
    """The next piece. Whatever a stream of the web says when its line is cut, it means the same."""
    try:
        return stream.read(PIECE)
    except (MemoryError, Refusal):
        raise
    except Exception as problem:
        raise FileBrokeOff from problem


def _in_mb(size: int) -> str:
    return f"{size / MB:.1f}".removesuffix(".0")


def _make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, and have it stand after a power cut."""
    if folder.is_dir():
        return
    for each in (folder.parent, folder):
        with suppress(FileExistsError):
            each.mkdir(mode=0o700)
            _fsync(each.parent)


def _fsync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _gate(how: int) -> Iterator[None]:
    """Many may keep files together, but nobody sweeps meanwhile."""
    handle = os.open(store() / ".gate", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
