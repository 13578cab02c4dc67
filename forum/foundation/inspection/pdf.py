"""Reading a PDF: how long it is, whether it can be read out, and whether it does anything by itself."""

import re
import time
import zipfile
import zlib
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, StreamObject

from forum.foundation.inspection.findings import Findings
from forum.foundation.inspection.kinds import FileKind
from forum.foundation.inspection.refusals import ActsByItself, FileIsDamaged, FileIsProtected, HoldsOtherFiles

END = 2048
"""Bytes at the end in which the end must be marked; ISO 32000-1, 7.5.5 puts it last, programs append a little."""
PIECE = 1024 * 1024
SECONDS_FOR_TEXT = 10.0
"""After which we no longer look for text, and say that we do not know."""

_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute"})
"""ISO 32000-1, 12.6.4: actions that run, start or change something."""

_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_TABLE = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")


def read(file: BinaryIO) -> Findings:
    """Read a PDF. Raises the refusals of this package, and what pypdf raises for one that is damaged."""
    is_sound = _has_sound_end(file)
    if zipfile.is_zipfile(file):  # a packed folder at its end, which unpacks as one
        raise HoldsOtherFiles
    try:
        reader = PdfReader(file)
    except DependencyError:  # encrypted in today's way, for which pypdf needs a library that we do without
        raise FileIsProtected from None
    if reader.is_encrypted:
        raise FileIsProtected
    _walk(reader.trailer, is_sound=is_sound)
    pages = len(list(reader.pages))
    if not pages:
        raise FileIsDamaged
    about = reader.metadata
    return Findings(
        kind=FileKind.PDF,
        pages=pages,
        has_text=_has_text(reader),
        has_tags=_has_tags(reader.root_object),
        title=about.title if about else None,
    )


def _has_sound_end(file: BinaryIO) -> bool:
    """Whether the table of contents is where the end says it is; readers find the objects without it too.

    Raises `FileIsDamaged` for a file that breaks off before its end.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - END))
    end = file.read()
    if b"%%EOF" not in end:
        raise FileIsDamaged
    says = _END.findall(end)
    file.seek(int(says[-1]) if says else 0)
    is_sound = bool(_TABLE.match(file.read(64)))
    file.seek(0)
    return is_sound


def _walk(trailer: Any, *, is_sound: bool) -> None:
    """Look at everything that can be reached in the file: that it is whole, does nothing, and holds no files."""
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
            # What is not there counts as nothing, unless the table had to be guessed: then it was lost.
            if not is_sound and (thing is None or isinstance(thing, NullObject)):
                raise FileIsDamaged
        if isinstance(thing, DictionaryObject):
            _judge(thing)
            if isinstance(thing, StreamObject):
                _check_stream(thing)
            waiting.extend(thing.raw_get(key) for key in thing)
        elif isinstance(thing, ArrayObject):
            waiting.extend(list.__iter__(thing))


def _check_stream(stream: StreamObject) -> None:
    """Unpack a stream and forget what is in it: one that was packed and cannot be unpacked is damaged."""
    packing = _at(stream, "/Filter")
    first = packing[0] if isinstance(packing, ArrayObject) and packing else packing
    if first not in ("/FlateDecode", "/Fl"):
        return
    unpacker = zlib.decompressobj()
    rest = stream._data  # as it lies in the file: the public way unpacks it, and overlooks faults
    try:
        while rest and not unpacker.eof:
            unpacker.decompress(rest, PIECE)
            rest = unpacker.unconsumed_tail
    except zlib.error:
        raise FileIsDamaged from None


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
