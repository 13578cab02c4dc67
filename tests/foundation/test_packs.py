"""All papers in one file: numbered throughout, whatever the papers are like, and within what a small server has."""

import random
import subprocess
import sys
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from forum.foundation.documents import (
    AgendaDocument,
    AgendaSection,
    ItemLine,
    Pack,
    PackWentWrong,
    PaperLine,
    make_pack,
    packs,
)
from forum.foundation.documents.packs import NOT_PDF, shortened
from tests.foundation import strange_papers
from tests.foundation.test_documents import AT, CHECKOUT

MB = 1024 * 1024


def agenda_of(*papers_of_items: list[str]) -> AgendaDocument:
    """An agenda with an item for each list of papers, which are known by their names."""
    items = [
        ItemLine(str(number), f"Matter {number}", papers=[
            PaperLine(f"On {name}", address=f"https://forum.example/papers/{name.replace(' ', '-')}", key=name)
            for name in papers])
        for number, papers in enumerate(papers_of_items, 1)
    ]  # fmt: skip
    return AgendaDocument("Who pays?", "County Forum", "17 December 2026", [AgendaSection(items)])


@dataclass
class Made:
    pack: Pack
    reader: PdfReader
    told: list[tuple[int, int]]
    content: bytes

    @property
    def first(self) -> int:
        """At which page the papers begin, counted from nought."""
        return len(self.reader.pages) - sum(pages for _, pages in strange_papers.GOOD.values())

    def page_of(self, name: str):
        before = 0
        for other, (_, pages) in strange_papers.GOOD.items():
            if other == name:
                return self.reader.pages[self.first + before]
            before += pages
        raise KeyError(name)


@pytest.fixture(scope="module")
def strange(tmp_path_factory) -> Made:
    """The pack of all strange papers, an item for each, and of one that is no PDF."""
    folder = tmp_path_factory.mktemp("strange")
    files = strange_papers.write(folder)
    told: list[tuple[int, int]] = []
    agenda = agenda_of(*[[name] for name in files], ["a picture"])
    pack = make_pack(
        agenda, files, folder / "pack.pdf", made_at=AT, tell=lambda done, pages: told.append((done, pages))
    )  # fmt: skip
    content = (folder / "pack.pdf").read_bytes()
    return Made(pack, PdfReader(BytesIO(content)), told, content)


def front_of(made: Made) -> str:
    return " ".join(" ".join(page.extract_text() for page in made.reader.pages[: made.first]).split())


def links_of(page) -> list:
    return [note.get_object() for note in page.get("/Annots", [])]


# ---- What is in it


def test_every_page_says_its_number_and_its_item(strange):
    pages = strange.reader.pages
    assert strange.pack.pages == len(pages)
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in " ".join(page.extract_text().split())
    for number, name in enumerate(strange_papers.GOOD, 1):
        assert f"{number}. Matter {number}" in strange.page_of(name).extract_text()


@pytest.mark.parametrize("name", strange_papers.GOOD)
def test_a_page_shows_what_the_paper_shows(strange, name):
    said = " ".join(strange.page_of(name).extract_text().split())

    expected = {
        "plain": "plain one", "wide": "lying down", "parts": "in parts", "field": "filled in by hand",
        "turned 90": "turned by 90", "turned 180": "turned by 180", "turned 270": "turned by 270",
        "remarks": "approved", "blank": "", "no size": "",
    }.get(name, name)  # fmt: skip
    assert expected in said and "unseen" not in said


@pytest.mark.parametrize("name, width, height", [
    ("plain", 595, 842), ("wide", 842, 595), ("turned 90", 842, 595), ("turned 180", 595, 842),
    ("turned 270", 842, 595), ("cropped", 300, 300), ("elsewhere", 595, 842), ("corners", 595, 842),
    ("huge", 2384, 3370), ("beyond", 14400, 7200), ("tiny", 200, 100), ("units", 1190, 1684),
])  # fmt: skip
def test_a_page_is_as_large_as_it_was_shown_and_upright(strange, name, width, height):
    page = strange.page_of(name)

    assert page.rotation == 0 and page.user_unit == 1
    assert (page.mediabox.left, page.mediabox.bottom) == (0, 0)
    assert float(page.mediabox.width) == pytest.approx(width, abs=1)
    assert float(page.mediabox.height) == pytest.approx(height, abs=1)


