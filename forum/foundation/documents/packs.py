"""All papers of an agenda in one file: the agenda first, then each PDF, with page numbers throughout."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from forum.foundation.documents.agendas import AgendaDocument, PaperLine
from forum.foundation.documents.typesetting import make_pdf
from forum.foundation.programs import own_python, own_surroundings

WHY_NOT = {
    "password": "It opens only with a password.",
    "closed": "Whoever made it does not let it be put together with others.",
    "form": "It is a form that only its own program shows.",
    "folder": "It is a folder of several files.",
    "empty": "It has no pages.",
    "broken": "Its file is damaged, or too large to be laid in.",
    "long": "It has more pages than fit into one copy.",
}
"""Why a paper is not in a pack, by what the binder says of it."""
NOT_PDF = "It is not a PDF."
PATIENCE = 20
"""Seconds that one paper may take, and the writing of the whole. A paper of 300 pages takes a tenth of one."""
PATIENCE_FOR_ALL = 120
"""Seconds that looking at all papers of a pack may take. What is longer holds up the letters behind it."""
MOST_PAGES = 2000
"""Pages of papers in one pack. A paper that would go beyond stays out, and the cover says so."""
LONGEST_STAMP = 90
"""Letters of an item's title at the foot of its pages."""

Tell = Callable[[int, int], None]
"""Is told how many pages are done, of how many."""


class PackWentWrong(RuntimeError):
    """A pack could not be made, whichever papers are left out."""


@dataclass(frozen=True)
class Pack:
    """What was made: how many pages it has, and which papers are not in it, by their keys, with why."""

    pages: int
    left_out: Mapping[str, str]


@dataclass(frozen=True)
class _Part:
    """A paper that will be in the pack."""

    number: str
    item: str
    paper: PaperLine
    path: Path
    leaves: list[list[float]]


class _PaperBroke(Exception):
    """The binder stopped at a paper: its place among those that it was handed."""

    def __init__(self, at: int) -> None:
        self.at = at


def make_pack(
    agenda: AgendaDocument,
    files: Mapping[str, Path],
    to: Path,
    *,
    made_at: datetime,
    why_not: Mapping[str, str] | None = None,
    tell: Tell = lambda done, pages: None,
) -> Pack:
    """Write the pack of an agenda to the file `to`, and return what is in it.

    `files` are the PDF files of its papers by their keys. A paper without a file, and one whose file cannot be laid
    in, is named on the cover with the reason: the one in `why_not`, or that it is no PDF. Papers that are withdrawn,
    and other forms of one, are not named. `tell` is told how far it is. The papers are read by a program of its own,
    with 200 MB at most.

    Raises `PackWentWrong`, and `DocumentWentWrong` when the front cannot be set.
    """
    left_out: dict[str, str] = {}
    parts: list[_Part] = []
    seen = [
        (item.number, f"{item.number}. {item.title}", paper)
        for section in agenda.sections
        for item in section.items
        for paper in item.papers
        if not (paper.is_withdrawn or paper.is_other_form or item.state)
    ]
    with_file = [one for one in seen if one[2].key in files]
    looked = _look([files[paper.key] for _, _, paper in with_file])
    room = MOST_PAGES
    for (number, item, paper), found in zip(with_file, looked, strict=True):
        if isinstance(found, str) or len(found) > room:
            left_out[paper.key] = WHY_NOT[found if isinstance(found, str) else "long"]
        else:
            parts.append(_Part(number, item, paper, files[paper.key], found))
            room -= len(found)
    while True:
        tell(0, sum(len(part.leaves) for part in parts))
        try:
            pages = _bind(agenda, seen, parts, {**(why_not or {}), **left_out}, to, made_at, tell)
        except _PaperBroke as broken:
            left_out[parts.pop(broken.at).paper.key] = WHY_NOT["broken"]
        else:
            return Pack(pages, left_out)


