"""The answer that hands a file over, for views."""

import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Response, send_file
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wsgi import FileWrapper

from forum.foundation.storage import FileIsGone

TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a file is, by how its name ends."""

HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What somebody gave us is kept or shown by itself: it runs nothing, reaches nothing, and no other site shows it."""

MOST_AT_ONCE = 14
"""Files that a process hands over at once. A reader on a slow line keeps a thread busy: the others answer pages (see
`BLOCKING_THREADS` in `forum.running.serving`)."""
PIECE = 32 * 1024
"""Bytes read at a time; the server holds a few pieces for each reader."""

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


def hand_over(content: bytes, name: str) -> Response:
    """Answer with a file that the browser keeps under `name`, which ends in `.csv`, `.pdf` or `.xlsx`.

    Nothing between us and the reader keeps a copy: such files hold people's names. Raises `KeyError` for a name
    that ends in something else.
    """
    answer = send_file(
        io.BytesIO(content),
        TYPES[name.rpartition(".")[2]],
        as_attachment=True,
        download_name=name,
        conditional=False,
        etag=False,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def hand_over_file(path: Path, name: str, media_type: str) -> Response:
    """Answer with a file of the store, which the browser keeps under `name` (see `safe_name`).

    It is read from the disk as the reader takes it. Who has it already, by its digest, is told so (304), and who has
    a part of it gets the rest (206). Raises `FileIsGone` when it is not there, and asks to come back in a moment
    (503) when as many are on their way as this process can carry.
    """
    turn = _Turn()
    try:
        answer = send_file(
            path,
            media_type,
            as_attachment=True,
            download_name=name,
            conditional=True,
            etag=path.name,
        )
    except FileNotFoundError:
        raise FileIsGone from None
    if isinstance(answer.response, FileWrapper):
        answer.response.buffer_size = PIECE
    answer.response = _Carried(answer.response, turn)
    answer.headers.update(HARMLESS)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


class _Turn:
    """One of the threads that carry files. It is given back once, when the file was handed over or given up."""

    def __init__(self) -> None:
        self.is_ours = _turns.acquire(blocking=False)
        if not self.is_ours:
            raise ServiceUnavailable(retry_after=5)

    def end(self) -> None:
        """Give it back."""
        if self.is_ours:
            self.is_ours = False
            _turns.release()

    __del__ = end  # an answer that was made and never sent


class _Carried:
    """The pieces of a file on their way. A server closes it at the end, and when the reader has gone."""

    def __init__(self, pieces: Any, turn: _Turn) -> None:
        self._pieces, self._turn = pieces, turn

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            piece: bytes = next(self._pieces)
        except StopIteration:
            self.close()
            raise
        return piece

    def close(self) -> None:
        """Close the file, and give its turn back."""
        self._pieces.close()
        self._turn.end()

    __del__ = close