@pytest.mark.parametrize("name", strange_papers.GOOD)
def test_the_number_stands_below_the_paper_and_can_be_read(strange, name):
    page = strange.page_of(name)
    drawn = page["/Contents"]
    first = (drawn[0].get_object() if isinstance(drawn, list) else drawn).get_data().split(b"/Paper Do")[0]
    a, b, c, d, e, f = map(float, first.split()[1:7])
    x0, y0, x1, y1 = map(float, page["/Resources"]["/XObject"]["/Paper"]["/BBox"])
    lowest = min(b * x + d * y + f for x in (x0, x1) for y in (y0, y1))
    sides = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    number: list[tuple[float, float]] = []

    def look(text, outer, line, font, size):
        if "Page" in text:
            number.append((line[5] * outer[3] + outer[5], size * abs(line[3] * outer[3])))

    page.extract_text(visitor_text=look)
    [(height, size)] = number
    assert size >= 6.9
    assert 0.6 * size < height < height + size < lowest, "between the edge of the page and the paper"
    assert min(sides) >= -0.01 and max(sides) <= float(page.mediabox.width) + 0.01


def test_the_agenda_says_which_pages_each_paper_has_and_leads_there(strange):
    said = front_of(strange)
    pages = strange.reader.pages
    first = strange.first + 1
    assert f"On plain, pages {first}–{first + 1}" in said
    assert f"On wide, page {first + 2} " in said

    inside = {pages[strange.first + n].indirect_reference.idnum for n in range(len(pages) - strange.first)}
    goals = {
        link["/Dest"][0].idnum
        for page in pages[: strange.first]
        for link in links_of(page)
        if "/Dest" in link
    }
    assert len(goals & inside) == len(strange_papers.GOOD)


def test_the_cover_says_that_it_is_a_copy_and_leads_to_each_paper(strange):
    said = front_of(strange)
    addresses = {
        link["/A"]["/URI"] for page in strange.reader.pages[: strange.first] for link in links_of(page)
        if "/URI" in link.get("/A", {})
    }  # fmt: skip

    assert "This is a convenience copy" in said
    assert (
        "https://forum.example/papers/turned-90" in addresses
        and "https://forum.example/papers/locked" in addresses
    )
    assert "https://forum.example/papers/turned-90" in said


def test_what_is_not_in_it_is_named_on_the_cover_with_the_reason(strange):
    said = front_of(strange)
    outside = said.split("Not in this copy")[1].split("Agenda")[0]

    assert strange.pack.left_out == {name: why for name, (_, why) in strange_papers.BAD.items()}
    for name, (_, why) in strange_papers.BAD.items():
        assert f"On {name} https" in outside and why in outside
    assert "On a picture" in outside and NOT_PDF in outside
    assert "On plain" not in outside


def test_bookmarks_lead_to_the_agenda_each_item_and_each_paper(tmp_path):
    files = strange_papers.write(tmp_path)
    agenda = agenda_of(["plain", "wide"], ["no file"], ["cropped"])
    make_pack(agenda, files, tmp_path / "pack.pdf", made_at=AT)
    reader = PdfReader(tmp_path / "pack.pdf")

    def titles(outline) -> list:
        return [titles(part) if isinstance(part, list) else
                (part.title, reader.get_destination_page_number(part)) for part in outline]  # fmt: skip

    assert titles(reader.outline) == [
        ("About this copy", 0), ("Agenda", 1),
        ("1. Matter 1", 2), [("On plain", 2), ("On wide", 4)],
        ("3. Matter 3", 5), [("On cropped", 5)],
    ]  # fmt: skip
    assert reader.page_labels == ["1", "2", "3", "4", "5", "6"]


# ---- What is not in it


