"""Has a file read by a program of its own, and says what it found or why the file is not taken."""

import json
import subprocess
import threading
from pathlib import Path
from typing import Any

from forum.foundation.file_names import PROGRAM_ENDINGS, ending_of
from forum.foundation.inspection import refusals
from forum.foundation.inspection.findings import Inspected
from forum.foundation.inspection.kinds import FileKind
from forum.foundation.programs import own_python, own_surroundings
from forum.foundation.refusals import Refusal

COMMAND = ["-P", "-m", "forum.foundation.inspection.reading"]
PATIENCE = 60
"""Seconds that the reading of a file may take, waiting for its turn on a busy machine included."""

_a_few_at_a_time = threading.BoundedSemaphore(2)
"""Each may take some hundred MB while it runs."""


def inspect_file(path: Path, name: str) -> Inspected:
    """Judge the file at `path`, which its sender calls `name`, by its content.

    Where the name's ending says something else the content counts; a document that is called like a program is
    refused. Raises one of the refusals of this package. Takes a tenth of a second, for a long document more: call it
    before an operation, never inside one.
    """
    found = _read(path)
    if ending_of(name) in PROGRAM_ENDINGS:
        raise refusals.LooksLikeATrick(what=f"This file is called like a program (“.{ending_of(name)}”).")
    kind = FileKind(found["kind"])
    return Inspected(
        kind=kind,
        media_type=kind.media_type,
        extension=kind.extension,
        pages=found["pages"],
        has_text=found["has_text"],
        has_tags=found["has_tags"],
        title=found["title"],
    )


def _read(path: Path) -> dict[str, Any]:
    """What the reading program says of the file."""
    command = [own_python(), *COMMAND, str(path)]
    with _a_few_at_a_time:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE,
                env=own_surroundings(),
            )
        except subprocess.TimeoutExpired:
            raise refusals.CannotBeChecked from None
    if done.returncode:  # out of time or memory, or the file made its reader fall over
        raise refusals.CannotBeChecked
    said = json.loads(done.stdout)
    if "refusal" in said:
        refusal: type[Refusal] = getattr(refusals, said["refusal"])
        raise refusal(**said["words"])
    return dict(said)
