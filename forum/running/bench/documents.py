"""What documents take: an agenda set anew, and the pack of three hundred pages, scanned ones among them."""

import random
import resource
import statistics
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from forum.foundation.documents import (
    AgendaDocument,
    AgendaSection,
    ItemLine,
    PaperLine,
    make_agenda,
    make_pack,
)

ITEMS = 20
PAPERS = 40
"""As many as a long agenda has: every item two."""
PAGES = 300
SCANNED = 100
"""How many of the pages are pictures of 250 kB, as a scanner makes them; the others are two hundred lines of text."""
SCAN = b"/Type /XObject /Subtype /Image /Width 500 /Height 500 /BitsPerComponent 8 /ColorSpace /DeviceGray"
ROUNDS = 5
AT = datetime(2026, 1, 1, tzinfo=UTC)


def measure(folder: Path) -> dict[str, Any]:
    """Set an agenda and put a pack together, each with the programs of its own that it starts."""
    folder.mkdir(parents=True)
    files = _papers(folder)
    agenda = AgendaDocument(
        "A long agenda", "A forum", "1 January 2026", [AgendaSection(_items(files))], version="Version 1"
    )
    pack = folder / "pack.pdf"
    took, peak = _with_peak(lambda: make_pack(agenda, files, pack, made_at=AT))
    times, costs = [], []
    for number in range(ROUNDS):
        began, cpu = time.perf_counter(), _cpu_ms()
        make_agenda(replace(agenda, version=f"Version {number}"), made_at=AT)
        times.append((time.perf_counter() - began) * 1000)
        costs.append(_cpu_ms() - cpu)
    return {
        "agenda set anew": {
            "items": ITEMS,
            "p50_ms": round(statistics.median(times), 1),
            "cpu_ms": round(statistics.median(costs), 1),
        },
        "pack": {
            "pages": PAGES,
            "seconds": round(took, 2),
            "most_mb": round(peak, 1),
            "bytes": pack.stat().st_size,
        },
    }


def _items(files: dict[str, Path]) -> list[ItemLine]:
    keys = list(files)
    return [
        ItemLine(
            str(number + 1),
            f"What item {number + 1} is about, in a line that is as long as such lines are",
            "10:00", 10, "Discuss", ["Somebody, An organisation"], "What is asked of the forum, in two sentences. " * 3,
            ["FC5 A commitment"],
            [PaperLine(f"Paper {key}", "PDF, 8 pages", f"https://forum.example/papers/{key}", key=key)
             for key in keys[2 * number : 2 * number + 2]],
        )
        for number in range(ITEMS)
    ]  # fmt: skip


# ---- Papers -------------------------------------------------------------------------------------------------


def _papers(folder: Path) -> dict[str, Path]:
    """PDF papers with some three hundred pages together, written here: the forum has no other use for that."""
    dust = random.Random(1)
    sizes = [PAGES // PAPERS + (number < PAGES % PAPERS) for number in range(PAPERS)]
    scans = SCANNED
    files = {}
    for number, pages in enumerate(sizes):
        scanned = min(scans, pages) if number % 2 else 0
        scans -= scanned
        files[str(number)] = folder / f"{number}.pdf"
        files[str(number)].write_bytes(_pdf(pages, scanned, dust))
    return files


def _pdf(pages: int, scanned: int, dust: random.Random) -> bytes:
    """A PDF of some pages, the first `scanned` of which are pictures."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in range(pages):
        lines = b"".join(b"(%s) Tj T*\n" % bytes(dust.choices(b"abcdefgh ", k=80)) for _ in range(200))
        if page < scanned:
            picture = dust.randbytes(250_000)
            objects.append(_stream(SCAN, picture))
            resources = b"/XObject << /P %d 0 R >>" % len(objects)
            objects.append(_stream(b"", b"q 500 0 0 500 40 100 cm /P Do Q"))
        else:
            resources = b"/Font << /F 3 0 R >>"
            objects.append(_stream(b"", b"BT /F 4 Tf 4 TL 40 800 Td\n" + lines + b"ET"))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << %s >> >>"
            % (len(objects), resources)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(kids))
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, what in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, what)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(written)


def _stream(about: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 1)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (about, len(packed), packed)


# ---- What it costs ------------------------------------------------------------------------------------------


def _cpu_ms() -> float:
    """What this process and the programs that it started have used of the processors."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used) * 1000


def _with_peak(work: Callable[[], object]) -> tuple[float, float]:
    """How many seconds some work takes, and how many megabytes the largest program held that it started."""
    over = threading.Event()
    most = 0

    def watch() -> None:
        nonlocal most
        while not over.wait(0.005):
            for child in Path(f"/proc/self/task/{main}/children").read_text().split():
                try:
                    status = Path(f"/proc/{child}/status").read_text()
                except OSError:
                    continue
                most = max(
                    [
                        most,
                        *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")),
                    ]
                )

    main = threading.get_native_id()
    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.perf_counter()
    try:
        work()
    finally:
        over.set()
        watcher.join()
    return time.perf_counter() - began, most / 1024
