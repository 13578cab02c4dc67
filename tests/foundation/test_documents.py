"""Documents: whole, accessible, the same each time, and never run by what people are called."""

import math
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from forum.foundation.documents import (
    Badge,
    SheetGroup,
    SheetRow,
    SignInSheet,
    make_badges,
    make_pdf,
    make_sign_in_sheet,
    typesetting,
)
from forum.foundation.documents.press import NOT_SHOWN, missing_letters, showable_text
from forum.foundation.documents.typesetting import DocumentWentWrong

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
CHECKOUT = Path(__file__).parents[2]

SHEET = SignInSheet(
    "Quarterly gathering",
    "Thursday 17 December 2026, 10:00 to 12:30",
    "Fenland Hall, March",
    [
        SheetGroup("Left side", [SheetRow("Ada Ng", "Care Network", "Online"), SheetRow("Bo Li")]),
        SheetGroup("Nobody", []),
        SheetGroup("Right side", [SheetRow("Cy Orr", "County Council")]),
    ],
)
BADGES = [Badge("Ada Ng", "Care Network", "Speaker"), Badge("Bo Li"), Badge("Cy Orr", line="Chair")]

NAMES = [
    "Łukasz Wójcik-Żak",
    "Síle O’Brien",
    "Nguyễn Thị Ánh",
    "Ελένη Ζωή",
    "Дмитрий Щукин",
    "#panic(\"run\")",
    "#sys.version *b* _i_ $x^2$ `raw`",
    "= Heading <label> @ref // gone /* gone */",
    "\\u{41} \\ ~ -- --- \"q\" 'q'",
    "</Title> & <b>bold</b>",
    "{{ name }} %s {0}",
]  # fmt: skip


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def words_of(pdf: bytes) -> str:
    """All the text of a document in one line."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def tags_of(pdf: bytes) -> list[str]:
    """The kinds of the parts of a document, in the order of reading."""

    def walk(part) -> list[str]:
        part = part.get_object() if hasattr(part, "get_object") else part
        if isinstance(part, list):
            return [kind for each in part for kind in walk(each)]
        if not isinstance(part, dict) or "/S" not in part:
            return []
        return [part["/S"], *walk(part.get("/K", []))]

    return walk(read(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"])


def sheet_of(names: list[str], **more) -> SignInSheet:
    rows = [SheetRow(name, "Care Network") for name in names]
    return SignInSheet("Gathering", "17 December", "Hall", [SheetGroup("All", rows)], **more)


# ---- For everybody to read


@pytest.mark.parametrize("make, title", [
    (lambda: make_sign_in_sheet(SHEET, made_at=AT), "Quarterly gathering: sign-in sheet"),
    (lambda: make_badges("Quarterly gathering", BADGES, made_at=AT), "Quarterly gathering: badges"),
])  # fmt: skip
def test_a_document_says_what_it_is_to_programs_that_read_aloud(make, title):
    document = read(make())
    root = document.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert document.metadata is not None and document.metadata.title == title
    assert document.metadata.creation_date == AT
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert document.pages[0].mediabox.width == pytest.approx(595.28, abs=0.1)
    assert document.pages[0].mediabox.height == pytest.approx(841.89, abs=0.1)


def test_a_sign_in_sheet_is_made_of_headings_and_real_tables():
    pdf = make_sign_in_sheet(SHEET, made_at=AT)
    tags = tags_of(pdf)

    assert tags.count("/H1") == tags.count("/Table") == tags.count("/THead") == 3
    assert tags.count("/TH") == 3 * 4
    assert tags.count("/TD") == 4 * (3 + SHEET.empty_lines)
    assert [part.title for part in read(pdf).outline] == [
        "Left side (2)",
        "Right side (1)",
        "Not on the list",
    ]


def test_each_badge_is_a_heading_with_what_belongs_to_it():
    tags = tags_of(make_badges("Gathering", BADGES, made_at=AT))

    assert [tag for tag in tags if tag in {"/Title", "/H1", "/P"}] == [
        "/Title", "/H1", "/P", "/P", "/H1", "/H1", "/P"
    ]  # fmt: skip


# ---- What is in it


def test_a_sign_in_sheet_holds_everybody_in_order_with_date_and_place():
    said = words_of(make_sign_in_sheet(SHEET, made_at=AT))

    expected = [
        "Sign-in sheet Quarterly gathering Thursday 17 December 2026, 10:00 to 12:30 Fenland Hall, March",
        "Left side (2) Arrived Name Organisation Signature Ada Ng Online Care Network Bo Li",
        "Right side (1) Arrived Name Organisation Signature Cy Orr County Council",
        "Not on the list",
        "Page 1 of 1",
    ]
    places = [said.find(part) for part in expected]
    assert -1 not in places and places == sorted(places)
    assert "Nobody" not in said


def test_badges_hold_name_organisation_and_line():
    said = words_of(make_badges("Gathering, 17 December", BADGES, made_at=AT))

    assert "Ada Ng Care Network Speaker" in said and "Cy Orr Chair" in said
    assert said.count("Gathering, 17 December") == len(BADGES) + 1


def test_the_same_people_give_the_same_bytes_and_the_date_is_the_one_handed_in():
    sheet, badges = make_sign_in_sheet(SHEET, made_at=AT), make_badges("Gathering", BADGES, made_at=AT)

    assert sheet == make_sign_in_sheet(SHEET, made_at=AT)
    assert badges == make_badges("Gathering", BADGES, made_at=AT)
    assert sheet != make_sign_in_sheet(SHEET, made_at=AT + timedelta(days=1))


def test_three_hundred_people_are_all_on_the_sheet_and_every_page_says_which_it_is():
    pdf = make_sign_in_sheet(sheet_of([f"Person {n:03}" for n in range(300)], empty_lines=5), made_at=AT)
    pages = [page.extract_text() for page in read(pdf).pages]

    assert 13 <= len(pages) <= 17
    assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))
    assert all("Arrived Name Organisation Signature" in page for page in pages), "the header comes back"
    assert all("Gathering, 17 December" in page for page in pages[1:])
    assert all("All (300)" in page for page in pages[1:-1]), "so does the heading of the group"
    said = words_of(pdf)
    assert [n for n in range(300) if said.count(f"Person {n:03}") != 1] == []


@pytest.mark.parametrize("count", [0, 1, 10, 11, 300])
def test_ten_badges_go_on_each_page(count):
    badges = [Badge(f"Person {n:03}", "Care Network", "Speaker") for n in range(count)]
    pages = [page.extract_text() for page in read(make_badges("Gathering", badges, made_at=AT)).pages]

    assert len(pages) == max(1, math.ceil(count / 10))
    assert all(f"Person {n:03}" in pages[n // 10] for n in range(count))


@pytest.mark.parametrize("empty_lines", [0, 1, 80])
def test_a_sheet_may_be_of_empty_lines_alone(empty_lines):
    pdf = make_sign_in_sheet(SignInSheet("Gathering", "", "", [], empty_lines), made_at=AT)

    assert tags_of(pdf).count("/TD") == 4 * empty_lines
    assert len(read(pdf).pages) == (4 if empty_lines == 80 else 1)


def test_a_badge_without_a_name_is_left_to_be_written_on():
    pdf = make_badges("Gathering", [Badge("", line="Guest"), Badge("\u200d\u0301")], made_at=AT)

    assert "Guest" in words_of(pdf) and "/H1" not in tags_of(pdf)


# ---- What people are called


def test_no_name_is_read_as_markup_or_code():
    for pdf in (
        make_sign_in_sheet(sheet_of(NAMES), made_at=AT),
        make_badges("Gathering", [Badge(name) for name in NAMES], made_at=AT),
    ):
        said = words_of(pdf).replace(" ", "")  # a long one may be broken at a slash
        assert [name for name in NAMES if name.replace(" ", "") not in said] == []


@pytest.mark.parametrize(
    "name", ["أحمد يوسف", "דוד כהן", "\u202egnirts\u202c", "A\u0301\u0301\u0301\u0301da"]
)
def test_names_from_right_to_left_and_with_many_marks_stay_in_their_line(name):
    said = words_of(make_sign_in_sheet(sheet_of(["Before", name, "After"]), made_at=AT))

    assert "Before Care Network" in said and "After Care Network" in said
    assert NOT_SHOWN not in said and "\u202e" not in said


@pytest.mark.parametrize("name, shown", [
    ("王小明 Wang", f"{NOT_SHOWN * 3} Wang"),
    ("Ann 😀 Lee", f"Ann {NOT_SHOWN} Lee"),
    ("Sam 👩‍👧‍👦 Roe", f"Sam {NOT_SHOWN * 3} Roe"),
    ("Kay \ufdd0\x00\ud800\u2028End", "Kay End"),
])  # fmt: skip
def test_a_letter_that_no_font_has_becomes_a_box_and_the_document_stands(name, shown):
    said = words_of(make_badges("Gathering", [Badge(name, name, name)], made_at=AT))

    assert said.count(shown) == 3


@pytest.mark.parametrize("letter", ["W", "i", "w ", "Ł-", "王", "\u0301", "🏳️‍🌈"])
def test_the_longest_name_breaks_nothing(letter):
    name = letter * 300
    sheet = make_sign_in_sheet(sheet_of([name, "After"]), made_at=AT)
    badges = make_badges(name, [Badge(name, name, name)] * 10 + [Badge("After")], made_at=AT)

    assert "After Care Network" in words_of(sheet) and len(read(sheet).pages) <= 3
    assert len(read(badges).pages) == 2 and "After" in read(badges).pages[1].extract_text()


def test_three_thousand_letters_go_over_the_page_rather_than_off_it():
    sheet = make_sign_in_sheet(sheet_of(["Word " * 600, "After"]), made_at=AT)

    assert words_of(sheet).count("Word") == 600 and "After Care Network" in words_of(sheet)


def test_every_line_of_a_badge_begins_inside_it():
    names = [letter * 300 for letter in ("W", "M ", "Mm-", "i", "Wwww ")] + ["Featherstonehaugh-Cholmondeley"]
    badges = make_badges("W" * 300, [Badge(name, name, name) for name in names], made_at=AT)
    starts: list[tuple[float, float]] = []

    def look(text, page, line, font, size):
        x = line[4] * page[0] + line[5] * page[2] + page[4]
        y = line[4] * page[1] + line[5] * page[3] + page[5]
        if text.strip():
            starts.append((x / 72 * 25.4, y / 72 * 25.4))

    read(badges).pages[0].extract_text(visitor_text=look)
    edges = [297 - 13.5 - 54 * row for row in range(6)]
    inside = [(x, y) for x, y in starts if y < edges[0]]
    assert len(inside) > 6 * 4
    for x, y in inside:
        assert 15 + 5 < x < 105 - 6 or 105 + 5 < x < 195 - 6
        assert min(abs(y - edge) for edge in edges) > 3


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=10))
def test_any_names_at_all_make_a_document(names):
    assert len(read(make_badges("Gathering", [Badge(name, name) for name in names], made_at=AT)).pages) == 1


@given(st.text())
def test_what_is_shown_is_one_line_without_controls(text):
    shown = showable_text(text, set())

    assert shown.isprintable() or any(joiner in shown for joiner in "\u200c\u200d")
    assert showable_text(shown, set()) == shown
    assert set(showable_text(shown, {letter for letter in shown if not letter.isascii()})) <= {
        NOT_SHOWN,
        *map(chr, range(128)),
    }


def test_missing_letters_are_read_from_what_the_typesetter_says():
    said = (
        'error: the text `"王\\u{200d}"` could not be displayed\nerror: the text `"a"` could not be displayed'
    )

    assert missing_letters(said) == {"王", "\u200d"}
    assert missing_letters("error: unknown variable: 王") == set()


# ---- Templates


@pytest.fixture
def template(tmp_path, monkeypatch):
    """Set a template of our own: `template("#data.word", word="x")`."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "_ground.typ").write_bytes((CHECKOUT / "templates/documents/_ground.typ").read_bytes())
    monkeypatch.setattr(typesetting, "find_folder", lambda name: tmp_path)

    def set_it(source: str, **data) -> bytes:
        (folder / "ours.typ").write_text(source, encoding="utf-8")
        return make_pdf("ours", data, title="Ours", made_at=AT)

    return set_it


