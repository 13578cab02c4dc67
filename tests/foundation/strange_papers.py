"""PDF papers as they come: turned, cropped, huge, damaged, with forms and remarks, and some that mean harm."""

import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

A4 = [0, 0, 595, 842]


def paper(*texts: str, box: list[float] = A4, **page: Any) -> pikepdf.Pdf:
    """A paper with a page for each text, which stands near the upper left corner of what is shown of it."""
    pdf = pikepdf.new()
    for text in texts:
        crop = page.get("CropBox", box)
        x, y = min(crop[0], crop[2]) + 4, max(crop[1], crop[3]) - 16
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(Dictionary(
            Type=Name.Page, MediaBox=Array(box), **{key: Array(value) if isinstance(value, list) else value
                                                    for key, value in page.items()},
            Resources=Dictionary(Font=Dictionary(F=Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))),
            Contents=pdf.make_stream(f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET".encode()),
        ))))  # fmt: skip
    return pdf


def bytes_of(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    written = BytesIO()
    pdf.save(written, **how)
    return written.getvalue()


def with_contents(*parts: bytes) -> pikepdf.Pdf:
    pdf = paper("instead")
    pdf.pages[0].obj.Contents = Array([pdf.make_stream(part) for part in parts])
    return pdf


def with_a_field() -> pikepdf.Pdf:
    """A form in which a field is filled in, though nothing says how that looks."""
    pdf = paper("a form")
    field = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("who"), V=String("filled in by hand"),
        Rect=Array([100, 600, 300, 620]), DA=String("/F 12 Tf 0 g"), F=4,
    ))  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DA=String("/F 12 Tf 0 g"), NeedAppearances=True,
        DR=Dictionary(Font=pdf.pages[0].obj.Resources.Font),
    )  # fmt: skip
    return pdf


def with_remarks() -> pikepdf.Pdf:
    """A stamp that is seen, one that is hidden, links out and in, and actions that nobody asked for."""
    pdf = paper("remarks", "second page")
    fonts = Dictionary(Font=pdf.pages[0].obj.Resources.Font)

    def stamp(text: str, flags: int) -> Dictionary:
        look = pdf.make_stream(f"BT /F 12 Tf 2 4 Td ({text}) Tj ET".encode())
        look.Type, look.Subtype = Name.XObject, Name.Form
        look.BBox, look.Resources = Array([0, 0, 200, 20]), fonts
        return Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([50, 500, 250, 520]), F=flags, AP=Dictionary(N=look)
        )  # fmt: skip

    def link(**leads: Any) -> Dictionary:
        return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([50, 700, 150, 720]), **leads)

    pdf.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([String("second"), Array([pdf.pages[1].obj, Name.XYZ, 0, 421, 0])]))
    )
    pdf.pages[0].obj.Annots = Array([
        stamp("approved", 4), stamp("unseen", 2),
        link(A=Dictionary(S=Name.URI, URI=String("https://council.example/report"))),
        link(A=Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))),
        link(A=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))),
        link(A=Dictionary(S=Name.Launch, F=String("run.exe"))),
        link(A=Dictionary(S=Name.GoTo, D=String("second"))),
        link(Dest=Array([pdf.pages[1].obj, Name.Fit])),
        link(Dest=String("nowhere")),
    ])  # fmt: skip
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(2)"))
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(3)")))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Its own bookmark", 0))
    pdf.attachments["run.exe"] = b"MZ"
    return pdf


def with_layers() -> pikepdf.Pdf:
    pdf = paper("layers")
    layers = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("shown", "hidden")]
    pdf.Root.OCProperties = Dictionary(OCGs=Array(layers), D=Dictionary(OFF=Array(layers[1:])))
    pdf.pages[0].obj.Resources.Properties = Dictionary(Shown=layers[0], Hidden=layers[1])
    return pdf


def without_a_size() -> pikepdf.Pdf:
    pdf = paper("no size")
    del pdf.pages[0].obj.MediaBox
    return pdf


