"""Agendas and run-sheets as documents: whole, accessible, and saying what they are handed."""

from dataclasses import replace

import pytest

from forum.foundation.documents import (
    AgendaDocument,
    AgendaSection,
    ExpectedLine,
    ExpectedSide,
    InterestLine,
    ItemLine,
    PaperLine,
    RunLine,
    RunSheet,
    SpeakerLine,
    make_agenda,
    make_run_sheet,
)
from tests.foundation.test_documents import AT, NAMES, read, tags_of, words_of

PAPER = PaperLine(
    "Three options",
    "PDF, 12 pages, 1.2 MB",
    "https://forum.example/papers/options",
    "2 days late: figures came on Friday.",
    "What each option costs.",
)
ITEMS = [
    ItemLine("1", "Welcome", "10:00", 5, is_standing=True, presenters=["Ruth Adeyemi, chair"]),
    ItemLine(
        "2", "Prevention", "10:05", 35, "Decide", ["Owen Tregarth, County Council", "Delia Marsh, Transport"],
        "The plan is due in January.", ["FC5 Collaborative commissioning"], [PAPER],
    ),
    ItemLine("2a", "Routes", "10:40", 10, "Inform", no_paper="No paper: a spoken report.",
             why_here="Proposal by Delia Marsh", remarks=["Open for answers until 31 March 2027."]),
    ItemLine("3", "Youth", state="Withdrawn. It keeps its number."),
    ItemLine("4", "Closed item", "10:50", 5, "Decide", note="Closed", closed_because="One organisation’s affairs."),
]  # fmt: skip
AGENDA = AgendaDocument(
    "Who pays?",
    "County Forum",
    "Thursday 17 December 2026",
    [AgendaSection(ITEMS[:1], "Opening"), AgendaSection([], "Nothing"), AgendaSection(ITEMS[1:], "Business")],
    times="10:00 to 12:00",
    place="Fenland Hall",
    version="Version 2, published 9 December 2026",
    version_short="Version 2",
    mark="4f1c0a88",
    address="https://forum.example/meetings/board/agenda/v2",
    changed_since="What changed since version 1",
    changes=["Item 2a was added."],
    notes=["This copy is for members."],
)
RUN_SHEET = RunSheet(
    "Who pays?",
    "County Forum",
    "Thursday 17 December 2026",
    [
        RunLine("1", "Welcome", "10:00", "10:05", 5),
        RunLine(
            "2", "Prevention", "10:05", "10:40", 35, "Decide",
            [SpeakerLine("Owen Tregarth", "confirmed"), SpeakerLine("Delia Marsh", "not confirmed yet", False)],
            [PAPER], [InterestLine("Delia Marsh", "trustee of a provider", "Speaks but does not decide.")],
        ),
        RunLine("3", "Youth", state="Withdrawn."),
    ],
    made="as of 16 December 2026",
    counts="3 expected.",
    expected=[
        ExpectedSide("Voluntary sector", [ExpectedLine("Ada Ng", "Care Network", "Online")]),
        ExpectedSide("Commissioners", []),
    ],
    apologies=["Anne Hall, Care Network"],
    general=[InterestLine("Ruth Adeyemi", "director of the host", "Stays.")],
)  # fmt: skip


@pytest.mark.parametrize("make, title", [
    (lambda: make_agenda(AGENDA, made_at=AT), "Agenda: Who pays?, Thursday 17 December 2026"),
    (lambda: make_run_sheet(RUN_SHEET, made_at=AT), "Run-sheet: Who pays?, Thursday 17 December 2026"),
])  # fmt: skip
def test_they_say_what_they_are_to_programs_that_read_aloud(make, title):
    pdf = make()
    document = read(pdf)
    root = document.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value and root["/Lang"] == "en-GB"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert document.metadata is not None and document.metadata.title == title
    assert pdf == make(), "the same words give the same bytes"


