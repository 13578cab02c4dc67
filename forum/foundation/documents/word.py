"""Minutes as a Word document, for whoever has to paste them into a paper of their own."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from forum.foundation.documents.minutes import MinutesDocument, MinutesLine, NamedGroup
from forum.foundation.words import without_controls

if TYPE_CHECKING:
    from docx.document import Document

LANGUAGE = "en-GB"
_BRAND = (0x14, 0x50, 0x5C)
_INK = (0x18, 0x26, 0x2B)


def make_minutes_in_word(minutes: MinutesDocument, *, made_at: datetime) -> bytes:
    """Write minutes as .docx: real headings and lists, a table of who was there, British English.

    A draft says so at the head of each page. Nobody is named as its author.
    """
    from docx import Document

    document = Document()
    _say_what_it_is(document, minutes, made_at)
    _choose_styles(document)
    _head_and_foot(document, minutes)
    document.add_paragraph(f"Minutes · {_clean(minutes.forum)}", style="Subtitle")
    document.add_paragraph(_clean(minutes.title), style="Title")
    when = f"{minutes.date}, {minutes.times}" if minutes.times else minutes.date
    for words in (when, minutes.place, minutes.version, minutes.state, *minutes.notes):
        if words:
            document.add_paragraph(_clean(words))
    _who_was_there(document, minutes)
    if minutes.corrections:
        document.add_heading("Corrections", level=1)
        for one in minutes.corrections:
            document.add_paragraph(_clean(_correction(one.where, one.was, one.now)), style="List Bullet")
    for item in minutes.items:
        document.add_heading(_clean(f"{item.number}. {item.title}"), level=1)
        if item.note:
            document.add_paragraph(_clean(item.note))
        for line in item.lines:
            _line(document, line)
    if minutes.address:
        document.add_paragraph(_clean(f"The record of these minutes is their page: {minutes.address}"))
    if minutes.mark:
        document.add_paragraph(_clean(f"Mark of this version (SHA-256): {minutes.mark}"))
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _clean(words: str) -> str:
    """Without what XML cannot hold (XML 1.0, section 2.2)."""
    return without_controls(words).replace("\ufffe", "").replace("\uffff", "")


def _say_what_it_is(document: "Document", minutes: MinutesDocument, made_at: datetime) -> None:
    about = document.core_properties
    about.title, about.language = _clean(minutes.name), LANGUAGE
    about.author = about.last_modified_by = about.comments = about.keywords = about.subject = ""
    about.created = about.modified = made_at.replace(tzinfo=None)
    about.revision = 1


def _choose_styles(document: "Document") -> None:
    """One plain letter throughout, in the forum's colours, and the language for whoever listens."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": 11, "Title": 22, "Subtitle": 11, "Heading 1": 14, "Heading 2": 12}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.italic = False
        style.font.color.rgb = RGBColor(*(_INK if name == "Normal" else _BRAND))
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for which in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(which), None)
    normal: Any = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(6)
    for each in document.styles.element.iter(qn("w:lang")):
        for which in ("w:val", "w:eastAsia"):
            each.set(qn(which), LANGUAGE)
    for each in document.settings.element.iter(qn("w:themeFontLang")):
        each.set(qn("w:val"), LANGUAGE)
    heading: Any = document.styles["Title"]
    heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _head_and_foot(document: "Document", minutes: MinutesDocument) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    if minutes.is_draft:
        section.header.paragraphs[0].add_run(_clean(minutes.state)).bold = True
    section.footer.paragraphs[0].text = _clean(
        f"{minutes.name}{' · ' + minutes.version_short if minutes.version_short else ''}"
    )


def _who_was_there(document: "Document", minutes: MinutesDocument) -> None:
    document.add_heading("Who was there", level=1)
    rows = [(group.heading, one) for group in minutes.groups for one in group.people]
    for words in (group.counted for group in minutes.groups if group.counted):
        document.add_paragraph(_clean(words))
    document.add_paragraph(_sums(minutes.groups))
    if not rows:
        return
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, ("Name", "For", "How"), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    _repeat_as_head(table.rows[0])
    for heading, one in rows:
        how = "; ".join(part for part in (heading, one.note) if part)
        for cell, words in zip(table.add_row().cells, (one.name, one.body, how), strict=True):
            cell.text = _clean(words)
    document.add_paragraph()


def _sums(groups: Sequence[NamedGroup]) -> str:
    """`Present: 12. Apologies: 3.`"""
    return " ".join(f"{group.heading}: {len(group.people)}." for group in groups)


def _repeat_as_head(row: Any) -> None:
    """Mark the row as the table's head: it is read out with each cell, and stands on each page."""
    from docx.oxml.ns import qn

    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def _correction(where: str, was: str, now: str) -> str:
    if not now:
        return f"{where}: “{was}” was taken out." if was else f"{where}: put right."
    return f"{where}: “{was}” became “{now}”." if was else f"{where}: “{now}” was added."


def _line(document: "Document", line: MinutesLine) -> None:
    if line.stands_out:
        document.add_heading(_clean(line.label), level=2)
        document.add_paragraph(_clean(line.text))
    else:
        paragraph = document.add_paragraph(style="List Bullet")
        if line.label:
            paragraph.add_run(f"{_clean(line.label)}: ").bold = True
        paragraph.add_run(_clean(line.text))
    for words in (line.about, *line.remarks):
        if words:
            document.add_paragraph(_clean(words))
