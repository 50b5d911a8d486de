"""How Alembic reaches the database: over the connection that the portal hands it."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from portal import app as _whole_portal  # noqa: F401 - every feature's tables must be known
from portal.infra.database import Base

JSON = "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"


def in_plain_types(kind: str, item: Any, written: AutogenContext) -> str | Literal[False]:
    """A migration outlives the portal's own types: it is written in those of the database."""
    if kind != "type":
        return False
    if isinstance(item, sa.Enum) and not item.native_enum:
        return f"sa.String({item.length})"
    if isinstance(item, sa.JSON) or isinstance(getattr(item, "impl", None), sa.JSON):
        written.imports.add("from sqlalchemy.dialects import postgresql")
        return JSON
    if isinstance(item, sa.TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=in_plain_types,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