def test_links_of_papers_lead_where_they_led_and_nothing_else_of_them_comes_along(strange):
    page = strange.page_of("remarks")
    second = strange.reader.pages[strange.reader.get_page_number(page) + 1]
    out, named, straight = links_of(page)

    assert out["/A"]["/URI"] == "https://council.example/report"
    for link in (named, straight):
        assert link["/Dest"][0].idnum == second.indirect_reference.idnum
    assert 380 < named["/Dest"][3] < 450, "to the middle of that page"
    x0, y0, x1, y1 = map(float, out["/Rect"])
    assert 50 < x0 < x1 < 160 and 700 < y0 < y1 < 730

    with pikepdf.open(BytesIO(strange.content)) as pdf:
        everything = b"".join(part.unparse() for part in pdf.objects)
    for word in (b"/JavaScript", b"/Launch", b"file:///", b"/OpenAction", b"/AA", b"/EmbeddedFile", b"bookmark",
                 b"/AcroForm", b"/Widget", b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid"):  # fmt: skip
        assert word not in everything, word


def test_a_layer_that_a_paper_hides_stays_hidden(strange):
    layers = strange.reader.trailer["/Root"]["/OCProperties"]

    assert [layer.get_object()["/Name"] for layer in layers["/OCGs"]] == ["shown", "hidden"]
    assert [layer.get_object()["/Name"] for layer in layers["/D"]["/OFF"]] == ["hidden"]


def test_a_withdrawn_paper_and_those_of_a_withdrawn_item_are_not_in_it(tmp_path):
    files = strange_papers.write(tmp_path)
    agenda = AgendaDocument("Who pays?", "", "17 December", [AgendaSection([
        ItemLine("1", "Stays", papers=[PaperLine("Old", key="wide", is_withdrawn=True),
                                       PaperLine("New", key="cropped")]),
        ItemLine("2", "Went", state="Withdrawn.", papers=[PaperLine("Gone", key="plain")]),
    ])])  # fmt: skip

    pack = make_pack(agenda, files, tmp_path / "pack.pdf", made_at=AT)
    said = " ".join(page.extract_text() for page in PdfReader(tmp_path / "pack.pdf").pages)

    assert pack == Pack(3, {}) and "cropped" in said
    assert "lying down" not in said and "plain" not in said and "Gone" not in said


# ---- When something goes wrong


def test_a_paper_that_stops_the_binder_is_left_out_and_the_rest_is_made(tmp_path, monkeypatch):
    files = strange_papers.write(tmp_path)
    endless = tmp_path / "endless.pdf"
    subprocess.run(["mkfifo", str(endless)], check=True)  # whoever reads it waits for ever
    monkeypatch.setattr(packs, "PATIENCE", 1)

    pack = make_pack(
        agenda_of(["plain", "endless", "wide"]), {**files, "endless": endless}, tmp_path / "pack.pdf", made_at=AT
    )  # fmt: skip

    assert (
        pack.left_out == {"endless": "Its file is damaged, or too large to be laid in."} and pack.pages == 5
    )


def test_a_paper_that_changes_under_our_hands_is_left_out(tmp_path, monkeypatch):
    files = strange_papers.write(tmp_path)
    looked = packs._look

    def look_and_change(paths):
        found = looked(paths)
        files["wide"].write_bytes(b"gone")
        return found

    monkeypatch.setattr(packs, "_look", look_and_change)
    told: list[tuple[int, int]] = []
    pack = make_pack(
        agenda_of(["plain", "wide", "cropped"]), files, tmp_path / "pack.pdf", made_at=AT,
        tell=lambda done, pages: told.append((done, pages)),
    )  # fmt: skip

    assert list(pack.left_out) == ["wide"] and pack.pages == 5
    assert "lying down" not in " ".join(
        page.extract_text() for page in PdfReader(tmp_path / "pack.pdf").pages
    )


def test_a_pack_that_cannot_be_written_says_so(tmp_path):
    files = strange_papers.write(tmp_path)

    with pytest.raises(PackWentWrong):
        make_pack(agenda_of(["plain"]), files, tmp_path / "no such folder" / "pack.pdf", made_at=AT)


def test_a_binder_that_cannot_begin_is_no_fault_of_the_papers(tmp_path, monkeypatch):
    files = strange_papers.write(tmp_path)
    monkeypatch.setattr(
        packs, "own_surroundings", lambda: {"PYTHONPATH": "/nowhere", "PYTHONHOME": "/nowhere"}
    )

    with pytest.raises(PackWentWrong, match="the binder ended with"):
        make_pack(agenda_of(["plain"]), files, tmp_path / "pack.pdf", made_at=AT)


def test_papers_that_all_take_long_are_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(packs, "PATIENCE_FOR_ALL", -1)

    with pytest.raises(PackWentWrong, match="too long"):
        make_pack(agenda_of(["a"]), {"a": tmp_path / "a.pdf"}, tmp_path / "pack.pdf", made_at=AT)


def test_without_any_paper_the_agenda_stands_alone(tmp_path):
    pack = make_pack(
        agenda_of(["no file"]), {}, tmp_path / "pack.pdf", made_at=AT, why_not={"no file": "It is a film."}
    )
    reader = PdfReader(tmp_path / "pack.pdf")
    said = " ".join(page.extract_text() for page in reader.pages)

    assert pack == Pack(2, {}) and "It is a film." in said
    assert [part.title for part in reader.outline] == ["About this copy", "Agenda"]


def test_more_pages_than_a_pack_holds_stay_out(tmp_path, monkeypatch):
    files = strange_papers.write(tmp_path)
    monkeypatch.setattr(packs, "MOST_PAGES", 2)

    pack = make_pack(agenda_of(["wide", "plain", "cropped"]), files, tmp_path / "pack.pdf", made_at=AT)

    assert pack.left_out == {"plain": "It has more pages than fit into one copy."}


@pytest.mark.parametrize("words, shown", [
    ("4. Prevention", "4. Prevention"),
    (f"4. {'word ' * 30}", f"4. {('word ' * 17).strip()}…"),
    ("4. " + "w" * 200, "4…"),
])  # fmt: skip
def test_a_long_title_is_cut_at_a_word(words, shown):
    assert shortened(words) == shown


# ---- How much it takes


def test_progress_is_told_and_the_same_papers_give_the_same_bytes(strange, tmp_path):
    done = [done for done, _ in strange.told]
    assert strange.told[-1] == (strange.pack.pages, strange.pack.pages)
    assert done == sorted(done) and len(done) > 10

    files = strange_papers.write(tmp_path)
    agenda = agenda_of(*[[name] for name in files], ["a picture"])
    make_pack(agenda, files, tmp_path / "pack.pdf", made_at=AT)
    assert (tmp_path / "pack.pdf").read_bytes() == strange.content


def scans(pages: int) -> bytes:
    """Pages with a picture of 300 kB each, as a scanner makes them."""
    dust = random.Random(4)
    pdf = strange_papers.paper(*["scanned"] * pages)
    for page in pdf.pages:
        picture = pikepdf.Stream(pdf, dust.randbytes(300_000))
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 500, 600, 8
        picture.ColorSpace = pikepdf.Name.DeviceGray
        page.obj.Resources.XObject = pikepdf.Dictionary(I=picture)
        page.contents_add(b"q 500 0 0 600 40 100 cm /I Do Q")
    return strange_papers.bytes_of(pdf)


def test_three_hundred_scanned_pages_take_seconds_and_little_memory(tmp_path):
    paper = tmp_path / "scans.pdf"
    paper.write_bytes(scans(60))
    code = f"""
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from forum.foundation.documents import AgendaDocument, AgendaSection, ItemLine, PaperLine, make_pack
paper = Path({str(paper)!r})
papers = [PaperLine(f"Paper {{n}}", key=str(n)) for n in range(5)]
agenda = AgendaDocument("Who pays?", "", "17 December", [AgendaSection([ItemLine("1", "Scans", papers=papers)])])
pack = make_pack(agenda, {{str(n): paper for n in range(5)}}, Path({str(tmp_path / "pack.pdf")!r}),
                 made_at=datetime(2026, 1, 1, tzinfo=UTC))
assert pack.pages == 302 and not pack.left_out, pack
assert not {{"pikepdf", "typst"}} & set(sys.modules)
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, int(own) // 1024)
"""
    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=CHECKOUT, capture_output=True, text=True, timeout=60
    )  # fmt: skip
    took = time.monotonic() - begin
    children, own = map(int, done.stdout.split())

    assert Path(tmp_path / "pack.pdf").stat().st_size > 80 * MB
    assert children < 200 and own < 100
    assert took < 30, "a bound that a busy machine keeps; the benchmark measures"
