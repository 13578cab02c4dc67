"""What is said of a file that somebody sends: what it is, and why it is not taken."""

import struct
import zipfile
from pathlib import Path

import pytest

from forum.foundation.documents import Badge, make_badges
from forum.foundation.files import write_xlsx
from forum.foundation.inspection import (
    TAKEN,
    CannotBeChecked,
    FileIsDamaged,
    FileIsProtected,
    FileKind,
    LooksLikeATrick,
    UnpacksToTooMuch,
    inspect_file,
    inspecting,
    office,
    pictures,
    reading,
    refusals,
)
from tests.files import (
    MAIN,
    a_gif,
    a_jpeg,
    a_pdf,
    a_png,
    a_relation,
    a_webp,
    an_odt,
    an_office_file,
    packed,
)
from tests.foundation.strange_papers import BAD
from tests.makers import NOW

LOCKED_TODAY, _ = BAD["locked"]  # with AES, as programs do it today
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACRO_SHEET = '<Default Extension="x" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'
WITH_MACROS = packed({"[Content_Types].xml": "", "xl/vbaProject.bin": ""})
WRAPPED = OLE + "\x01Ole10Native".encode("utf-16-le")
TEMPLATE = a_relation("attachedTemplate", "https://evil.example/t.dotm")
DTD = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.fixture
def said(tmp_path: Path):
    """What the reading program says of a file with this content."""

    def say(content: bytes) -> dict:
        path = tmp_path / "file"
        path.write_bytes(content)
        return reading.say(path)

    return say


# ---- What is taken


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_pdf(), FileKind.PDF), (b"\xef\xbb\xbf\n" + a_pdf(), FileKind.PDF),
        (an_office_file("docx"), FileKind.DOCX), (an_office_file("pptx"), FileKind.PPTX),
        (an_office_file("xlsx"), FileKind.XLSX), (write_xlsx("A", ["B"], [[1]]), FileKind.XLSX),
        (an_odt(), FileKind.ODT), (a_png(), FileKind.PNG), (a_jpeg(), FileKind.JPEG), (a_gif(), FileKind.GIF),
        (a_webp(), FileKind.WEBP),
    ],
)  # fmt: skip
def test_each_kind_is_known_by_its_content(said, content, kind):
    assert said(content)["kind"] == kind


def test_a_pdf_says_how_long_it_is_and_whether_it_can_be_read_out(said):
    scan = said(a_pdf("", ""))
    half = said(a_pdf("", "Words", title="  Report\n\u202efdp "))

    assert (scan["pages"], scan["has_text"], scan["has_tags"], scan["title"]) == (2, False, False, None)
    assert (half["pages"], half["has_text"], half["title"]) == (2, True, "Report fdp")
    assert said(a_pdf("Words", is_tagged=True))["has_tags"] is True


def test_what_takes_too_long_to_look_through_is_not_known(said, monkeypatch):
    monkeypatch.setattr("forum.foundation.inspection.pdf.SECONDS_FOR_TEXT", 0)

    assert said(a_pdf("", ""))["has_text"] is None


def test_office_files_say_their_pages_slides_and_titles(said):
    assert said(an_office_file("docx", pages=12, title="Transport"))["pages"] == 12
    assert said(an_office_file("docx", pages=12, title="Transport"))["title"] == "Transport"
    assert said(an_office_file("docx"))["pages"] is None
    assert said(an_office_file("docx", pages=-1))["pages"] is None
    assert said(an_office_file("pptx", slides=3))["pages"] == 3
    assert said(an_office_file("xlsx", pages=4))["pages"] is None
    assert said(an_odt(pages=7, title="Minutes"))["pages"] == 7
    assert said(an_odt(pages=7, title="Minutes"))["title"] == "Minutes"


def test_an_office_file_may_link_to_the_web_and_to_its_own_template(said):
    relations = a_relation("hyperlink", "https://forum.example/") + a_relation(
        "attachedTemplate", "file:///C:\\Templates\\Council.dotx"
    )

    assert said(an_office_file(relations=relations))["kind"] == "docx"


def test_a_chart_brings_its_workbook(said):
    more = {"word/embeddings/Sheet1.xlsx": an_office_file("xlsx"), "word/media/image1.png": a_png()}

    assert said(an_office_file(more=more))["kind"] == "docx"