def test_a_template_finds_its_words_as_they_are(template):
    said = words_of(
        template(
            "#data.word #(data.number + 1) #data.list.join() #words.title",
            word="*x*",
            number=1,
            list=["a", "b"],
        )
    )

    assert said == "*x* 2 ab Ours"


@pytest.mark.parametrize("source", [
    '#read("/etc/hostname")',
    '#read("../../../../../etc/hostname")',
    '#import "@preview/cetz:0.3.0": canvas',
    "#nothing-of-this-name",
    '#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\' width=\'9\' height=\'9\'/>"))',
])  # fmt: skip
def test_a_template_that_reaches_out_is_wrong_or_not_accessible_makes_no_document(template, source):
    with pytest.raises(DocumentWentWrong, match="ours: error"):
        template(source)


def test_a_template_that_is_not_there_is_missed():
    with pytest.raises(FileNotFoundError):
        make_pdf("nowhere", {}, title="Nowhere", made_at=AT)


def test_a_document_that_takes_too_long_is_given_up(template, monkeypatch):
    monkeypatch.setattr(typesetting, "PATIENCE", 0.01)

    with pytest.raises(subprocess.TimeoutExpired):
        template("Slow")


def test_the_typesetter_is_never_loaded_where_pages_are_served():
    code = (
        "import sys; from datetime import UTC, datetime; from forum.foundation.documents import make_badges;"
        "pdf = make_badges('Gathering', [], made_at=datetime(2026, 1, 1, tzinfo=UTC));"
        "assert pdf.startswith(b'%PDF') and 'typst' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], check=True, cwd=CHECKOUT, timeout=60)
