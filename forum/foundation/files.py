"""Lists as files for other programs: CSV and XLSX, with the same cells in both."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from forum.foundation.clock import in_london

Cell = str | int | float | date | datetime | time | None
"""What a list may hold. True and False are written as yes and no, moments as London reads them."""

LONGEST = 32_767
"""UTF-16 units that a cell of a spreadsheet holds."""
EXACT = 10**15
"""Whole numbers from here on lose their last figures in a spreadsheet: they become text."""
HUGE = 1e300
"""Numbers from here on are more than some spreadsheets can read: they become text."""
FIRST_YEAR = 1900
"""Spreadsheets know no earlier dates: those become text."""
UNDATED = datetime.fromisoformat("2000-01-01")
"""When a workbook says that it was made, if nobody said when."""
NARROWEST, WIDEST = 8, 60
"""How wide a column may be, in letters."""

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a list as CSV: UTF-8 with its mark, lines that end in CRLF, dates as ISO writes them.

    CSV cannot say that a cell is text. One that a spreadsheet would take for a formula gets an apostrophe in front.
    Raises `ValueError` when a row is longer or shorter than the header, and `TypeError` for what is no `Cell`.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for row in _cells(header, rows):
        writer.writerow([_guarded(cell) if isinstance(cell, str) else _in_words(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def write_xlsx(
    sheet: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, made_at: datetime | None = None
) -> bytes:
    """Write a list as a workbook of one sheet, with its header bold and always in sight.

    A text stays a text: there are no formulas, no links and no guessed numbers. `made_at` is written into the file;
    without it the same rows give the same bytes on any day. `sheet` is cut to what a sheet may be called.
    Raises what `write_csv` raises.
    """
    import xlsxwriter  # only here: most processes never write one

    lines = list(_cells(header, rows))
    off = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    created = in_london(made_at).replace(tzinfo=None) if made_at else UNDATED
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **off}) as book:
        book.set_properties({"title": sheet, "created": created})
        page = book.add_worksheet(_sheet_name(sheet))
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        for x, column in enumerate(zip(*lines, strict=True)):
            page.set_column(x, x, _width(column))

        top = {"valign": "top"}
        head = book.add_format({**top, "bold": True, "bottom": 1, "text_wrap": True})
        plain, long = book.add_format(top), book.add_format({**top, "text_wrap": True})
        looks = {
            datetime: book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({**top, "num_format": "yyyy-mm-dd"}),
            time: book.add_format({**top, "num_format": "hh:mm"}),
        }
        for y, line in enumerate(lines):
            for x, cell in enumerate(line):
                if isinstance(cell, str):
                    look = head if y == 0 else long if len(cell) > WIDEST or "\n" in cell else plain
                    page.write_string(y, x, cell, look)
                elif isinstance(cell, date | time):
                    page.write_datetime(y, x, cell, looks[type(cell)])
                elif cell is not None:
                    page.write_number(y, x, cell, plain)
    return file.getvalue()


def _cells(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterable[list[Cell]]:
    """The lines of a file, the header first, with the cells that both kinds of file carry."""
    yield [_text(name) for name in header]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"A row has {len(row)} cells under {len(header)} headings.")
        yield [_cell(value) for value in row]


def _cell(value: Cell) -> Cell:
    """One cell as both kinds of file carry it. What no spreadsheet can hold becomes text, or is left out."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case str():
            return _text(value)
        case datetime():
            local = (in_london(value) if value.tzinfo else value).replace(tzinfo=None, microsecond=0)
            return local if local.year >= FIRST_YEAR else _in_words(local)
        case date():
            return value if value.year >= FIRST_YEAR else _in_words(value)
        case time():
            return value.replace(tzinfo=None, microsecond=0)
        case int():
            return value if abs(value) < EXACT else str(value)
        case float():
            return (value if abs(value) < HUGE else str(value)) if math.isfinite(value) else None
    raise TypeError(f"A list for other programs holds no {type(value).__name__}.")


def _text(value: str) -> str:
    """A text that every program can open: no control characters, one kind of line end, not too long."""
    text = _UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    units = text.encode("utf-16-le", "replace")
    if len(units) > 2 * LONGEST:
        units = units[: 2 * (LONGEST - 1)] + "…".encode("utf-16-le")
    return units.decode("utf-16-le", "ignore")  # the half of a letter that was cut in two goes


def _in_words(cell: Cell) -> str:
    """A cell that is no text, as CSV writes it."""
    match cell:
        case None:
            return ""
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds" if cell.second else "minutes")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("seconds" if cell.second else "minutes")
    return str(cell)


def _guarded(text: str) -> str:
    return "'" + text if _FORMULA.match(text) else text


def _width(column: Iterable[Cell]) -> int:
    longest = max(
        len(line)
        for cell in column
        for line in (cell if isinstance(cell, str) else _in_words(cell)).split("\n")
    )
    return min(max(longest + 2, NARROWEST), WIDEST)


def _sheet_name(name: str) -> str:
    """A name that a sheet may have: at most 31 letters, without some marks, and not the one that is taken."""
    name = _NOT_IN_A_SHEET_NAME.sub(" ", _text(name)).strip("' \n")[:31].rstrip("' \n")
    return "Sheet" if not name or name.lower() == "history" else name
