"""Files on their way in and out: what is refused before it is read, and what a slow line costs the others."""

import errno
import http.client
import io
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from forum.foundation import downloads, uploads
from forum.foundation.programs import own_python
from forum.foundation.storage import MB, keep_file, path_of
from forum.foundation.uploads import MOST_AT_ONCE, MOST_SENT, MOST_WITH_FILES
from forum.running.serving import BLOCKING_THREADS, surroundings
from tests.browsing import Page
from tests.files import a_pdf
from tests.foundation.papers_app import make_app

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The small app, with a store of its own."""
    monkeypatch.setenv("FORUM_INSTANCE", str(tmp_path))
    app = make_app()
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody's browser."""
    return app.test_client()


def send(
    client: FlaskClient, content: bytes | None, name: str = "paper.pdf", title: str = "Transport"
) -> Page:
    """Send the form as a browser does; without content no file was chosen."""
    file = FileStorage(io.BytesIO(content or b""), filename=name if content is not None else "")
    boundary, body = encode_multipart({"title": title, "paper": file})
    return Page(client.post("/papers", data=body, content_type=f"multipart/form-data; boundary={boundary}"))


def files_in(instance: Path) -> list[Path]:
    """What lies in the store, whole or half."""
    return [path for path in instance.rglob("*") if path.is_file() and path.name != ".gate"]


# ---- The form


def test_a_file_that_is_sent_can_be_fetched(client, tmp_path):
    answer = send(client, a_pdf("Words"), "My paper.docx").response
    fetched = client.get(answer.headers["Location"])

    assert answer.status_code == 303
    assert fetched.data == a_pdf("Words")
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="My paper.pdf"'
    assert len(files_in(tmp_path)) == 1


def test_without_a_file_the_form_asks_for_one_and_keeps_the_other_answers(client):
    page = send(client, None)

    assert set(page.problems) == {"Choose a file."}
    assert 'value="Transport"' in page.html
    assert client.post("/papers", data={"title": "x", "paper": "paper.pdf"}).status_code == 200


def test_a_file_that_is_not_taken_says_why_at_its_question(client, tmp_path):
    page = send(client, b"MZ program")

    assert any("This is a program for Windows." in words for words in page.problems)
    assert 'aria-describedby="paper-hint paper-error"' in page.html and 'value="Transport"' in page.html
    assert "larger than 5 MB" in send(client, b"%PDF-" + b"x" * (6 * MB)).problems[0]
    assert files_in(tmp_path) == []


def test_when_another_question_is_wrong_the_file_must_be_chosen_again(client):
    page = send(client, a_pdf(), title="")

    assert "Write the title." in page.problems
    assert "Choose the file again: it was not kept." in page.words


def test_with_no_room_on_the_disk_the_question_says_so_and_the_other_answers_stay(
    client, tmp_path, monkeypatch
):
    real = tempfile.TemporaryFile

    def small(*arguments: object, **more: object) -> object:
        file = real(*arguments, **more)  # type: ignore[call-overload]

        class Small:
            def write(self, piece: bytes) -> int:
                if file.tell() + len(piece) > 100_000:
                    raise OSError(errno.ENOSPC, "no room")
                return file.write(piece)

            def close(self) -> None:
                file.close()

        return Small()

    monkeypatch.setattr(tempfile, "TemporaryFile", small)
    page = send(client, a_pdf() + b"\n" * 300_000)

    assert any("The forum has no room left for files." in words for words in page.problems)
    assert 'value="Transport"' in page.html
    assert files_in(tmp_path) == []


def test_with_no_room_even_to_begin_the_question_says_so(client, monkeypatch):
    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.EDQUOT, "no room")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)

    assert any("no room left" in words for words in send(client, a_pdf()).problems)


# ---- What is too large


def test_only_a_page_that_asks_for_files_takes_large_requests(client):
    words = {"title": "x" * (MOST_SENT + 1)}

    assert client.post("/words", data=words).status_code == 413
    assert send(client, b"%PDF-" + b"x" * (MOST_SENT + 1)).status == 200
    assert client.post("/papers", data=words).status_code == 413, "words, though the page takes files"
    assert send(client, a_pdf(), title="x" * 300_000).status == 413


def test_what_says_that_it_is_too_large_is_not_read_at_all(client):
    class Unread(io.RawIOBase):
        def read(self, _size: int = -1, /) -> bytes:
            raise AssertionError("It was read.")

    answer = client.post(
        "/papers",
        environ_overrides={"wsgi.input": Unread(), "CONTENT_LENGTH": str(MOST_WITH_FILES + 1)},
        content_type="multipart/form-data; boundary=B",
        buffered=False,
    )

    assert answer.status_code == 413


def test_a_form_of_too_many_parts_is_refused(client):
    many = {f"file{number}": (io.BytesIO(b"x"), "a.pdf") for number in range(uploads.MOST_PARTS + 1)}

    assert client.post("/papers", data=many, content_type="multipart/form-data").status_code == 413


# ---- Handing out


@pytest.fixture
def address(app: Flask) -> str:
    """Where a file of 100,000 bytes can be fetched."""
    kept = keep_file(io.BytesIO(bytes(range(250)) * 400), most=MB)
    return f"/papers/{kept.digest}/Gŵyl “one”.pdf"


def test_a_file_is_handed_out_as_something_that_runs_nowhere(client, address):
    headers = client.get(address).headers

    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"Gwyl one.pdf\"; filename*=UTF-8''G%C5%B5yl%20%E2%80%9Cone%E2%80%9D.pdf"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-cache"


