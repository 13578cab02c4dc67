"""Files are kept once, whole or not at all, whatever else happens."""

import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from forum.foundation import storage
from forum.foundation.inspection import LooksLikeATrick
from forum.foundation.programs import own_python, own_surroundings
from forum.foundation.storage import (
    MB,
    FileBrokeOff,
    FileIsEmpty,
    FileIsGone,
    FileIsTooBig,
    NoRoomLeft,
    keep_file,
    open_file,
    path_of,
    sweep,
)
from forum.foundation.uploads import take_in
from tests.files import a_pdf

CHECKOUT = Path(__file__).parents[2]

PROGRAM = """
import io, json, sys
from pathlib import Path
from types import SimpleNamespace
from flask import Flask
from forum.foundation import storage

app = Flask("store")
app.extensions["settings"] = SimpleNamespace(instance=Path(sys.argv[1]))
with app.app_context():
    WORK
"""


def run(work: str, instance: Path, *before: str) -> subprocess.Popen[bytes]:
    """Start a process of its own that works with the store of `instance`."""
    lines = PROGRAM.replace("WORK", work.replace("\n", "\n    "))
    return subprocess.Popen(
        [*before, own_python(), "-P", "-c", lines, str(instance)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**own_surroundings(), "PYTHONPATH": os.pathsep.join([str(CHECKOUT), *sys.path])},
    )


@pytest.fixture
def instance(tmp_path: Path):
    """An instance folder with an app that knows it."""
    app = Flask("store")
    app.extensions["settings"] = SimpleNamespace(instance=tmp_path)
    with app.app_context():
        yield tmp_path


def kept(instance: Path) -> list[str]:
    """The names of the files in the store, those that are half there with a dot in front."""
    files = [path for path in (instance / "files").rglob("*") if path.is_file() and path.name != ".gate"]
    return sorted(f".{path.name}" if ".arriving" in path.parts else path.name for path in files)


def age(path: Path, days: float) -> None:
    """Let a file be this old."""
    then = datetime.now(UTC).timestamp() - days * 86_400
    os.utime(path, (then, then))


class Broken(io.RawIOBase):
    """A stream whose line is cut after the first piece."""

    def __init__(self) -> None:
        self.pieces = [b"half of it"]

    def read(self, _size: int = -1, /) -> bytes:
        if not self.pieces:
            raise ConnectionResetError
        return self.pieces.pop()


def test_a_file_lies_under_the_digest_of_its_content(instance):
    content = os.urandom(700_000)

    file = keep_file(io.BytesIO(content), most=MB)

    assert (file.digest, file.size) == (sha256(content).hexdigest(), 700_000)
    assert path_of(file.digest) == instance / "files" / file.digest[:2] / file.digest
    with open_file(file.digest) as stream:
        assert stream.read() == content
    assert kept(instance) == [file.digest]


def test_only_its_owner_may_read_it(instance):
    path = path_of(keep_file(io.BytesIO(b"words"), most=MB).digest)

    assert path.stat().st_mode & 0o777 == 0o600
    for folder in (path.parent, path.parent.parent, instance / "files" / ".arriving"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_the_same_content_twice_is_one_file(instance):
    first = keep_file(io.BytesIO(b"words"), most=MB)

    assert keep_file(io.BytesIO(b"words"), most=MB) == first
    assert kept(instance) == [first.digest]


def test_no_more_than_a_piece_is_in_memory(instance):
    class Endless(io.RawIOBase):
        asked: list[int] = []

        def read(self, size: int = -1, /) -> bytes:
            self.asked.append(size)
            return b"\0" * size if len(self.asked) < 400 else b""

    assert keep_file(Endless(), most=400 * storage.PIECE).size == 399 * storage.PIECE
    assert set(Endless.asked) == {storage.PIECE}


@pytest.mark.parametrize(
    ("stream", "refusal", "words"),
    [
        (io.BytesIO(b"x" * 2_621_441), FileIsTooBig, "larger than 2.5 MB"),
        (io.BytesIO(), FileIsEmpty, "empty"),
        (Broken(), FileBrokeOff, "Send it again"),
    ],
)
def test_what_cannot_be_kept_gets_a_sentence_and_leaves_nothing(instance, stream, refusal, words):
    with pytest.raises(refusal, match=words):
        keep_file(stream, most=2_621_440)

    assert kept(instance) == []


def test_what_is_judged_as_no_good_is_not_kept(instance):
    file, found = take_in(io.BytesIO(a_pdf("Words")), "paper.pdf", most=MB)
    assert (found.pages, kept(instance)) == (1, [file.digest])

    with pytest.raises(LooksLikeATrick):
        take_in(io.BytesIO(b"MZ program"), "paper.pdf", most=MB)

    assert kept(instance) == [file.digest]


@pytest.mark.parametrize("wrong", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_is_told_as_such_and_leaves_nothing(instance, monkeypatch, wrong, call):
    before = keep_file(io.BytesIO(b"from before"), most=MB)

    def full(*_arguments: object) -> None:
        raise OSError(wrong, "no room")

    monkeypatch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), full)
    with pytest.raises(NoRoomLeft, match="Nothing that was there before is lost.*Tell the organiser"):
        keep_file(io.BytesIO(b"words"), most=MB)
    monkeypatch.undo()

    assert kept(instance) == [before.digest]


