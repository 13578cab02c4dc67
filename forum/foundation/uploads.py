"""What people send: how much of it is taken, where it waits, and how many may send at once.

A request larger than its page takes is refused before it is read. Files wait on the disk of the store, not in memory,
in files without a name: these are gone with the request, even if the process is killed.
"""

import io
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, TypeVar

from flask import Flask, Request, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable
from werkzeug.wsgi import get_input_stream

from forum.foundation.inspection import Inspected, inspect_file
from forum.foundation.refusals import Refusal
from forum.foundation.storage import MB, NO_ROOM, KeptFile, NoRoomLeft, Readable, arriving_folder, keep_file

MOST_SENT = 3 * MB
"""The largest request that a page takes which takes no files: the longest text, and room to spare."""
MOST_WITH_FILES = 100 * MB
"""The largest request that any page takes. How large a file may be is for the forum to say, within this."""
MOST_PARTS = 100
"""Questions and files in one form with files: each file needs one of the few that a process may have open."""
MOST_OF_AN_ANSWER = MB // 4
"""The longest text beside a file."""
LARGE = 64 * 1024
"""Bytes that arrive with the request itself, or nearly; to read more may take as long as the line is slow."""
MOST_AT_ONCE = 12
"""Large requests that a worker reads at once. Each keeps one of its threads busy however slow its line: the others
go on answering pages (see `BLOCKING_THREADS` in `forum.running.serving`)."""
HEARD_OUT = 2.0
"""Seconds for which we go on reading what we refused, once the answer is sent: a browser that is cut off while it
sends may never look at the answer."""

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Mark a view whose form may hold files: it takes requests up to `MOST_WITH_FILES`."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def take_in(stream: Readable, name: str, *, most: int) -> tuple[KeptFile, Inspected]:
    """Keep a file that its sender calls `name`, once it was found to be one that the forum takes.

    Call it before an operation, never inside one: it takes a tenth of a second, or longer. Raises the refusals of
    `keep_file` and `inspect_file`; then nothing was kept.
    """
    found: list[Inspected] = []
    kept = keep_file(stream, most=most, judge=lambda path: found.append(inspect_file(path, name)))
    return kept, found[0]


class Arriving(io.RawIOBase):
    """A file on its way in, on the disk without a name.

    With no room left it takes the rest and keeps none of it, so that the other answers of the form still arrive;
    whoever reads it is told (`refusal`).
    """

    refusal: Refusal | None = None

    def __init__(self) -> None:
        """Begin an empty one."""
        self._file: IO[bytes] | None = None
        with self._told():
            self._file = tempfile.TemporaryFile(dir=arriving_folder(), buffering=0)  # noqa: SIM115

    def write(self, piece: Any, /) -> int:
        """Write a piece whole."""
        rest = memoryview(piece)
        with self._told():
            while self._file is not None and len(rest):
                rest = rest[self._file.write(rest) :]
        return len(piece)

    def readinto(self, piece: Any, /) -> int:
        """Read a piece. Raises `NoRoomLeft` where there was none."""
        if self.refusal is not None:
            raise self.refusal
        assert self._file is not None  # else there is a refusal
        return self._file.readinto(piece)  # type: ignore[attr-defined]

    def seek(self, place: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place."""
        return self._file.seek(place, whence) if self._file is not None else 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def writable(self) -> bool:
        """It can be written."""
        return True

    def seekable(self) -> bool:
        """It can be gone about in."""
        return True

    def close(self) -> None:
        """Let go of it; nothing of it stays."""
        if self._file is not None:
            self._file.close()
        super().close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            if problem.errno not in NO_ROOM:
                raise
            self.refusal = NoRoomLeft()
            if self._file is not None:
                self._file.close()
                self._file = None
        except NoRoomLeft as refusal:
            self.refusal = refusal


class ForumRequest(Request):
    """A request whose files wait where the store can have them, until it ends."""

    takes_files = False

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Begin with no files."""
        super().__init__(*arguments, **more)
        self.arriving: list[Arriving] = []

    def _get_file_stream(self, *_about: Any, **_more: Any) -> Any:
        if not self.takes_files:
            return io.BytesIO()
        self.arriving.append(Arriving())
        return self.arriving[-1]

    def close(self) -> None:
        """Let go of its files, also of those in a form that could not be read to its end."""
        super().close()
        for file in self.arriving:
            file.close()


def guard_bodies(app: Flask) -> None:
    """Refuse what is too large before it is read, and read what is large while there are threads for it.

    To be called before `guard_posts`, which reads the form for its mark.
    """
    app.request_class = ForumRequest
    app.config["MAX_CONTENT_LENGTH"] = MOST_SENT
    turns = threading.BoundedSemaphore(MOST_AT_ONCE)

    @app.before_request
    def take_body() -> None:
        if request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
            return
        view = app.view_functions.get(request.endpoint or "")
        # A form without parts is read into memory as a whole, whoever asks for it.
        if getattr(view, "takes_files", False) and request.mimetype == "multipart/form-data":
            request.takes_files = True  # type: ignore[attr-defined]
            request.max_content_length = MOST_WITH_FILES
            request.max_form_memory_size = MOST_OF_AN_ANSWER
            request.max_form_parts = MOST_PARTS
        length = request.content_length  # None: it says with each piece whether another follows
        if length is not None and length <= LARGE and length <= (request.max_content_length or length):
            return
        g.unread = True
        if not turns.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=30)
        try:
            if length is not None and length > (request.max_content_length or length):
                raise RequestEntityTooLarge
            request.form  # noqa: B018 - reads it all
            g.unread = False
        finally:
            turns.release()

    @app.after_request
    def hear_out(response: Response) -> Response:
        if g.get("unread"):
            stream = get_input_stream(request.environ)
            response.call_on_close(lambda: _hear_out(stream, turns))
        return response


def _hear_out(stream: IO[bytes], turns: threading.BoundedSemaphore) -> None:
    """Read on for a moment, and forget it."""
    if not turns.acquire(blocking=False):
        return
    until = time.monotonic() + HEARD_OUT
    try:
        with suppress(Exception):  # whoever sends has gone
            while time.monotonic() < until and stream.read(LARGE):
                pass
    finally:
        turns.release()
