"""Reading a PDF: how long it is, whether it can be read out, and whether it does anything by itself."""

import time
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

from forum.foundation.inspection.findings import Findings
from forum.foundation.inspection.kinds import FileKind
from forum.foundation.inspection.refusals import ActsByItself, FileIsDamaged, FileIsProtected, HoldsOtherFiles

END = 2048
"""Bytes at the end in which the end must be marked; ISO 32000-1, 7.5.5 puts it last, programs append a little."""
SECONDS_FOR_TEXT = 10.0
"""After which we no longer look for text, and say that we do not know."""

_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute"})
"""ISO 32000-1, 12.6.4: actions that run, start or change something."""


def read(file: BinaryIO) -> Findings:
    """Read a PDF. Raises the refusals of this package, and what pypdf raises for one that is damaged."""
    _check_end(file)
    reader = PdfReader(file)
    if reader.is_encrypted:
        raise FileIsProtected
    root = reader.root_object
    _walk(reader.trailer)
    pages = len(list(reader.pages))
    if not pages:
        raise FileIsDamaged
    about = reader.metadata
    return Findings(
        kind=FileKind.PDF,
        pages=pages,
        has_text=_has_text(reader),
        has_tags=_has_tags(root),
        title=about.title if about else None,
    )


def _check_end(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - END))
    if b"%%EOF" not in file.read():
        raise FileIsDamaged
    file.seek(0)


def _walk(trailer: Any) -> None:
    """Look at everything that can be reached in the file for what acts, and for files within it."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [trailer]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            place = (thing.idnum, thing.generation)
            if place in seen:
                continue
            seen.add(place)
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            _judge(thing)
            waiting.extend(thing.raw_get(key) for key in thing)
        elif isinstance(thing, ArrayObject):
            waiting.extend(list.__iter__(thing))


def _judge(thing: DictionaryObject) -> None:
    """Refuse what acts, and what holds a file."""
    kind = _at(thing, "/S")
    subtype = _at(thing, "/Subtype")
    if "/JS" in thing or kind in _ACTIONS or subtype == "/RichMedia" or _at(thing, "/XFA") is not None:
        raise ActsByItself
    if _at(thing, "/Type") == "/EmbeddedFile" or _at(thing, "/EF") is not None or kind == "/GoToE":
        raise HoldsOtherFiles


def _at(thing: DictionaryObject, key: str) -> Any:
    """What stands in a dictionary, wherever it lies in the file; None if nothing does."""
    found = thing.get(key)
    found = found.get_object() if isinstance(found, IndirectObject) else found
    return None if isinstance(found, NullObject) else found


def _has_tags(root: DictionaryObject) -> bool:
    """Whether the file says that it is tagged, and holds the tree of tags: ISO 32000-1, 14.7.1 and 14.8.1."""
    marks = _at(root, "/MarkInfo")
    is_marked = isinstance(marks, DictionaryObject) and bool(_at(marks, "/Marked"))
    return is_marked and isinstance(_at(root, "/StructTreeRoot"), DictionaryObject)


def _has_text(reader: PdfReader) -> bool | None:
    """Whether any page holds text. None when the time is up."""
    until = time.monotonic() + SECONDS_FOR_TEXT
    for page in reader.pages:
        if page.extract_text().strip():
            return True
        if time.monotonic() > until:
            return None
    return False
