"""The reading program: it reads one file and prints what it found, or which refusal it came to.

A hostile file can take the time and the memory of this program, and nothing else. Run it with the file's path.
"""

import json
import logging
import os
import resource
import sys
import unicodedata
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from forum.foundation.inspection import office, pictures
from forum.foundation.inspection.findings import Findings
from forum.foundation.inspection.kinds import FileKind, kind_of
from forum.foundation.inspection.refusals import CannotBeChecked, FileIsDamaged
from forum.foundation.refusals import Refusal

MEMORY = 640 * 1024 * 1024
"""Bytes of address space; reading a report of 300 pages takes a third of it."""
SECONDS = 30
"""Of the processor's time."""
LONGEST_TITLE = 200


def read_file(path: Path) -> Findings:
    """Find out what a file is. Raises the refusals of this package, and others for a file that is damaged."""
    with path.open("rb") as file:
        kind = kind_of(file)
        file.seek(0)
        if kind is None:
            return office.read(file)
        if kind is FileKind.PDF:
            return _read_pdf(file)
        pictures.check(kind, file)
        return Findings(kind)


def _read_pdf(file: BinaryIO) -> Findings:
    from forum.foundation.inspection import pdf  # only for a PDF: the library takes a while to come

    return pdf.read(file)


def tidy_title(title: str | None) -> str | None:
    """A title as it may stand on a page: one line, no controls, not too long. None if nothing is left."""
    if title is None:
        return None
    seen = (" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", title))
    plain = "".join(letter for letter in seen if letter == " " or unicodedata.category(letter)[0] != "C")
    return " ".join(plain.split())[:LONGEST_TITLE].strip() or None


def stay_small() -> None:
    """Take no more than a document needs, write nothing, and let the pages of the forum go first."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def say(path: Path) -> dict[str, object]:
    """What was found about a file, or the name and the words of the refusal that it came to."""
    try:
        found = read_file(path)
    except Refusal as refusal:
        return {"refusal": type(refusal).__name__, "words": refusal.words}
    except (MemoryError, ImportError):  # the second: no memory left even for the library
        return {"refusal": CannotBeChecked.__name__, "words": {}}
    except Exception:  # whatever a library trips over in a file, people are told that it cannot be read
        return {"refusal": FileIsDamaged.__name__, "words": {}}
    return {**asdict(found), "title": tidy_title(found.title)}


if __name__ == "__main__":
    stay_small()
    logging.disable()
    json.dump(say(Path(sys.argv[1])), sys.stdout)
