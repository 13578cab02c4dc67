"""Files as people send them, good and bad, made for the tests that need them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

_OOXML = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": ("word/document.xml", f"{_OOXML}.wordprocessingml.document.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{_OOXML}.presentationml.presentation.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{_OOXML}.spreadsheetml.sheet.main+xml"),
}
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS_OF_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# ---- PDF ----------------------------------------------------------------------------------------------------


def a_pdf(
    *texts: str,
    title: str | None = None,
    is_tagged: bool = False,
    password: str | None = None,
    action: Mapping[str, str] | None = None,
    script: str | None = None,
    attached: bytes | None = None,
) -> bytes:
    """A PDF with a page for each text; a page of nothing is like a scan, without text. Without texts: one page."""
    writer = PdfWriter()
    for text in texts or ("Words",):
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject({
            NameObject("/Font"): DictionaryObject({
                NameObject("/F1"): DictionaryObject({
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject("/Helvetica"),
                }),
            }),
        })  # fmt: skip
        drawn = DecodedStreamObject()
        drawn.set_data(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode() if text else b"0 0 m 9 9 l S")
        page[NameObject("/Contents")] = writer._add_object(drawn.flate_encode())
    if title:
        writer.add_metadata({"/Title": title})
    if is_tagged:
        writer.root_object[NameObject("/MarkInfo")] = DictionaryObject(
            {NameObject("/Marked"): BooleanObject(True)}
        )
        writer.root_object[NameObject("/StructTreeRoot")] = writer._add_object(
            DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        )
    if action:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {
                NameObject(key): NameObject(said) if said.startswith("/") else TextStringObject(said)
                for key, said in action.items()
            }
        )
    if script:
        acts = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        )
        tree = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), acts])})
        writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})
    if attached:
        writer.add_attachment("more.txt", attached)
    if password is not None:
        writer.encrypt("" if password == "" else password, "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


# ---- Office -------------------------------------------------------------------------------------------------


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these members, in this order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def an_office_file(
    kind: str = "docx",
    *,
    pages: int | None = None,
    slides: int = 0,
    title: str | None = None,
    main: str | None = None,
    types: str = "",
    relations: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A Word, PowerPoint or Excel file. `main`, `types` and `relations` replace or add to what it says of itself."""
    name, main_type = MAIN[kind]
    slide = f"{_OOXML}.presentationml.slide+xml"
    parts = f'<Override PartName="/{name}" ContentType="{main or main_type}"/>'
    parts += "".join(
        f'<Override PartName="/ppt/slides/slide{number}.xml" ContentType="{slide}"/>'
        for number in range(1, slides + 1)
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_TYPES}">{parts}{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"/>',
        name: '<?xml version="1.0"?><w:document xmlns:w="w"><w:p>Words</w:p></w:document>',
        f"{name.partition('/')[0]}/_rels/main.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
    }
    if pages is not None:
        members["docProps/app.xml"] = f"<Properties><Pages>{pages}</Pages></Properties>"
    if title is not None:
        members["docProps/core.xml"] = (
            f'<c:core xmlns:c="c" xmlns:dc="dc"><dc:title>{title}</dc:title></c:core>'
        )
    return packed({**members, **(more or {})})


def a_relation(kind: str, target: str) -> str:
    """A relation of an Office file to something outside it."""
    return (
        f'<Relationship Id="r9" Type="{_KINDS_OF_RELATION}/{kind}" Target="{target}" TargetMode="External"/>'
    )


def an_odt(
    *, pages: int | None = None, title: str | None = None, more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """An OpenDocument text."""
    counted = f'<m:document-statistic m:page-count="{pages}"/>' if pages else ""
    called = f"<dc:title>{title}</dc:title>" if title else ""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": "<office:document-content xmlns:office='o'>Words</office:document-content>",
            "meta.xml": f'<o:meta xmlns:o="o" xmlns:m="m" xmlns:dc="dc">{called}{counted}</o:meta>',
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="m"/>',
            **(more or {}),
        }
    )


# ---- Pictures -----------------------------------------------------------------------------------------------


def a_png(width: int = 3, height: int = 2) -> bytes:
    """A grey picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    rows = zlib.compress(b"".join(b"\0" + b"\x80" * 3 for _ in range(2)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def a_jpeg(width: int = 3, height: int = 2) -> bytes:
    """The frame of a photograph, with a little coded data in which 0xFF is stuffed."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 7) + b"JFIF\0" + frame + scan + b"\xff\xd9"


def a_gif(width: int = 3, height: int = 2) -> bytes:
    """A picture of one colour."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02" + b"\x02\x4c\x01" + b"\0"
    return head + b"\x21\xf9\x04\0\0\0\0\0" + image + b"\x3b"


def a_webp(width: int = 3, height: int = 2) -> bytes:
    """The frame of a picture without loss."""
    bits = struct.pack("<I", (width - 1) | (height - 1) << 14)
    chunk = b"VP8L" + struct.pack("<I", 6) + b"\x2f" + bits + b"\0"
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk
