"""What falls due by itself: jobs that the worker calls again and again."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from forum.foundation.database import db

Job = Callable[[datetime], object]

jobs: list[Job] = []
"""Every job, in the order in which the features name them."""
errands: list[Job] = []
"""Likewise what somebody waits for."""
MOST_ERRANDS = 100
"""How often an errand is run at one time, when nothing else is to be done."""


def falls_due(job: Job) -> Job:
    """Name a function as a job. It is handed the time, and is one operation or does nothing."""
    jobs.append(job)
    return job


def is_waited_for(errand: Job) -> Job:
    """Name a function as an errand: somebody waits for what it does, so the worker asks for it every few seconds.

    It is handed the time, does one piece of work that waits, and says whether there was any. With nothing to do it
    costs one small question.
    """
    errands.append(errand)
    return errand


def do_what_is_due(now: datetime, log: logging.Logger) -> None:
    """Call every job once. One that fails is logged, and the others are called all the same."""
    for job in jobs:
        _call(job, now, log)


def run_errands(now: datetime, log: logging.Logger, *, to_the_end: bool = False) -> None:
    """Run every errand once, or `to_the_end`: until nothing waits. One that fails is logged, and the others go on."""
    for errand in errands:
        for _ in _times(to_the_end):
            if not _call(errand, now, log):
                break


def _times(to_the_end: bool) -> Iterable[int]:
    return range(MOST_ERRANDS if to_the_end else 1)


def _call(job: Job, now: datetime, log: logging.Logger) -> object:
    try:
        return job(now)
    except Exception as problem:
        log.warning(
            "The job %s failed: %s: %s", getattr(job, "__name__", job), type(problem).__name__, problem
        )
        return None
    finally:
        db.session.remove()
