"""Lists as files: what went in is read back by other programs, and nothing in it is ever a formula."""

import csv
import io
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zipfile import ZipFile

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from forum.foundation import files
from forum.foundation.downloads import hand_over
from forum.foundation.files import LONGEST, write_csv, write_xlsx

HEADER = ["Name", "Places", "Since"]
ROWS = [["Łukasz O’Brien, 王", 3, date(2026, 12, 17)], ["Two\nlines", -2.5, None]]
FORMULAS = ["=1+1", "+44 1223 555 012", "-3 places", "@sum", "\t=1", "\r=1", "  =1", "\n+1", "＝1"]

texts = st.text(max_size=40) | st.sampled_from(FORMULAS) | st.text("=+-@\t\r\n '\"_x0041;,", max_size=12)
numbers = st.integers() | st.floats()
moments = st.dates() | st.datetimes() | st.datetimes(timezones=st.just(UTC)) | st.times()
cells = texts | numbers | moments | st.booleans() | st.none()


naive = datetime.fromisoformat
"""A moment as files write it: without its zone."""


class Side(StrEnum):
    LEFT = "left"


def read_csv(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def sheet_of(file: bytes):
    return load_workbook(io.BytesIO(file)).worksheets[0]


def read_xlsx(file: bytes) -> list[list[object]]:
    return [list(row) for row in sheet_of(file).iter_rows(values_only=True)]


# ---- CSV


def test_a_csv_file_is_read_back_as_it_was_written():
    file = write_csv(HEADER, ROWS)

    assert file.startswith(b"\xef\xbb\xbf") and file.endswith(b"\r\n")
    assert read_csv(file) == [HEADER, ["Łukasz O’Brien, 王", "3", "2026-12-17"], ["Two\nlines", "-2.5", ""]]


@pytest.mark.parametrize("cell, written", [
    (True, "yes"),
    (False, "no"),
    (None, ""),
    (0, "0"),
    (-7, "-7"),
    (float("nan"), ""),
    (float("-inf"), ""),
    (10**20, "100000000000000000000"),
    (datetime(2026, 7, 1, 9, 0, tzinfo=UTC), "2026-07-01 10:00"),
    (naive("2026-07-01 09:00:05.000077"), "2026-07-01 09:00:05"),
    (time(9, 5), "09:05"),
    (time(9, 5, 1), "09:05:01"),
    (date(1845, 3, 1), "1845-03-01"),
    (Side.LEFT, "left"),
    ("a\r\nb\rc", "a\nb\nc"),
    ("bell\x07\x00", "bell"),
    ("\ud800", "?"),
])  # fmt: skip
def test_every_kind_of_cell_is_written_plainly(cell, written):
    assert read_csv(write_csv(["Cell"], [[cell]])) in ([["Cell"], [written]], [["Cell"], []])


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_a_spreadsheet_would_take_for_a_formula_is_marked_as_text(cell):
    [[header], [written]] = read_csv(write_csv([cell], [[cell]]))

    assert header == written == "'" + cell.replace("\r", "\n")


@given(st.lists(st.tuples(texts, texts), max_size=5))
def test_no_text_at_all_can_begin_a_formula(rows):
    read = read_csv(write_csv(["One", "Two"], rows))

    assert len(read) == len(rows) + 1
    written = [cell for row in read for cell in row]
    assert not [cell for cell in written if cell.startswith(("\t", "\r", "\n"))]
    assert not [cell for cell in written if cell.strip().startswith(("=", "+", "-", "@"))]


# ---- XLSX


def test_a_workbook_is_read_back_as_it_was_written():
    file = write_xlsx("Who comes", HEADER, ROWS)

    assert read_xlsx(file) == [
        HEADER,
        ["Łukasz O’Brien, 王", 3, naive("2026-12-17")],
        ["Two\nlines", -2.5, None],
    ]
    sheet = sheet_of(file)
    assert sheet.title == "Who comes" and sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1]) and not any(cell.font.bold for cell in sheet[2])
    assert sheet["C2"].number_format == "yyyy-mm-dd" and sheet["A3"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width > 7


def test_moments_are_real_moments_as_london_reads_them():
    file = write_xlsx("When", ["At", "From"], [[datetime(2026, 7, 1, 9, 0, tzinfo=UTC), time(9, 30)]])

    assert read_xlsx(file)[1] == [naive("2026-07-01 10:00"), time(9, 30)]


@pytest.mark.parametrize(
    "text", [*FORMULAS, "{=1}", "https://forum.example", "mailto:a@b.example", "007", "1e5"]
)
def test_a_text_stays_a_text(text):
    file = write_xlsx("Texts", [text], [[text]])

    for cell in (sheet_of(file)["A1"], sheet_of(file)["A2"]):
        assert cell.data_type == "s" and cell.hyperlink is None and cell.value == text.replace("\r", "\n")
    with ZipFile(io.BytesIO(file)) as parts:
        assert not [name for name in parts.namelist() if "rels" in name and b"hyperlink" in parts.read(name)]


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_both_files_carry_the_same_cells(rows):
    in_csv = read_csv(write_csv(["One", "Two"], rows))
    in_xlsx = read_xlsx(write_xlsx("List", ["One", "Two"], rows))

    assert len(in_csv) == len(rows) + 1
    for plain, rich in zip(in_csv, in_xlsx + [[None, None]] * len(rows), strict=False):
        for text, cell in zip(plain, rich, strict=True):
            match cell:
                case None:
                    assert text == ""
                case str():
                    assert text.removeprefix("'") == cell.removeprefix("'")
                case datetime():
                    assert cell.isoformat(" ").startswith(text)
                case time():
                    assert cell.isoformat().startswith(text)
                case _:
                    assert float(text) == pytest.approx(float(cell), rel=1e-12)


def test_the_same_rows_give_the_same_bytes():
    at = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

    assert write_xlsx("List", HEADER, ROWS) == write_xlsx("List", HEADER, ROWS)
    assert write_xlsx("List", HEADER, ROWS, made_at=at) == write_xlsx("List", HEADER, ROWS, made_at=at)
    made = load_workbook(io.BytesIO(write_xlsx("List", HEADER, ROWS, made_at=at))).properties.created
    assert made is not None and made.replace(tzinfo=None) == naive("2026-11-24 10:00")


@pytest.mark.parametrize("asked, given", [
    ("Places: room/online", "Places  room online"),
    ("x" * 40, "x" * 31),
    ("'quoted'", "quoted"),
    ("History", "Sheet"),
    ("", "Sheet"),
    ("[]", "Sheet"),
])  # fmt: skip
def test_a_sheet_has_a_name_that_spreadsheets_allow(asked, given):
    assert sheet_of(write_xlsx(asked, HEADER, ROWS)).title == given


# ---- Both


@pytest.mark.parametrize("write", [write_csv, lambda header, rows: write_xlsx("List", header, rows)])
def test_a_row_that_does_not_fit_its_header_is_refused(write):
    with pytest.raises(ValueError, match="2 cells under 3 headings"):
        write(HEADER, [["one", "two"]])
    with pytest.raises(TypeError, match="holds no list"):
        write(["One"], [[["a list"]]])


def test_a_text_too_long_for_a_spreadsheet_says_that_it_was_cut():
    for letter in "a😀":
        [_, [cell]] = read_xlsx(write_xlsx("Long", ["Text"], [[letter * LONGEST + "b"]]))
        assert isinstance(cell, str) and set(cell) == {letter, "…"} and cell.endswith("…")
        assert LONGEST - 2 <= len(cell.encode("utf-16-le")) / 2 <= LONGEST


def test_three_thousand_rows_are_read_once_and_written_whole():
    rows = ([f"Person {number}", number, date(2026, 1, 1)] for number in range(3000))

    assert len(read_xlsx(write_xlsx("Many", HEADER, rows))) == 3001


def test_nothing_is_loaded_before_it_is_needed():
    assert not hasattr(files, "xlsxwriter")


# ---- Handed over


@pytest.mark.parametrize("name, kind", [
    ("who-comes.csv", "text/csv; charset=utf-8"),
    ("who-comes.pdf", "application/pdf"),
    ("who-comes.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
])  # fmt: skip
def test_a_file_is_handed_over_to_be_kept_and_no_copy_stays_on_the_way(name, kind):
    with Flask(__name__).test_request_context():
        answer = hand_over(b"content", name)

    answer.direct_passthrough = False
    assert answer.get_data() == b"content"
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert answer.headers["Cache-Control"] == "private, no-store"
