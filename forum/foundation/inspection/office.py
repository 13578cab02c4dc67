"""Reading an Office document: a packed folder of XML, which may hold much that no document needs."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from forum.foundation.inspection.findings import Findings
from forum.foundation.inspection.kinds import PROGRAMS, FileKind
from forum.foundation.inspection.markup import Markup
from forum.foundation.inspection.refusals import (
    FetchesFromElsewhere,
    FileIsDamaged,
    FileIsProtected,
    HoldsMacros,
    HoldsOddNames,
    HoldsOtherFiles,
    NotAKindWeTake,
    UnpacksToTooMuch,
)

MOST_MEMBERS = 5_000
"""A presentation of 300 slides has some 2,000."""
MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes; a workbook of 25 MB comes to 250."""
MOST_OF_ONE_TEXT = 200 * 1024 * 1024
PIECE = 256 * 1024

_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileKind.DOCX,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": FileKind.PPTX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_SLIDE = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
_ODT = b"application/vnd.oasis.opendocument.text"
_TYPES = "[Content_Types].xml"

_XML = re.compile(r"\.(xml|rels|vml|rdf)$", re.IGNORECASE)
_PACKED = re.compile(r"\.(zip|7z|rar|gz|tgz|bz2|xz|tar|cab|iso|jar)$", re.IGNORECASE)
_FETCHED = ("attachedTemplate", "oleObject", "frame", "subDocument")
_ON_THE_WEB = re.compile(r"(https?|ftps?|mhtml|search-ms|ms-[a-z]+):", re.IGNORECASE)
"""Word also notes the office's own template, as a file: that is no harm."""
_VBA = "_VBA_PROJECT".encode("utf-16-le")
_LOCKED = 0x1
"""The bit of a member that is encrypted: APPNOTE 4.4.4."""


def read(file: BinaryIO) -> Findings:
    """Read a packed document to its end. Raises the refusals of this package."""
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
            _check_members(members)
            contents = _Contents(packed, members)
            return contents.read()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
    ):  # the second: packed in a way that nobody uses
        raise FileIsDamaged from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """Judge what the list of contents says, before anything is unpacked."""
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise UnpacksToTooMuch
    names = [member.orig_filename.lower() for member in members]
    if len(set(names)) < len(names) or any(map(_is_odd, names)):
        raise HoldsOddNames
    if any(member.flag_bits & _LOCKED for member in members):
        raise FileIsProtected
    if any(member.external_attr >> 28 == 0xA for member in members):  # a link to another file
        raise HoldsOddNames


def _is_odd(name: str) -> bool:
    """Whether a name leads out of the folder, or could be read in two ways."""
    plain = name.rstrip("/")
    return (
        not plain
        or name.startswith("/")
        or any(sign in name for sign in ("\\", ":", "\0"))
        or posixpath.normpath(plain) != plain
        or ".." in plain.split("/")
        or not name.isprintable()
    )


