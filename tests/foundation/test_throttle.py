"""How often something may be tried: counted for every process together, also when it is refused."""

import threading
from datetime import timedelta

import pytest

from forum.foundation.database import db
from forum.foundation.throttle import TooManyTries, Tries, Try, count_tries, count_try
from tests.makers import NOW

HOUR = timedelta(hours=1)


def test_as_many_tries_as_allowed_are_heard_and_then_no_more(database):
    for _try in range(3):
        count_try("key", most=3, every=HOUR, now=NOW + timedelta(minutes=20))

    with pytest.raises(TooManyTries) as refusal:
        count_try("key", most=3, every=HOUR, now=NOW + timedelta(minutes=20))
    assert refusal.value.wait == timedelta(minutes=40)
    assert "Wait 40\u00a0minutes" in str(refusal.value)
    assert db.session.query(Tries).one().count == 4, "a try that is refused counts"


def test_the_next_window_counts_afresh(database):
    count_try("key", most=1, every=HOUR, now=NOW)
    count_try("key", most=1, every=HOUR, now=NOW + HOUR)

    with pytest.raises(TooManyTries):
        count_try("key", most=1, every=HOUR, now=NOW + HOUR)


def test_several_keys_are_counted_at_once_and_each_is_refused_by_itself(database):
    for _try in range(2):
        count_tries([Try("place", 10, HOUR), Try("one account", 2, HOUR)], now=NOW)

    with pytest.raises(TooManyTries):
        count_tries([Try("place", 10, HOUR), Try("one account", 2, HOUR)], now=NOW)
    count_tries([Try("place", 10, HOUR), Try("another account", 2, HOUR)], now=NOW)

    assert {row.key: row.count for row in db.session.query(Tries)} == {
        "place": 4, "one account": 3, "another account": 1,
    }  # fmt: skip


def test_counts_of_days_ago_are_forgotten(database):
    count_try("old", most=1, every=HOUR, now=NOW)
    count_try("new", most=1, every=HOUR, now=NOW + timedelta(days=2))

    assert [row.key for row in db.session.query(Tries)] == ["new"]


def test_tries_at_the_same_moment_are_all_counted(database):
    refused = []

    def try_it():
        with database.app_context():
            for _try in range(5):
                try:
                    count_try("key", most=12, every=HOUR, now=NOW)
                except TooManyTries:
                    refused.append(1)
            db.session.remove()

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 8
    assert db.session.query(Tries).one().count == 20
