"""The answer that hands a file over, for views."""

import io
from pathlib import Path

from flask import Response, send_file

from forum.foundation.storage import FileIsGone

TYPES = {
    "csv": "text/csv",
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
    a part of it gets the rest (206). Raises `FileIsGone` when it is not there.
    """
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
    answer.headers.update(HARMLESS)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
