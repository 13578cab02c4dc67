"""Processes of their own that begin at the same moment, for the tests of many at once.

They come from a server of forks which has imported what they need, once for a whole run: an interpreter that starts
from nothing takes a second and more to get there. Each still has its own memory, threads and connections.
"""

import traceback
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Any

PRELOADED = [
    "tests.actions.chasing_process",
    "tests.agendas.handing_in_process",
    "tests.agendas.publishing_process",
    "tests.attendance.marking_process",
    "tests.booking.booking_process",
    "tests.decisions.deciding_process",
    "tests.engagement.releasing_process",
    "tests.membership.numbering_process",
]
READY, GO = "ready", "go"


class Line:
    """How a process speaks with its test."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def say(self, words: str) -> None:
        """Tell the test something."""
        self._connection.send(words)

    def wait_for_the_word(self) -> None:
        """Say that all stands ready, and wait until everybody is."""
        self.say(READY)
        assert self._connection.recv() == GO


def forks() -> ForkServerContext:
    """Where processes come from."""
    context = get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def at_once(work: Callable[..., None], *given: tuple[Any, ...]) -> list[list[str]]:
    """Let `work(line, *arguments)` run in a process for each of the arguments; what each said, in order.

    They begin when all stand ready. A process that fails fails the test.
    """
    context = forks()
    started = []
    for arguments in given:
        here, there = context.Pipe()
        process = context.Process(target=_run, args=(there, work, arguments), daemon=True)
        process.start()
        there.close()
        started.append((process, here))
    for _, line in started:
        ready = line.recv()
        assert ready == READY, ready
    for _, line in started:
        line.send(GO)
    said = [_all_that_is_said(line) for _, line in started]
    for process, line in started:
        process.join(60)
        line.close()
    assert [process.exitcode for process, _ in started] == [0] * len(given), said
    return said


def _run(connection: Connection, work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    line = Line(connection)
    try:
        work(line, *arguments)
    except BaseException:
        line.say(traceback.format_exc())
        raise


def _all_that_is_said(line: Connection) -> list[str]:
    """What is said until the process ends. One that says nothing for two minutes is stuck."""
    said: list[str] = []
    while line.poll(120):
        try:
            said.append(line.recv())
        except EOFError:
            return said
    raise AssertionError(f"A process is stuck: {said}")
