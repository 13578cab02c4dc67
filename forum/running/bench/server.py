"""Starts a real server for the benchmark, and reads what its workers cost."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from forum.running.serving import server_command, surroundings
from forum.running.tools import CHECKOUT


@dataclass
class Running:
    """A server that runs: where it listens, and its processes."""

    port: int
    process: "subprocess.Popen[bytes]"

    def _workers(self) -> list[Path]:
        """The processes under the server, as Linux shows them."""
        mother = Path(f"/proc/{self.process.pid}")
        children = [
            number
            for task in (mother / "task").iterdir()
            for number in (task / "children").read_text().split()
        ]
        return [Path(f"/proc/{number}") for number in children] or [mother]

    def cpu_ms(self) -> float:
        """What the workers have used of the processors so far, in milliseconds."""
        ticks = 0
        for worker in self._workers():
            fields = (worker / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])  # user and system time
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> list[float]:
        """What each worker holds for itself (PSS), in megabytes."""
        shares = [
            int(line.split()[1])
            for worker in self._workers()
            for line in (worker / "smaps_rollup").read_text().splitlines()
            if line.startswith("Pss:")
        ]
        return [round(kilobytes / 1024, 1) for kilobytes in shares]


@contextmanager
def forum_server(instance: Path, settings: dict[str, str]) -> Iterator[Running]:
    """The forum's own server, as `python3 wsgi.py` starts it, without the letter worker."""
    environment = {**surroundings("127.0.0.1", 8000), **settings, "FORUM_INSTANCE": str(instance)}
    with _run(lambda port: server_command("127.0.0.1", port, "2"), environment, "/healthz") as running:
        yield running


@contextmanager
def bare_server(folder: Path) -> Iterator[Running]:
    """The bare page, served in the same way."""
    environment = {
        **surroundings("127.0.0.1", 8000),
        "BARE_DATABASE_URL": f"sqlite:///{folder / 'bare.sqlite3'}",
    }
    fill = "from forum.running.bench.bare import fill; fill()"
    subprocess.run([sys.executable, "-c", fill], check=True, env=environment, cwd=CHECKOUT)

    def command(port: int) -> list[str]:
        found = server_command("127.0.0.1", port, "2")
        return [*found[:-1], "forum.running.bench.bare:app"]

    with _run(command, environment, "/") as running:
        yield running


@contextmanager
def _run(command, environment: dict[str, str], knock: str) -> Iterator[Running]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(
        command(port), env=environment, cwd=CHECKOUT, stdin=nothing, stdout=nothing, stderr=nothing,
        start_new_session=True,
    )  # fmt: skip
    try:
        _wait_until_open(process, port, knock)
        yield Running(port, process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_until_open(process: "subprocess.Popen[bytes]", port: int, knock: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", knock)
            answer = connection.getresponse()
            answer.read()
            if answer.status < 500:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("The server of the benchmark did not start.")
