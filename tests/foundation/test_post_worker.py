"""The worker: it does what is due, carries the letters, and survives what goes wrong."""

import logging
import threading
from datetime import timedelta

import pytest

from forum.foundation import clock, jobs
from forum.foundation.post import carrying, worker
from tests.makers import NOW


class Carrying:
    """Stands in for a carrier: fails as often as it is told."""

    def __init__(self, failures=0, stop=None, rounds=1):
        self.failures, self.stop, self.rounds, self.carried = failures, stop, rounds, 0

    def carry(self, is_over):
        self.rounds -= 1
        if self.rounds == 0 and self.stop:
            self.stop.set()
        if self.failures:
            self.failures -= 1
            raise RuntimeError("The database is away.")
        self.carried += 1


@pytest.fixture
def done(monkeypatch):
    """What the jobs of this test did."""
    done = []
    monkeypatch.setattr(jobs, "jobs", [])
    jobs.falls_due(lambda now: done.append(now))
    return done


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr(worker, "BETWEEN_ROUNDS", 0.001)
    monkeypatch.setattr(worker, "AFTER_TROUBLE", 0.001)


LOG = logging.getLogger("test")


def test_one_round_does_what_is_due_and_carries(database, stopped_clock, done):
    carrier = Carrying()

    assert worker.work(carrier, LOG, threading.Event(), once=True)
    assert (done, carrier.carried) == ([NOW], 1)


def test_jobs_are_called_once_a_minute(database, done):
    stop = threading.Event()
    worker.work(Carrying(stop=stop, rounds=20), LOG, stop, once=False)

    assert len(done) == 1


def test_a_database_that_is_away_is_logged_and_tried_again(database, done, caplog):
    stop = threading.Event()
    carrier = Carrying(failures=3, stop=stop, rounds=4)
    worker.work(carrier, LOG, stop, once=False)

    assert carrier.carried == 1
    assert caplog.text.count("The letters could not be carried: RuntimeError") == 3


def test_a_round_that_failed_is_told_to_whoever_started_it(database, done):
    assert not worker.work(Carrying(failures=1), LOG, threading.Event(), once=True)


def test_told_to_stop_it_does_not_sleep_to_the_end(database, done, monkeypatch):
    monkeypatch.setattr(worker, "BETWEEN_ROUNDS", 600)
    stop = threading.Event()
    threading.Timer(0.05, stop.set).start()
    worker.work(Carrying(), LOG, stop, once=False)

    assert stop.is_set()


def test_one_job_that_fails_keeps_no_other_from_its_turn(database, done, caplog):
    def broken(now):
        raise ValueError("broken")

    jobs.jobs.insert(0, broken)
    jobs.do_what_is_due(NOW, LOG)

    assert done == [NOW]
    assert "The job broken failed: ValueError" in caplog.text


def test_what_the_forum_itself_lets_fall_due_runs(database):
    """Every job that a feature named, on an empty database: none breaks."""
    for job in jobs.jobs:
        job(clock.now())

    assert carrying.forget_secrets in jobs.jobs


def test_the_worker_is_made_from_the_settings(database):
    carrier = worker.make_carrier(database)

    assert carrier.server is None
    assert carrier.folder.path == database.extensions["settings"].instance / "letters"
    assert timedelta(seconds=5 * 30) < carrying.CLAIMED, "a claim outlives five silences of a server"
