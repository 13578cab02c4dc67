"""What a file is, judged by how it begins."""

import codecs
import mmap
import re
from enum import StrEnum
from typing import BinaryIO

from forum.foundation.inspection.refusals import FileIsProtected, LooksLikeATrick, NotAKindWeTake


class FileKind(StrEnum):
    """The kinds of file that the forum takes."""

    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    ODT = "odt"
    XLSX = "xlsx"
    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    WEBP = "webp"

    @property
    def media_type(self) -> str:
        """What it is called on the web."""
        return _MEDIA_TYPES[self]

    @property
    def extension(self) -> str:
        """How its names end, without the dot."""
        return "jpg" if self is FileKind.JPEG else self.value

    @property
    def in_words(self) -> str:
        """What people call it."""
        return _WORDS[self]

    @property
    def is_picture(self) -> bool:
        """Whether it is one picture."""
        return self in {FileKind.PNG, FileKind.JPEG, FileKind.GIF, FileKind.WEBP}


_OOXML = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: f"{_OOXML}.wordprocessingml.document",
    FileKind.PPTX: f"{_OOXML}.presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.XLSX: f"{_OOXML}.spreadsheetml.sheet",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.GIF: "image/gif",
    FileKind.WEBP: "image/webp",
}
_WORDS = {
    FileKind.PDF: "PDF",
    FileKind.DOCX: "Word",
    FileKind.PPTX: "PowerPoint",
    FileKind.ODT: "OpenDocument text",
    FileKind.XLSX: "Excel",
    FileKind.PNG: "PNG picture",
    FileKind.JPEG: "JPEG picture",
    FileKind.GIF: "GIF picture",
    FileKind.WEBP: "WebP picture",
}

SEEN = 4096
"""Bytes of the beginning that are looked at."""

_PROGRAMS = (
    (b"MZ", "This is a program for Windows."),
    (b"\x7fELF", "This is a program for Linux."),
    (b"\xca\xfe\xba\xbe", "This is a program."),
    (b"\xfe\xed\xfa", "This is a program for a Mac."),
    (b"\xcf\xfa\xed\xfe", "This is a program for a Mac."),
    (b"\xce\xfa\xed\xfe", "This is a program for a Mac."),
    (b"\x00asm", "This is a program."),
    (b"dex\n", "This is a program for a phone."),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "This is a shortcut of Windows."),
    (b"ITSF", "This is a help file of Windows, which can run programs."),
    (b"#!", "This is a script."),
)
PROGRAMS = tuple(mark for mark, _ in _PROGRAMS)
"""How programs begin."""
_OTHERS = (
    (b"{\\rtf", "This is a rich text file (RTF): save it as DOCX or PDF."),
    (b"Rar!", "This is a packed folder (RAR): send the files in it one by one."),
    (b"7z\xbc\xaf", "This is a packed folder (7z): send the files in it one by one."),
    (b"\x1f\x8b", "This is a packed file (GZ): send the file in it."),
    (b"II*\x00", "This is a picture of the kind TIFF: save it as PNG or PDF."),
    (b"MM\x00*", "This is a picture of the kind TIFF: save it as PNG or PDF."),
    (b"BM", "This is a picture of the kind BMP: save it as PNG."),
    (b"%!PS", "This is a PostScript file: save it as PDF."),
    (b"ID3", "This is a sound."),
    (b"OggS", "This is a sound or a film."),
)
_SVG = "This is a drawing of the kind SVG, which can hold script: save it as PNG."
_PAGE = "This is a web page, which can hold script."
_MARKUP = re.compile(
    r"<(svg|!doctype\s+svg|!doctype\s+html|html|head|body|script|iframe|\?php|%@|hta:)\b", re.I
)
_SCRIPT = re.compile(
    r"\A(@echo\b|rem\s|set-executionpolicy\b|powershell\b|wscript\.|on error resume next|'use strict'|import os\b)",
    re.I,
)


def kind_of(file: BinaryIO) -> FileKind | None:
    """The kind of a file, by how it begins; None for something packed, which must be looked into.

    Raises `LooksLikeATrick`, `FileIsProtected` and `NotAKindWeTake`.
    """
    file.seek(0)
    start = file.read(SEEN)
    plain = start.lstrip(codecs.BOM_UTF8 + b"\0 \t\r\n")
    if plain.startswith(b"%PDF-"):
        return FileKind.PDF
    if start.startswith(b"PK\x03\x04"):
        return None
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if start.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if start.startswith((b"GIF87a", b"GIF89a")):
        return FileKind.GIF
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return FileKind.WEBP
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _refuse_old_office(file)
    _refuse_what_runs(start)
    raise NotAKindWeTake(what=_other(start))


def _refuse_old_office(file: BinaryIO) -> None:
    """Office of old keeps documents so, and Office of today those that are locked: [MS-OFFCRYPTO] 2.3.4.4."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as octets:
        if octets.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise FileIsProtected
    raise NotAKindWeTake(
        what="This is a file of an old Office program (such as DOC, PPT or XLS): save it as DOCX, PPTX, XLSX or PDF."
    )


def _refuse_what_runs(start: bytes) -> None:
    for mark, words in _PROGRAMS:
        if start.startswith(mark):
            raise LooksLikeATrick(what=words)
    text = _text(start)
    if found := _MARKUP.search(text):
        raise LooksLikeATrick(what=_SVG if "svg" in found[1].lower() else _PAGE)
    if _SCRIPT.match(text):
        raise LooksLikeATrick(what="This is a script.")


def _text(start: bytes) -> str:
    """The beginning as text, in whichever way a reader would take it."""
    for mark, coding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if start.startswith(mark):
            return start[len(mark) :].decode(coding, errors="replace").lstrip()
    if start[1:2] == b"\0":
        return start.decode("utf-16-le", errors="replace").lstrip()
    return start.replace(b"\0", b"").decode("latin-1").lstrip()


def _other(start: bytes) -> str:
    for mark, words in _OTHERS:
        if start.startswith(mark):
            return words
    if start[4:8] == b"ftyp":
        if start[8:12] in {b"heic", b"heix", b"mif1", b"heim", b"avif", b"hevc"}:
            return "This is a picture of the kind HEIC or AVIF: save it as JPEG."
        return "This is a film or a sound."
    if b"\0" not in start:
        return "This is plain text or something like it: save it as PDF or DOCX."
    return "This kind of file is not known here."
