"""The answer that hands a file over, for views."""

import io

from flask import Response, send_file

TYPES = {
    "csv": "text/csv",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a file is, by how its name ends."""


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