def _bind(
    agenda: AgendaDocument,
    seen: Sequence[tuple[str, str, PaperLine]],
    parts: Sequence[_Part],
    why_not: Mapping[str, str],
    to: Path,
    made_at: datetime,
    tell: Tell,
) -> int:
    inside = {part.paper.key for part in parts}
    words = {
        "agenda": asdict(agenda),
        "inside": [{"number": part.number, **asdict(part.paper)} for part in parts],
        "outside": [
            {"number": number, **asdict(paper), "why": why_not.get(paper.key, NOT_PDF)}
            for number, _, paper in seen
            if paper.key not in inside
        ],
        "lengths": {part.paper.key: len(part.leaves) for part in parts},
        "parts": [
            {
                "key": part.paper.key,
                "words": shortened(part.item),
                "short": f"Item {part.number}",
                "leaves": part.leaves,
            }
            for part in parts
        ],
    }
    skeleton = make_pdf(
        "pack", words, title=f"All papers: {agenda.title}, {agenda.date}", made_at=made_at, parts=["_agenda"]
    )
    with TemporaryDirectory() as place:
        Path(place, "skeleton.pdf").write_bytes(skeleton)
        job = {
            "do": "bind",
            "skeleton": str(Path(place, "skeleton.pdf")),
            "output": str(to),
            "papers": [{"path": str(part.path), "leaves": len(part.leaves)} for part in parts],
            "bookmarks": _bookmarks(parts),
        }
        pages = sum(len(part.leaves) for part in parts)
        at: int | None = None
        for line in _ask_binder(job):
            at = line.get("at", at)
            pages = line.get("pages", pages)
            if "done" in line:
                tell(line["done"], pages)
            if line.get("ended"):
                if at is None:
                    raise PackWentWrong(line["ended"])
                raise _PaperBroke(at)
    return pages


def _bookmarks(parts: Sequence[_Part]) -> list[dict[str, Any]]:
    """A bookmark for each item, with one for each paper below it. Pages count from the first page of a paper."""
    marks: list[dict[str, Any]] = []
    page = 0
    for part in parts:
        if not marks or marks[-1]["title"] != part.item:
            marks.append({"title": part.item, "page": page, "papers": []})
        marks[-1]["papers"].append({"title": part.paper.title, "page": page})
        page += len(part.leaves)
    return marks


def _look(paths: Sequence[Path]) -> list[list[list[float]] | str]:
    """For each file its leaves, or in a word why it has none. Where the binder stops, it goes on behind that file.

    Raises `PackWentWrong` when the binder cannot so much as begin.
    """
    found: list[list[list[float]] | str] = []
    until = time.monotonic() + PATIENCE_FOR_ALL
    while len(found) < len(paths):
        if time.monotonic() > until:
            raise PackWentWrong("its papers take too long to be looked at")
        has_begun = False
        for line in _ask_binder({"do": "look", "papers": [str(path) for path in paths[len(found) :]]}):
            has_begun = has_begun or "at" in line
            if "paper" in line:
                found.append(line.get("leaves") or line["why"])
            elif line.get("ended"):
                if not has_begun:
                    raise PackWentWrong(line["ended"])
                found.append("broken")
    return found


def _ask_binder(job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the binder says to a job, line by line. When it fails, the last line has what it said, under `ended`."""
    with (
        TemporaryFile() as complaints,
        subprocess.Popen(
            [own_python(), "-P", str(Path(__file__).with_name("binder.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=own_surroundings(),
            text=True,
        ) as child,
    ):
        assert child.stdin is not None and child.stdout is not None  # both were asked for
        try:
            child.stdin.write(json.dumps({**job, "seconds": PATIENCE}))
            child.stdin.close()
            for line in child.stdout:
                yield json.loads(line)
            if child.wait():
                complaints.seek(0)
                said = complaints.read().decode(errors="replace").split("\n")
                last = next((line for line in reversed(said) if line.strip()), "")
                yield {"ended": f"the binder ended with {child.returncode}: {last[:200]}"}
        finally:
            child.kill()


def shortened(words: str) -> str:
    """A title that fits at the foot of a page: cut at a word, with dots, where it must be."""
    if len(words) <= LONGEST_STAMP:
        return words
    return words[: LONGEST_STAMP - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + "…"
