"""Minutes as documents: on paper for everybody to read, and in Word with real headings, lists and a table."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from forum.foundation.documents import (
    CorrectionLine,
    MinutesDocument,
    MinutesItem,
    MinutesLine,
    NamedGroup,
    NamedLine,
    make_minutes,
    make_minutes_in_word,
)
from tests.foundation.test_documents import AT, NAMES, read, tags_of, words_of

MINUTES = MinutesDocument(
    "Who pays?",
    "County Forum",
    "Thursday 17 December 2026",
    [
        MinutesItem("1", "Welcome", [MinutesLine("The chair welcomed everyone.", "10:02")]),
        MinutesItem("2", "Prevention", [
            MinutesLine("Who sees it first?", "10:20", "Question"),
            MinutesLine("Providers see each draft.", "10:30", "Decision D-2026-014",
                        "https://forum.example/decisions/D-2026-014", remarks=["Carried by 9 to 2."], stands_out=True),
            MinutesLine("Publish the list.", "10:31", "Action A-2026-031", "https://forum.example/actions/A-2026-031",
                        "Owen Tregarth, County Council · due Monday 30 November 2026", stands_out=True),
        ], "Taken third."),
        MinutesItem("3", "A contract", note="Not public: It names a bidder."),
    ],
    [
        NamedGroup("Present", [NamedLine("Ada Marsh", "Black Fen Transport", "Left during item 2")], "9 were counted"),
        NamedGroup("Apologies", [NamedLine("Lena Ferris", "Lay member")]),
    ],
    "Draft, not yet approved",
    times="10:00 to 12:00",
    place="Fenland Hall",
    version="Version 1, circulated on 20 December 2026",
    version_short="Version 1",
    is_draft=True,
    address="https://forum.example/meetings/board/minutes/v1",
    mark="4f1c0a88",
    notes=["This copy is for members."],
    corrections=[CorrectionLine("Item 2", "Twelve", "Ten"), CorrectionLine("Item 1", "Gone", ""),
                 CorrectionLine("Who was there", "", "Jo Lee came late.")],
)  # fmt: skip
SAID = [
    "Who pays?", "County Forum", "Thursday 17 December 2026", "10:00 to 12:00", "Fenland Hall", "Taken third.",
    "Draft, not yet approved", "The chair welcomed everyone.", "Question: Who sees it first?", "Decision D-2026-014",
    "Providers see each draft.", "Carried by 9 to 2.", "Action A-2026-031", "3. A contract", "Apologies: 1",
    "Owen Tregarth, County Council · due Monday 30 November 2026", "Not public: It names a bidder.", "Ada Marsh",
    "Left during item 2", "9 were counted", "Lena Ferris", "“Twelve” became “Ten”.", "“Gone” was taken out.",
    "“Jo Lee came late.” was added.", "This copy is for members.", "https://forum.example/meetings/board/minutes/v1",
    "4f1c0a88",
]  # fmt: skip


def in_word(minutes: MinutesDocument):
    return Document(BytesIO(make_minutes_in_word(minutes, made_at=AT)))


def text_of(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in document.paragraphs), *cells])


# ---- On paper


def test_on_paper_it_is_tagged_and_says_all():
    pdf = make_minutes(MINUTES, made_at=AT)
    document = read(pdf)
    root, tags, words = document.trailer["/Root"], tags_of(pdf), words_of(pdf)

    assert root["/MarkInfo"]["/Marked"].value and root["/Lang"] == "en-GB"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert document.metadata.title == "Minutes: Who pays?, Thursday 17 December 2026"
    assert tags.count("/H1") == 6 and {"/Title", "/L", "/LI", "/Link"} <= set(tags)
    assert [one for one in SAID if " ".join(one.split()) not in words] == []


def test_a_draft_says_so_at_the_head_of_each_page_and_approved_minutes_do_not():
    lines = [MinutesLine(f"Line {number} of a long meeting.", "10:00") for number in range(150)]
    long = replace(MINUTES, items=[MinutesItem("1", "Welcome", lines)])
    approved = replace(long, is_draft=False, state="Approved as a correct record")

    pages = [page.extract_text() for page in read(make_minutes(long, made_at=AT)).pages]
    assert len(pages) > 2 and all("Draft, not yet approved" in page for page in pages)
    assert "Draft" not in words_of(make_minutes(approved, made_at=AT))


def test_three_hundred_people_with_odd_names_fit():
    people = [NamedLine(f"{name} {number}", "x" * 90) for number in range(28) for name in NAMES]

    assert "Present: 308" in words_of(
        make_minutes(replace(MINUTES, groups=[NamedGroup("Present", people)]), made_at=AT)
    )


# ---- In Word


def test_in_word_it_has_headings_lists_a_table_and_its_language():
    document = in_word(MINUTES)
    styles = [(one.style.name, one.text) for one in document.paragraphs]
    about = document.core_properties

    assert [text for style, text in styles if style == "Heading 1"] == [
        "Who was there", "Corrections", "1. Welcome", "2. Prevention", "3. A contract",
    ]  # fmt: skip
    assert [text for style, text in styles if style == "Heading 2"] == [
        "Decision D-2026-014",
        "Action A-2026-031",
    ]
    assert ("List Bullet", "The chair welcomed everyone.") in styles
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Name", "For", "How"],
        ["Ada Marsh", "Black Fen Transport", "Present; Left during item 2"],
        ["Lena Ferris", "Lay member", "Apologies"],
    ]
    assert [one for one in SAID if one not in text_of(document)] == []
    assert (about.title, about.language) == ("Minutes: Who pays?, Thursday 17 December 2026", "en-GB")
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert document.sections[0].header.paragraphs[0].text == "Draft, not yet approved"


def test_in_word_everything_is_in_british_english_and_the_head_of_the_table_is_marked():
    with ZipFile(BytesIO(make_minutes_in_word(MINUTES, made_at=AT))) as packed:
        styles, body = packed.read("word/styles.xml").decode(), packed.read("word/document.xml").decode()

    assert "en-GB" in styles and "en-US" not in styles
    assert body.count("w:tblHeader") == 1


@pytest.mark.parametrize("name", [*NAMES, "odd \x07 and \ufffe and \uffff letters"])
def test_in_word_whatever_is_written_is_only_words(name):
    document = in_word(replace(MINUTES, title=name, items=[MinutesItem("1", name, [MinutesLine(name)])]))

    assert document.paragraphs[1].text == name.translate({7: None, 0xFFFE: None, 0xFFFF: None})


def test_the_same_is_one_copy_and_another_name_is_another():
    other = replace(MINUTES, groups=[NamedGroup("Present", [NamedLine("a person whose name was erased")])])

    assert MINUTES.made_of() == replace(MINUTES).made_of() != other.made_of()
