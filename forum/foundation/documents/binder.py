"""The binder: run as a program of its own, it looks at PDF papers, and lays them into the pages made for them.

Papers come from many hands: one that is damaged, endless or hostile stops this program and no page of the forum.
What it has to say it says in lines of JSON. This file therefore imports nothing of the forum.

A page is laid in as a picture of itself: nothing that its file would run, ask or send comes along. Links do.
"""

import json
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf

ROOM = 200 * 1024 * 1024
"""Bytes that it may take beyond what the program itself needs."""
LARGEST = 14400.0
"""Points: no page may be wider or higher, says the format."""
SMALLEST = (200.0, 100.0)
"""Points: what is smaller is laid on a page of this size, so that its number can be read."""
A4 = (0.0, 0.0, 595.28, 841.89)

PASSWORD, CLOSED, FORM, FOLDER, EMPTY, BROKEN = "password", "closed", "form", "folder", "empty", "broken"  # noqa: S105 - reasons

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


class CannotBeBound(Exception):
    """A paper that cannot be laid in. Its argument says why, in one of the words above."""


@dataclass(frozen=True)
class Leaf:
    """How a page of a paper is laid on a page of the pack: upright, above a strip for its number."""

    width: float
    height: float
    letters: float  # the size of the letters in the strip
    box: Box  # what is shown of the page, as it measures itself
    matrix: Matrix  # from there to here


# ---- Where a page goes


def leaf_of(page: pikepdf.Page) -> Leaf:
    """Where a page is laid, and how large. What its file says of its size is believed only where it makes sense."""
    box = shown_box(page)
    turn = turn_of(page)
    unit = number(page.obj.get("/UserUnit"), 1.0)
    unit = unit if 0 < unit <= 1000 else 1.0
    wide, high = box[2] - box[0], box[3] - box[1]
    if turn in {90, 270}:
        wide, high = high, wide
    unit = min(unit, LARGEST / max(wide, high))
    wide, high = wide * unit, high * unit
    width, height = max(wide, SMALLEST[0]), max(high, SMALLEST[1])
    letters = max(7.0, min(width, height) * 0.0145)
    strip = 3.6 * letters  # so that a printer, which leaves an edge white, prints the number
    smaller = min(1.0, (height - strip) / high)
    scale = unit * smaller
    x, y = (width - wide * smaller) / 2, height - high * smaller
    a, b, c, d, e, f = _turned(box, turn)
    return Leaf(
        round(width, 3), round(height, 3), round(letters, 2), box,
        (a * scale, b * scale, c * scale, d * scale, e * scale + x, f * scale + y),
    )  # fmt: skip


def _turned(box: Box, turn: int) -> Matrix:
    x0, y0, x1, y1 = box
    return {
        0: (1.0, 0.0, 0.0, 1.0, -x0, -y0),
        90: (0.0, -1.0, 1.0, 0.0, -y0, x1),
        180: (-1.0, 0.0, 0.0, -1.0, x1, y1),
        270: (0.0, 1.0, -1.0, 0.0, y1, -x0),
    }[turn]


def turn_of(page: pikepdf.Page) -> int:
    """By how much a page is turned, clockwise: 0, 90, 180 or 270 degrees."""
    turn = round(number(_inherited(page.obj, "/Rotate"), 0.0)) % 360
    return turn if turn in {90, 180, 270} else 0


def shown_box(page: pikepdf.Page) -> Box:
    """What is shown of a page: its crop box, as far as there is paper."""
    paper = _box(_inherited(page.obj, "/MediaBox")) or A4
    crop = _box(_inherited(page.obj, "/CropBox")) or paper
    x0, y0, x1, y1 = (
        max(crop[0], paper[0]), max(crop[1], paper[1]), min(crop[2], paper[2]), min(crop[3], paper[3])
    )  # fmt: skip
    return (x0, y0, x1, y1) if x1 - x0 >= 1 and y1 - y0 >= 1 else paper


def _box(value: Any) -> Box | None:
    """Four numbers as a box of some size, whichever corners they name."""
    if not isinstance(value, pikepdf.Array) or len(value) != 4:
        return None
    numbers = [number(value[index], float("nan")) for index in range(4)]
    if any(not abs(one) < 1e7 for one in numbers):
        return None
    x0, x1 = sorted(numbers[::2])
    y0, y1 = sorted(numbers[1::2])
    return (x0, y0, x1, y1) if x1 - x0 >= 1 and y1 - y0 >= 1 else None


def number(value: Any, otherwise: float) -> float:
    """A number out of a file, or `otherwise` where there is none."""
    return float(value) if isinstance(value, int | float | Decimal) else otherwise


def _inherited(part: pikepdf.Object, key: str) -> Any:
    """What a page says, or else what the groups of pages say to which it belongs."""
    for _ in range(50):  # a circle ends
        if key in part:
            return part[key]
        parent = part.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            return None
        part = parent
    return None


# ---- One paper