def blank() -> pikepdf.Pdf:
    """A page that shows nothing and says next to nothing."""
    pdf = paper("gone")
    del pdf.pages[0].obj.Contents, pdf.pages[0].obj.Resources
    return pdf


def damaged() -> bytes:
    """A paper of two pages; what the second shows cannot be unpacked."""
    pdf = paper("whole", "broken")
    pdf.pages[1].obj.Contents = pikepdf.Stream(
        pdf, b"\x78\x9c broken beyond reading", Filter=Name.FlateDecode
    )
    return bytes_of(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def bomb() -> bytes:
    """Some 400 kB that unpack to 400 MB."""
    pack = zlib.compressobj(9)
    packed = b"".join(pack.compress(b" " * 1_000_000) for _ in range(400)) + pack.flush()
    pdf = paper("bomb")
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, packed, Filter=Name.FlateDecode)
    return bytes_of(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def no_pages() -> pikepdf.Pdf:
    pdf = paper("gone")
    del pdf.pages[0]
    return pdf


GOOD: dict[str, tuple[bytes, int]] = {
    name: (bytes_of(pdf), len(pdf.pages)) for name, pdf in {
        "plain": paper("plain one", "plain two"),
        "wide": paper("lying down", box=[0, 0, 842, 595]),
        "turned 90": paper("turned by 90", Rotate=90),
        "turned 180": paper("turned by 180", Rotate=180),
        "turned 270": paper("turned by 270", Rotate=-90),
        "cropped": paper("cropped", CropBox=[100, 200, 400, 500]),
        "elsewhere": paper("elsewhere", box=[-300, -400, 295, 442]),
        "corners": paper("corners", box=[595, 842, 0, 0]),
        "huge": paper("huge", box=[0, 0, 2384, 3370]),
        "beyond": paper("beyond", box=[0, 0, 40000, 20000]),
        "tiny": paper("tiny", box=[0, 0, 60, 40]),
        "units": paper("units", UserUnit=2),
        "no size": without_a_size(),
        "blank": blank(),
        "parts": with_contents(b"BT /F 12 Tf 50 700 Td (in ", b"parts) Tj ET"),
        "unbalanced": with_contents(b"q q 0.1 0 0 0.1 900 900 cm BT /F 120 Tf 1 1 Td (unbalanced) Tj ET"),
        "popped": with_contents(b"Q Q BT /F 12 Tf 50 700 Td (popped) Tj ET Q Q Q"),
        "white": with_contents(b"1 g -100 -100 2000 2000 re f 0 g BT /F 12 Tf 50 700 Td (white) Tj ET"),
        "field": with_a_field(),
        "remarks": with_remarks(),
        "layers": with_layers(),
    }.items()
}  # fmt: skip

BAD: dict[str, tuple[bytes, str]] = {
    "locked": (
        bytes_of(paper("locked"), encryption=pikepdf.Encryption(owner="o", user="u")),
        "It opens only with a password.",
    ),
    "closed": (
        bytes_of(
            paper("closed"),
            encryption=pikepdf.Encryption(owner="o", allow=pikepdf.Permissions(modify_assembly=False)),
        ),
        "Whoever made it does not let it be put together with others.",
    ),
    "no pages": (bytes_of(no_pages()), "It has no pages."),
    "damaged": (damaged(), "Its file is damaged, or too large to be laid in."),
    "bomb": (bomb(), "Its file is damaged, or too large to be laid in."),
    "nothing": (b"", "Its file is damaged, or too large to be laid in."),
    "something else": (
        b"<html><script>alert(1)</script></html>",
        "Its file is damaged, or too large to be laid in.",
    ),
    "cut off": (GOOD["plain"][0][:200], "Its file is damaged, or too large to be laid in."),
}


def write(folder: Path) -> dict[str, Path]:
    """Write all of them, and return where they are by their names."""
    contents = {name: content for name, (content, _) in {**GOOD, **BAD}.items()}
    paths = {name: folder / f"{number}.pdf" for number, name in enumerate(contents)}
    for name, path in paths.items():
        path.write_bytes(contents[name])
    return paths
