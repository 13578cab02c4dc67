"""Starts the server and the letter worker together, and lets neither outlive the other."""

import contextlib
import ctypes
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from forum.running.environment import PYTHON
from forum.running.tools import CHECKOUT
from forum.running.trouble import CannotGoOn

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
BLOCKING_THREADS = 32
"""Threads of each worker. Whoever sends or fetches a file on a slow line keeps one busy: 12 may send and 14 may fetch
at once (`forum.foundation.uploads`, `.downloads`), which leaves six for pages. With 40 sending at 1 kB/s and 60 that
fetched nothing, pages went on at 2 ms; with 16 threads some waited until the others had gone. It costs 5 MB."""
_WAIT_FOR_START = 60.0
_WAIT_FOR_END = 10.0
_PAUSE_OF_WORKER = 5.0


def check_port(host: str, port: int) -> None:
    """Try whether the server may listen there. Raises `CannotGoOn`."""
    no_address = f"“{host}” is no address of this machine: give --host another, such as 127.0.0.1."
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        kind, _, _, _, address = found[0]
        with socket.socket(kind, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise CannotGoOn(
            {
                errno.EADDRINUSE: f"Port {port} is taken by another program: stop that, or choose another port, "
                f"such as --port {port + 1 if port < 65535 else 8000}.",
                errno.EACCES: f"Port {port} is kept for the system: choose one above 1023, such as --port 8000.",
            }.get(error.errno or 0, no_address)
        ) from error


def address_of(host: str, port: int) -> str:
    """The address at which people find a server that listens there."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def surroundings(host: str, port: int) -> dict[str, str]:
    """The environment for the programs of the forum, in which the settings that depend on the start stand."""
    settings = dict(os.environ)
    # Two arenas of memory for all threads: with one each, a worker held half as much again for no gain.
    settings.setdefault("MALLOC_ARENA_MAX", "2")
    # What one password takes to check (19 MB) goes back to the system at once, not into a worker's store.
    settings.setdefault("MALLOC_MMAP_THRESHOLD_", "1048576")
    if host in LOOPBACK:
        settings.setdefault("FORUM_BASE_URL", address_of(host, port))
    if settings.get("FORUM_INSTANCE"):
        settings["FORUM_INSTANCE"] = str(Path(settings["FORUM_INSTANCE"]).expanduser().absolute())
    return settings


def server_command(host: str, port: int, workers: str) -> list[str]:
    """The command that runs the server."""
    return [
        *(str(PYTHON), "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"),
        *("--host", host, "--port", str(port), "--workers", workers),
        *("--blocking-threads", str(BLOCKING_THREADS), "--workers-kill-timeout", "5"),
        # Without it one dead worker ends the server.
        *("--respawn-failed-workers", "wsgi:app"),
    ]


def worker_command() -> list[str]:
    """The command that carries the letters and does what falls due."""
    return [str(PYTHON), "-m", "flask", "--app", "wsgi", "worker"]


def serve(host: str, port: int, environment: dict[str, str], *, is_demo: bool) -> int:
    """Run the server and the letter worker until one is told to stop, or the server ends. Returns the exit code."""
    wishes = _Wishes()
    server = _start(server_command(host, port, environment.get("FORUM_WORKERS") or "2"), environment)
    programs = [server]
    try:
        if _wait_until_open(server, host, port, wishes):
            programs.append(_start(worker_command(), environment))
            print(
                f"The forum is open at {environment.get('FORUM_BASE_URL') or address_of(host, port)}",
                flush=True,
            )
            if is_demo:
                print(
                    "Sign in as organiser@forum.example with forum-demo. Ctrl+C stops the forum.", flush=True
                )
            _watch(programs, environment, wishes)
        if wishes.to_stop:
            print("The forum is closed.", flush=True)
            return 0
        if server.poll() is None:
            raise CannotGoOn(
                "The server does not answer: look at what it said above, and run this command again."
            )
        raise CannotGoOn(
            "The server has ended by itself: look at what it said above, and run this command again."
        )
    finally:
        _stop(programs)


def _watch(programs: list[subprocess.Popen[bytes]], environment: dict[str, str], wishes: "_Wishes") -> None:
    """Stay until the server ends or somebody wants to stop; start the letter worker again if it ends."""
    server, worker = programs
    ended_at: float | None = None
    while server.poll() is None and not wishes.to_stop:
        time.sleep(0.1)
        if worker.poll() is not None:
            ended_at = ended_at or time.monotonic()
            if time.monotonic() - ended_at > _PAUSE_OF_WORKER:
                print("The letter worker had ended: it is started again.", file=sys.stderr, flush=True)
                programs[1] = worker = _start(worker_command(), environment)
                ended_at = None


class _Wishes:
    """Whether somebody has asked us to stop, by Ctrl+C, by `kill` or by closing the terminal."""

    def __init__(self) -> None:
        self.to_stop = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: object) -> None:
        self.to_stop = True


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a program as a group of its own, so that Ctrl+C reaches it through us and no child is left behind."""
    return subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )


def _end_with_parent() -> None:
    """Linux: be told to stop when the one who started us is gone, even if it was killed outright."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _wait_until_open(server: subprocess.Popen[bytes], host: str, port: int, wishes: _Wishes) -> bool:
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    until = time.monotonic() + _WAIT_FOR_START
    while time.monotonic() < until and server.poll() is None and not wishes.to_stop:
        try:
            connection = http.client.HTTPConnection(reach, port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse()
            return True  # it answers: what it answers is not for us to judge
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        finally:
            connection.close()
    return False


def _stop(programs: list[subprocess.Popen[bytes]]) -> None:
    """End programs with all that they have started: first asked, then made to."""
    for program in programs:
        if program.poll() is None:
            program.terminate()
    until = time.monotonic() + _WAIT_FOR_END
    for program in programs:
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(max(0.1, until - time.monotonic()))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()