def open_paper(path: str) -> pikepdf.Pdf:
    """Open a paper with what its fields and remarks show made part of its pages. Raises `CannotBeBound`."""
    try:
        pdf = pikepdf.open(path, access_mode=pikepdf.AccessMode.stream)
    except pikepdf.PasswordError:
        raise CannotBeBound(PASSWORD) from None
    if pdf.is_encrypted and not pdf.owner_password_matched and not pdf.allow.modify_assembly:
        raise CannotBeBound(CLOSED)
    if "/Collection" in pdf.Root:
        raise CannotBeBound(FOLDER)
    if pdf.Root.get("/NeedsRendering", False):
        raise CannotBeBound(FORM)
    if len(pdf.pages) == 0:
        raise CannotBeBound(EMPTY)
    if any(_annotations(page) for page in pdf.pages):
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
    return pdf


def check_paper(pdf: pikepdf.Pdf) -> Iterator[Leaf]:
    """The leaves of a paper. Raises `CannotBeBound` where what a page shows cannot be read."""
    for page in pdf.pages:
        for stream in _contents(page):
            stream.read_bytes()
        yield leaf_of(page)


def _contents(page: pikepdf.Page) -> list[pikepdf.Stream]:
    contents = page.obj.get("/Contents")
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return [part for part in parts if isinstance(part, pikepdf.Stream)]


def _annotations(page: pikepdf.Page) -> list[pikepdf.Dictionary]:
    found = page.obj.get("/Annots")
    return (
        [one for one in found if isinstance(one, pikepdf.Dictionary)]
        if isinstance(found, pikepdf.Array)
        else []
    )


# ---- Links


