"""What the minute-taker typed is kept once and in order, though the server is killed and the network cut."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.stage import Killer, Stage, stage_on
from tests.faults.typing_lines import Writer, problems, what_is_wrong

DATABASES = ("sqlite", "postgresql")
AN_OUTAGE = 60_000


@pytest.fixture
def chance() -> random.Random:
    """Chance, begun anew for each run; the seed is said, and may be given to see the same again."""
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**9))
    print(f"FAULTS_SEED={seed}")
    return random.Random(seed)  # noqa: S311 - nothing is kept secret by it


@pytest.fixture
def stage(request: pytest.FixtureRequest, instance: Path, tmp_path: Path) -> Iterator[Stage]:
    """A forum that is being minuted, on the database that the test asks for."""
    shutil.copytree(instance / "static", tmp_path / "static")
    url = f"sqlite:///{tmp_path / 'forum.sqlite3'}"
    if getattr(request, "param", "sqlite") == "postgresql":
        url = _a_database(request.getfixturevalue("postgresql_address"))
    with stage_on(tmp_path, url) as found:
        yield found


def _a_database(address: str) -> str:
    import psycopg

    name = f"faults_{random.SystemRandom().randrange(10**9)}"
    server = address.replace("+psycopg", "")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{address}/{name}"


@pytest.fixture
def sits_down(stage: Stage, chromium: Any, chance: random.Random) -> Iterator[Callable[..., Writer]]:
    """Lets somebody who writes sit down at a browser of their own, with the first item open."""
    contexts = []

    def sit_down(cookie: str = stage.cookie, name: str = "Line") -> Writer:
        context = chromium.new_context(locale="en-GB", base_url=stage.server.address)
        context.add_cookies([{"name": "forum", "value": cookie, "url": stage.server.address}])
        contexts.append(context)
        writer = Writer(context.new_page(), stage, chance, name=name)
        writer.opens(0)
        return writer

    yield sit_down
    for context in contexts:
        context.close()


# ---- The check itself ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kept, wrong",
    [
        (["a", "b", "c"], []),
        (["a", "c"], ["lost: b"]),
        (["a", "b", "b", "c"], ["kept 2 times: b"]),
        (["b", "a", "c"], ["not in its order: b"]),
        (["a", "b", "c", "d"], ["nobody typed: d"]),
        ([], ["lost: a", "lost: b", "lost: c"]),
    ],
)
def test_the_check_sees_what_is_lost_doubled_or_out_of_order(kept, wrong):
    assert what_is_wrong(["a", "b", "c"], kept) == wrong


# ---- In every run -------------------------------------------------------------------------------------------


def test_two_kills_cost_no_line(stage, sits_down, chance):
    writer = sits_down()

    with Killer(stage.server, 2, chance) as killer:
        writer.types(16, killer=killer, kills=2, pause=120)
        writer.opens(1)  # the page is left while lines of it may be on their way
        writer.types(5, pause=50)
    writer.waits_until_all_is_saved()

    assert killer.killed == 2
    assert problems(stage, writer) == {}
    assert len(writer.sees()) == 5


def test_a_session_that_ended_costs_no_line(stage, sits_down):
    writer = sits_down()
    stage.signs_in_anew()
    writer.types(2, pause=0)
    writer.page.get_by_text("You were signed out: 2 lines are not saved yet.").wait_for()
    way = writer.page.get_by_role("link", name="Sign in (opens in a new tab)")
    assert way.get_attribute("href").startswith("/sign-in?next=")
    writer.goes_on_as(stage.signs_in_anew())  # in another tab: this one goes on by itself
    writer.page.evaluate("window.dispatchEvent(new Event('focus'))")
    writer.waits_until_all_is_saved()

    new_cookie = stage.signs_in_anew()
    writer.types(2, pause=0)
    writer.page.get_by_text("You were signed out: 2 lines are not saved yet.").wait_for()
    writer.page.reload()  # which leads to the sign-in page: what was typed stays in this browser
    assert "/sign-in" in writer.page.url
    writer.goes_on_as(new_cookie)
    writer.opens(0)
    writer.waits_until_all_is_saved()

    assert problems(stage, writer) == {}


# ---- Only when they are asked for ---------------------------------------------------------------------------


@pytest.mark.faults
@pytest.mark.parametrize("stage", DATABASES, indirect=True)
def test_a_meeting_of_three_hundred_lines_and_twenty_kills(stage, sits_down, chance):
    writer = sits_down()

    with Killer(stage.server, 20, chance) as killer:
        writer.types(140, killer=killer, kills=9)
        writer.opens(0)  # the page is opened anew while lines wait
        writer.types(60, killer=killer, kills=14)
        writer.opens(1)
        writer.types(100, killer=killer, kills=20)
    writer.waits_until_all_is_saved()
    writer.opens(0)
    writer.waits_until_all_is_saved()

    assert killer.killed == 20
    assert problems(stage, writer) == {}


@pytest.mark.faults
@pytest.mark.parametrize("stage", DATABASES, indirect=True)
def test_a_minute_without_the_network(stage, sits_down):
    writer = sits_down()
    writer.types(10)

    writer.page.context.set_offline(True)
    writer.types(60)
    writer.page.wait_for_timeout(AN_OUTAGE - 10_000)
    assert "There is no connection" in writer.page.locator("#unsaved").inner_text()
    writer.page.context.set_offline(False)
    writer.types(10)
    writer.waits_until_all_is_saved()

    assert problems(stage, writer) == {}


@pytest.mark.faults
def test_two_people_write_while_the_server_is_killed(stage, sits_down, chance):
    mina, cleo = sits_down(), sits_down(stage.other_cookie, "Cleo’s line")

    with Killer(stage.server, 4, chance):
        for _ in range(10):
            mina.types(4, pause=80)
            cleo.types(3, pause=80)
    for writer in (mina, cleo):
        writer.waits_until_all_is_saved()

    kept = stage.kept(0)
    assert sorted(kept) == sorted(mina.typed[0] + cleo.typed[0])
    for writer in (mina, cleo):  # each one's lines stand in the order in which they typed them
        own = set(writer.typed[0])
        assert [one for one in kept if one in own] == writer.typed[0]


@pytest.mark.faults
def test_without_what_the_browser_keeps_lines_are_lost_and_the_check_says_so(stage, sits_down):
    writer = sits_down()
    writer.types(3)
    writer.waits_until_all_is_saved()
    stage.server.kill()

    writer.types(4)
    writer.page.evaluate("() => localStorage.clear()")
    stage.server.start()
    stage.server.wait_until_open()
    writer.opens(0)
    writer.waits_until_all_is_saved()

    assert problems(stage, writer) == {0: [f"lost: {one}" for one in writer.typed[0][3:]]}