# ---- What is not


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"MZ\x90\0 a program", "LooksLikeATrick"),
        (b"\x7fELF\x02\x01", "LooksLikeATrick"),
        (b"#!/bin/sh\nrm -r /", "LooksLikeATrick"),
        (b"@echo off\r\nformat c:", "LooksLikeATrick"),
        (b"\xef\xbb\xbf \r\n<!DOCTYPE html><title>x</title>", "LooksLikeATrick"),
        ("\ufeff<html><script>1</script>".encode("utf-16-le"), "LooksLikeATrick"),
        (b'<?xml version="1.0"?><svg onload="x()"/>', "LooksLikeATrick"),
        (b"hello, <script>alert(1)</script>", "LooksLikeATrick"),
        (b"Dear all, here are the minutes.", "NotAKindWeTake"),
        (b"{\\rtf1 Words}", "NotAKindWeTake"),
        (b"\0\0\0\x18ftypheic\0\0", "NotAKindWeTake"),
        (b"\0\0\0\x18ftypisom\0\0", "NotAKindWeTake"),
        (b"\x01\x00\x02\x03", "NotAKindWeTake"),
        (OLE + b"\0" * 512, "NotAKindWeTake"),
        (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "FileIsProtected"),
        (packed({"a.txt": "one", "b.txt": "two"}), "NotAKindWeTake"),
        (an_office_file(main="application/x-other+xml"), "NotAKindWeTake"),
        (an_odt(more={"mimetype": "application/vnd.oasis.opendocument.graphics"}), "NotAKindWeTake"),
        # PDF
        (a_pdf(password="secret"), "FileIsProtected"),
        (a_pdf(password=""), "FileIsProtected"),
        (LOCKED_TODAY, "FileIsProtected"),
        (a_pdf() + packed({"page.html": "<script>"}), "HoldsOtherFiles"),
        (a_pdf(script="app.alert(1)"), "ActsByItself"),
        (a_pdf(action={"/S": "/Launch", "/F": "calc.exe"}), "ActsByItself"),
        (a_pdf(action={"/S": "/JavaScript", "/JS": "app.alert(1)"}), "ActsByItself"),
        (a_pdf(attached=b"another file"), "HoldsOtherFiles"),
        (a_pdf()[:-300], "FileIsDamaged"),
        (b"%PDF-1.7\nnothing more\n%%EOF", "FileIsDamaged"),
        # Office
        (an_office_file(main=MACROS), "HoldsMacros"),
        (an_office_file(more={"word/vbaProject.bin": b"\0"}), "HoldsMacros"),
        (an_office_file(more={"word/activeX/activeX1.bin": b"\0"}), "HoldsMacros"),
        (an_office_file(types=MACRO_SHEET), "HoldsMacros"),
        (an_office_file(more={"word/embeddings/a.xlsm": WITH_MACROS}), "HoldsMacros"),
        (an_office_file(more={"word/embeddings/a.bin": OLE + "_VBA_PROJECT".encode("utf-16-le")}), "HoldsMacros"),
        (an_odt(more={"Basic/Standard/Module1.xml": "<m/>"}), "HoldsMacros"),
        (an_odt(more={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "FileIsProtected"),
        (an_office_file(more={"word/media/a.zip": packed({"a": "b"})}), "HoldsOtherFiles"),
        (an_office_file(more={"word/embeddings/a.bin": packed({"a": "b"})}), "HoldsOtherFiles"),
        (an_office_file(more={"word/embeddings/a.bin": WRAPPED}), "HoldsOtherFiles"),
        (an_office_file(more={"word/media/image1.png": b"MZ\x90\0"}), "HoldsOtherFiles"),
        (an_office_file(more={"../../outside.xml": "<x/>"}), "HoldsOddNames"),
        (an_office_file(more={"/etc/passwd": ""}), "HoldsOddNames"),
        (an_office_file(more={"word\\..\\..\\outside": ""}), "HoldsOddNames"),
        (an_office_file(more={"c:evil": ""}), "HoldsOddNames"),
        (an_office_file(more={"WORD/document.xml": "<x/>"}), "HoldsOddNames"),
        (an_office_file(more={"word/styles.xml": f"{DTD}<x>&b;</x>"}), "HoldsEntities"),
        (an_office_file(more={"word/styles.xml": f"{DTD}<x/>".encode("utf-16")}), "HoldsEntities"),
        (an_office_file(more={"word/styles.xml": "<x><y></x>"}), "FileIsDamaged"),
        (an_office_file()[:-40], "FileIsDamaged"),
        (an_office_file(relations=TEMPLATE), "FetchesFromElsewhere"),
        (an_office_file(relations=a_relation("oleObject", "mhtml:http://evil.example/x")), "FetchesFromElsewhere"),
        # Pictures
        (a_png()[:-6], "FileIsDamaged"),
        (a_png().replace(b"IDAT", b"IDAX"), "FileIsDamaged"),
        (a_png(0, 2), "FileIsDamaged"),
        (a_png(40_000, 2), "UnpacksToTooMuch"),
        (a_png(29_000, 29_000), "UnpacksToTooMuch"),
        (a_png() + packed({"a": "b"}), "LooksLikeATrick"),
        (a_jpeg()[:-2], "FileIsDamaged"),
        (a_jpeg() + b"\n<script>1</script>", "LooksLikeATrick"),
        (a_gif()[:-1], "FileIsDamaged"),
        (b"GIF89a/*" + b"*/=1;alert(1)", "FileIsDamaged"),
        (a_webp()[:-2], "FileIsDamaged"),
    ],
)  # fmt: skip
def test_what_is_not_taken_gets_a_sentence(said, content, refusal):
    answer = said(content)

    assert answer.get("refusal") == refusal, answer
    words = str(getattr(refusals, refusal)(**answer["words"]))
    assert words.endswith(".") and "{" not in words
    if refusal == "NotAKindWeTake":
        assert TAKEN in words