def test_an_agenda_says_everything_in_order():
    said = words_of(make_agenda(AGENDA, made_at=AT))
    expected = [
        "Agenda · County Forum", "Who pays?", "Thursday 17 December 2026, 10:00 to 12:00", "Fenland Hall",
        "Version 2, published 9 December 2026", "What changed since version 1", "Item 2a was added.",
        "This copy is for members.", "Opening", "1. Welcome", "Ruth Adeyemi, chair", "Business", "2. Prevention",
        "Decide", "Owen Tregarth, County Council; Delia Marsh, Transport", "The plan is due in January.",
        "Takes up: FC5 Collaborative commissioning", "Three options", "PDF, 12 pages, 1.2 MB",
        "2 days late: figures came on Friday.", "What each option costs.", "2a. Routes",
        "Why it is here: Proposal by Delia Marsh", "No paper: a spoken report.",
        "Open for answers until 31 March 2027.",
        "3. Youth", "Withdrawn. It keeps its number.", "4. Closed item", "Closed", "One organisation’s affairs.",
        "Mark of this version (SHA-256): 4f1c0a88", "Version 2", "Page 1 of 1",
    ]  # fmt: skip
    place = 0
    for words in expected:
        place = said.find(words, place)
        assert place >= 0, words

    assert "Nothing" not in said


def test_items_are_headings_and_papers_are_links():
    pdf = make_agenda(AGENDA, made_at=AT)
    tags = tags_of(pdf)
    links = [note.get_object() for page in read(pdf).pages for note in page["/Annots"]]

    assert tags.count("/H2") == len(ITEMS) and tags.count("/H1") == 3  # what changed, and two sections
    assert "/Link" in tags and "/LI" in tags
    assert {link["/A"]["/URI"] for link in links} == {PAPER.address, AGENDA.address}


def test_an_agenda_over_several_pages_numbers_them():
    items = [replace(ITEMS[1], number=str(number)) for number in range(1, 21)]
    pages = read(make_agenda(replace(AGENDA, sections=[AgendaSection(items)]), made_at=AT)).pages

    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page.extract_text()


def test_a_run_sheet_is_a_table_of_the_items_and_tables_of_who_is_expected():
    pdf = make_run_sheet(RUN_SHEET, made_at=AT)
    tags, said = tags_of(pdf), words_of(pdf)

    assert tags.count("/Table") == tags.count("/THead") == 3  # items, one side, general interests
    assert tags.count("/TD") == 3 * (3 + 1 + 1)
    for words in (
        "10:05 to 10:40 35 min", "2. Prevention", "Owen Tregarth (confirmed); Delia Marsh (not confirmed yet)",
        "2 days late", "Delia Marsh: trustee of a provider Speaks but does not decide.", "3. Youth Withdrawn.",
        "3 expected.", "Voluntary sector (1)", "Ada Ng Care Network Online",
        "Apologies (1) Anne Hall, Care Network", "director of the host", "as of 16 December 2026",
    ):  # fmt: skip
        assert words in said, words
    assert "Commissioners" not in said


def test_nothing_at_all_is_still_a_document():
    agenda = make_agenda(AgendaDocument("Who pays?", "", "To be fixed", []), made_at=AT)
    sheet = make_run_sheet(RunSheet("Who pays?", "", "To be fixed", []), made_at=AT)

    assert "Nothing is on this agenda yet." in words_of(agenda)
    assert "Nobody has booked a place yet." in words_of(sheet)


def test_no_title_is_read_as_markup_and_none_breaks_the_page():
    items = [ItemLine(str(number), name, summary=name, presenters=[name], papers=[PaperLine(name)])
             for number, name in enumerate([*NAMES, "W" * 300])]  # fmt: skip
    lines = [RunLine(item.number, item.title, presenters=[SpeakerLine(item.title)], papers=item.papers,
                     declarations=[InterestLine(item.title, item.title)]) for item in items]  # fmt: skip
    pdfs = (
        make_agenda(replace(AGENDA, title="W" * 300, sections=[AgendaSection(items)]), made_at=AT),
        make_run_sheet(replace(RUN_SHEET, items=lines), made_at=AT),
    )

    for pdf in pdfs:
        said = words_of(pdf).replace(" ", "")
        assert [name for name in NAMES if said.count(name.replace(" ", "")) < 3] == []