def test_another_fault_of_the_disk_is_no_refusal(instance, monkeypatch):
    def broken(*_arguments: object) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken"):
        keep_file(io.BytesIO(b"words"), most=MB)
    monkeypatch.undo()

    assert kept(instance) == []


def test_a_disk_that_is_really_full(tmp_path):
    """On a disk of one megabyte, in a process that alone sees it; where none can be made, its calls say so."""
    small = tmp_path / "small"
    small.mkdir()
    work = f"""
import errno, os, subprocess
made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", {str(small)!r}]).returncode == 0
if not made:
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "no room")
    os.fsync = full
first = "none" if not made else storage.keep_file(io.BytesIO(b"words"), most=storage.MB).digest
try:
    storage.keep_file(io.BytesIO(os.urandom(3 * storage.MB)), most=9 * storage.MB)
    said = "kept"
except storage.NoRoomLeft as refusal:
    said = str(refusal)
left = [str(path) for path in storage.store().rglob("*") if path.is_file() and path.name not in (".gate", first)]
print(json.dumps([said, left]))
"""
    alone = ["unshare", "--user", "--map-root-user", "--mount"]
    can = shutil.which("unshare") and subprocess.run([*alone, "true"], capture_output=True).returncode == 0
    done, _ = run(work, small, *(alone if can else [])).communicate(timeout=60)

    said, left = json.loads(done)
    assert "no room left" in said and left == []


def test_two_processes_keep_the_same_file_at_once(instance):
    work = """
content = b"the same" * 300_000
sys.stdin.readline()
for _ in range(20):
    kept = storage.keep_file(io.BytesIO(content), most=9 * storage.MB)
print(kept.digest)
"""
    both = [run(work, instance), run(work, instance)]
    digests = {process.communicate(b"go\n", timeout=60)[0].decode().strip() for process in both}

    assert len(digests) == 1
    assert kept(instance) == list(digests)
    with open_file(digests.pop()) as file:
        assert sha256(file.read()).hexdigest() == kept(instance)[0]


def test_what_a_killed_process_left_is_swept_the_day_after(instance):
    work = """
class Stalled(io.RawIOBase):
    def read(self, size=-1):
        if not self.started:
            Stalled.started = True
            return b"x" * size
        print("half", flush=True)
        sys.stdin.read()
    started = False
storage.keep_file(Stalled(), most=9 * storage.MB)
"""
    process = run(work, instance)
    assert process.stdout is not None
    assert process.stdout.readline() == b"half\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    half = kept(instance)
    assert len(half) == 1 and half[0].startswith(".")

    now = datetime.now(UTC)
    assert sweep([], now) == 0 and kept(instance) == half
    assert sweep([], now + timedelta(hours=25)) == 1 and kept(instance) == []


def test_what_no_row_names_is_swept_the_day_after(instance):
    named = keep_file(io.BytesIO(b"a row names it"), most=MB).digest
    forgotten = keep_file(io.BytesIO(b"its row was never kept"), most=MB).digest
    age(path_of(named), 400)

    assert sweep({named}, datetime.now(UTC)) == 0
    assert sweep({named}, datetime.now(UTC) + timedelta(hours=25)) == 1

    assert kept(instance) == [named]
    with pytest.raises(FileIsGone):
        open_file(forgotten)


def test_a_file_that_is_kept_anew_is_not_swept(instance):
    digest = keep_file(io.BytesIO(b"words"), most=MB).digest
    age(path_of(digest), 2)
    keep_file(io.BytesIO(b"words"), most=MB)

    assert sweep([], datetime.now(UTC)) == 0


def test_sweeping_and_keeping_at_once_lose_nothing(instance):
    """What is kept at the same moment as an old copy of it is swept is there afterwards."""
    digest = keep_file(io.BytesIO(b"words"), most=MB).digest
    lost: list[int] = []
    done = threading.Event()
    app = Flask("sweeper")
    app.extensions["settings"] = SimpleNamespace(instance=instance)

    def go_on_sweeping() -> None:
        with app.app_context():
            while not done.is_set():
                sweep([], datetime.now(UTC))

    sweeper = threading.Thread(target=go_on_sweeping)
    sweeper.start()
    for turn in range(50):
        if path_of(digest).exists():
            age(path_of(digest), 2)
        keep_file(io.BytesIO(b"words"), most=MB)
        if not path_of(digest).exists():
            lost.append(turn)
    done.set()
    sweeper.join()

    assert lost == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "ab", "A" * 64, "é" * 64])
def test_only_a_digest_leads_to_a_file(instance, name):
    with pytest.raises(ValueError, match="digest"):
        path_of(name)