def test_what_a_camera_appends_is_no_trick(said):
    assert said(a_jpeg() + b"SEFT camera notes")["kind"] == "jpeg"


def test_a_piece_cut_out_of_a_pdf_is_missed(said):
    pdf = make_badges("Meeting", [Badge("Ada")] * 30, made_at=NOW)

    assert said(pdf)["pages"] == 3
    assert said(pdf[:2000] + pdf[4000:])["refusal"] == "FileIsDamaged"
    spoilt = bytearray(a_pdf("Words that can be read " * 20))
    place = spoilt.index(b"stream") + 20
    spoilt[place : place + 8] = b"\0" * 8
    assert said(bytes(spoilt))["refusal"] == "FileIsDamaged"


def test_a_spoilt_member_of_an_office_file_is_missed(said):
    spoilt = bytearray(an_office_file(more={"word/media/image1.png": bytes(range(256)) * 8}))
    place = spoilt.index(b"word/media/image1.png") + 60
    spoilt[place] ^= 0xFF

    assert said(bytes(spoilt))["refusal"] == "FileIsDamaged"


def test_a_small_file_that_unpacks_to_too_much_is_not_unpacked(said, monkeypatch):
    bomb = an_office_file(more={f"word/media/{number}.bin": b"\0" * 1_000_000 for number in range(10)})
    monkeypatch.setattr(office, "MOST_UNPACKED", 9_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)

    assert len(bomb) < 20_000
    assert said(bomb)["refusal"] == "UnpacksToTooMuch"


def test_a_list_of_contents_that_lies_about_sizes_is_found_out(said):
    honest = an_office_file(more={"word/media/1.bin": b"\0" * 1_000_000})
    lie = honest.replace(struct.pack("<I", 1_000_000), struct.pack("<I", 10))

    assert said(lie)["refusal"] == "FileIsDamaged"


def test_too_many_members_are_not_looked_through(said, monkeypatch):
    monkeypatch.setattr(office, "MOST_MEMBERS", 20)

    assert (
        said(an_office_file(more={f"word/{number}.xml": "<x/>" for number in range(20)}))["refusal"]
        == "UnpacksToTooMuch"
    )


def test_an_encrypted_member_is_protected(said):
    locked = bytearray(an_office_file())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(sign) + place] |= 1

    assert said(bytes(locked))["refusal"] == "FileIsProtected"


# ---- The program that reads


def test_a_file_is_judged_by_a_program_of_its_own(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(a_pdf("Words", title="Transport", is_tagged=True))

    found = inspect_file(path, "papers/transport.docx")  # the content counts

    assert (found.kind, found.extension, found.media_type) == (FileKind.PDF, "pdf", "application/pdf")
    assert (found.pages, found.has_text, found.has_tags, found.title) == (1, True, True, "Transport")


def test_a_document_that_is_called_like_a_program_is_refused(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(a_pdf())

    for name in ("minutes.pdf.exe", "minutes.HTML", "minutes.exe\u202e", "a/b/minutes.js."):
        with pytest.raises(LooksLikeATrick, match="called like a program"):
            inspect_file(path, name)


def test_a_refusal_comes_back_as_the_same_refusal(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"MZ program")

    with pytest.raises(LooksLikeATrick, match="This is a program for Windows. Nothing that can run is taken"):
        inspect_file(path, "report.pdf")
    path.write_bytes(a_pdf(password="secret"))
    with pytest.raises(FileIsProtected):
        inspect_file(path, "report.pdf")
    path.write_bytes(a_pdf()[:-200])
    with pytest.raises(FileIsDamaged):
        inspect_file(path, "report.pdf")


def test_a_hostile_file_costs_its_reader_and_nobody_else(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_bytes(a_pdf())

    monkeypatch.setattr(inspecting, "PATIENCE", 0.01)
    with pytest.raises(CannotBeChecked):
        inspect_file(path, "slow.pdf")
    monkeypatch.undo()
    for work in (
        "while True: pass",
        "bytearray(2_000_000_000)",
        "import pathlib; pathlib.Path('left').write_text('x')",
    ):
        hungry = tmp_path / "hungry.py"
        hungry.write_text(
            f"from forum.foundation.inspection import reading\nreading.SECONDS = 1\nreading.stay_small()\n{work}\n"
        )
        monkeypatch.setattr(inspecting, "COMMAND", ["-P", str(hungry)])
        monkeypatch.chdir(tmp_path)
        with pytest.raises(CannotBeChecked):
            inspect_file(path, "hungry.pdf")


def test_the_sizes_of_pictures_are_those_of_papers():
    assert pictures.MOST_PIXELS > 9933 * 14043, "A0 at 300 dots an inch"
    assert set(MAIN) | {"odt", "pdf", "png", "jpeg", "gif", "webp"} == {kind.value for kind in FileKind}
    assert str(UnpacksToTooMuch()).endswith(".")
