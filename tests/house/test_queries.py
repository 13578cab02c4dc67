"""No page asks the database in a loop: however much there is, each question is put once or twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from forum.foundation.database import db
from tests.demo_world import World
from tests.house.pages import every_page, open_

MOST = 30
"""Questions that a page may ask in all."""
AS_OFTEN = 2
"""How often a page may ask the same: twice is a list and its total, or two kinds of one thing; more is a loop."""


@contextmanager
def questions() -> Iterator[Counter[str]]:
    """Count what is asked, by its words without its values."""
    asked: Counter[str] = Counter()

    def see(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked[statement] += 1

    event.listen(db.engine, "before_cursor_execute", see)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", see)


def test_no_page_asks_in_a_loop(world: World):
    loops: dict[str, list[tuple[int, str]]] = {}
    many: dict[str, int] = {}
    for who, endpoint, address in every_page(world):
        with questions() as asked:
            open_(world, who, endpoint, address)
        name = f"{address} as {who}"
        if again := [(count, words) for words, count in asked.items() if count > AS_OFTEN]:
            loops[name] = again
        if asked.total() > MOST:
            many[name] = asked.total()

    assert loops == {}
    assert many == {}
