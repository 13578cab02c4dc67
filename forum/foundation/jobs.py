"""What falls due by itself: jobs that the worker calls again and again."""

import logging
from collections.abc import Callable
from datetime import datetime

from forum.foundation.database import db

Job = Callable[[datetime], object]

jobs: list[Job] = []
"""Every job, in the order in which the features name them."""


def falls_due(job: Job) -> Job:
    """Name a function as a job. It is handed the time, and is one operation or does nothing."""
    jobs.append(job)
    return job


def do_what_is_due(now: datetime, log: logging.Logger) -> None:
    """Call every job once. One that fails is logged, and the others are called all the same."""
    for job in jobs:
        try:
            job(now)
        except Exception as problem:
            log.warning(
                "The job %s failed: %s: %s", getattr(job, "__name__", job), type(problem).__name__, problem
            )
        finally:
            db.session.remove()
