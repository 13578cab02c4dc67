"""Who may open which page: `permissions.txt` names every route, and every line of it is tried with everyone."""

from collections import defaultdict
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.demo_world import World
from tests.house.permissions import EVERYBODY, address_of, routes, table
from tests.house.samples import SENT, SESSIONS, samples


def ask(
    world: World, who: str, method: str, endpoint: str, arguments: dict[str, dict[str, Any]]
) -> TestResponse:
    """Open a route as somebody."""
    browser = world.browser(who, **SESSIONS.get(endpoint, {}))
    address = address_of(world.app, endpoint, arguments)
    return browser.get(address) if method == "GET" else browser.post(address, SENT.get(endpoint))


def was_let_in(answer: TestResponse) -> bool:
    """Whether somebody came in, whatever they were told there."""
    led_to_sign_in = answer.status_code == 302 and answer.location.startswith("/sign-in?")
    return answer.status_code not in {401, 403, 404} and not led_to_sign_in and answer.location != "/sign-in"


def test_every_route_stands_in_the_table_and_no_line_is_left_over(sqlite_app):
    assert routes(sqlite_app) == set(table())


def test_the_table_knows_only_people_of_the_cast():
    assert {who for line in table().values() for who in line} <= set(EVERYBODY)


@pytest.mark.parametrize("part", range(4))
def test_every_line_is_true_of_everyone(world, part):
    arguments = samples(world)
    wrong: dict[str, dict[str, int]] = defaultdict(dict)
    lines = sorted(table().items())[part::4]
    for (endpoint, method), may in lines:
        for who in sorted(
            EVERYBODY, key=lambda who: who in may
        ):  # those who are refused change nothing: they go first
            answer = ask(world, who, method, endpoint, arguments)
            if answer.status_code >= 500 or was_let_in(answer) is not (who in may):
                wrong[f"{method} {address_of(world.app, endpoint, arguments)} ({endpoint})"][who] = (
                    answer.status_code
                )
            if method == "POST" and who in may:
                world.restore()

    assert dict(wrong) == {}
