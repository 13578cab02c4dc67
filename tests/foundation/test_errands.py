"""What somebody waits for is done by the worker, after the letters, and fails alone."""

import logging

from forum.foundation import jobs
from tests.makers import NOW

LOG = logging.getLogger("errands")


def test_an_errand_is_run_once_or_until_nothing_waits(database, monkeypatch):
    waiting = [3, 2, 1]
    monkeypatch.setattr(jobs, "errands", [])

    @jobs.is_waited_for
    def take_one(now):
        assert now == NOW
        return bool(waiting) and waiting.pop()

    jobs.run_errands(NOW, LOG)
    assert waiting == [3, 2]
    jobs.run_errands(NOW, LOG, to_the_end=True)
    assert waiting == []


def test_an_errand_that_fails_is_logged_and_the_others_are_run(database, monkeypatch, caplog):
    done = []

    def fails(now):
        raise RuntimeError("no paper in the press")

    monkeypatch.setattr(jobs, "errands", [fails, done.append])
    jobs.run_errands(NOW, LOG, to_the_end=True)

    assert done == [NOW]
    assert caplog.messages == ["The job fails failed: RuntimeError: no paper in the press"]


def test_an_errand_that_never_ends_is_left_for_the_next_time(database, monkeypatch):
    times = []
    monkeypatch.setattr(jobs, "errands", [lambda now: times.append(now) or True])
    jobs.run_errands(NOW, LOG, to_the_end=True)

    assert len(times) == jobs.MOST_ERRANDS
