"""The tests of the house play in the demo forum."""

from collections.abc import Iterator

import pytest

from forum.foundation import clock
from forum.foundation.database import db
from tests.demo_world import World, made_world, world
from tests.house.pages import Visit, visit_every_page
from tests.makers import NOW

__all__ = ["made_world", "world"]


@pytest.fixture(scope="session")
def visit(made_world: World) -> Iterator[Visit]:
    """Every page of the demo forum, opened once."""
    with clock.stopped_at(NOW), made_world.app.app_context():
        made_world.restore()
        found = visit_every_page(made_world)
        db.session.remove()
        db.engine.dispose()
    yield found
