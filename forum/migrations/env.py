"""What alembic runs: the steps, on the connection that `climb` hands over."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context


def as_plain_type(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write a column's type into a step as the database knows it: steps do not import what may change later."""
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, sa.JSON):
        return "sa.JSON()"
    return False


config = context.config
context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes.get("metadata"),
    render_as_batch=config.attributes["connection"].dialect.name == "sqlite",
    render_item=as_plain_type,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
