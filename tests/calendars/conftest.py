"""What the tests of feeds share: a program that fetches, and a forum with something to fetch."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forum.calendars import operations
from forum.people.models import Person
from tests.browsing import Browser
from tests.calendars.reading import Part, events, strictly
from tests.makers import NOW

PUBLIC = "/calendars/meetings.ics"


@pytest.fixture
def fetch(database: Flask) -> Callable[..., TestResponse]:
    """A program that fetches an address as calendars do: without cookies, on both databases."""

    def ask(address: str = PUBLIC, **headers: str) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return Browser(database).get(address, headers=sent)

    return ask


@pytest.fixture
def fetched(fetch: Callable[..., TestResponse]) -> Callable[..., list[Part]]:
    """The entries of a feed, read strictly."""

    def read(address: str = PUBLIC) -> list[Part]:
        answer = fetch(address)
        assert answer.status_code == 200
        return events(strictly(answer.data))

    return read


@pytest.fixture
def own_address(forum: Any) -> Callable[[Person], str]:
    """Makes the secret address of a person's calendar."""

    def make(person: Person) -> str:
        return f"/calendars/own/{operations.make_key(by=person, now=NOW)}.ics"

    return make