class Ways:
    """Where the links of a paper lead: out to the web, or to a page of its own."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        self.plain = pdf.Root.get("/Dests")
        names = pdf.Root.get("/Names")
        tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
        self.named = pikepdf.NameTree(tree) if isinstance(tree, pikepdf.Dictionary) else None

    def address(self, link: pikepdf.Dictionary) -> str | None:
        """The address on the web that a link names."""
        action = link.get("/A")
        if not isinstance(action, pikepdf.Dictionary) or action.get("/S") != "/URI":
            return None
        address = str(action.get("/URI", "")).strip()
        return address if address.lower().startswith(("https://", "http://", "mailto:")) else None

    def place(self, link: pikepdf.Dictionary) -> tuple[int, float | None, float | None] | None:
        """The page of the paper that a link names, and how far along and up on it."""
        action = link.get("/A")
        goal = link.get("/Dest")
        if goal is None and isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/GoTo":
            goal = action.get("/D")
        for _ in range(3):  # a name, what it stands for, and that
            if isinstance(goal, pikepdf.String):
                goal = self.named.get(str(goal)) if self.named is not None else None
            elif isinstance(goal, pikepdf.Name):
                goal = self.plain.get(goal) if isinstance(self.plain, pikepdf.Dictionary) else None
            elif isinstance(goal, pikepdf.Dictionary):
                goal = goal.get("/D")
        if (
            not isinstance(goal, pikepdf.Array)
            or not len(goal)
            or not isinstance(goal[0], pikepdf.Dictionary)
        ):
            return None
        index = self.pages.get(goal[0].objgen)
        if index is None:
            return None
        is_exact = len(goal) >= 4 and goal[1] == "/XYZ"
        along, up = (number(goal[2], 0.0), number(goal[3], -1.0)) if is_exact else (0.0, -1.0)
        return (index, along, up) if up >= 0 else (index, None, None)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return round(a * x + c * y + e, 3), round(b * x + d * y + f, 3)


def _lay_links(target: pikepdf.Pdf, first: int, source: pikepdf.Pdf, leaves: list[Leaf]) -> None:
    ways = Ways(source)
    for index, page in enumerate(source.pages):
        links = []
        for link in _annotations(page):
            box = _box(link.get("/Rect"))
            if link.get("/Subtype") != "/Link" or box is None:
                continue
            corners = (moved(leaves[index].matrix, *box[:2]), moved(leaves[index].matrix, *box[2:]))
            made = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Border=[0, 0, 0], F=4,
                Rect=[min(corners[0][0], corners[1][0]), min(corners[0][1], corners[1][1]),
                      max(corners[0][0], corners[1][0]), max(corners[0][1], corners[1][1])],
            )  # fmt: skip
            if address := ways.address(link):
                made.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
            elif place := ways.place(link):
                goal, along, up = place
                top = (
                    leaves[goal].height
                    if along is None or up is None
                    else moved(leaves[goal].matrix, along, up)[1]
                )
                made.Dest = pikepdf.Array([target.pages[first + goal].obj, pikepdf.Name.XYZ, None, top, None])
            else:
                continue
            links.append(target.make_indirect(made))
        if links:
            target.pages[first + index].obj.Annots = pikepdf.Array(links)


# ---- All together


def lay_in(target: pikepdf.Pdf, first: int, source: pikepdf.Pdf, laid: Callable[[], None]) -> None:
    """Lay each page of a paper on the page made for it, from the page `first` on, with its links."""
    leaves = []
    for index, page in enumerate(source.pages):
        leaf = leaf_of(page)
        leaves.append(leaf)
        picture = page.as_form_xobject(handle_transformations=False)
        picture.BBox = pikepdf.Array([round(side, 3) for side in leaf.box])
        drawn = target.copy_foreign(picture)
        under = target.pages[first + index]
        resources = under.obj.get("/Resources", pikepdf.Dictionary())
        under.obj.Resources = pikepdf.Dictionary(
            {**dict(resources.items()), "/XObject": pikepdf.Dictionary({"/Paper": drawn})}
        )
        numbers = " ".join(f"{number:.6f}" for number in leaf.matrix)
        under.contents_add(f"q {numbers} cm /Paper Do Q\n".encode(), prepend=True)
        laid()
    _lay_links(target, first, source, leaves)
    _lay_layers(target, source)


def _lay_layers(target: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    """Keep hidden what a paper hides: layers that are switched off when it is opened."""
    layers = source.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary) or not isinstance(layers.get("/OCGs"), pikepdf.Array):
        return
    begin = layers.get("/D", pikepdf.Dictionary())
    named = {key: [one.objgen for one in begin.get(key, [])] for key in ("/OFF", "/ON")}
    all_off = begin.get("/BaseState") == "/OFF"
    if "/OCProperties" not in target.Root:
        target.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array(), D=pikepdf.Dictionary(OFF=pikepdf.Array(), Order=pikepdf.Array())
        )
    kept = target.Root.OCProperties
    for layer in layers.OCGs:
        if not isinstance(layer, pikepdf.Dictionary) or not layer.is_indirect:
            continue
        copied = target.copy_foreign(layer)
        kept.OCGs.append(copied)
        if layer.objgen in named["/OFF"] or (all_off and layer.objgen not in named["/ON"]):
            kept.D.OFF.append(copied)


def bind(job: dict[str, Any]) -> None:
    """Lay all papers into the pages made for them, and write the whole. Says how many pages are done."""
    papers = []
    with pikepdf.open(job["skeleton"]) as target:
        pages = len(target.pages)
        first = front = pages - sum(paper["leaves"] for paper in job["papers"])
        laid = 0
        say(done=0, pages=pages)

        def count() -> None:
            nonlocal laid
            laid += 1
            if laid % 20 == 0:
                say(done=laid // 2)

        for index, paper in enumerate(job["papers"]):
            signal.alarm(job["seconds"])
            say(at=index)
            source = open_paper(paper["path"])
            papers.append(source)  # what a page shows is read only when all is written
            if len(source.pages) != paper["leaves"]:
                raise CannotBeBound(BROKEN)
            lay_in(target, first, source, count)
            first += paper["leaves"]
        _finish(target, job["bookmarks"], front)
        signal.alarm(job["seconds"])
        say(at=None)
        target.save(
            job["output"],
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
            progress=lambda percent: say(done=laid // 2 + (pages - laid // 2) * percent // 100),
        )


def _finish(target: pikepdf.Pdf, bookmarks: list[dict[str, Any]], front: int) -> None:
    """Bookmarks and page labels; and no word of tags, which would have programs read the front alone."""
    root = target.Root
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in root:
            del root[key]
    for page in target.pages:
        for key in ("/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
    with target.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as words:
        del words["pdfuaid:part"]
    root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)])
    root.PageMode = pikepdf.Name.UseOutlines
    with target.open_outline() as outline:
        for part in bookmarks:
            entry = pikepdf.OutlineItem(part["title"], front + part["page"], "Fit")
            entry.is_closed = len(bookmarks) > 20
            entry.children.extend(
                pikepdf.OutlineItem(paper["title"], front + paper["page"], "Fit") for paper in part["papers"]
            )
            outline.root.append(entry)


def look(job: dict[str, Any]) -> None:
    """Look at each paper, and say of each how its pages will be laid, or why they cannot be."""
    for index, path in enumerate(job["papers"]):
        signal.alarm(job["seconds"])
        say(at=index)
        try:
            with open_paper(path) as pdf:
                leaves = [(leaf.width, leaf.height, leaf.letters) for leaf in check_paper(pdf)]
        except CannotBeBound as reason:
            say(paper=index, why=str(reason))
        except (pikepdf.PdfError, MemoryError, ValueError, TypeError, OSError):
            say(paper=index, why=BROKEN)
        else:
            say(paper=index, leaves=leaves)


def say(**words: Any) -> None:
    """One line to whoever started this."""
    print(json.dumps(words), flush=True)


def limit() -> None:
    """Take no more memory than is needed: what wants more fails here rather than elsewhere."""
    now_in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now_in_use + ROOM, now_in_use + ROOM))


def main() -> int:
    """Read a job as JSON from the input, and do it. What goes wrong ends the program: the last line says where."""
    job = json.load(sys.stdin)
    limit()
    {"look": look, "bind": bind}[job["do"]](job)
    return 0


if __name__ == "__main__":
    sys.exit(main())