class _Contents:
    """The members of a packed document, read one after the other."""

    def __init__(self, packed: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
        self.packed = packed
        self.members = {member.filename: member for member in members if not member.is_dir()}
        self.left = MOST_UNPACKED
        self.found: dict[str, Markup] = {}

    def read(self) -> Findings:
        """Find out what it is, refuse what may not be in it, and read every member to its end."""
        if _TYPES in self.members:
            return self._read_ooxml()
        if "mimetype" in self.members and "content.xml" in self.members:
            return self._read_odf()
        raise NotAKindWeTake(what="This is a packed folder (ZIP): send the files in it one by one.")

    def _read_ooxml(self) -> Findings:
        types = self._markup(_TYPES).values("ContentType")
        if any(word in each.lower() for each in types for word in ("macro", "vba", "activex")):
            raise HoldsMacros
        kind = next((_MAIN[each] for each in types if each in _MAIN), None)
        if kind is None:
            raise NotAKindWeTake(
                what="This is an Office file of another kind: save it as DOCX, PPTX, XLSX or PDF."
            )
        self._read_all()
        for name, markup in self.found.items():
            if name.endswith(".rels"):
                _check_relations(markup)
        return Findings(kind, pages=self._pages(kind, types), title=self._said("docProps/core.xml", "title"))

    def _read_odf(self) -> Findings:
        if b"".join(self._pieces("mimetype")).strip() != _ODT:
            raise NotAKindWeTake(what="This is an OpenDocument file of another kind: save it as ODT or PDF.")
        if (
            "META-INF/manifest.xml" in self.members
            and "encryption-data" in self._markup("META-INF/manifest.xml").names
        ):
            raise FileIsProtected
        if any(name.startswith(("Basic/", "Scripts/")) for name in self.members):
            raise HoldsMacros
        self._read_all()
        about = self.found.get("meta.xml")
        pages = next(iter(about.values("page-count")), None) if about else None
        return Findings(FileKind.ODT, pages=_number(pages), title=self._said("meta.xml", "title"))

    def _pages(self, kind: FileKind, types: list[str]) -> int | None:
        if kind is FileKind.PPTX:
            return types.count(_SLIDE)
        if kind is FileKind.DOCX:
            return _number(self._said("docProps/app.xml", "Pages"))
        return None

    def _said(self, name: str, element: str) -> str | None:
        """What a document says of itself in an element of one of its members."""
        return self.found[name].text(element) if name in self.found else None

    def _read_all(self) -> None:
        """Read every member to its end, which compares it with its check sum."""
        for name in self.members:
            lower = name.lower()
            if "vbaproject" in lower or "vbadata" in lower or "/activex/" in lower:
                raise HoldsMacros
            if _PACKED.search(lower):
                raise HoldsOtherFiles
            if _XML.search(lower):
                if name not in self.found:
                    self._markup(name)
            else:
                self._check_other(name)

    def _markup(self, name: str) -> Markup:
        """A member read as XML."""
        if self.members[name].file_size > MOST_OF_ONE_TEXT:
            raise UnpacksToTooMuch
        markup = Markup()
        for piece in self._pieces(name):
            markup.feed(piece)
        markup.close()
        self.found[name] = markup
        return markup

    def _check_other(self, name: str) -> None:
        """A member that is no XML: a picture, a font, or a document within the document."""
        is_within = "embeddings/" in name.lower() or "object" in name.lower()
        kept: list[bytes] = []
        for number, piece in enumerate(self._pieces(name)):
            if number == 0:
                if piece.startswith(PROGRAMS):
                    raise HoldsOtherFiles
                is_within = is_within or piece.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
            if is_within:
                kept.append(piece)
        if is_within:
            _check_within(b"".join(kept))

    def _pieces(self, name: str) -> Iterator[bytes]:
        """A member piece by piece. What the list of contents says of sizes need not be true."""
        with self.packed.open(self.members[name]) as member:
            while piece := member.read(PIECE):
                self.left -= len(piece)
                if self.left < 0:
                    raise UnpacksToTooMuch
                yield piece


def _check_within(content: bytes) -> None:
    """A chart's workbook may stand in a report, but no macros in it, and no packed folder."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = [name.lower() for name in packed.namelist()]
        if any("vbaproject" in name for name in names):
            raise HoldsMacros
        if not {_TYPES.lower(), "mimetype"} & set(names):
            raise HoldsOtherFiles
    elif _VBA in content:
        raise HoldsMacros
    elif "\x01Ole10Native".encode("utf-16-le") in content:  # any file at all, wrapped by Windows
        raise HoldsOtherFiles


def _check_relations(markup: Markup) -> None:
    """Links may lead anywhere; a template or an object may not be fetched from somewhere."""
    for relation in markup.elements("Relationship"):
        kind = relation.get("Type", "").rpartition("/")[2]
        is_outside = relation.get("TargetMode") == "External"
        if is_outside and kind in _FETCHED and _ON_THE_WEB.match(relation.get("Target", "")):
            raise FetchesFromElsewhere


def _number(said: str | None) -> int | None:
    """A number that a document says of itself, if it is a plausible one."""
    if said and said.isascii() and said.isdigit() and len(said) < 6:
        return int(said) or None
    return None