def test_who_has_it_is_told_so_and_who_has_a_part_gets_the_rest(client, address):
    whole = client.get(address)
    tag = whole.headers["ETag"]
    rest = client.get(address, headers={"Range": "bytes=99990-", "If-Range": tag})

    assert tag == f'"{address.split("/")[2]}"'
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert (rest.status_code, rest.data) == (206, whole.data[99990:])
    assert client.get(address, headers={"Range": "bytes=200000-"}).status_code == 416
    assert client.head(address).headers["Content-Length"] == "100000"


def test_a_file_that_is_gone_is_a_refusal(app, client, address):
    path_of(address.split("/")[2]).unlink()
    app.testing = True

    with pytest.raises(downloads.FileIsGone):
        client.get(address)


def test_as_many_are_handed_out_at_once_as_there_are_threads_for(client, address):
    ways = [{}, {"Range": "bytes=5-"}]
    going = [client.get(address, headers=ways[number % 2]) for number in range(downloads.MOST_AT_ONCE)]
    refused = client.get(address)
    for answer in going:
        answer.close()

    assert refused.status_code == 503 and refused.headers["Retry-After"] == "5"
    for way in ({}, {"Range": "bytes=5-9"}, {"If-None-Match": '"x"'}, {"Range": "bytes=200000-"}) * 10:
        client.get(address, headers=way).close()
    assert client.get(address).status_code == 200


# ---- With the real server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """The small app on the server that the forum runs on, one worker. Yields its port and the worker's number."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [own_python(), "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error", "--factory",
               "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
               "--blocking-threads", str(BLOCKING_THREADS), "--workers-kill-timeout", "2",
               "tests.foundation.papers_app:make_app"]  # fmt: skip
    environment = {**surroundings("127.0.0.1", port), "FORUM_INSTANCE": str(tmp_path)}
    program = subprocess.Popen(command, cwd=CHECKOUT, env=environment)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        ask(port, "/papers")
        children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
        yield port, int(children[-1])
    finally:
        program.terminate()
        program.wait(15)


def ask(port: int, address: str) -> int:
    """Open a page, which must not take long. Returns its status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", address)
    status = connection.getresponse().status
    connection.close()
    return status


def head_of(port: int, size: str) -> bytes:
    """The beginning of a request that sends a file."""
    kind = "Content-Type: multipart/form-data; boundary=B"
    return f"POST /papers HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{kind}\r\n{size}\r\n\r\n".encode()


PART = b'--B\r\nContent-Disposition: form-data; name="paper"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'


def pour(port: int, size: str, total: int) -> bytes:
    """Send a file of `total` bytes without looking, and then read what was answered."""
    piece = b"x" * MB
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(head_of(port, size))
        try:
            for _ in range(total // MB):
                line.sendall(b"100000\r\n" + piece + b"\r\n" if "chunked" in size else piece)
        except OSError:
            assert total > MOST_WITH_FILES, "cut off while it could have been heard out"
        return line.recv(4096)


def memory_of(worker: int) -> float:
    """MB that a process has in memory."""
    said = Path(f"/proc/{worker}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", said)
    assert found is not None
    return int(found[1]) / 1024


def test_what_is_too_large_and_what_is_slow_leave_the_server_to_the_others(server, tmp_path):
    port, worker = server
    before = memory_of(worker)

    # Two gigabytes, announced and not; and what is just beyond the limit of a page without files.
    began = time.monotonic()
    assert pour(port, f"Content-Length: {2048 * MB}", 2048 * MB).startswith(b"HTTP/1.1 413")
    assert pour(port, "Transfer-Encoding: chunked", 2048 * MB).startswith((b"HTTP/1.1 413", b""))
    assert pour(port, f"Content-Length: {101 * MB}", 101 * MB).startswith(b"HTTP/1.1 413")
    assert time.monotonic() - began < 20

    # Twenty people send at the speed of a bad line: twelve are taken in, the others are asked to come back.
    lines = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(MOST_AT_ONCE + 8)]
    for line in lines:
        line.sendall(head_of(port, f"Content-Length: {20 * MB}") + PART)
    for _ in range(20):
        for line in lines:
            try:
                line.sendall(b"x" * 100)
            except OSError:
                continue
        began = time.monotonic()
        assert ask(port, "/papers") == 200
        assert time.monotonic() - began < 3
    for line in lines:
        line.setblocking(False)
    answers = [_answer(line) for line in lines]
    taken_in = answers.count(b"")
    assert MOST_AT_ONCE - 1 <= taken_in <= MOST_AT_ONCE, (
        "one turn may still be with the last of the large ones"
    )
    assert answers.count(b"HTTP/1.1 503") == len(lines) - taken_in

    # They break off: nothing of it stays, and the next file is taken.
    for line in lines:
        line.close()
    assert files_in(tmp_path) == []
    whole = (
        PART[: -len(b"%PDF-1.7\n")]
        + a_pdf()
        + b'\r\n--B\r\nContent-Disposition: form-data; name="title"\r\n\r\nT\r\n--B--\r\n'
    )
    until = time.monotonic() + 10
    status = b""
    while not status.startswith(b"HTTP/1.1 303") and time.monotonic() < until:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall(head_of(port, f"Content-Length: {len(whole)}") + whole)
            status = line.recv(4096)
    assert status.startswith(b"HTTP/1.1 303")
    assert len(files_in(tmp_path)) == 1
    assert memory_of(worker) < before + 30


def _answer(line: socket.socket) -> bytes:
    """What was answered so far."""
    try:
        return line.recv(12)
    except BlockingIOError:
        return b""
    except OSError:
        return b"cut off"
