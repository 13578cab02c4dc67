"""Starting by hand: what is asked for, what is refused in one sentence, and what is left when it ends."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from forum.running import door, environment, preparing, readiness, serving
from forum.running.trouble import DISK_IS_FULL, CannotGoOn, check_writable, sentence_for
from forum.settings import Settings

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port at which somebody listens already."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def is_one_sentence(said: str) -> bool:
    return said.count("\n") <= 1 and said.strip().endswith(".") and "Traceback" not in said


# ---- What is asked for


def test_without_options_the_forum_opens_on_this_machine_alone():
    asked = door.read_options([])

    assert (asked.host, asked.port, asked.empty) == ("127.0.0.1", 8000, False)


def test_host_port_and_an_empty_forum_can_be_asked_for():
    asked = door.read_options(["--host", "::1", "--port", "8123", "--empty"])

    assert (asked.host, asked.port, asked.empty) == ("::1", 8123, True)


@pytest.mark.parametrize("typed", ["--port many", "--port 0", "--port 70000", "--prot 1", "run"])
def test_what_is_not_understood_is_refused_in_one_sentence(typed, capsys):
    assert door.main(typed.split()) == 1

    said = capsys.readouterr().err
    assert is_one_sentence(said)


@pytest.mark.parametrize("name", ["test", "bench", "shots"])
def test_the_other_commands_get_all_that_follows_their_name(name, monkeypatch):
    given = []
    monkeypatch.setitem(door._COMMANDS, name, lambda arguments: given.append(arguments) or 7)

    assert door.main([name, "-k", "a place"]) == 7
    assert given == [["-k", "a place"]]


# ---- What is refused


def test_another_python_is_refused_before_anything_is_imported(tmp_path):
    door_file = (CHECKOUT / "wsgi.py").read_text().replace("sys.version_info[:2]", "(3, 10)")
    (tmp_path / "wsgi.py").write_text(door_file)

    done = subprocess.run([sys.executable, "wsgi.py"], cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 1
    assert is_one_sentence(done.stderr) and "3.11, 3.12 or 3.13" in done.stderr


def test_a_taken_port_is_refused_before_anything_is_installed(taken_port, monkeypatch, capsys):
    monkeypatch.setattr(environment, "ensure", lambda which: pytest.fail("too late"))

    assert door.main(["--port", str(taken_port)]) == 1

    said = capsys.readouterr().err
    assert is_one_sentence(said) and f"--port {taken_port + 1}" in said


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(CannotGoOn, match="no address of this machine"):
        serving.check_port("192.0.2.1", 8000)


def test_a_free_port_is_good():
    serving.check_port("127.0.0.1", free_port())


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(CannotGoOn, match=r"file") as trouble:
        check_writable(tmp_path / "file" / "instance")

    assert is_one_sentence(str(trouble.value))


@pytest.mark.parametrize(
    "number, words",
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "cannot be written"), (errno.EROFS, "cannot be written")],
)
def test_troubles_of_the_system_are_told_in_words(number, words):
    said = sentence_for(OSError(number, os.strerror(number), "/somewhere/forum"))

    assert words in said and is_one_sentence(said)


def test_a_full_disk_met_by_the_database_is_told_in_words():
    class Full(Exception):
        orig = "database or disk is full"

    assert preparing.sentence_for_database(Full()) == DISK_IS_FULL


def test_a_wrong_setting_stops_the_start_in_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FORUM_INSTANCE", str(tmp_path))
    monkeypatch.setenv("FORUM_WORKERS", "many")

    assert preparing.main(["--host", "127.0.0.1"]) == 1

    said = capsys.readouterr().err
    assert is_one_sentence(said) and "FORUM_WORKERS" in said


def test_a_server_that_takes_in_wsgi_hears_of_a_wrong_setting_too(tmp_path):
    surroundings = {**os.environ, "FORUM_INSTANCE": str(tmp_path), "FORUM_WORKERS": "many"}

    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=CHECKOUT, env=surroundings, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert is_one_sentence(done.stderr) and "FORUM_WORKERS" in done.stderr


def test_a_forum_that_others_reach_needs_an_address_of_its_own(tmp_path):
    settings = Settings(instance=tmp_path, database_url="sqlite:////nowhere", secret_key="x")

    with pytest.raises(CannotGoOn, match="FORUM_BASE_URL"):
        preparing.prepare(settings, "0.0.0.0", empty=True)


def test_a_database_that_does_not_answer_is_told_in_words(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FORUM_INSTANCE", str(tmp_path))
    monkeypatch.setenv("FORUM_DATABASE_URL", f"postgresql://nobody:x@127.0.0.1:{free_port()}/forum")

    assert preparing.main(["--host", "127.0.0.1"]) == 1

    said = capsys.readouterr().err
    assert is_one_sentence(said) and "FORUM_DATABASE_URL" in said


# ---- What runs, and what is left


def those_of(instance: Path) -> list[int]:
    """The processes that belong to an installation."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            belongs = f"FORUM_INSTANCE={instance}\0".encode() in (folder / "environ").read_bytes()
            if belongs and (folder / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.append(int(folder.name))
        except OSError:
            continue  # it has ended meanwhile
    return found


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Path:
    """An installation that is ready for its server, with no forum in it."""
    instance = tmp_path_factory.mktemp("an installation")
    surroundings = {**os.environ, "FORUM_INSTANCE": str(instance)}
    prepare = [sys.executable, "-m", "forum.running.preparing", "--host", "127.0.0.1", "--empty"]
    subprocess.run(prepare, cwd=CHECKOUT, env=surroundings, check=True)
    return instance


STAND_IN = """
import http.server, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""
"""A server with a child that does not end by itself: quicker to start than the real one, and harder to stop."""


@contextmanager
def started(instance: Path, *, as_is: bool = False) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start a forum by hand and wait until it is open: with the real server, or with one that stands in for it."""
    port = free_port()
    call = (
        "import os, sys; from pathlib import Path; from forum.running import serving; "
        "serving.PYTHON = Path(sys.executable); "
        + (
            ""
            if as_is
            else f"serving.server_command = lambda *_: [sys.executable, '-c', {STAND_IN!r}, '{port}']; "
        )
        + ("" if as_is else "serving.worker_command = lambda: ['sleep', '600']; ")
        + ("" if as_is else "serving._PAUSE_OF_WORKER = 0.2; ")
        + f"sys.exit(serving.serve('127.0.0.1', {port}, dict(os.environ), is_demo=False))"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", call],
        cwd=CHECKOUT,
        env={**os.environ, "FORUM_INSTANCE": str(instance), "FORUM_WORKERS": "2"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert program.stdout is not None
    try:
        assert program.stdout.readline().startswith("The forum is open at http://127.0.0.1:")
        yield program, port
    finally:
        with program:
            program.terminate()
            comes_true(lambda: program.poll() is not None)
            program.kill()


def child_of(program: subprocess.Popen[str], words: str) -> int | None:
    """The process that a program has started with these words in its command, the first one."""
    for number in Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split():
        command = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ")
        if words.encode() in command and b"serving.serve" not in command:
            return int(number)
    return None


def comes_true(what: Callable[[], bool], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_the_forum_answers_and_ctrl_c_leaves_nothing_running(ready):
    with started(ready, as_is=True) as (program, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as answer:
            assert answer.status == 200
        assert comes_true(lambda: len(those_of(ready)) >= 5)  # itself, server, two workers, letter worker

        program.send_signal(signal.SIGINT)

        assert program.wait(30) == 0
        assert those_of(ready) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left_running_when_the_forum_is_stopped(number, tmp_path):
    with started(tmp_path) as (program, _):
        assert comes_true(lambda: len(those_of(tmp_path)) == 4)  # itself, server with a child, letter worker

        program.send_signal(number)

        assert program.wait(30) == 0
        assert those_of(tmp_path) == []


def test_the_letter_worker_goes_with_the_server(tmp_path):
    with started(tmp_path) as (program, _):
        os.kill(child_of(program, "http.server"), signal.SIGKILL)

        assert program.wait(30) == 1
        assert those_of(tmp_path) == []


def test_a_letter_worker_that_has_ended_is_started_again(tmp_path):
    with started(tmp_path) as (program, _):
        assert comes_true(lambda: child_of(program, "sleep 600") is not None)
        first = child_of(program, "sleep 600")
        os.kill(first, signal.SIGKILL)

        assert comes_true(lambda: child_of(program, "sleep 600") not in (first, None))


def test_the_forum_ends_even_when_the_one_who_started_it_is_killed_outright(ready):
    with started(ready, as_is=True) as (program, _):
        program.kill()

        assert comes_true(lambda: those_of(ready) == [])


def test_an_installation_is_made_ready_again_only_when_something_has_changed(ready, monkeypatch):
    surroundings = {"FORUM_INSTANCE": str(ready)}
    readiness.keep_ready(surroundings, "127.0.0.1")
    monkeypatch.setattr(readiness, "_look_into", lambda instance: (seen_schema, 1, 1))
    seen_schema = "0001"
    readiness.keep_ready(surroundings, "127.0.0.1")

    assert readiness.find_ready(surroundings, "127.0.0.1") is True
    assert readiness.find_ready({**surroundings, "FORUM_WORKERS": "3"}, "127.0.0.1") is None
    assert readiness.find_ready(surroundings, "0.0.0.0") is None
    seen_schema = "0002"
    assert readiness.find_ready(surroundings, "127.0.0.1") is None


def test_an_empty_forum_is_asked_about_its_demo_at_each_start(ready):
    surroundings = {"FORUM_INSTANCE": str(ready)}
    readiness.keep_ready(surroundings, "127.0.0.1")

    assert readiness.find_ready(surroundings, "127.0.0.1") is None
